/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Concepts that the thesaurus in force and the index understand differently.
 *
 * A term that the index made for a concept is used as long as it means no more
 * than the concept does now; each name that it does not cover is searched by
 * its words.  A name that was taken away so matches no more, and a new one
 * finds its papers at once, before any paper was made anew.  What only the
 * analysis of a paper can tell waits until then: a new name is also found where
 * it is part of a longer one, and by words of the same stem.
 */
#ifndef MEDLIT_DAEMON_REVISE_H
#define MEDLIT_DAEMON_REVISE_H

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

/*
 * Give the concepts that changed their parts, and mark them `revised`.  Before
 * expand_query().  At most `query_names` names are searched by their words; a
 * warning says when there were more.
 */
int revise_query(
	const struct engine *engine, struct query *query, struct fault *fault);

#endif
