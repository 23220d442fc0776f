/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts about concepts, gathered from files of any format and made into a list
 * that the thesaurus takes.
 *
 *	gather   facts as the files state them, 20 bytes each and their text
 *	merge    which concepts of several files are one
 *	settle   forms: what is no use goes, and each belongs to one concept
 *	tree     parents: none unknown, no cycle
 *	list     slugs, and the text file
 *
 * Where files contradict each other the outcome depends on what they say and in
 * which order they are named, never on the order of their records.
 */
#ifndef MEDLIT_THESAURUS_GATHER_H
#define MEDLIT_THESAURUS_GATHER_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/text/text.h"
#include "base/buffer.h"
#include "base/error.h"

/* In the order of the lines of a thesaurus. */
enum fact_kind {
	FACT_PREFERRED,
	FACT_KIND,
	FACT_EXACT,
	FACT_NARROWER,
	FACT_BROADER,
	FACT_RELATED,
	FACT_SENSE, /* a short form of several concepts */
	FACT_PARENT, /* value: id of the broader concept */
	FACT_IDENTIFIER,
	FACT_TREE, /* value: a place in a tree, "C04.557.337" */
	FACT_KINDS
};

/* As the thesaurus names them; FACT_TREE is written nowhere. */
extern const char *const fact_names[FACT_KINDS];
/* -1: none of them. */
int fact_named(struct slice name);

enum name_case {
	CASE_AUTO,
	CASE_EXACT,
	CASE_FOLD
};
extern const char *const case_names[3];
int case_named(struct slice name);

static inline bool fact_is_form(unsigned kind)
{
	return kind == FACT_PREFERRED ||
	       (kind >= FACT_EXACT && kind <= FACT_RELATED);
}

/* Has it a case and a language? */
static inline bool fact_is_name(unsigned kind)
{
	return fact_is_form(kind) || kind == FACT_SENSE;
}

/* Why a fact is not in the list. */
enum drop {
	DROP_NOT,
	DROP_EMPTY,     /* neither letter nor digit */
	DROP_SHORT,     /* one character */
	DROP_NUMBER,    /* no letter */
	DROP_STOP_WORD, /* stop words only */
	DROP_LONG,
	DROP_SAME,      /* said already */
	DROP_INVERTED,  /* is there the right way round */
	DROP_AMBIGUOUS, /* a form of another concept */
	DROP_NAMELESS,  /* its concept has no name left */
	DROP_UNKNOWN,   /* the parent is not in the list */
	DROP_CYCLE,
	DROP_NO_COLON, /* an identifier is PREFIX:ID */
	DROP_REASONS
};
extern const char *const drop_names[DROP_REASONS];

/* A longer value is dropped. */
#define GATHER_VALUE_MAX 1000
/* Bytes of all values: no longer list is opened (thesaurus_open). */
#define GATHER_BYTES_MAX ((size_t)256 << 20)

struct gather;

struct gather *gather_new(struct text_analyser *analyser);
/* Keep spellings of a name that make no difference in a search. */
void gather_keep_spellings(struct gather *gather);
void gather_free(struct gather *gather);

/* What comes is from another file; earlier files go first.  `prefix` makes
 * slugs of the ids: "mesh-" of D015470 is mesh-d015470. */
void gather_file(
	struct gather *gather, struct slice prefix, struct slice source);
/* The source column of what comes. */
void gather_source(struct gather *gather, struct slice source);
/* The concept of that id, made when it is new.  MAP_NONE: no id. */
uint32_t gather_concept(struct gather *gather, struct slice id);
/* MAP_NONE when there is none of that id. */
uint32_t gather_find(const struct gather *gather, struct slice id);

bool gather_is_empty(const struct gather *gather);

struct name {
	struct slice text; /* white space is tidied */
	uint8_t kind;      /* enum fact_kind, a form */
	uint8_t letter_case;
	bool inverted; /* may be "Leukemia, Lymphoid": turned round */
	uint16_t rank; /* how far down the source has it; 0 first */
	struct slice language;
};
void gather_name(
	struct gather *gather, uint32_t concept, const struct name *name);
/* Any other kind of fact. */
void gather_fact(struct gather *gather, uint32_t concept, enum fact_kind kind,
	struct slice value);
void gather_parent(struct gather *gather, uint32_t concept, uint32_t parent);
/* ERROR_LIMIT when there is too much of it all. */
int gather_check(const struct gather *gather, struct error *err);

struct gather_counts {
	uint32_t concepts, forms, merged; /* merged: concepts of two files */
	uint64_t read;                    /* facts */
	uint64_t dropped[DROP_REASONS];
};

/*
 * All that was gathered as a text file, appended to `out`.  `dropped` gets a
 * line for each dropped fact: reason, concept, value, and the concept that has
 * it; columns separated by tabs.  ERROR_FORMAT: nothing is left.
 */
int gather_list(struct gather *gather, struct slice version, struct buffer *out,
	struct buffer *dropped, struct gather_counts *counts,
	struct error *err);

#endif
