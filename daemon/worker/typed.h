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

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

/* Give each concept that some paper has its `typed` part.  After
 * expand_query(). */
int typed_prefer(
	const struct engine *engine, struct query *query, struct fault *fault);

#endif
