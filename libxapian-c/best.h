/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best documents of one ranking over all shards.
 *
 * The engine's matcher does the same for any query, but looks up the value that
 * decides ties for each document it meets, and counts one by one what the
 * frequency of a term already says.
 */
#ifndef XAPIAN_C_BEST_H
#define XAPIAN_C_BEST_H

#include "libxapian-c/budget.h"
#include "libxapian-c/memo.h"
#include "libxapian-c/weighed.h"

#include <memory>
#include <vector>

namespace xc
{

struct Ranked {
	Xapian::docid id; /* over all shards */
	double weight;    /* with the bonus */
	double bonus;
	uint64_t watched; /* terms of it, when the plan watches some */
};

struct Best {
	std::vector<Ranked> documents;   /* best first */
	uint64_t lower, estimate, upper; /* of all that are found */
};

struct Wanted {
	size_t documents;
	uint64_t exactly;         /* counted up to here */
	const uint32_t *tie_slot; /* see xc_query */
};

/* When the budget is over, of what was found by then. */
Best find_best(const std::vector<Xapian::Database> &shards,
	const std::shared_ptr<const WeighedPlan> &plan, const Wanted &wanted,
	Budget &budget, Memo &memo);

} // namespace xc
#endif
