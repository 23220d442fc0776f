/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Postfix nodes to Xapian::Query, over a stack.  Sums, choices, phrases
 * and distances of terms, and AND, NOT and FILTER of these, become a plan for
 * Ranking, as large as it can; the rest (RANGE, ALL, what is mixed with them) is
 * the engine's.
 *
 * The engine takes more than it can do: XOR crashes, a synonym over a range
 * throws only when it is matched, deep trees recurse.  So everything is checked
 * here, where the node is known.
 */
#include "config.h"

#include "libxapian-c/query.h"
#include "libxapian-c/plan_query.h"
#include "libxapian-c/ranking.h"
#include "libxapian-c/term.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace xc
{

namespace
{

/* A node that is made.  While it has a plan, the query is not made yet: an
 * operator may take the plan into its own. */
struct Operand {
	bool planned;
	Plan plan;
	Xapian::Query query;
	unsigned depth;
	const char *unfit; /* what it has that no SYNONYM can have; NULL */
	bool scaled;
};

using Stack = std::vector<Operand>;

struct Operator {
	enum xc_op op;
	Xapian::Query::op engine; /* not for OR, MAX, SCALE and windows */
	uint32_t least, most;
	const char *name;
};

constexpr uint32_t any = XC_QUERY_NODES_MAX;

const Operator operators[] = {
	{XC_AND, Xapian::Query::OP_AND, 1, any, "AND"},
	{XC_OR, Xapian::Query::OP_OR, 1, any, "OR"},
	{XC_NOT, Xapian::Query::OP_AND_NOT, 2, 2, "NOT"},
	{XC_MAYBE, Xapian::Query::OP_AND_MAYBE, 2, 2, "MAYBE"},
	{XC_FILTER, Xapian::Query::OP_FILTER, 2, 2, "FILTER"},
	{XC_SYNONYM, Xapian::Query::OP_SYNONYM, 1, any, "SYNONYM"},
	{XC_MAX, Xapian::Query::OP_OR, 1, any, "MAX"},
	{XC_PHRASE, Xapian::Query::OP_AND, 1, any, "PHRASE"},
	{XC_NEAR, Xapian::Query::OP_AND, 1, any, "NEAR"},
	{XC_SCALE, Xapian::Query::OP_SCALE_WEIGHT, 1, 1, "SCALE"},
};

const Operator &find_operator(enum xc_op op)
{
	for (const Operator &row : operators)
		if (row.op == op)
			return row;
	fail(XC_INTERNAL, "operator %d is in no table", op);
}

Operand query_operand(const Xapian::Query &query, const char *unfit)
{
	return {false, {}, query, 1, unfit, false};
}

Operand make_term(const struct xc_node &node, size_t at, double factor)
{
	if (const char *problem = term_problem(node.term, node.length))
		fail(XC_INVALID, "node %zu: the term %s", at, problem);
	return {true,
		plan_term(std::string(node.term, node.length),
			node.wqf ? node.wqf : 1, factor),
		{}, 1, nullptr, false};
}

/*
 * A document without the value is in no range.  The engine reads an empty lower
 * end as "also without"; one NUL is the least value there is.
 */
Operand make_range(const struct xc_node &node, size_t at)
{
	std::string low(1, '\0'), high;

	if ((node.length && !node.term) || (node.high_length && !node.high))
		fail(XC_INVALID, "node %zu: a range end is NULL", at);
	if (node.slot > XC_SLOT_MAX)
		fail(XC_INVALID, "node %zu: no such slot", at);
	if (node.length)
		low.assign(node.term, node.length);
	if (!node.high_length)
		return query_operand(Xapian::Query(Xapian::Query::OP_VALUE_GE,
					     node.slot, low),
			"RANGE");
	high.assign(node.high, node.high_length);
	return query_operand(Xapian::Query(Xapian::Query::OP_VALUE_RANGE,
				     node.slot, low, high),
		"RANGE");
}

void check_operands(const struct xc_node &node, size_t at, const Operator &row,
	size_t available)
{
	if (node.children < row.least || node.children > row.most)
		fail(XC_INVALID, "node %zu: %s has %u operands", at, row.name,
			node.children);
	if (node.children > available)
		fail(XC_INVALID, "node %zu: %s needs %u operands, %zu are left",
			at, row.name, node.children, available);
	if (row.op == XC_SCALE &&
		!(std::isfinite(node.factor) && node.factor >= 0))
		fail(XC_INVALID,
			"node %zu: SCALE by a factor that is not a "
			"finite number >= 0",
			at);
}

void check_window(const struct xc_node &node, size_t at, const Operator &row,
	const Operand *operands)
{
	if (node.window && node.window < node.children)
		fail(XC_INVALID,
			"node %zu: %s of %u operands in a window of "
			"%u",
			at, row.name, node.children, node.window);
	for (uint32_t i = 0; i < node.children; i++)
		if (!operands[i].planned || operands[i].scaled ||
			!is_terms(operands[i].plan))
			fail(XC_INVALID,
				"node %zu: %s operand %u is neither "
				"a term nor an OR of terms",
				at, row.name, i);
}

/* The engine asks it for a frequency in the document and it has none. */
void check_synonym(size_t at, const Operand *operands, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (operands[i].unfit)
			fail(XC_INVALID,
				"node %zu: SYNONYM operand %zu has a %s", at, i,
				operands[i].unfit);
}

const char *any_unfit(const Operand *operands, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (operands[i].unfit)
			return operands[i].unfit;
	return nullptr;
}

bool is_window(enum xc_op op)
{
	return op == XC_PHRASE || op == XC_NEAR;
}

unsigned depth_of(const Operand *operands, size_t count, size_t at)
{
	unsigned depth = 0;

	for (size_t i = 0; i < count; i++)
		depth = std::max(depth, operands[i].depth);
	if (depth >= XC_QUERY_DEPTH_MAX)
		fail(XC_INVALID, "node %zu: nested deeper than %d", at,
			XC_QUERY_DEPTH_MAX);
	return depth + 1;
}

/* ---- operands the engine combines -----------------------------------------
 */

Xapian::Query query_of(const Operand &operand, const Ranker *ranker)
{
	if (!operand.planned)
		return operand.query;
	if (!ranker)
		return bare_query(operand.plan);
	if (!is_engines(operand.plan))
		return Xapian::Query((*ranker)(operand.plan)->release());

	return part_query(operand.plan.groups[0].parts[0], false);
}

/* What has no plan, beside one plan of all that has. */
Xapian::Query combine_or(Operand *operands, size_t count, const Ranker *ranker)
{
	std::vector<Xapian::Query> queries;
	std::vector<Plan *> plans;
	Operand planned = {};

	for (size_t i = 0; i < count; i++)
		if (operands[i].planned && is_one_set(operands[i].plan))
			plans.push_back(&operands[i].plan);
		else
			queries.push_back(query_of(operands[i], ranker));
	planned.planned = true;
	plan_or(plans, planned.plan);
	if (!plans.empty())
		queries.push_back(query_of(planned, ranker));
	return Xapian::Query(
		Xapian::Query::OP_OR, queries.begin(), queries.end());
}

/* Under these the engine weighs, if at all, the whole. */
bool is_bare(enum xc_op op)
{
	return is_window(op) || op == XC_SYNONYM;
}

Xapian::Query combine(const struct xc_node &node, const Operator &row,
	Operand *operands, double factor, const Ranker *ranker)
{
	std::vector<Xapian::Query> queries;

	if (row.op == XC_SCALE)
		return query_of(operands[0], ranker);
	if (row.op == XC_OR)
		return combine_or(operands, node.children, ranker);
	for (uint32_t i = 0; i < node.children; i++)
		queries.push_back(row.op == XC_SYNONYM && operands[i].planned
					  ? bare_query(operands[i].plan)
					  : query_of(operands[i], ranker));
	const Xapian::Query whole(row.engine, queries.begin(), queries.end());

	return row.op == XC_SYNONYM ? scaled(whole, factor) : whole;
}

/* ---- operands that become one plan ----------------------------------------
 */

bool make_or(const std::vector<Plan *> &plans, Plan &plan)
{
	if (plans.size() == 1) {
		plan = std::move(*plans[0]);
		return true;
	}
	if (!std::all_of(plans.begin(), plans.end(),
		    [](const Plan *one) { return is_one_set(*one); }))
		return false;
	plan_or(plans, plan);
	return true;
}

bool make_plan(const struct xc_node &node, const Operator &row,
	Operand *operands, Plan &plan)
{
	std::vector<Plan *> plans;

	for (uint32_t i = 0; i < node.children; i++) {
		if (!operands[i].planned)
			return false;
		plans.push_back(&operands[i].plan);
	}
	switch (row.op) {
	case XC_SCALE: /* the terms have it already */
		plan = std::move(operands[0].plan);
		return true;
	case XC_OR:
		return make_or(plans, plan);
	case XC_MAX:
		return plan_max(plans, plan);
	case XC_MAYBE:
		return plan_maybe(plans, plan);
	case XC_AND:
		return plan_terms(plans, Part::ALL, plan) ||
		       plan_and(plans, plan);
	case XC_NOT:
		return plan_not(plans, plan);
	case XC_FILTER:
		return plan_filter(plans, plan);
	case XC_SYNONYM:
		return plan_terms(plans, Part::ANY, plan);
	case XC_PHRASE:
		plan_window(plans, Part::PHRASE, node.window, plan);
		return true;
	case XC_NEAR:
		plan_window(plans, Part::NEAR, node.window, plan);
		return true;
	default:
		return false;
	}
}

/* ---- nodes ----------------------------------------------------------------
 */

bool any_scaled(const Operand *operands, const struct xc_node &node)
{
	return std::any_of(operands, operands + node.children,
		[](const Operand &operand) { return operand.scaled; });
}

[[noreturn]] void refuse_max(size_t at)
{
	fail(XC_INVALID,
		"node %zu: MAX of more than terms and OR, SYNONYM, AND, "
		"PHRASE or NEAR of terms",
		at);
}

Operand make_operator(const struct xc_node &node, size_t at, Stack &stack,
	double factor, const Ranker *ranker)
{
	const Operator &row = find_operator(node.op);
	Operand *operands;
	Operand result = {};

	check_operands(node, at, row, stack.size());
	operands = stack.data() + stack.size() - node.children;
	if (is_window(node.op))
		check_window(node, at, row, operands);
	if (node.op == XC_SYNONYM)
		check_synonym(at, operands, node.children);
	result.depth = depth_of(operands, node.children, at);
	result.unfit = is_window(node.op) && node.children > 1
			       ? row.name
			       : any_unfit(operands, node.children);
	result.scaled = node.op == XC_SCALE || any_scaled(operands, node);
	result.planned = make_plan(node, row, operands, result.plan);
	if (!result.planned && node.op == XC_MAX)
		refuse_max(at);
	if (result.planned && is_bare(node.op))
		plan_scale(result.plan, factor);
	if (!result.planned)
		result.query = combine(node, row, operands, factor, ranker);
	stack.resize(stack.size() - node.children);
	return result;
}

/* C may store any number in an enum; C++ may not even look at it as one. */
void check_op(const struct xc_node &node, size_t at)
{
	unsigned op;

	static_assert(sizeof(op) == sizeof(node.op), "as in C");
	memcpy(&op, &node.op, sizeof(op));
	if (op > XC_SCALE)
		fail(XC_INVALID, "node %zu: no such operator", at);
}

Operand make(const struct xc_node &node, size_t at, Stack &stack, double factor,
	const Ranker *ranker)
{
	switch (node.op) {
	case XC_TERM:
		return make_term(node, at, factor);
	case XC_ALL:
		/* Query::MatchAll is shared by all threads and not safe. */
		return query_operand(Xapian::Query(std::string()), nullptr);
	case XC_RANGE:
		return make_range(node, at);
	default:
		return make_operator(node, at, stack, factor, ranker);
	}
}

bool is_operator(const struct xc_node &node)
{
	return node.op != XC_TERM && node.op != XC_ALL && node.op != XC_RANGE;
}

/* What the operators above a node do to it. */
struct Above {
	double factor; /* of all SCALEs */
	bool bare;     /* in a SYNONYM, which no posting source may be in */
};

/*
 * The terms take the factors above them, since a posting source is not told
 * how the engine scales the least weight it wants.  Read backwards, postfix is
 * prefix.  A broken query is found out later.
 */
std::vector<Above> look_above(const struct xc_node *nodes, size_t count)
{
	struct Open {
		uint32_t children;
		Above above;
	};
	std::vector<Above> found(count);
	std::vector<Open> open;

	for (size_t i = count; i-- > 0;) {
		const struct xc_node &node = nodes[i];
		Above above = {1, false};

		if (!open.empty()) {
			above = open.back().above;
			if (--open.back().children == 0)
				open.pop_back();
		}
		found[i] = above;
		if (node.op == XC_SCALE)
			above.factor *= node.factor;
		if (is_bare(node.op))
			above.factor = 1;
		if (node.op == XC_SYNONYM)
			above.bare = true;
		if (is_operator(node) && node.children)
			open.push_back({node.children, above});
	}
	return found;
}

/* The whole of a query. */
Operand make_root(
	const struct xc_node *nodes, size_t count, const Ranker &ranker)
{
	Stack stack;

	if (!nodes || !count)
		fail(XC_INVALID, "the query has no nodes");
	if (count > XC_QUERY_NODES_MAX)
		fail(XC_INVALID, "the query has %zu nodes, more than %d", count,
			XC_QUERY_NODES_MAX);
	for (size_t i = 0; i < count; i++)
		check_op(nodes[i], i);
	const std::vector<Above> above = look_above(nodes, count);

	for (size_t i = 0; i < count; i++)
		stack.push_back(make(nodes[i], i, stack, above[i].factor,
			above[i].bare ? nullptr : &ranker));
	if (stack.size() != 1)
		fail(XC_INVALID, "node %zu: %zu operands are left over",
			count - 1, stack.size() - 1);
	return std::move(stack.front());
}

} // namespace

Xapian::Query build_query(
	const struct xc_node *nodes, size_t count, const Ranker &ranker)
{
	return query_of(make_root(nodes, count, ranker), &ranker);
}

Built build(const struct xc_node *nodes, size_t count, const Weigh &weigh,
	Budget &budget, Memo &memo)
{
	const Ranker ranker = [&](const Plan &plan) {
		return new Ranking(weigh(plan), budget, memo);
	};
	const Operand root = make_root(nodes, count, ranker);

	if (root.planned)
		return {weigh(root.plan), {}};
	return {nullptr, query_of(root, &ranker)};
}

std::vector<std::pair<std::string, uint32_t>> query_terms(
	const struct xc_node *nodes, size_t count)
{
	std::vector<std::pair<std::string, uint32_t>> terms;

	for (size_t i = 0; i < count; i++)
		if (nodes[i].op == XC_TERM)
			terms.emplace_back(
				std::string(nodes[i].term, nodes[i].length),
				uint32_t(i));
	std::sort(terms.begin(), terms.end());
	terms.erase(std::unique(terms.begin(), terms.end(),
			    [](const auto &a, const auto &b) {
				    return a.first == b.first;
			    }),
		terms.end());
	return terms;
}

} // namespace xc
