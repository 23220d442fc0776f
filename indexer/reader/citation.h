/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the formats of citations share: fields whose text may hold markup where
 * the format has none, to the facts of a document.
 */
#ifndef MEDLIT_READER_CITATION_H
#define MEDLIT_READER_CITATION_H

#include "indexer/reader/internal.h"

/* What an export without a word on its encoding is in, by its start: UTF-8,
 * unless nothing is and an accented letter stands beside another letter. */
enum charset citation_charset(struct slice head);

/* inline.c: text with tags of HTML, JATS or MathML and character references in
 * it, as journals hand it to databases; "p < 0.05" is none. */
void inline_add(struct prose *prose, struct slice text);
struct slice inline_line(struct slice text, struct arena *arena);

/* A title without what databases put around it, a full stop of their own and
 * the brackets of a translation: "[A title]." */
struct slice citation_bare(struct slice title);
/* The same of a text with markup. */
struct slice citation_title(struct slice text, struct arena *arena);
/*
 * Add the abstract, one section a label where it certainly has labels: it
 * starts with one and has two or more, each at the start of a sentence and
 * made of words that label sections ("BACKGROUND: ... METHODS: ...").
 */
void citation_abstract(
	struct document *document, struct slice text, struct arena *arena);
/* "101-109"; empty where they hold no digit ("No-Specified"). */
struct slice citation_pages(
	struct slice first, struct slice last, struct arena *arena);
/* The date when `more` says nothing else than it, and more of it: "2019" and
 * "Aug 12" or "2019/08/12". */
struct slice citation_date(
	struct slice date, struct slice more, struct arena *arena);
/* An address of the paper: its DOI, PMID or PMCID where it holds one, else the
 * document's url. */
void citation_address(
	struct document *document, struct slice text, struct arena *arena);
/* A keyword or several, "*" before a main one. */
void citation_keywords(struct document *document, struct slice text,
	const char *separators, struct arena *arena);
/* The flags that the title ("RETRACTED: ...") and the types say. */
void citation_status(struct document *document);
/* The trial that a value such as "ClinicalTrials.gov/NCT01564784" names. */
void citation_trial(
	struct document *document, struct slice text, struct arena *arena);
/* A substance as a heading, where there is none of that name; and the one in
 * "0 (Recombinant Proteins)". */
void citation_substance(
	struct document *document, struct slice name, struct arena *arena);
void citation_registered(
	struct document *document, struct slice line, struct arena *arena);
/* As document_warn_replaced(), and whether the text was windows-1252. */
void citation_warn(struct document *document, uint64_t replaced, bool converted,
	struct arena *arena);

#endif
