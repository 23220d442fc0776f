/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flat array of query nodes to one plan, or else a query of the engine. */
#ifndef XAPIAN_C_QUERY_H
#define XAPIAN_C_QUERY_H

#include "libxapian-c/budget.h"
#include "libxapian-c/memo.h"
#include "libxapian-c/weighed.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace xc
{

/* Makes the documents of a plan a part of a query; new, owned by the caller. */
using Ranker = std::function<Xapian::PostingSource *(const Plan &)>;

/* Throws XC_INVALID, naming the node that breaks the header's contract. */
Xapian::Query build_query(
	const struct xc_node *nodes, size_t count, const Ranker &ranker);

using Weigh =
	std::function<std::shared_ptr<const WeighedPlan>(const Plan &plan)>;

/* A query that is one plan, or else the engine's. */
struct Built {
	std::shared_ptr<const WeighedPlan> plan;
	Xapian::Query query;
};

/* The same, with rankings that share `budget` and `memo`. */
Built build(const struct xc_node *nodes, size_t count, const Weigh &weigh,
	Budget &budget, Memo &memo);

/* The distinct terms, ascending, each with the first node that has it. */
std::vector<std::pair<std::string, uint32_t>> query_terms(
	const struct xc_node *nodes, size_t count);

} // namespace xc
#endif
