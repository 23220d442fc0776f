/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/weighed.h"

#include "libxapian-c/weight.h"

#include <algorithm>

namespace xc
{

bool is_together(Part::Mode mode)
{
	return mode == Part::ALL || mode == Part::PHRASE;
}

namespace
{

/* A leaf and how many documents have it. */
struct Counted {
	const Leaf *leaf;
	Xapian::doccount documents;
};

std::vector<Counted> count_part(const Part &part, const Frequency &frequency)
{
	std::vector<Counted> found;

	for (const Leaf &leaf : part.leaves) {
		const Xapian::doccount documents = frequency(leaf.term);

		if (documents)
			found.push_back({&leaf, documents});
		else if (is_together(part.mode))
			return {};
	}
	return found;
}

/* As if the documents of each term were drawn by chance. */
double rarity_of_any(const std::vector<Counted> &found, double all)
{
	double without = 1, most = 0;

	for (const Counted &one : found) {
		without *= 1 - one.documents / all;
		most = std::max(most, double(one.documents));
	}
	return rarity(std::max(most, all * (1 - without)), all);
}

size_t rarest_of(const std::vector<Counted> &found)
{
	return size_t(std::min_element(found.begin(), found.end(),
			      [](const Counted &a, const Counted &b) {
				      return a.documents < b.documents;
			      }) -
		      found.begin());
}

void add_part(WeighedPlan &plan, const Part &part,
	const std::vector<Counted> &found, Xapian::doccount documents,
	bool bonus)
{
	const double any =
		part.mode == Part::ANY ? rarity_of_any(found, documents) : 0;
	const size_t rarest = rarest_of(found), number = plan.parts.size();

	plan.parts.push_back({part.mode, part.window, plan.groups.size(),
		found.size(), plan.leaves.size()});
	for (size_t i = 0; i < found.size(); i++) {
		const Leaf &leaf = *found[i].leaf;
		const double each =
			part.mode == Part::ANY
				? any
				: rarity(found[i].documents, documents);

		plan.leaves.push_back({leaf.term,
			rounded(each * leaf.wqf * leaf.factor *
				plan.scale.unit),
			number,
			bonus || (is_together(part.mode) && i != rarest),
			found[i].documents});
	}
}

} // namespace

std::shared_ptr<const WeighedPlan> weigh_plan(const Plan &plan,
	const struct xc_scale &scale, Xapian::doccount documents,
	const Frequency &frequency)
{
	auto weighed = std::make_shared<WeighedPlan>();

	weighed->scale = scale;
	weighed->documents = documents;
	for (const Group &group : plan.groups) {
		const bool bonus = group.bonus_of != no_group;
		WeighedGroup out = {
			group.bonus_of, weighed->parts.size(), 0, false, bonus};

		for (const Part &part : group.parts) {
			const auto found = count_part(part, frequency);

			if (found.empty())
				continue;
			add_part(*weighed, part, found, documents, bonus);
			out.checked |= is_together(part.mode);
			out.parts++;
		}
		out.plain = !bonus && out.parts == 1 &&
			    weighed->parts.back().leaves == 1;
		out.checked &= !out.plain;
		weighed->groups.push_back(out);
	}
	for (const WeighedGroup &group : weighed->groups)
		if (group.bonus_of != no_group)
			weighed->groups[group.bonus_of].plain = false;
	return weighed;
}

} // namespace xc
