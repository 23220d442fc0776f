# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libreader.la
libreader_la_SOURCES = %D%/archive.c %D%/blocks.c %D%/byline.c %D%/byline.h %D%/child.c %D%/child.h \
	%D%/citation.c %D%/citation.h %D%/column.c %D%/column.h \
	%D%/endnote.c %D%/inline.c %D%/label.c %D%/extract/letter.h %D%/lines.c %D%/lines.h \
	%D%/medline.c %D%/ris.c \
	%D%/row.c %D%/row.h %D%/table.c %D%/tagged.c %D%/tagged.h %D%/wos.c \
	%D%/entity.c %D%/exported.c %D%/exported.h %D%/extract/charset.c \
	%D%/extract/charset.h %D%/extract/frame.h %D%/extract/prose.c \
	%D%/extract/prose.h %D%/fact.c %D%/furniture.c \
	%D%/furniture.h %D%/html.c %D%/html.h %D%/htmlfact.c %D%/input.c %D%/input.h \
	%D%/internal.h %D%/jats.c %D%/jats.h %D%/jats_body.c %D%/jsonl.c \
	%D%/limits.c %D%/limits.h %D%/markup.c %D%/name.c %D%/page.c %D%/page.h %D%/pagefact.c \
	%D%/pdf.c %D%/pdf.h %D%/pdf_authors.c %D%/pdf_body.c %D%/pdf_head.c \
	%D%/pdf_journal.c %D%/pdf_kind.c %D%/pdf_lines.c %D%/phrase.c %D%/phrase.h %D%/saved.c \
	%D%/pubmed.c %D%/reader.c %D%/reader.h %D%/sniff.c \
	%D%/text.c %D%/xml.c %D%/xml.h %D%/xml_node.c
libreader_la_CFLAGS = $(AM_CFLAGS) $(EXPAT_CFLAGS) $(ZLIB_CFLAGS) \
	$(JANSSON_CFLAGS)
libreader_la_LIBADD = libdocument.la libbase.la $(EXPAT_LIBS) $(ZLIB_LIBS) \
	$(JANSSON_LIBS)

# The only program that links parsers of HTML and archives; medlit-index runs
# it, and it runs pdftotext.
pkglibexec_PROGRAMS += medlit-extract
medlit_extract_SOURCES = %D%/extract/archive.c %D%/extract/charset.c %D%/extract/charset.h \
	%D%/extract/element.c %D%/extract/encoding.c %D%/extract/extract.h \
	%D%/extract/frame.h %D%/extract/frames.c %D%/extract/main.c \
	%D%/extract/page.c %D%/extract/pdf.c %D%/extract/pdf_words.c \
	%D%/extract/prose.c %D%/extract/prose.h %D%/extract/sandbox.c \
	%D%/extract/sandbox.h
medlit_extract_CFLAGS = $(AM_CFLAGS) $(LIBXML2_CFLAGS) $(LIBARCHIVE_CFLAGS) \
	$(SECCOMP_CFLAGS) -DMEDLIT_PDFTOTEXT='"$(PDFTOTEXT)"'
medlit_extract_LDADD = libbase.la $(LIBXML2_LIBS) $(LIBARCHIVE_LIBS) \
	$(SECCOMP_LIBS) -lm

# Shows what the readers make of a file.
noinst_PROGRAMS += reader-dump
reader_dump_SOURCES = %D%/dump.c
reader_dump_LDADD = libreader.la

EXTRA_DIST += tests/data/papers/jats.nxml tests/data/papers/page.html \
	tests/data/papers/paper.jsonl tests/data/papers/paper.txt \
	tests/data/papers/pubmed.xml tests/data/papers/paper.nbib \
	tests/data/papers/embase.ris tests/data/papers/endnote.ris \
	tests/data/papers/ovid.ris tests/data/papers/scopus.ris \
	tests/data/papers/zotero.ris tests/data/papers/webofscience.txt \
	tests/data/papers/beir.jsonl tests/data/papers/embase-rows.csv \
	tests/data/papers/embase.csv tests/data/papers/endnote.xml \
	tests/data/papers/golden.json tests/data/papers/pubmed.csv \
	tests/data/papers/zotero.csv
if HAVE_CMOCKA
noinst_HEADERS += tests/unit/pdf_file.h tests/unit/test_reader.h
reader_tests = test_input test_reader_csv test_reader_formats \
	test_reader_html test_reader_jats \
	test_reader_jsonl test_reader_pdf test_reader_pubmed test_reader_tagged \
	test_reader_text test_sandbox
check_PROGRAMS += $(reader_tests)
TESTS += $(reader_tests)
test_input_SOURCES = tests/unit/test_input.c
test_input_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(ZLIB_CFLAGS)
test_input_LDADD = libreader.la $(ZLIB_LIBS) $(CMOCKA_LIBS)
test_reader_csv_SOURCES = tests/unit/test_reader_csv.c
test_reader_csv_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_csv_LDADD = libreader.la $(CMOCKA_LIBS)
test_reader_formats_SOURCES = tests/unit/test_reader_formats.c
test_reader_formats_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(ZLIB_CFLAGS) \
	$(JANSSON_CFLAGS)
test_reader_formats_LDADD = libreader.la $(ZLIB_LIBS) $(JANSSON_LIBS) \
	$(CMOCKA_LIBS)
test_reader_html_SOURCES = tests/unit/test_reader_html.c
test_reader_html_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_html_LDADD = libreader.la $(CMOCKA_LIBS)
test_reader_jats_SOURCES = tests/unit/test_reader_jats.c
test_reader_jats_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_jats_LDADD = libreader.la $(CMOCKA_LIBS)
test_reader_pubmed_SOURCES = tests/unit/test_reader_pubmed.c
test_reader_pubmed_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_pubmed_LDADD = libreader.la $(CMOCKA_LIBS)
test_reader_jsonl_SOURCES = tests/unit/test_reader_jsonl.c
test_reader_jsonl_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_jsonl_LDADD = libreader.la $(CMOCKA_LIBS)
test_reader_tagged_SOURCES = tests/unit/test_reader_tagged.c
test_reader_tagged_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_tagged_LDADD = libreader.la $(CMOCKA_LIBS)
test_reader_pdf_SOURCES = tests/unit/test_reader_pdf.c
test_reader_pdf_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_pdf_LDADD = libreader.la $(CMOCKA_LIBS)
test_sandbox_SOURCES = tests/unit/test_sandbox.c \
	%D%/extract/sandbox.c
test_sandbox_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(SECCOMP_CFLAGS)
test_sandbox_LDADD = $(SECCOMP_LIBS) $(CMOCKA_LIBS)
test_reader_text_SOURCES = tests/unit/test_reader_text.c
test_reader_text_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_reader_text_LDADD = libreader.la $(CMOCKA_LIBS)
endif
