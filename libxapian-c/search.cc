/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One query over one snapshot: match, then fetch everything that was asked for,
 * since a fetch meets a changed index just as the match does.
 *
 * The engine's time limit is never set (budget.h): weights and rankings look at
 * the clock instead, and so does each fetch.
 */
#include "config.h"

#include "libxapian-c/budget.h"
#include "libxapian-c/positions.h"
#include "libxapian-c/query.h"
#include "libxapian-c/ranking.h"
#include "libxapian-c/results.h"
#include "libxapian-c/searcher.h"
#include "libxapian-c/term.h"
#include "libxapian-c/weight.h"

#include <algorithm>
#include <cmath>

namespace
{

/* A term that is looked for in each hit. */
struct WantedTerm {
	std::string name;
	bool placed;   /* or of the query */
	uint32_t index; /* in xc_query.placed, or of its node */
};

using Terms = std::vector<WantedTerm>; /* ascending */

void check_scale(const struct xc_scale &scale)
{
	if (!(std::isfinite(scale.unit) && scale.unit >= 0))
		xc::fail(XC_INVALID, "unit is not a finite number >= 0");
	if (!scale.most)
		xc::fail(XC_INVALID, "most is 0");
}

void check_slots(const struct xc_query &asked)
{
	if (asked.slots_count && !asked.slots)
		xc::fail(XC_INVALID, "the slots are NULL");
	for (size_t i = 0; i < asked.slots_count; i++)
		if (asked.slots[i] > XC_SLOT_MAX)
			xc::fail(XC_INVALID, "wanted slot %zu does not exist",
				i);
}

/* What is wrong with a query whatever the index has. */
void check_query(const struct xc_query &asked)
{
	check_scale(asked.scale);
	if (!(asked.margin >= 0))
		xc::fail(XC_INVALID, "margin is not a number >= 0");
	check_slots(asked);
	if (asked.tie_slot && *asked.tie_slot > XC_SLOT_MAX)
		xc::fail(XC_INVALID,
			"the slot that decides ties does not exist");
	for (size_t i = 0; i < asked.placed_count; i++)
		xc::checked_key(asked.placed[i].data, asked.placed[i].length);
}

Terms wanted_terms(const struct xc_query &asked)
{
	Terms terms;

	if (asked.want_terms)
		for (auto &[name, node] :
			xc::query_terms(asked.nodes, asked.nodes_count))
			terms.push_back({name, false, node});
	for (size_t i = 0; i < asked.placed_count; i++)
		terms.push_back({std::string(asked.placed[i].data,
					 asked.placed[i].length),
			true, uint32_t(i)});
	std::sort(terms.begin(), terms.end(),
		[](const WantedTerm &a, const WantedTerm &b) {
			return a.name < b.name;
		});
	return terms;
}

/* Both lists ascend, so one walk over the document's terms finds all. */
std::vector<const WantedTerm *> terms_there(
	const Xapian::Database &db, Xapian::docid docid, const Terms &terms)
{
	std::vector<const WantedTerm *> there;

	if (terms.empty())
		return there;
	auto term = db.termlist_begin(docid);
	const auto end = db.termlist_end(docid);

	for (const WantedTerm &wanted : terms) {
		if (term == end)
			break;
		term.skip_to(wanted.name);
		if (term != end && *term == wanted.name)
			there.push_back(&wanted);
	}
	return there;
}

void place_terms(const Xapian::Document &document,
	const std::vector<const WantedTerm *> &there, xc::Found &found)
{
	std::string positions;

	for (const WantedTerm *term : there) {
		if (!term->placed)
			continue;
		if (positions.empty())
			positions = document.get_value(xc::positions_slot);
		xc::find_positions(positions, term->name,
			xc::term_hash(term->name), XC_POSITIONS_MAX,
			found.positions[term->index]);
	}
}

xc::Found fetch(const Xapian::Database &db, const Xapian::MSetIterator &hit,
	const struct xc_query &asked, const Terms &terms)
{
	const Xapian::Document document = hit.get_document();
	const auto there = terms_there(db, *hit, terms);
	xc::Found found = {*hit, hit.get_weight(), {}, {}, {}, {}};

	if (asked.want_data)
		found.data = document.get_data();
	for (size_t i = 0; i < asked.slots_count; i++)
		found.values.push_back(document.get_value(asked.slots[i]));
	for (const WantedTerm *term : there)
		if (!term->placed)
			found.matched.push_back(term->index);
	std::sort(found.matched.begin(), found.matched.end());
	found.positions.resize(asked.placed_count);
	place_terms(document, there, found);
	return found;
}

Xapian::Query make_query(const struct xc_searcher &searcher,
	const struct xc_query &asked, xc::Budget &budget)
{
	const auto frequency = [&](const std::string &term) {
		return xc::frequency(searcher, term);
	};

	return xc::build_query(
		asked.nodes, asked.nodes_count, [&](const xc::Plan &plan) {
			return new xc::Ranking(
				xc::weigh_plan(plan, asked.scale,
					searcher.all.get_doccount(), frequency),
				budget, searcher.memo);
		});
}

Xapian::MSet match(const struct xc_searcher &searcher,
	const struct xc_query &asked, xc::Budget &budget)
{
	Xapian::Enquire enquire(searcher.all);

	enquire.set_query(make_query(searcher, asked, budget));
	enquire.set_weighting_scheme(xc::Impact(asked.scale, budget));
	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	if (asked.tie_slot)
		enquire.set_sort_by_relevance_then_value(
			*asked.tie_slot, false);
	return enquire.get_mset(
		asked.offset, asked.limit, asked.check_at_least);
}

/* A window that is not full has seen all; the engine's bounds need not know. */
xc::Totals totals_of(const struct xc_searcher &searcher,
	const Xapian::MSet &hits, const struct xc_query &asked,
	const xc::Budget &budget)
{
	const struct xc_statistics statistics = xc::statistics(searcher);
	const uint64_t seen = uint64_t(asked.offset) + hits.size();

	if (budget.was_late())
		return {seen, seen, searcher.all.get_doccount(), statistics,
			true};
	if (hits.size() < asked.limit && (hits.size() || !asked.offset))
		return {seen, seen, seen, statistics, false};
	return {hits.get_matches_lower_bound(), hits.get_matches_estimated(),
		hits.get_matches_upper_bound(), statistics, false};
}

/* Hits from the best on; see xc_query.sure. */
bool is_wanted(const Xapian::MSet &hits, const Xapian::MSetIterator &hit,
	const struct xc_query &asked)
{
	return !asked.sure || hits.size() <= asked.sure ||
	       hit.get_weight() + asked.margin >=
		       hits[asked.sure - 1].get_weight();
}

struct xc_results *search(const struct xc_searcher &searcher,
	const struct xc_query &asked, xc::Budget &budget)
{
	std::vector<xc::Found> found;
	const Xapian::MSet hits = match(searcher, asked, budget);
	const Terms terms = wanted_terms(asked);

	for (auto hit = hits.begin();
		hit != hits.end() && is_wanted(hits, hit, asked); ++hit) {
		if (!asked.partial)
			budget.check();
		found.push_back(fetch(searcher.all, hit, asked, terms));
	}
	return xc::pack_results(
		found, totals_of(searcher, hits, asked, budget));
}

/* What cannot end early has found nothing then. */
struct xc_results *search_partly(const struct xc_searcher &searcher,
	const struct xc_query &asked, xc::Budget &budget)
{
	try {
		return search(searcher, asked, budget);
	} catch (const xc::Failure &failure) {
		if (!asked.partial || failure.code != XC_DEADLINE)
			throw;
	}
	const uint64_t all = searcher.all.get_doccount();

	return xc::pack_results(
		{}, {0, 0, all, xc::statistics(searcher), true});
}

} // namespace

struct xc_results *xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		xc::Budget budget(query->deadline, query->cancel);

		check_query(*query);
		budget.check();
		if (query->partial)
			budget.allow_partial();
		return xc::on_snapshot(*searcher, [&] {
			return search_partly(*searcher, *query, budget);
		});
	});
}
