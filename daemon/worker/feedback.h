/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the best papers of a first search say beside what was asked: words and
 * concepts that a paper worth reading may have even where it says the thing
 * otherwise (relevance models: Lavrenko and Croft, 2001; RM3: Abdul-Jaleel and
 * others, 2004).
 */
#ifndef MEDLIT_DAEMON_FEEDBACK_H
#define MEDLIT_DAEMON_FEEDBACK_H

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

/* The papers that are read. */
#define FEEDBACK_PAPERS 10

/* Terms of the papers, each a part of one term with its weight beside those of
 * the question's clauses; beside none it weighs on average what a word does.
 * documents: FEEDBACK_PAPERS at most, best first. */
int feedback_make(const struct engine *engine, const struct query *query,
	const struct document *documents, size_t count, struct parts *parts,
	struct fault *fault);

#endif
