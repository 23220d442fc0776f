/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A name to the terms by which an index has it, though it does not know it as
 * the name of a concept.
 *
 *	name         InO 544 salt           patterns    ino 544 salt
 *	atoms        ino, 544, salt                     ino544 salt
 *	                                                ino 544salt
 *	                                                ino544salt
 *
 * Where letters meet digits, or in a compound, a paper may write one word or
 * code, whose atoms then are no terms; so there is a pattern for every way to
 * join them.  A paper in which concept_find() sees the name has one of the
 * patterns, each term or the other of its place, in this order within `window`
 * positions.  The reverse is not
 * so: stems are coarser than names.
 */
#ifndef MEDLIT_INDEX_NAMES_H
#define MEDLIT_INDEX_NAMES_H

#include "index/index.h"

struct name_pattern {
	/* others[n] may stand for terms[n], if it is not empty: another stem,
	 * or an acronym in a text all in capitals */
	struct slice *terms, *others;
	size_t count;
	uint32_t window; /* positions */
};

struct name_patterns {
	struct name_pattern *items; /* the first is that of lone atoms */
	size_t count;
	/* too many ways to join: the patterns behind the first are single
	 * terms, and say little */
	bool loose;
};

/* The patterns of a name analysed by itself.  `exact`: only with these
 * capitals.  Everything lives in the arena. */
struct name_patterns name_patterns(const struct tokens *name, bool exact,
	struct text_analyser *analyser, struct arena *arena);

#endif
