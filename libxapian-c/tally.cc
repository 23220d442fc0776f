/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/tally.h"

namespace xc
{

Tally::Tally(const WeighedPlan &weighed, const Xapian::Database &shard)
    : plan(weighed), db(shard), parts(weighed.parts.size()),
      groups(weighed.groups.size())
{
}

void Tally::add_to_part(const Share &share, Xapian::termcount wdf)
{
	PartState &part = parts[share.part];
	GroupState &group = groups[share.group];

	if (!group.touched) {
		group.touched = true;
		touched.push_back(share.group);
	}
	part.present++;
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
		matches = true;
}

bool Tally::phrase_matches(const WeighedPart &part, Xapian::docid id) const
{
	const Xapian::PositionIterator end;
	std::vector<Xapian::PositionIterator> places;

	for (size_t i = 0; i < part.leaves; i++)
		places.push_back(db.positionlist_begin(
			id, plan.leaves[part.first + i].term));
	for (; places[0] != end; ++places[0]) {
		const Xapian::termpos start = *places[0];
		Xapian::termpos last = start;

		for (size_t i = 1; i < places.size(); i++) {
			if (places[i] != end)
				places[i].skip_to(last + 1);
			if (places[i] == end)
				return false;
			last = *places[i];
		}
		if (last - start < std::max<size_t>(part.window, part.leaves))
			return true;
	}
	return false;
}

bool Tally::part_matches(size_t number, Xapian::docid id) const
{
	const WeighedPart &part = plan.parts[number];

	if (!is_together(part.mode))
		return parts[number].present > 0;
	return parts[number].present == part.leaves &&
	       (part.mode == Part::ALL || phrase_matches(part, id));
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
	if (group.bonus_of == no_group)
		matches |= state.matches;
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

void Tally::reset()
{
	for (size_t number : touched) {
		const WeighedGroup &group = plan.groups[number];

		groups[number] = {};
		for (size_t i = 0; i < group.parts; i++)
			parts[group.first + i] = {};
	}
	touched.clear();
	total = 0;
	matches = false;
}

} // namespace xc
