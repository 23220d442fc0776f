/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query matched as a search does, for tests that bring their own budget. */
#ifndef XAPIAN_C_TESTING_MATCH_H
#define XAPIAN_C_TESTING_MATCH_H

#include "libxapian-c/budget.h"
#include "libxapian-c/query.h"
#include "libxapian-c/ranking.h"
#include "libxapian-c/weight.h"

inline Xapian::MSet match(const Xapian::Database &db,
	const struct xc_query &query, const struct xc_scale &scale,
	xc::Budget &budget, unsigned limit)
{
	xc::Memo memo;
	Xapian::Enquire enquire(db);

	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	enquire.set_query(xc::build_query(
		query.nodes, query.nodes_count, [&](const xc::Plan &plan) {
			return new xc::Ranking(
				xc::weigh_plan(plan, scale, db.get_doccount(),
					[&](const std::string &term) {
						return db.get_termfreq(term);
					}),
				budget, memo);
		}));
	enquire.set_weighting_scheme(xc::Impact(scale, budget));
	return enquire.get_mset(0, limit);
}
#endif
