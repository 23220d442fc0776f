/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What terms weigh in the index, before there is a paper. */
#ifndef MEDLIT_DAEMON_WORTH_H
#define MEDLIT_DAEMON_WORTH_H

#include "daemon/worker/fault.h"
#include "daemon/worker/query.h"
#include "libxapian-c/xapian-c.h"

/* The weight of a term that `documents` of `all` have, as the engine counts it
 * for a paper of mean length that has it often: its rarity. */
double worth_rarity(uint64_t documents, uint64_t all);

/* Sets `documents` of each part to those of its rarest term and worths[] to the
 * sum of its terms' rarities; *all is the number of papers. */
int worth_of_parts(const struct part *const *parts, size_t count,
	uint64_t *documents, double *worths, uint64_t *all,
	struct xc_searcher *searcher, struct arena *arena,
	struct fault *fault);

#endif
