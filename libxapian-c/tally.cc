/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/tally.h"

namespace xc
{

Tally::Tally(const WeighedPlan &weighed, const Xapian::Database &shard,
	Memo &searchers)
    : plan(weighed), db(shard), parts(weighed.parts.size()),
      groups(weighed.groups.size()), leaves(weighed.leaves.size()),
      memo(searchers), known(memo.of(shard))
{
}

/* Leaves come in any order. */
void Tally::note_present(const Share &share)
{
	const WeighedPart &part = plan.parts[share.part];
	const size_t end = part.first + part.leaves;
	const size_t slot = plan.leaves[share.leaf].slot;
	bool first = true;

	if (!is_together(part.mode)) {
		parts[share.part].present++;
		return;
	}
	for (size_t i = part.first; i < end; i++)
		first &= !leaves[i] || plan.leaves[i].slot != slot;
	leaves[share.leaf] = true;
	parts[share.part].present += first;
}

void Tally::add_to_part(const Share &share, Xapian::termcount wdf)
{
	PartState &part = parts[share.part];
	GroupState &group = groups[share.group];

	if (!group.touched) {
		group.touched = true;
		touched.push_back(share.group);
	}
	note_present(share);
	if (plan.parts[share.part].mode == Part::ANY) {
		part.wdf = std::min(part.wdf + wdf, plan.scale.most);
		part.value = share.weight * part.wdf;
	} else {
		part.value += share.weight * wdf;
	}
	if (part.value > group.value) {
		total += part.value - group.value;
		group.value = part.value;
	}
	if (!plan.groups[share.group].checked)
		found |= share.found;
}

/* Documents ascend, so that one walk over their values will do. */
std::string Tally::read_positions(Xapian::docid id)
{
	const Xapian::ValueIterator end;

	if (!values_open)
		values = db.valuestream_begin(positions_slot);
	values_open = true;
	if (values != end)
		values.skip_to(id);
	return values != end && values.get_docid() == id ? *values
							 : std::string();
}

std::string_view Tally::positions_of(Xapian::docid id)
{
	const auto kept = known.find(id);

	return kept != known.end() ? kept->second
				   : memo.add(known, id, read_positions(id));
}

bool Tally::stands_together(const WeighedPart &part, Xapian::docid id)
{
	const std::string_view positions = positions_of(id);

	compared = true;
	places.resize(part.slots);
	for (Places &slot : places)
		slot.clear();
	for (size_t i = part.first; i < part.first + part.leaves; i++) {
		const WeighedLeaf &leaf = plan.leaves[i];
		Places &slot = places[leaf.slot];
		const auto before = Places::difference_type(slot.size());

		if (!leaves[i])
			continue;
		find_positions(positions, leaf.term, leaf.hash, SIZE_MAX, slot);
		std::inplace_merge(
			slot.begin(), slot.begin() + before, slot.end());
	}
	for (const Places &slot : places)
		if (slot.empty())
			return false;
	return part.mode == Part::PHRASE ? stand_in_order(places, part.window)
					 : stand_near(places, part.window);
}

bool Tally::part_matches(size_t number, Xapian::docid id)
{
	const WeighedPart &part = plan.parts[number];

	if (!is_together(part.mode))
		return parts[number].present > 0;
	return parts[number].present == part.slots &&
	       (part.mode == Part::ALL || stands_together(part, id));
}

/* The greatest of the parts that are there after all. */
void Tally::check_group(size_t number, Xapian::docid id)
{
	const WeighedGroup &group = plan.groups[number];
	GroupState &state = groups[number];
	double value = 0;

	for (size_t i = group.first; i < group.first + group.parts; i++) {
		if (!parts[i].present || !part_matches(i, id))
			continue;
		value = std::max(value, parts[i].value);
		state.matches = true;
	}
	total += value - state.value;
	state.value = value;
	if (state.matches)
		found |= group.found;
}

void Tally::check(Xapian::docid id)
{
	for (size_t number : touched)
		if (plan.groups[number].checked)
			check_group(number, id);
	for (size_t number : touched) {
		const size_t other = plan.groups[number].bonus_of;

		if (other == no_group)
			continue;
		if (plan.groups[other].checked ? !groups[other].matches
					       : !groups[other].touched)
			total -= groups[number].value;
	}
}

void Tally::reset_part(size_t number)
{
	const WeighedPart &part = plan.parts[number];

	parts[number] = {};
	if (is_together(part.mode))
		for (size_t i = 0; i < part.leaves; i++)
			leaves[part.first + i] = false;
}

void Tally::reset()
{
	for (size_t number : touched) {
		const WeighedGroup &group = plan.groups[number];

		groups[number] = {};
		for (size_t i = 0; i < group.parts; i++)
			reset_part(group.first + i);
	}
	touched.clear();
	compared = false;
	total = 0;
	found = 0;
}

} // namespace xc
