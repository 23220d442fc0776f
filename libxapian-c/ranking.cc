/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/ranking.h"

#include <algorithm>
#include <cmath>

namespace xc
{

namespace
{

constexpr Xapian::docid no_document = UINT32_MAX;

struct WeighedLeaf {
	std::string term;
	double weight; /* of a wdf of one */
	size_t part;
	bool front;
	Xapian::doccount documents; /* of all shards */
};

struct WeighedPart {
	Part::Mode mode;
	uint32_t window;
	size_t group;
	size_t leaves; /* how many */
	size_t first;  /* of them, in plan order */
};

struct WeighedGroup {
	size_t bonus_of;
	size_t first, parts; /* its parts */
	bool plain;          /* the sum of one leaf */
	bool checked;        /* not all that is found counts */
};

bool is_together(Part::Mode mode)
{
	return mode == Part::ALL || mode == Part::PHRASE;
}

} // namespace

struct WeighedPlan {
	struct xc_scale scale;
	Xapian::doccount documents; /* of all shards */
	std::vector<WeighedLeaf> leaves;
	std::vector<WeighedPart> parts;
	std::vector<WeighedGroup> groups;
};

/* ---- what terms weigh -----------------------------------------------------
 */

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

/* ---- one pass over one shard ----------------------------------------------
 */

namespace
{

struct Cursor {
	Xapian::PostingIterator at;
	double weight;
	size_t leaf, part, group;
	bool plain;
};

/* Of the document at hand. */
struct PartState {
	double value = 0;
	Xapian::termcount wdf = 0;
	size_t present = 0;
};
struct GroupState {
	double value = 0;
	bool touched = false;
	bool matches = false; /* of a checked one: known at the end */
};

} // namespace

struct Ranking::State {
	State(const WeighedPlan &weighed, const Xapian::Database &shard);

	void set_least(double least);
	Xapian::docid candidate() const;
	void step(size_t i);
	void move_to(size_t i, Xapian::docid id);
	bool evaluate(Xapian::docid id, double least);

	void add(const Cursor &cursor, Xapian::termcount wdf);
	bool finish(Xapian::docid id, double least);
	bool part_matches(size_t part, Xapian::docid id) const;
	bool phrase_matches(const WeighedPart &part, Xapian::docid id) const;
	void check_group(size_t group, Xapian::docid id);
	void reset();
	void open_cursors();
	void set_reach();
	void set_found();

	const WeighedPlan &plan;
	const Xapian::Database db;
	std::vector<Cursor> cursors;
	std::vector<Xapian::docid> ids; /* where the cursors are */
	std::vector<double> reach;
	/* documents of this shard */
	Xapian::doccount found_least, found_likely, found_most;
	size_t front = 0;  /* cursors that are never needed */
	size_t needed = 0; /* the first that is */
	double least_known = 0;
	Xapian::docid current = 0;

	std::vector<PartState> parts;
	std::vector<GroupState> groups;
	std::vector<size_t> touched; /* groups */
	double total = 0;
	bool matches = false;
};

Ranking::State::State(const WeighedPlan &weighed, const Xapian::Database &shard)
    : plan(weighed), db(shard), parts(weighed.parts.size()),
      groups(weighed.groups.size())
{
	open_cursors();
	set_reach();
	set_found();
}

void Ranking::State::open_cursors()
{
	const Xapian::PostingIterator end;

	for (size_t i = 0; i < plan.leaves.size(); i++) {
		const WeighedLeaf &leaf = plan.leaves[i];
		const size_t group = plan.parts[leaf.part].group;
		auto at = db.postlist_begin(leaf.term);

		if (at == end)
			continue;
		cursors.push_back({std::move(at), leaf.weight, i, leaf.part,
			group, plan.groups[group].plain});
	}
	std::stable_sort(cursors.begin(), cursors.end(),
		[this](const Cursor &a, const Cursor &b) {
			const bool a_front = plan.leaves[a.leaf].front;
			const bool b_front = plan.leaves[b.leaf].front;

			return a_front != b_front ? a_front
						  : a.weight < b.weight;
		});
	for (Cursor &cursor : cursors) {
		ids.push_back(*cursor.at);
		front += plan.leaves[cursor.leaf].front;
	}
	needed = front;
}

/* What is said of a document with all terms as often as can be. */
void Ranking::State::set_reach()
{
	for (const Cursor &cursor : cursors) {
		add(cursor, plan.scale.most);
		reach.push_back(total);
	}
	reset();
}

void Ranking::State::set_found()
{
	const double all = db.get_doccount();
	double least = 0, without = 1, most = 0;

	for (size_t i = front; i < cursors.size(); i++) {
		const WeighedLeaf &leaf = plan.leaves[cursors[i].leaf];
		const double found = plan.documents == all
					     ? leaf.documents
					     : db.get_termfreq(leaf.term);

		if (!is_together(plan.parts[leaf.part].mode))
			least = std::max(least, found);
		without *= 1 - found / all;
		most += found;
	}
	found_least = Xapian::doccount(least);
	found_most = Xapian::doccount(std::min(most, all));
	found_likely = Xapian::doccount(
		std::clamp(all * (1 - without), least, double(found_most)));
}

void Ranking::State::set_least(double least)
{
	if (least > least_known)
		while (needed < cursors.size() && reach[needed] < least)
			needed++;
	else if (least < least_known)
		while (needed > front && reach[needed - 1] >= least)
			move_to(--needed, current + 1);
	least_known = least;
}

Xapian::docid Ranking::State::candidate() const
{
	Xapian::docid id = no_document;

	for (size_t i = needed; i < ids.size(); i++)
		id = std::min(id, ids[i]);
	return id;
}

void Ranking::State::step(size_t i)
{
	static const Xapian::PostingIterator end;

	ids[i] = ++cursors[i].at == end ? no_document : *cursors[i].at;
}

void Ranking::State::move_to(size_t i, Xapian::docid id)
{
	static const Xapian::PostingIterator end;

	if (ids[i] >= id)
		return;
	cursors[i].at.skip_to(id);
	ids[i] = cursors[i].at == end ? no_document : *cursors[i].at;
}

/* ---- one document ---------------------------------------------------------
 */

/* Parts of terms that have to be there together, and bonuses, are taken for
 * found as soon as one of their terms is; finish() takes back what is not. */
void Ranking::State::add(const Cursor &cursor, Xapian::termcount wdf)
{
	wdf = std::min(wdf, plan.scale.most);
	if (cursor.plain) {
		total += cursor.weight * wdf;
		matches = true;
		return;
	}
	PartState &part = parts[cursor.part];
	GroupState &group = groups[cursor.group];

	if (!group.touched) {
		group.touched = true;
		touched.push_back(cursor.group);
	}
	part.present++;
	if (plan.parts[cursor.part].mode == Part::ANY) {
		part.wdf = std::min(part.wdf + wdf, plan.scale.most);
		part.value = cursor.weight * part.wdf;
	} else {
		part.value += cursor.weight * wdf;
	}
	if (part.value > group.value) {
		total += part.value - group.value;
		group.value = part.value;
	}
	if (!plan.groups[cursor.group].checked)
		matches = true;
}

bool Ranking::State::phrase_matches(
	const WeighedPart &part, Xapian::docid id) const
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

bool Ranking::State::part_matches(size_t number, Xapian::docid id) const
{
	const WeighedPart &part = plan.parts[number];

	if (!is_together(part.mode))
		return parts[number].present > 0;
	return parts[number].present == part.leaves &&
	       (part.mode == Part::ALL || phrase_matches(part, id));
}

/* The greatest of the parts that are there after all. */
void Ranking::State::check_group(size_t number, Xapian::docid id)
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

bool Ranking::State::finish(Xapian::docid id, double least)
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
	return matches && total >= least;
}

void Ranking::State::reset()
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

/* Its weight is in `total` when it is good enough. */
bool Ranking::State::evaluate(Xapian::docid id, double least)
{
	reset();
	for (size_t i = needed; i < ids.size(); i++)
		if (ids[i] == id)
			add(cursors[i], cursors[i].at.get_wdf());
	for (size_t i = needed; i-- > 0;) {
		if (total + reach[i] < least)
			return false;
		move_to(i, id);
		if (ids[i] == id)
			add(cursors[i], cursors[i].at.get_wdf());
	}
	return touched.empty() ? total >= least : finish(id, least);
}

/* ---- what the matcher calls ------------------------------------------------
 */

Ranking::Ranking(std::shared_ptr<const WeighedPlan> weighed, Budget &shared)
    : plan(std::move(weighed)), budget(shared)
{
}

Ranking::~Ranking() = default;

Ranking *Ranking::clone() const
{
	return new Ranking(plan, budget);
}

void Ranking::init(const Xapian::Database &shard)
{
	budget.check();
	state = std::make_unique<State>(*plan, shard);
	set_maxweight(state->reach.empty() ? 0 : state->reach.back());
}

void Ranking::next(double least)
{
	State &s = *state;

	s.set_least(least);
	for (;;) {
		if (budget.is_over()) {
			s.current = no_document;
			return;
		}
		if (s.current)
			for (size_t i = s.needed; i < s.ids.size(); i++)
				if (s.ids[i] == s.current)
					s.step(i);
		s.current = s.candidate();
		if (s.current == no_document || s.evaluate(s.current, least))
			return;
	}
}

void Ranking::skip_to(Xapian::docid id, double least)
{
	State &s = *state;

	if (s.current >= id)
		return;
	s.set_least(least);
	for (size_t i = s.needed; i < s.ids.size(); i++)
		s.move_to(i, id);
	s.current = s.candidate();
	if (s.current != no_document && !s.evaluate(s.current, least))
		next(least);
}

bool Ranking::at_end() const
{
	return state->current == no_document;
}

Xapian::docid Ranking::get_docid() const
{
	return state->current;
}

double Ranking::get_weight() const
{
	return state->total;
}

Xapian::doccount Ranking::get_termfreq_min() const
{
	return state->found_least;
}

Xapian::doccount Ranking::get_termfreq_est() const
{
	return state->found_likely;
}

Xapian::doccount Ranking::get_termfreq_max() const
{
	return state->found_most;
}

} // namespace xc
