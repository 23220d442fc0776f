/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The name that was typed before the others, where nothing else decides.
 *
 * All names of a concept are one thing, so a paper is worth the same whichever
 * it has.  Of two papers as good as equal the one with the words as typed comes
 * first.
 */
#ifndef MEDLIT_DAEMON_TYPED_H
#define MEDLIT_DAEMON_TYPED_H

#include "daemon/worker/fault.h"
#include "daemon/worker/query.h"
#include "libxapian-c/xapian-c.h"

/* Give each concept that some paper has its `typed` part.  After
 * expand_query(). */
int typed_prefer(struct query *query, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct xc_searcher *searcher,
	struct arena *arena, struct fault *fault);

#endif
