/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the formats share: facts in one spelling, and the table entry a format
 * is.  The bytes of a file they share with the importers of thesauri, clean
 * text with the extractor.
 */
#ifndef MEDLIT_READER_INTERNAL_H
#define MEDLIT_READER_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "document/document.h"
#include "indexer/reader/extract/charset.h"
#include "indexer/reader/extract/prose.h"
#include "indexer/reader/input.h"
#include "indexer/reader/reader.h"

/* The formats. */

struct format {
	const char *name;
	const char *unit; /* what `record` counts: "record", "line" */
	/* Asked first, of the bytes as they are. */
	bool binary;
	/* Of the start of a file, without byte order mark and white space. */
	bool (*looks)(struct slice head);
	void *(*open)(struct source *source, struct error *err);
	/* As reader_next(), but for id, format and source of the document. */
	int (*next)(void *state, struct document *document, struct arena *arena,
		struct error *err);
	void (*close)(void *state);
};

extern const struct format format_pubmed, format_jats, format_html,
	format_jsonl, format_ris, format_medline, format_wos, format_endnote,
	format_csv, format_pdf, format_archive, format_text;

/* reader.c: a reader of a member of the archive that `source` is of, with its
 * settings. */
struct reader *reader_open_member(const struct source *source,
	const char *name, input_fill *bytes, void *context, struct error *err);

/* sniff.c: the format of a file that starts so; NULL and *err say what it
 * looks like. */
const struct format *sniff_format(struct slice head, struct error *err);
/* A format of bytes that are no text, or NULL. */
const struct format *sniff_binary(struct slice head);
const struct format *sniff_named(const char *name);
/* The name of the first element of XML or HTML without its prefix; empty when
 * it is neither. */
struct slice sniff_root(struct slice head);
/* Does one of the first lines start so? */
bool sniff_line(struct slice head, const char *start);
bool sniff_contains(struct slice text, const char *part);

/* reader.c: add a sentence to the document's warnings. */
void document_warn(struct document *document, struct arena *arena,
	const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same for bad bytes, when there were any. */
void document_warn_replaced(
	struct document *document, uint64_t count, struct arena *arena);

/* fact.c, name.c: dates and names in one spelling. */

#define LIST_MOST    10000
#define HEADING_MOST 1000

/* "YYYY-MM-DD" as far as known; empty without a year of 1000..2999. */
struct slice date_make(
	unsigned year, unsigned month, unsigned day, struct arena *arena);
/* "2013 Aug 1", "1998 Dec-1999 Jan", "May 23, 2025", "13/04/2018"... */
struct slice date_parse(struct slice text, struct arena *arena);
/* 1..12 for "4", "Apr", "april", "Spring"(3); else 0. */
unsigned month_parse(struct slice text);
/* "Uy N" of ("Uy", "Natalie"). */
struct slice name_make(
	struct slice last, struct slice given, struct arena *arena);
/* "Uy N" of "Uy, Natalie", "Natalie Uy", "Uy N"; empty of "The Author(s)". */
struct slice name_parse(struct slice text, struct arena *arena);
/* One list item per part between any of `separators`, trimmed, none empty. */
void slices_split(struct slices *list, struct slice text,
	const char *separators, struct arena *arena);
/* "Name / qualifier*" as PubMed prints it. */
void mesh_parse(
	struct document *document, struct slice text, struct arena *arena);
/* As many digits as a PMID, or a PMCID behind "PMC", may have, and nothing
 * else. */
bool pmid_is(struct slice text);
/* NCT followed by eight digits, and nothing else. */
bool nct_is(struct slice text);
bool slices_has(const struct slices *list, struct slice item);
/* Adds what is neither empty nor there already, up to LIST_MOST items: looking
 * takes time by the square, and no paper has that many. */
void slices_add_new(
	struct slices *list, struct slice item, struct arena *arena);
/* Whether there is a heading of that name, or no room for it. */
bool mesh_has(const struct document *document, struct slice name);
/* "METHODS: Patients"; the inner one alone when both are too long: each heading
 * below would copy them. */
struct slice heading_join(
	struct slice outer, struct slice inner, struct arena *arena);

#endif
