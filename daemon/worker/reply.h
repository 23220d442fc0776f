/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 7: what was found to JSON, as ARCHITECTURE.md draws it.  Keys come in a
 * stable order; what is not known is left out, never null.
 */
#ifndef MEDLIT_DAEMON_REPLY_H
#define MEDLIT_DAEMON_REPLY_H

#include "base/buffer.h"
#include "daemon/worker/explain.h"
#include "daemon/worker/relax.h"
#include "daemon/worker/snippet.h"
#include "daemon/worker/strategy_count.h"
#include "daemon/worker/suggest.h"

struct reply {
	const struct request *request;
	const struct query *query; /* of a strategy its last line */
	const struct strategy_answer *lines;
	const struct matches *matches;
	const struct page *page;
	const struct explanations *explanations; /* NULL: not asked for */
	const struct suggestions *suggestions;
	const struct relaxation *relaxation;
	const struct thesaurus *thesaurus;
	const char *generation;
	double took_ms;
};

void reply_search(const struct reply *reply, struct buffer *out);

#endif
