/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The occurrences of a paper's terms, gathered one at a time and then grouped:
 * the engine wants each term once, with its positions ascending.
 */
#ifndef MEDLIT_INDEX_POSTINGS_H
#define MEDLIT_INDEX_POSTINGS_H

#include "base/arena.h"
#include "base/slice.h"
#include "libxapian-c/xapian-c.h"

#define POSITION_NONE UINT32_MAX

struct postings;

/* Room for about `expected` occurrences, and more; all of it in the arena. */
struct postings *postings_new(size_t expected, struct arena *arena);

/*
 * One occurrence of prefix + value, counting `weight` (impact.h; 0: a fact).
 * The value is borrowed and must stay when there is no prefix.  An empty value
 * or a term longer than XC_TERM_MAX is passed over.
 */
void postings_add(struct postings *postings, struct slice prefix,
	struct slice value, uint32_t weight, uint32_t position);

/* Occurrences added from now on stand in this place: one bit, or 0. */
void postings_place(struct postings *postings, uint8_t place);
/* prefix + term, without count or position, for every term that stands in one
 * place of `some` and in none of `none`. */
void postings_copy(struct postings *postings, struct slice prefix, uint8_t some,
	uint8_t none);

/* Every term once, its wdf the impact of what its occurrences count together;
 * *count of them. */
struct xc_term *postings_group(struct postings *postings, size_t *count);

#endif
