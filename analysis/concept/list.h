/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text file of a thesaurus as those who edit it see it: its lines, and all
 * that is wrong with them.  For tools; who only matches needs concept.h alone.
 */
#ifndef MEDLIT_ANALYSIS_LIST_H
#define MEDLIT_ANALYSIS_LIST_H

#include "analysis/concept/concept.h"

enum list_relation { /* the forms are numbered as enum form_relation */
	LIST_PREFERRED = FORM_PREFERRED,
	LIST_EXACT = FORM_EXACT,
	LIST_NARROWER = FORM_NARROWER,
	LIST_BROADER = FORM_BROADER,
	LIST_RELATED = FORM_RELATED,
	LIST_SENSE,
	LIST_KIND,
	LIST_PARENT,
	LIST_IDENTIFIER,
	LIST_RELATIONS
};

/* "preferred", "exact" ...; "exact", "fold", "auto". */
const char *list_relation_name(enum list_relation relation);
const char *list_case_name(enum form_case letter_case);

/* A line that states a fact. */
struct list_row {
	struct slice slug, value, language, source;
	uint32_t line;
	uint32_t concept;    /* its number while compiling */
	uint8_t relation;    /* enum list_relation */
	uint8_t letter_case; /* enum form_case, as written; of forms */
};

struct list_rows {
	struct slice version;
	struct list_row *items; /* by line */
	size_t count;
};

/* Slices point into the text.  Fails as thesaurus_compile() does, at the first
 * line that is wrong by itself. */
int list_read(const char *path, struct slice text, struct arena *arena,
	struct list_rows *rows, struct error *err);

struct list_fault {
	uint32_t line;
	const char *code; /* a stable word: "unknown-parent" */
	const char *text; /* what is wrong and what to do, without the line */
};

struct list_faults {
	struct list_fault *items; /* by line */
	size_t count;
};

/*
 * Everything that is wrong with a list: what thesaurus_compile() refuses, and
 * what it takes though it would match prose, or match nothing, or is not as
 * corpus/thesaurus/README.md wants it.  In the arena.  `rows` (NULL: not
 * wanted) gets those that are right by themselves; a form's case is there as
 * decided, exact or fold.
 */
void list_check(const char *path, struct slice text,
	struct text_analyser *analyser, struct arena *arena,
	struct list_faults *faults, struct list_rows *rows);

#endif
