/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two lists of names to the papers that they annotate differently. */
#ifndef MEDLIT_INDEXER_CANDIDATES_H
#define MEDLIT_INDEXER_CANDIDATES_H

#include <signal.h>

#include "analysis/concept/delta.h"
#include "index/index.h"
#include "indexer/report.h"

/* What the papers are made with and what they are to be made with. */
struct change {
	const struct thesaurus *const *older;
	size_t older_count;
	const struct thesaurus *newer;
	const struct delta *delta; /* between them */
};

/*
 * The ids of all papers of a generation whose terms may differ, into `out` in
 * the order they are stored; the slices live in the arena.  Looked for by the
 * terms of the names, then read: a paper in which all the lists see the same is
 * left out.  Stops early when *stop is raised.
 */
int candidates_find(const struct generation *generation,
	const struct change *change, struct text_analyser *analyser,
	struct report *report, const volatile sig_atomic_t *stop,
	struct slices *out, struct arena *arena, struct error *err);

#endif
