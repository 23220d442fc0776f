/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One query over one snapshot: match, then fetch everything that was asked for,
 * since a fetch meets a changed index just as the match does.
 *
 * The engine's time limit is never set: it does not bound a query.  The weight
 * looks at the clock instead, and so does each fetch.
 */
#include "config.h"

#include "libxapian-c/query.h"
#include "libxapian-c/results.h"
#include "libxapian-c/searcher.h"
#include "libxapian-c/weight.h"

#include <algorithm>
#include <cmath>

namespace
{

using Terms = std::vector<std::pair<std::string, uint32_t>>;

/* A query as the engine wants it; made once, whatever is retried. */
struct Request {
	const struct xc_query &asked;
	Xapian::Query query;
	Terms terms;
};

void check_weight(const struct xc_bm25 &weight)
{
	if (!(std::isfinite(weight.k1) && weight.k1 >= 0))
		xc::fail(XC_INVALID, "k1 is not a finite number >= 0");
	if (!(weight.b >= 0 && weight.b <= 1))
		xc::fail(XC_INVALID, "b is not between 0 and 1");
	if (!(std::isfinite(weight.min_length) && weight.min_length >= 0))
		xc::fail(XC_INVALID, "min_length is not a finite number >= 0");
}

void check_slots(const struct xc_query &asked)
{
	if (asked.slots_count && !asked.slots)
		xc::fail(XC_INVALID, "the slots are NULL");
	for (size_t i = 0; i < asked.slots_count; i++)
		if (asked.slots[i] == Xapian::BAD_VALUENO)
			xc::fail(XC_INVALID, "wanted slot %zu does not exist",
				i);
}

Request make_request(const struct xc_query &asked)
{
	Request request = {asked, {}, {}};

	check_weight(asked.weight);
	check_slots(asked);
	request.query = xc::build_query(asked.nodes, asked.nodes_count);
	if (asked.want_terms)
		request.terms = xc::query_terms(asked.nodes, asked.nodes_count);
	return request;
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

xc::Found fetch(const Xapian::Database &db, const Xapian::MSetIterator &hit,
	const Request &request)
{
	const Xapian::Document document = hit.get_document();
	xc::Found found = {*hit, hit.get_weight(), {}, {}, {}};

	if (request.asked.want_data)
		found.data = document.get_data();
	for (size_t i = 0; i < request.asked.slots_count; i++)
		found.values.push_back(
			document.get_value(request.asked.slots[i]));
	if (request.asked.want_terms)
		found.matched = matched_nodes(db, *hit, request.terms);
	return found;
}

/* The ranks the engine has to keep and to return. */
struct Window {
	Xapian::doccount first, count, at_least;
};

/*
 * Once a MAX has come to its end, asking for its greatest weight reads freed
 * memory (1.4.22), as it does over several shards, or within an OR.  The engine
 * asks whenever it has as many documents as it may keep; so with a MAX it may
 * keep them all.
 */
Window window_for(const struct xc_searcher &searcher, const Request &request)
{
	const struct xc_query &asked = request.asked;
	const Xapian::doccount all = searcher.all.get_doccount();

	if (xc::has_node(asked.nodes, asked.nodes_count, XC_MAX))
		return {0, all, all};
	return {asked.offset, asked.limit, asked.check_at_least};
}

Xapian::MSet match(const struct xc_searcher &searcher, const Request &request,
	const Window &window, xc::Budget &budget)
{
	Xapian::Enquire enquire(searcher.all);

	enquire.set_query(request.query);
	enquire.set_weighting_scheme(xc::Bm25(request.asked.weight, budget));
	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	return enquire.get_mset(window.first, window.count, window.at_least);
}

/* A window that is not full has seen all; the engine's bounds need not know. */
xc::Totals totals_of(const struct xc_searcher &searcher,
	const Xapian::MSet &hits, const Window &window)
{
	const struct xc_statistics statistics = xc::statistics(searcher);
	const uint64_t seen = uint64_t(window.first) + hits.size();

	if (hits.size() < window.count && (hits.size() || !window.first))
		return {seen, seen, seen, statistics};
	return {hits.get_matches_lower_bound(), hits.get_matches_estimated(),
		hits.get_matches_upper_bound(), statistics};
}

struct xc_results *search(const struct xc_searcher &searcher,
	const Request &request, xc::Budget &budget)
{
	const Window window = window_for(searcher, request);
	std::vector<xc::Found> found;

	budget.check();
	const Xapian::MSet hits = match(searcher, request, window, budget);
	const uint64_t skip = request.asked.offset - window.first;

	for (uint64_t i = skip; i < hits.size(); i++) {
		if (found.size() == request.asked.limit)
			break;
		budget.check();
		found.push_back(fetch(
			searcher.all, hits[Xapian::doccount(i)], request));
	}
	return xc::pack_results(found, totals_of(searcher, hits, window));
}

} // namespace

struct xc_results *xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		const Request request = make_request(*query);
		xc::Budget budget(query->deadline, query->cancel);

		return xc::on_snapshot(*searcher,
			[&] { return search(*searcher, request, budget); });
	});
}
