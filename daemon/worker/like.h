/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Papers like one paper: those that say what tells it from others, its concepts
 * and weighty words, those of its MeSH headings among them.  A paper is a very
 * long question, from which only the heaviest terms are kept (feedback.h).
 */
#ifndef MEDLIT_DAEMON_LIKE_H
#define MEDLIT_DAEMON_LIKE_H

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

/* Sets what the query's `like:` filters look for.  A fault of 404 "not_found"
 * where there is no such paper. */
int like_read(
	const struct engine *engine, struct query *query, struct fault *fault);

#endif
