/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/weighed.h"

#include "libxapian-c/positions.h"
#include "libxapian-c/weight.h"

#include <algorithm>

namespace xc
{

bool is_together(Part::Mode mode)
{
	return mode != Part::SUM && mode != Part::ANY;
}

namespace
{

/* A leaf and how many documents have it. */
struct Counted {
	const Leaf *leaf;
	Xapian::doccount documents;
};

size_t count_slots(const std::vector<Counted> &found)
{
	size_t slots = 0;

	for (size_t i = 0; i < found.size(); i++)
		slots += !i || found[i].leaf->slot != found[i - 1].leaf->slot;
	return slots;
}

std::vector<Counted> count_part(const Part &part, const Frequency &frequency)
{
	std::vector<Counted> found;

	for (const Leaf &leaf : part.leaves)
		if (const Xapian::doccount documents = frequency(leaf.term))
			found.push_back({&leaf, documents});
	if (is_together(part.mode) &&
		count_slots(found) <= part.leaves.back().slot)
		return {};
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

/* The slot that the fewest documents have. */
size_t rarest_of(const std::vector<Counted> &found)
{
	std::vector<uint64_t> documents;

	for (const Counted &one : found) {
		documents.resize(one.leaf->slot + 1);
		documents.back() += one.documents;
	}
	return size_t(std::min_element(documents.begin(), documents.end()) -
		      documents.begin());
}

void add_part(WeighedPlan &plan, const Part &part,
	const std::vector<Counted> &found, Xapian::doccount documents,
	bool bonus)
{
	const double any =
		part.mode == Part::ANY ? rarity_of_any(found, documents) : 0;
	const size_t number = plan.parts.size();
	const bool together = is_together(part.mode);
	const size_t rarest = together ? rarest_of(found) : 0;

	plan.parts.push_back({part.mode, part.window, plan.groups.size(),
		together ? count_slots(found) : 0, found.size(),
		plan.leaves.size()});
	for (size_t i = 0; i < found.size(); i++) {
		const Leaf &leaf = *found[i].leaf;
		const double each =
			part.mode == Part::ANY
				? any
				: rarity(found[i].documents, documents);

		plan.leaves.push_back({leaf.term,
			rounded(each * leaf.wqf * leaf.factor *
				plan.scale.unit),
			number, leaf.slot,
			bonus || (together && leaf.slot != rarest),
			found[i].documents, term_hash(leaf.term), 0});
	}
}

uint64_t bit_of(size_t set)
{
	return uint64_t(1) << set;
}

/* What finds the documents of a set. */
struct Finders {
	double documents = 0; /* at most */
	double without = 1;   /* share of documents that have none of them */
};

std::vector<Finders> count_sets(const WeighedPlan &plan, size_t sets)
{
	std::vector<Finders> found(sets);

	for (const WeighedLeaf &leaf : plan.leaves) {
		Finders &set =
			found[plan.groups[plan.parts[leaf.part].group].set];

		if (leaf.front)
			continue;
		set.documents += leaf.documents;
		set.without *= 1 - double(leaf.documents) / plan.documents;
	}
	return found;
}

/* The rarest of the needed sets finds documents; in the others these are looked
 * up. */
void choose_finder(WeighedPlan &plan, const std::vector<Set> &sets)
{
	const std::vector<Finders> found = count_sets(plan, sets.size());
	size_t finder = 0;

	for (size_t i = 0; i < sets.size(); i++) {
		(sets[i] == Set::barred ? plan.barred : plan.needed) |=
			bit_of(i);
		if (sets[i] == Set::needed &&
			found[i].documents < found[finder].documents)
			finder = i;
	}
	for (size_t i = 0; i < sets.size(); i++)
		if (i != finder)
			plan.share *= sets[i] == Set::barred
					      ? found[i].without
					      : 1 - found[i].without;
	for (WeighedLeaf &leaf : plan.leaves)
		leaf.front |=
			plan.groups[plan.parts[leaf.part].group].set != finder;
}

} // namespace

std::shared_ptr<WeighedPlan> weigh_plan(const Plan &plan,
	const struct xc_scale &scale, Xapian::doccount documents,
	const Frequency &frequency)
{
	auto weighed = std::make_shared<WeighedPlan>();

	weighed->scale = scale;
	weighed->documents = documents;
	for (const Group &group : plan.groups) {
		const bool bonus = group.bonus_of != no_group;
		WeighedGroup out = {group.bonus_of, weighed->parts.size(), 0,
			false, bonus, group.set, bonus ? 0 : bit_of(group.set)};

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
	weighed->share = 1;
	choose_finder(*weighed, plan.sets);
	return weighed;
}

void watch(WeighedPlan &plan, const std::vector<std::string> &terms,
	const Frequency &frequency)
{
	plan.watches = terms.size() <= 64;
	for (size_t i = 0; i < terms.size() && plan.watches; i++) {
		bool is_leaf = false;

		for (WeighedLeaf &leaf : plan.leaves)
			if (leaf.term == terms[i]) {
				leaf.watched |= bit_of(i);
				is_leaf = true;
			}
		plan.watches = is_leaf || frequency(terms[i]) == 0;
	}
}

} // namespace xc
