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
 */
#ifndef MEDLIT_ANALYSIS_ABBREVIATION_H
#define MEDLIT_ANALYSIS_ABBREVIATION_H

#include "analysis/text/text.h"

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

#endif
