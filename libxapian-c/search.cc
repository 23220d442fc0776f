/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One query over one snapshot: match, then fetch everything that was asked for,
 * since a fetch meets a changed index just as the match does.
 *
 * The engine's time limit is never set (budget.h): weights and rankings look at
 * the clock instead, and so does each fetch.
 */
#include "config.h"

#include "libxapian-c/best.h"
#include "libxapian-c/bonus.h"
#include "libxapian-c/budget.h"
#include "libxapian-c/query.h"
#include "libxapian-c/results.h"
#include "libxapian-c/searcher.h"
#include "libxapian-c/term.h"
#include "libxapian-c/weight.h"

#include <algorithm>
#include <cmath>

namespace
{

using Terms = std::vector<std::pair<std::string, uint32_t>>; /* ascending */

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
	check_slots(asked);
	if (asked.tie_slot && *asked.tie_slot > XC_SLOT_MAX)
		xc::fail(XC_INVALID,
			"the slot that decides ties does not exist");
	if (asked.bonus)
		xc::check_bonus(*asked.bonus);
}

/* Both lists ascend, so one walk over the document's terms finds all. */
std::vector<uint32_t> matched_nodes(
	const Xapian::Database &db, Xapian::docid docid, const Terms &terms)
{
	std::vector<uint32_t> matched;
	auto term = db.termlist_begin(docid);
	const auto end = db.termlist_end(docid);

	for (const auto &[name, node] : terms) {
		if (term == end)
			break;
		term.skip_to(name);
		if (term != end && *term == name)
			matched.push_back(node);
	}
	std::sort(matched.begin(), matched.end());
	return matched;
}

xc::Found fetch(const Xapian::Database &db, const xc::Ranked &hit,
	const struct xc_query &asked, const Terms &terms)
{
	xc::Found found = {hit.id, hit.weight, hit.bonus, {}, {}, {}};

	if (asked.want_data || asked.slots_count) {
		/* It is there, as of this snapshot. */
		const Xapian::Document document =
			db.get_document(hit.id, Xapian::DOC_ASSUME_VALID);

		if (asked.want_data)
			found.data = document.get_data();
		for (size_t i = 0; i < asked.slots_count; i++)
			found.values.push_back(
				document.get_value(asked.slots[i]));
	}
	if (asked.want_terms)
		found.matched = matched_nodes(db, hit.id, terms);
	return found;
}

/* Where the window ends. */
size_t end_of(const struct xc_query &asked)
{
	return size_t(asked.offset) + asked.limit;
}

/* Whether documents of the window may get a bonus. */
bool has_bonus(const struct xc_query &asked)
{
	return asked.bonus && asked.offset < asked.bonus->first;
}

xc::Built make_query(const struct xc_searcher &searcher,
	const struct xc_query &asked, xc::Budget &budget)
{
	const auto frequency = [&](const std::string &term) {
		return xc::frequency(searcher, term);
	};
	const auto terms = has_bonus(asked) ? xc::bonus_terms(*asked.bonus)
					    : std::vector<std::string>();
	const auto weigh = [&](const xc::Plan &plan) {
		const auto weighed = xc::weigh_plan(plan, asked.scale,
			searcher.all.get_doccount(), frequency);

		xc::watch(*weighed, terms, frequency);
		return weighed;
	};

	return xc::build(
		asked.nodes, asked.nodes_count, weigh, budget, searcher.memo);
}

/* What is more than one ranking, by the engine's matcher. */
xc::Best match_query(const struct xc_searcher &searcher,
	const Xapian::Query &query, const struct xc_query &asked,
	const xc::Wanted &wanted, xc::Budget &budget)
{
	Xapian::Enquire enquire(searcher.all);
	std::vector<xc::Ranked> documents;

	enquire.set_query(query);
	enquire.set_weighting_scheme(xc::Impact(asked.scale, budget));
	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	if (wanted.tie_slot)
		enquire.set_sort_by_relevance_then_value(
			*wanted.tie_slot, false);
	const Xapian::MSet hits =
		enquire.get_mset(0, Xapian::doccount(wanted.documents),
			std::min(Xapian::doccount(wanted.exactly),
				searcher.all.get_doccount()));

	for (auto hit = hits.begin(); hit != hits.end(); ++hit)
		documents.push_back({*hit, hit.get_weight(), 0, 0});
	return {documents, hits.get_matches_lower_bound(),
		hits.get_matches_estimated(), hits.get_matches_upper_bound()};
}

/* From the best on to the end of the window, or of those with a bonus. */
xc::Wanted wanted_of(
	const struct xc_searcher &searcher, const struct xc_query &asked)
{
	const size_t all = searcher.all.get_doccount();
	const size_t end = has_bonus(asked) ? std::max<size_t>(end_of(asked),
						      asked.bonus->first)
					    : end_of(asked);

	return {std::min(end, all), asked.check_at_least, asked.tie_slot};
}

xc::Best match(const struct xc_searcher &searcher, const struct xc_query &asked,
	xc::Budget &budget)
{
	const xc::Built built = make_query(searcher, asked, budget);
	const xc::Wanted wanted = wanted_of(searcher, asked);
	xc::Best best = built.plan ? xc::find_best(searcher.shards, built.plan,
					     wanted, budget, searcher.memo)
				   : match_query(searcher, built.query, asked,
					     wanted, budget);

	/* A list that is not full has all; the bounds need not know. */
	if (best.documents.size() < wanted.documents)
		best.lower = best.estimate = best.upper = best.documents.size();
	if (has_bonus(asked))
		xc::add_bonus(searcher.all, *asked.bonus, end_of(asked),
			built.plan && built.plan->watches, budget,
			best.documents);
	return best;
}

xc::Totals totals_of(const struct xc_searcher &searcher, const xc::Best &best,
	const xc::Budget &budget)
{
	const struct xc_statistics statistics = xc::statistics(searcher);

	if (budget.was_late())
		return {best.documents.size(), best.documents.size(),
			searcher.all.get_doccount(), statistics, true};
	return {best.lower, best.estimate, best.upper, statistics, false};
}

struct xc_results *search(const struct xc_searcher &searcher,
	const struct xc_query &asked, xc::Budget &budget)
{
	Terms terms;
	std::vector<xc::Found> found;
	const xc::Best best = match(searcher, asked, budget);
	const size_t end = std::min(end_of(asked), best.documents.size());

	if (asked.want_terms)
		terms = xc::query_terms(asked.nodes, asked.nodes_count);
	for (size_t i = asked.offset; i < end; i++) {
		if (!asked.partial)
			budget.check();
		found.push_back(
			fetch(searcher.all, best.documents[i], asked, terms));
	}
	return xc::pack_results(found, totals_of(searcher, best, budget));
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
