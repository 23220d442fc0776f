/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The end of stage 3: what was asked for and is in no paper.  It changes no
 * answer, so the user is told: one warning names all of it, and one the concepts
 * that papers are found for which do not name them.
 */
#ifndef MEDLIT_DAEMON_UNMATCHED_H
#define MEDLIT_DAEMON_UNMATCHED_H

#include "daemon/worker/query.h"

/* Once the clauses are looked up.  Their tokens become STATUS_UNMATCHED. */
void unmatched_report(struct query *query, struct arena *arena);

#endif
