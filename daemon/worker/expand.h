/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 3: the only stage that adds to what was typed.  It knows the index (how
 * many papers have a term), so it also says which words no paper has.
 */
#ifndef MEDLIT_DAEMON_EXPAND_H
#define MEDLIT_DAEMON_EXPAND_H

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

/* What a paper that names something narrower is worth beside one that names the
 * concept. */
#define EXPAND_NARROWER 0.6

/*
 * Give concepts their terms, join neighbours that papers also write as one
 * word, decide whether an acronym may be found in other capitals.  Parts that
 * no paper has are dropped; a clause left without parts matches nothing and its
 * tokens become STATUS_UNMATCHED.  With synonyms off nothing is added.
 */
int expand_query(const struct engine *engine, const struct request *request,
	struct query *query, struct fault *fault);

#endif
