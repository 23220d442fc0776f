/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The open shards, and doing things to them as of one moment. */
#ifndef XAPIAN_C_SEARCHER_H
#define XAPIAN_C_SEARCHER_H

#include "libxapian-c/guard.h"
#include "libxapian-c/mark.h"
#include "libxapian-c/memo.h"

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

struct xc_searcher {
	/* The shards share their inside with `all`; only a single one tells its
	 * revision. */
	std::vector<Xapian::Database> shards;
	Xapian::Database all;
	std::deque<xc::FileMark> versions; /* what a commit replaces */
	bool behind = true;                /* perhaps there is a newer commit */
	/* of terms that were asked about, in this commit */
	mutable std::unordered_map<std::string, Xapian::doccount> frequencies;
	mutable xc::Memo memo;
};

namespace xc
{

/* Move to the newest commit.  A database that is no longer where it was is
 * XC_CHANGED with XC_REOPEN.  (What the engine returns is of no use: it is
 * always true before the first commit.) */
void reopen(struct xc_searcher &searcher);

/* How many documents have a term.  Looking it up takes 2 us a shard, and one
 * search asks for each of its terms more than once. */
Xapian::doccount frequency(
	const struct xc_searcher &searcher, const std::string &term);

struct xc_statistics statistics(const struct xc_searcher &searcher);

/*
 * Run `body` on one snapshot.  A snapshot lives until the commit after the next
 * one, when its blocks are used again: then everything is done again on the
 * newest, three times at most.
 */
template <typename Body>
auto on_snapshot(struct xc_searcher &searcher, Body body) -> decltype(body())
{
	const int retries = 3;

	for (int i = 0; i <= retries; i++) {
		try {
			fault_point("attempt");
			if (i > 0)
				reopen(searcher);
			return body();
		} catch (const Xapian::DatabaseModifiedError &) {
			continue;
		}
	}
	fail(XC_CHANGED, "the index changed faster than it can be read");
}

} // namespace xc
#endif
