/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A paper as plain data: what a reader makes of a file, what the index stores
 * as the paper's record, and what an answer is made from.
 *
 * All text is UTF-8 without markup.  All memory is of the arena it was made in;
 * an absent fact is an empty slice or a zero count.
 */
#ifndef MEDLIT_DOCUMENT_H
#define MEDLIT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

enum section_kind {
	SECTION_ABSTRACT,
	SECTION_BODY,
	SECTION_CAPTION, /* of a figure or a table */
};

/* From this byte of a text on it stands on this page of its file. */
struct page_start {
	uint32_t offset, page;
};

struct section {
	uint8_t kind;	    /* enum section_kind */
	struct slice title; /* "METHODS"; may be empty */
	struct slice text;  /* paragraphs separated by one blank line */
	struct page_start *pages; /* ascending; none where there are no pages */
	size_t pages_count;
};

/* One MeSH heading as the record has it. */
struct mesh_heading {
	struct slice name;	/* "Inotuzumab Ozogamicin" */
	struct slice ui;	/* "D000080045" or empty */
	struct slice qualifier; /* "drug therapy" or empty; one a heading */
	uint8_t major;		/* 1: a main point of the paper */
};

struct slices {
	struct slice *items;
	size_t count;
};

enum document_status {
	DOCUMENT_RETRACTED = 1,
	DOCUMENT_CORRECTED = 2, /* an erratum or correction exists */
	DOCUMENT_CONCERN = 4,	/* expression of concern */
};

struct document {
	/* The paper's one name, unique in an index; document_identify() */
	struct slice id;

	struct slice own;   /* the id the source gives outside these schemes */
	struct slice pmid;  /* digits */
	struct slice pmcid; /* "PMC1234" */
	struct slice doi;   /* lower case, from "10." on */
	struct slices nct;  /* "NCT01564784" that the record itself lists */

	struct slice title;
	struct slice vernacular_title;
	struct slices authors; /* "Uy N", or an organisation's name */
	struct slice journal;  /* full title where known */
	struct slice journal_short;
	struct slice publisher; /* of a web page: the site */
	struct slice date;	/* YYYY, YYYY-MM or YYYY-MM-DD */
	struct slice volume, issue, pages;
	struct slice language; /* ISO 639: "eng" or "en" as the source has it */
	struct slice url;
	/* Of a register's record: its version and the day it was revised,
	 * "1 2021-03-09" */
	struct slice revision;
	struct slices types; /* publication types */
	struct slices keywords;
	struct mesh_heading *mesh;
	size_t mesh_count;
	struct section *sections;
	size_t sections_count;
	uint32_t status;      /* enum document_status bits */
	struct slice format;  /* reader that made it: "pubmed", "jats" ... */
	struct slice source;  /* file it came from, from / on */
	struct slice warnings; /* what the reader could not keep; "" = nothing */
	/* Of an entry made of several sources (document_merge()); one source
	 * alone has none. */
	struct slices parts; /* their records, by part key */
	struct slices names; /* what else they call the paper */
};

/* A growing list in an arena. */
void slices_add(struct slices *list, struct slice item, struct arena *arena);
/* A new, zeroed section at the end. */
struct section *document_add_section(struct document *document,
	enum section_kind kind, struct slice title, struct slice text,
	struct arena *arena);
struct mesh_heading *document_add_mesh(struct document *document,
	struct arena *arena);

/*
 * Bring identifiers to one form (PMID digits, DOI lower case without URL, PMC
 * and NCT capitals) and set `id` to the first of own, PMID:n, DOI:10.x,
 * PMC:PMCn that there is, else KEY:h with h = 16 hex digits of the hash of
 * title (ASCII case and white space folded), year and first author.  Readers
 * set `own` only where the source names the paper on purpose (an id column).
 * ERROR_FORMAT when there is neither an identifier nor a title.
 */
int document_identify(struct document *document, struct arena *arena,
	struct error *err);

/* The page that byte of the section's text stands on; 0 when unknown. */
unsigned section_page(const struct section *section, size_t offset);

/* ---- one paper from several sources (identity.c, merge.c) -------------- */

/*
 * What names the paper: "pmid:1", "doi:10.1/x", "pmc:PMC1", "id:..." of an id
 * outside these, and "key:h", h the hash of title (letters and digits only),
 * year and first family name, where all three are there and the title is long
 * enough to be of one paper.  Trials are no names: many papers tell of one.
 */
struct slices document_names(
	const struct document *document, struct arena *arena);
/* The name of an id as document_identify() makes it. */
struct slice document_name_of_id(struct slice id, struct arena *arena);
/* Of two ids of one paper the one to be known by: PMID, DOI, PMCID, the
 * source's own, KEY; of one kind the one that sorts first. */
bool document_id_before(struct slice a, struct slice b);

/*
 * The paper as this source has it: id, TAB, format, TAB, file.  Without the
 * file where it is a register's own record (PubMed) or has the source's own
 * id: such a record is the same wherever it stands.  A newer record of the same
 * part replaces the older; different parts of a paper are merged.
 */
struct slice document_part(
	const struct document *document, struct arena *arena);

/*
 * Of two records of one part, which is the newer: below 0, 0, above 0 as `a` is
 * older, as new or newer.  A version goes before a day, and one that says
 * neither is the older.
 */
int document_compare_revisions(
	const struct document *a, const struct document *b);

/*
 * One entry of the records of its parts.  The outcome is the same in whatever
 * order they are.  Of each fact the best source's is taken; what is best says
 * merge.c.  Of one record it is that document.  ERROR_FORMAT: one is no record.
 */
int document_merge(const struct slices *records, struct document *out,
	struct arena *arena, struct error *err);

/* Year of the date, 0 when unknown. */
unsigned document_year(const struct document *document);

/* Names of bits and kinds as the record and the replies spell them. */
const char *section_kind_name(unsigned kind);

/*
 * The fields of a document that are one text, and those that are a list of
 * texts, by the names of their members; a table ends with a NULL.
 */
struct document_field {
	const char *name;
	unsigned tag;  /* in a stored record */
	size_t offset; /* of a struct slice, or a struct slices */
};
extern const struct document_field document_texts[];
extern const struct document_field document_lists[];

/*
 * The stored record: a version byte, then fields as (tag, length, bytes) with
 * varints, nested for lists; unknown tags are skipped, so a newer record can
 * be read by an older program.  The schema version of the index guards the
 * rest.
 */
void record_encode(const struct document *document, struct buffer *out);
/* Slices point into `bytes`, lists live in the arena.
 * ERROR_FORMAT for bytes that are no record. */
int record_decode(struct slice bytes, struct document *out,
	struct arena *arena, struct error *err);
/* Only the single fields, from id to warnings; the rest is not looked at, and
 * empty.  Otherwise as record_decode(). */
int record_decode_head(
	struct slice bytes, struct document *out, struct error *err);

#endif
