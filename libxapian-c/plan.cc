/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/plan.h"

#include <algorithm>
#include <utility>

namespace xc
{

namespace
{

bool is_single(const Group &group)
{
	return group.bonus_of == no_group && group.parts.size() == 1 &&
	       group.parts[0].leaves.size() == 1;
}

/* An OR of terms, as one part; a plan of one part as it is. */
bool take_part(const Plan &plan, std::vector<Part> &parts)
{
	if (is_part(plan)) {
		parts.push_back(plan.groups[0].parts[0]);
		return true;
	}
	if (!is_terms(plan))
		return false;
	Part sum = {Part::SUM, 0, {}};

	for (const Group &group : plan.groups)
		sum.leaves.push_back(group.parts[0].leaves[0]);
	parts.push_back(sum);
	return true;
}

/* A MAX within a MAX is one. */
bool take_parts(const Plan &plan, std::vector<Part> &parts)
{
	if (plan.groups.size() != 1)
		return take_part(plan, parts);
	parts.insert(parts.end(), plan.groups[0].parts.begin(),
		plan.groups[0].parts.end());
	return true;
}

/* The sets of both, those of the second behind. */
bool append(const Plan &plan, Plan &out)
{
	const size_t groups = out.groups.size(), sets = out.sets.size();

	if (sets + plan.sets.size() > sets_most)
		return false;
	for (const Group &group : plan.groups) {
		out.groups.push_back(group);
		out.groups.back().set += sets;
		if (group.bonus_of != no_group)
			out.groups.back().bonus_of += groups;
	}
	out.sets.insert(out.sets.end(), plan.sets.begin(), plan.sets.end());
	return true;
}

} // namespace

bool is_one_set(const Plan &plan)
{
	return plan.sets.size() == 1;
}

bool is_part(const Plan &plan)
{
	return plan.groups.size() == 1 && plan.groups[0].parts.size() == 1;
}

bool is_term(const Plan &plan)
{
	return is_part(plan) && is_single(plan.groups[0]);
}

bool is_terms(const Plan &plan)
{
	return is_one_set(plan) && std::all_of(plan.groups.begin(),
					   plan.groups.end(), is_single);
}

Plan plan_term(std::string term, uint32_t wqf, double factor)
{
	Plan plan;

	plan.groups.push_back(
		{{{Part::SUM, 0, {{std::move(term), wqf, factor, 0}}}},
			no_group});
	return plan;
}

void plan_scale(Plan &plan, double factor)
{
	for (Group &group : plan.groups)
		for (Part &part : group.parts)
			for (Leaf &leaf : part.leaves)
				leaf.factor *= factor;
}

void plan_or(const std::vector<Plan *> &operands, Plan &out)
{
	for (Plan *operand : operands) {
		const size_t before = out.groups.size();

		for (Group &group : operand->groups) {
			out.groups.push_back(std::move(group));
			if (out.groups.back().bonus_of != no_group)
				out.groups.back().bonus_of += before;
		}
	}
}

bool plan_and(const std::vector<Plan *> &operands, Plan &out)
{
	Plan all = *operands[0];

	for (size_t i = 1; i < operands.size(); i++)
		if (!append(*operands[i], all))
			return false;
	out = std::move(all);
	return true;
}

bool plan_not(const std::vector<Plan *> &operands, Plan &out)
{
	if (!is_one_set(*operands[1]) || !plan_filter(operands, out))
		return false;
	out.sets.back() = Set::barred;
	return true;
}

bool plan_filter(const std::vector<Plan *> &operands, Plan &out)
{
	Plan all = *operands[0], filter = *operands[1];

	plan_scale(filter, 0);
	if (!append(filter, all))
		return false;
	out = std::move(all);
	return true;
}

bool plan_max(const std::vector<Plan *> &operands, Plan &out)
{
	std::vector<Part> parts;

	for (const Plan *operand : operands)
		if (!take_parts(*operand, parts))
			return false;
	out.groups.push_back({std::move(parts), no_group});
	return true;
}

bool plan_maybe(const std::vector<Plan *> &operands, Plan &out)
{
	std::vector<Part> bonus;

	if (operands[0]->groups.size() != 1 || !take_parts(*operands[1], bonus))
		return false;
	out.groups = operands[0]->groups;
	out.groups.push_back({std::move(bonus), 0});
	return true;
}

bool plan_terms(const std::vector<Plan *> &operands, Part::Mode mode, Plan &out)
{
	Part part = {mode, 0, {}};

	for (const Plan *operand : operands) {
		if (!is_term(*operand))
			return false;
		part.leaves.push_back(operand->groups[0].parts[0].leaves[0]);
		part.leaves.back().slot = part.leaves.size() - 1;
	}
	out.groups.push_back({{std::move(part)}, no_group});
	return true;
}

/* One thing alone stands wherever it is. */
void plan_window(const std::vector<Plan *> &operands, Part::Mode mode,
	uint32_t window, Plan &out)
{
	Part part = {mode, std::max(window, uint32_t(operands.size())), {}};

	if (operands.size() == 1) {
		plan_or(operands, out);
		return;
	}
	for (size_t i = 0; i < operands.size(); i++)
		for (const Group &group : operands[i]->groups) {
			part.leaves.push_back(group.parts[0].leaves[0]);
			part.leaves.back().slot = i;
		}
	out.groups.push_back({{std::move(part)}, no_group});
}

} // namespace xc
