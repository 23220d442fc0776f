/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/ranking.h"

#include "libxapian-c/tally.h"

#include <algorithm>

namespace xc
{

/* ---- one pass over one shard ----------------------------------------------
 */

namespace
{

constexpr Xapian::docid no_document = UINT32_MAX;

struct Cursor {
	Xapian::PostingIterator at;
	size_t leaf;
	Share share;
	uint64_t watched;
};

} // namespace

struct Ranking::State {
	State(const WeighedPlan &weighed, const Xapian::Database &shard,
		Budget &budget, Memo &memo);

	void set_least(double least);
	Xapian::docid candidate() const;
	void step(size_t i);
	void move_to(size_t i, Xapian::docid id);
	void leave();
	void take(size_t i);
	bool evaluate(Xapian::docid id, double least);

	/* What a document costs, in documents of few terms. */
	size_t work() const
	{
		return 1 + ids.size() / 8;
	}

	void open_cursors(Budget &budget);
	void set_reach();
	void set_found();

	const WeighedPlan &plan;
	const Xapian::Database db;
	Tally tally;
	std::vector<Cursor> cursors;
	std::vector<Xapian::docid> ids; /* where the cursors are */
	std::vector<double> reach;
	/* documents of this shard */
	Xapian::doccount found_least = 0, found_likely, found_most;
	size_t front = 0;  /* cursors that are never needed */
	size_t needed = 0; /* the first that is */
	double least_known = 0;
	Xapian::docid current = 0;
	uint64_t watched = 0; /* terms that the document has */
	bool passed = false;  /* `current` was looked at and is not found */
};

Ranking::State::State(const WeighedPlan &weighed, const Xapian::Database &shard,
	Budget &budget, Memo &memo)
    : plan(weighed), db(shard), tally(plan, db, memo)
{
	open_cursors(budget);
	set_reach();
	set_found();
}

/* Opening one takes as long as some dozen documents. */
void Ranking::State::open_cursors(Budget &budget)
{
	constexpr unsigned between = 16;
	const Xapian::PostingIterator end;

	for (size_t i = 0; i < plan.leaves.size(); i++) {
		const WeighedLeaf &leaf = plan.leaves[i];
		const size_t group = plan.parts[leaf.part].group;
		auto at = db.postlist_begin(leaf.term);

		if (i % between == between - 1)
			budget.check();
		if (at == end)
			continue;
		cursors.push_back({std::move(at), i,
			{leaf.weight, i, leaf.part, group,
				plan.groups[group].plain,
				plan.groups[group].found},
			leaf.watched});
	}
	std::stable_sort(cursors.begin(), cursors.end(),
		[this](const Cursor &a, const Cursor &b) {
			const bool a_front = plan.leaves[a.leaf].front;
			const bool b_front = plan.leaves[b.leaf].front;

			return a_front != b_front
				       ? a_front
				       : a.share.weight < b.share.weight;
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
		tally.add(cursor.share, plan.scale.most);
		reach.push_back(tally.weight());
	}
	tally.reset();
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
	if (is_one_set(plan))
		found_least = Xapian::doccount(least);
	found_most = Xapian::doccount(std::min(most, all));
	found_likely =
		Xapian::doccount(std::clamp(all * (1 - without) * plan.share,
			double(found_least), double(found_most)));
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

/* Past the document at hand, with the cursors that choose the next. */
void Ranking::State::leave()
{
	if (current)
		for (size_t i = needed; i < ids.size(); i++)
			if (ids[i] == current)
				step(i);
}

void Ranking::State::take(size_t i)
{
	tally.add(cursors[i].share, cursors[i].at.get_wdf());
	watched |= cursors[i].watched;
}

/* Its weight is in `tally` when it is good enough. */
bool Ranking::State::evaluate(Xapian::docid id, double least)
{
	tally.reset();
	watched = 0;
	for (size_t i = needed; i < ids.size(); i++)
		if (ids[i] == id)
			take(i);
	for (size_t i = needed; i-- > 0;) {
		if (tally.weight() + reach[i] < least)
			return false;
		move_to(i, id);
		if (ids[i] == id)
			take(i);
	}
	return tally.finish(id, least);
}

/* ---- what the matcher calls ------------------------------------------------
 */

Ranking::Ranking(std::shared_ptr<const WeighedPlan> weighed, Budget &shared,
	Memo &searchers)
    : plan(std::move(weighed)), budget(shared), memo(searchers)
{
}

Ranking::~Ranking() = default;

Ranking *Ranking::clone() const
{
	return new Ranking(plan, budget, memo);
}

void Ranking::init(const Xapian::Database &shard)
{
	budget.check();
	state = std::make_unique<State>(*plan, shard, budget, memo);
	set_maxweight(state->reach.empty() ? 0 : state->reach.back());
}

bool Ranking::step(double least)
{
	State &s = *state;

	s.set_least(least);
	if (budget.is_over(s.work())) {
		s.current = no_document;
		return true;
	}
	s.leave();
	s.current = s.candidate();
	s.passed = s.current != no_document && !s.evaluate(s.current, least);
	return !s.passed;
}

void Ranking::next(double least)
{
	while (!step(least))
		;
}

void Ranking::skip_to(Xapian::docid id, double least)
{
	State &s = *state;

	if (s.current >= id) {
		if (s.passed)
			next(least);
		return;
	}
	/* next() may never be called, where a filter is rarer */
	if (budget.is_over(s.work())) {
		s.current = no_document;
		return;
	}
	s.set_least(least);
	for (size_t i = s.needed; i < s.ids.size(); i++)
		s.move_to(i, id);
	s.passed = false;
	s.current = s.candidate();
	if (s.current != no_document && !s.evaluate(s.current, least))
		next(least);
}

/* Of one document, without a look at those behind it, whose places may take
 * long to compare. */
bool Ranking::check(Xapian::docid id, double least)
{
	State &s = *state;

	if (s.current >= id && !s.passed)
		return true;
	if (budget.is_over()) {
		s.passed = false;
		s.current = no_document;
		return true;
	}
	s.set_least(least);
	for (size_t i = s.needed; i < s.ids.size(); i++)
		s.move_to(i, id);
	const Xapian::docid candidate = s.candidate();

	s.current = candidate == no_document ? no_document : id;
	s.passed = candidate != no_document &&
		   (candidate != id || !s.evaluate(id, least));
	return !s.passed;
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
	return state->tally.weight();
}

uint64_t Ranking::in_vain() const
{
	return state->tally.in_vain();
}

uint64_t Ranking::get_watched() const
{
	return state->watched;
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
