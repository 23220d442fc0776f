/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two thesauri to what differs between them: what the concept terms made with
 * older lists are worth to somebody who asks with a newer one.
 *
 *	older   inotuzumab-ozogamicin: InO, CMC-544, Besponsa
 *	newer   inotuzumab-ozogamicin: InO, CMC-544, WAY-207294
 *	delta   NAMES_ADDED (WAY-207294) and NAMES_LOST (Besponsa)
 *
 * Concepts are the same when their slugs are, names when they lead the same way
 * through the trie and compare alike, so that "CMC 544" beside "CMC-544" is no
 * difference.  Numbers of concepts are those of the newer list.
 *
 * A name that only the newer list has may hold the name of another concept,
 * which papers then no longer mention there ("hepatitis B" in "hepatitis B
 * immune globulin").  No search can tell these apart, so that other concept
 * counts as unchanged; delta_names() has all that is needed to find the papers.
 */
#ifndef MEDLIT_ANALYSIS_CONCEPT_DELTA_H
#define MEDLIT_ANALYSIS_CONCEPT_DELTA_H

#include "analysis/concept/concept.h"

struct delta;

/* Flags of a concept; 0: its terms mean what they meant. */
enum delta_change {
	DELTA_NAMES_ADDED = 1, /* see delta_is_added() */
	DELTA_NAMES_LOST = 2,  /* its XC term also stands for what it is not */
	DELTA_NEW = 4,	       /* the older list has no such concept */
	DELTA_MOVED = 8,       /* it, or a concept above, has other parents */
	DELTA_BELOW_ADDED = 16, /* see delta_below() */
	DELTA_BELOW_LOST = 32, /* its XP term also stands for what is no longer
				  below it */
};

/*
 * From each of `count` older lists (NULL among them: no list) to the newer
 * (NULL: none), all of which must outlive it.  NULL when all are one image.
 * Takes time linear in the lists.
 */
struct delta *delta_new(const struct thesaurus *const *older, size_t count,
	const struct thesaurus *newer, struct text_analyser *analyser);
void delta_free(struct delta *delta); /* NULL is fine */

/* How many concepts differ in names or parents, those gone among them. */
size_t delta_concepts(const struct delta *delta);
unsigned delta_changes(const struct delta *delta, uint32_t concept);
/* Is the n-th name of the concept one that an older list read otherwise? */
bool delta_is_added(const struct delta *delta, uint32_t concept, uint32_t n);

struct delta_list {
	const uint32_t *items;
	size_t count;
};
/* Concepts below this one in the newer list that have names added or lost, are
 * new or moved; each once. */
struct delta_list delta_below(const struct delta *delta, uint32_t concept);
/* Concepts of the newer list that have this one as a parent. */
struct delta_list delta_children(const struct delta *delta, uint32_t concept);

/* A name that one of the lists has and another has not: where a paper holds it
 * the mentions may differ. */
struct delta_name {
	const struct thesaurus *list;
	uint32_t concept, n; /* in `list` */
};
struct delta_names {
	const struct delta_name *items;
	size_t count;
};
struct delta_names delta_names(const struct delta *delta);

#endif
