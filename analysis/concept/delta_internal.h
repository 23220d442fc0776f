/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of a delta share: delta.c compares names, lineage.c parents. */
#ifndef MEDLIT_ANALYSIS_CONCEPT_DELTA_INTERNAL_H
#define MEDLIT_ANALYSIS_CONCEPT_DELTA_INTERNAL_H

#include "analysis/concept/delta.h"
#include "analysis/concept/internal.h"

/* Lists of numbers, one for each concept: lists[first[i]] to first[i + 1]. */
struct lists {
	uint32_t *first; /* concepts + 1 of them */
	uint32_t *items;
};

struct delta {
	const struct thesaurus *newer;
	uint32_t concepts;
	uint8_t *changes; /* per concept, enum delta_change */
	uint8_t *added;	  /* per form */
	struct lists children, below;
	struct delta_name *names;
	size_t names_count;
	size_t gone; /* concepts that only older lists have */
};

/* Makes the children; before lineage_compare(). */
void lineage_init(struct delta *delta);
/* Marks what moved since this older list, and whose XP term covers what it
 * should not.  After the names were compared. */
void lineage_compare(struct delta *delta, const struct thesaurus *older);
/* Makes delta_below(); when all lists were compared. */
void lineage_finish(struct delta *delta);
void lists_clear(struct lists *lists);

/* Concepts of a list, which may be NULL. */
static inline uint32_t concepts_of(const struct thesaurus *list)
{
	return list ? thesaurus_concepts(list) : 0;
}

static inline uint32_t concept_like(const struct thesaurus *list,
	const struct thesaurus *other, uint32_t concept)
{
	return list ? thesaurus_concept(list, concept_slug(other, concept))
		    : CONCEPT_NONE;
}

#endif
