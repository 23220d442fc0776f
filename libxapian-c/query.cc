/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Postfix nodes to Xapian::Query, over a stack.
 *
 * The engine takes more than it can do: XOR crashes, a phrase over MatchAll
 * matches nothing, a phrase over a synonym and a synonym over a range throw
 * only when they are matched, deep trees recurse.  So everything is checked
 * here, where the node is known.
 */
#include "config.h"

#include "libxapian-c/query.h"
#include "libxapian-c/term.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace xc
{

namespace
{

/* What a phrase has to know about its operands. */
enum Shape {
	TERM,
	TERMS,
	OTHER
};

struct Operand {
	Xapian::Query query;
	Shape shape;
	unsigned depth;
	bool has_range;
};

using Stack = std::vector<Operand>;

struct Operator {
	enum xc_op op;
	Xapian::Query::op engine;
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
	{XC_MAX, Xapian::Query::OP_MAX, 1, any, "MAX"},
	{XC_PHRASE, Xapian::Query::OP_PHRASE, 1, any, "PHRASE"},
	{XC_NEAR, Xapian::Query::OP_NEAR, 1, any, "NEAR"},
	{XC_SCALE, Xapian::Query::OP_SCALE_WEIGHT, 1, 1, "SCALE"},
};

const Operator &find_operator(enum xc_op op)
{
	for (const Operator &row : operators)
		if (row.op == op)
			return row;
	fail(XC_INTERNAL, "operator %d is in no table", op);
}

Operand make_term(const struct xc_node &node, size_t at)
{
	if (const char *problem = term_problem(node.term, node.length))
		fail(XC_INVALID, "node %zu: the term %s", at, problem);
	return {Xapian::Query(std::string(node.term, node.length),
			node.wqf ? node.wqf : 1),
		TERM, 1, false};
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
	if (node.slot == Xapian::BAD_VALUENO)
		fail(XC_INVALID, "node %zu: no such slot", at);
	if (node.length)
		low.assign(node.term, node.length);
	if (!node.high_length)
		return {Xapian::Query(
				Xapian::Query::OP_VALUE_GE, node.slot, low),
			OTHER, 1, true};
	high.assign(node.high, node.high_length);
	return {Xapian::Query(
			Xapian::Query::OP_VALUE_RANGE, node.slot, low, high),
		OTHER, 1, true};
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
		if (operands[i].shape == OTHER)
			fail(XC_INVALID,
				"node %zu: %s operand %u is neither "
				"a term nor an OR of terms",
				at, row.name, i);
}

/* The engine asks it for a frequency in the document and it has none. */
void check_synonym(size_t at, const Operand *operands, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (operands[i].has_range)
			fail(XC_INVALID,
				"node %zu: SYNONYM operand %zu has a RANGE", at,
				i);
}

bool any_range(const Operand *operands, size_t count)
{
	return std::any_of(operands, operands + count,
		[](const Operand &operand) { return operand.has_range; });
}

bool is_window(enum xc_op op)
{
	return op == XC_PHRASE || op == XC_NEAR;
}

Shape shape_of(enum xc_op op, const Operand *operands, size_t count)
{
	if (op != XC_OR)
		return OTHER;
	for (size_t i = 0; i < count; i++)
		if (operands[i].shape == OTHER)
			return OTHER;
	return TERMS;
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

Xapian::Query combine(const struct xc_node &node, const Operator &row,
	const Operand *operands)
{
	std::vector<Xapian::Query> queries;

	if (row.op == XC_SCALE)
		return Xapian::Query(node.factor, operands[0].query);
	for (uint32_t i = 0; i < node.children; i++)
		queries.push_back(operands[i].query);
	return Xapian::Query(row.engine, queries.begin(), queries.end(),
		is_window(row.op) ? node.window : 0);
}

Operand make_operator(const struct xc_node &node, size_t at, Stack &stack)
{
	const Operator &row = find_operator(node.op);
	const Operand *operands;
	Operand result;

	check_operands(node, at, row, stack.size());
	operands = stack.data() + stack.size() - node.children;
	if (is_window(node.op))
		check_window(node, at, row, operands);
	if (node.op == XC_SYNONYM)
		check_synonym(at, operands, node.children);
	result = {combine(node, row, operands),
		shape_of(node.op, operands, node.children),
		depth_of(operands, node.children, at),
		any_range(operands, node.children)};
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

Operand make(const struct xc_node &node, size_t at, Stack &stack)
{
	check_op(node, at);
	switch (node.op) {
	case XC_TERM:
		return make_term(node, at);
	case XC_ALL:
		/* Query::MatchAll is shared by all threads and not safe. */
		return {Xapian::Query(std::string()), OTHER, 1, false};
	case XC_RANGE:
		return make_range(node, at);
	default:
		return make_operator(node, at, stack);
	}
}

} // namespace

Xapian::Query build_query(const struct xc_node *nodes, size_t count)
{
	Stack stack;

	if (!nodes || !count)
		fail(XC_INVALID, "the query has no nodes");
	if (count > XC_QUERY_NODES_MAX)
		fail(XC_INVALID, "the query has %zu nodes, more than %d", count,
			XC_QUERY_NODES_MAX);
	for (size_t i = 0; i < count; i++)
		stack.push_back(make(nodes[i], i, stack));
	if (stack.size() != 1)
		fail(XC_INVALID, "node %zu: %zu operands are left over",
			count - 1, stack.size() - 1);
	return stack.front().query;
}

bool has_node(const struct xc_node *nodes, size_t count, enum xc_op op)
{
	return std::any_of(nodes, nodes + count,
		[op](const struct xc_node &node) { return node.op == op; });
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
