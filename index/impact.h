/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a term says about a paper, as one small number: BM25F (Robertson and
 * Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5),
 * finished when the paper is indexed but for the term's rarity.
 *
 *	count of an occurrence   weight / (1 - b + b * length / usual length)
 *	impact                   (k1 + 1) * sum of counts / (k1 + sum of counts)
 *
 * The usual lengths are constants, not the means of an index: a paper's numbers
 * depend on nothing but the paper, so that scores are the same whatever came
 * before it and in how many shards.  A mention of a concept is one unit of
 * length, however many words its name has: what a paper calls a drug must not
 * change what the rest of it is worth.
 */
#ifndef MEDLIT_INDEX_IMPACT_H
#define MEDLIT_INDEX_IMPACT_H

#include <stdint.h>

#include "index/index.h"

enum impact_field {
	IMPACT_TITLE,
	IMPACT_ABSTRACT,
	IMPACT_BODY,    /* with captions */
	IMPACT_HEADING, /* MeSH headings and keywords */
	IMPACT_FIELDS
};

/* Of a text: words, a mention of a concept being one. */
uint32_t impact_length(const struct analysed *text);
/* What one occurrence counts in a field of this length. */
uint32_t impact_count(enum impact_field field, uint32_t length);
/* Of all its occurrences together: 1 to INDEX_IMPACT_MAX; of none, 0. */
uint32_t impact_of(uint64_t count);

#endif
