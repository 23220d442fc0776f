/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/plan_query.h"

#include <vector>

namespace xc
{

namespace
{

Xapian::Query bare_set(const Plan &plan, size_t set)
{
	std::vector<Xapian::Query> parts;

	for (const Group &group : plan.groups)
		for (const Part &part : group.parts)
			if (group.set == set && group.bonus_of == no_group)
				parts.push_back(part_query(part, true));
	return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

} // namespace

Xapian::Query scaled(const Xapian::Query &query, double factor)
{
	return factor == 1 ? query : Xapian::Query(factor, query);
}

Xapian::Query part_query(const Part &part, bool bare)
{
	std::vector<Xapian::Query> leaves;

	for (const Leaf &leaf : part.leaves)
		leaves.push_back(scaled(Xapian::Query(leaf.term, leaf.wqf),
			bare ? 1 : leaf.factor));
	return Xapian::Query(part.mode == Part::ALL ? Xapian::Query::OP_AND
						    : Xapian::Query::OP_OR,
		leaves.begin(), leaves.end());
}

Xapian::Query bare_query(const Plan &plan)
{
	Xapian::Query whole = bare_set(plan, 0);

	for (size_t i = 1; i < plan.sets.size(); i++)
		whole = Xapian::Query(plan.sets[i] == Set::barred
					      ? Xapian::Query::OP_AND_NOT
					      : Xapian::Query::OP_AND,
			whole, bare_set(plan, i));
	return whole;
}

bool is_engines(const Plan &plan)
{
	return is_term(plan) ||
	       (is_part(plan) && plan.groups[0].parts[0].mode == Part::ALL);
}

} // namespace xc
