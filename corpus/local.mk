# SPDX-License-Identifier: GPL-2.0-or-later
thesaurusdir = $(pkgdatadir)/thesaurus
dist_thesaurus_DATA = %D%/thesaurus/haematology.tsv

EXTRA_DIST += %D%/README.md %D%/qrels.txt %D%/topics.tsv \
	%D%/papers/asco-2011-news.txt %D%/papers/cd22-therapy-question.html \
	%D%/papers/cncr.28136.xml %D%/papers/pediatric-approval.jsonl \
	%D%/papers/uy-2018-review.nxml %D%/thesaurus/README.md

# medlit-index looks for it beside itself when it runs from the build folder.
all-local: %D%/thesaurus/.linked
%D%/thesaurus/.linked: $(top_srcdir)/%D%/thesaurus/haematology.tsv
	$(AM_V_at)$(MKDIR_P) %D%/thesaurus
	$(AM_V_at)test '$(srcdir)' = . || cp -f $(top_srcdir)/%D%/thesaurus/haematology.tsv \
		%D%/thesaurus/haematology.tsv
	$(AM_V_at)touch $@
CLEANFILES += %D%/thesaurus/.linked
mostlyclean-local:
	test '$(srcdir)' = . || rm -f %D%/thesaurus/haematology.tsv
