/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Abbreviations that a text defines: "acute lymphoblastic leukemia (ALL)" and
 * "ALL (acute lymphoblastic leukemia)".
 *
 * After Schwartz and Hearst, "A simple algorithm for identifying abbreviation
 * definitions in biomedical text" (2003): a bracket holds the short or the long
 * form, the other stands before it, and the letters of the short form are found
 * in their order in the long one.  Theirs takes the first such place; here
 * every place has a cost, and the cheapest is taken if it is cheap enough for
 * so many letters (abbreviation_align.c).
 *
 * What a paper says of its own short forms goes before the thesaurus: where it
 * calls the anterolateral ligament ALL, ALL is no leukemia, and where it calls
 * sinusoidal obstruction syndrome HSOS, HSOS is that.  The first definition of
 * a short form holds for the whole paper, also before it.
 */
#ifndef MEDLIT_ANALYSIS_ABBREVIATION_H
#define MEDLIT_ANALYSIS_ABBREVIATION_H

#include "analysis/concept/concept.h"

/* Bytes [start, end) of the text, on character borders. */
struct abbreviation {
	uint32_t start, end;           /* the short form, as written: "ADCs" */
	uint32_t long_start, long_end; /* balanced in its brackets */
	uint32_t base_end; /* the short form without a plural s: "ADC" */
};
struct abbreviations {
	struct abbreviation *items; /* by the place of the bracket */
	size_t count;
};

/* The definitions in a text, each pair once; a short form may have several. */
struct abbreviations abbreviations_find(
	struct text_analyser *analyser, struct slice text, struct arena *arena);

/* What one short form means in a paper. */
struct abbreviation_sense {
	struct slice short_form; /* without a plural s; borrowed */
	struct slice long_form;  /* borrowed */
	/* What the long form names as a whole, and the number of that form of
	 * it; CONCEPT_NONE: nothing that the thesaurus knows. */
	uint32_t concept, form;
	struct concept_hits parts; /* what parts of it name */
	uint32_t words;            /* atoms of the long form */
};
struct abbreviation_senses {
	struct abbreviation_sense *items;
	size_t count;
};

/* The sense of a definition in `text`. */
struct abbreviation_sense abbreviation_sense_of(
	const struct abbreviation *definition, struct slice text,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena);

/* Add what a text defines, of short forms that have no sense yet, up to 256 of
 * them.  Left out are short forms of one letter and those all in small letters:
 * to read each C or "cod" of a paper as that would be wrong more often than
 * right. */
void abbreviation_senses_add(struct abbreviation_senses *senses,
	struct slice text, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena);

/*
 * Correct the mentions found in the tokens of a text of that paper.  Where it
 * has a short form (in the same capitals, a plural s apart) that is a mention
 * of the sense's concept.  Without such a concept, mentions that are the short
 * form or stand in it are dropped, unless the long form says nearly what the
 * thesaurus says: mentions it, something narrower, or has the same words.  A
 * mention longer than the short form stays.  The form of a mention made here is
 * the long form's.
 */
void abbreviation_senses_apply(const struct abbreviation_senses *senses,
	const struct thesaurus *thesaurus, const struct tokens *tokens,
	struct concept_hits *hits, struct arena *arena);

#endif
