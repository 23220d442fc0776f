/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The documents of a plan with their weights, leaving out those that cannot
 * be among the best: MaxScore (Turtle and Flood, "Query evaluation: strategies
 * and optimizations", 1995), document at a time over all terms at once.
 *
 * The engine does the same over a binary tree of OR, in which each level costs
 * calls for each document, and has no form of "the greatest counts" that can be
 * pruned: its OP_MAX reads freed memory then (1.4.22).
 *
 *	cursors     front ... | not needed ... | needed ...
 *	                      ascending by what they may add
 *
 * A document is looked at when a needed term has it.  reach[i] is the most that
 * the first i + 1 cursors can add together; those that even together stay under
 * the least weight wanted are not needed, and are only moved to a document that
 * could still become good enough.  In front stand terms that find nothing
 * alone: bonuses, of terms that have to be there together all but the rarest,
 * and all of other sets than the rarest.
 */
#ifndef XAPIAN_C_RANKING_H
#define XAPIAN_C_RANKING_H

#include "libxapian-c/budget.h"
#include "libxapian-c/memo.h"
#include "libxapian-c/weighed.h"

#include <memory>

namespace xc
{

class Ranking final : public Xapian::PostingSource
{
      public:
	/* Both references outlive the source and all its clones. */
	Ranking(std::shared_ptr<const WeighedPlan> weighed, Budget &shared,
		Memo &searchers);
	~Ranking();

	Xapian::doccount get_termfreq_min() const override;
	Xapian::doccount get_termfreq_est() const override;
	Xapian::doccount get_termfreq_max() const override;
	double get_weight() const override;
	/* Of the terms that the plan watches, those of this document. */
	uint64_t get_watched() const;
	Xapian::docid get_docid() const override;
	void next(double least) override;
	/* To the next document that may be found; false when it is not. */
	bool step(double least);
	/* Documents whose positions were read and that were not found. */
	uint64_t in_vain() const;
	void skip_to(Xapian::docid id, double least) override;
	bool check(Xapian::docid id, double least) override;
	bool at_end() const override;
	Ranking *clone() const override;
	void init(const Xapian::Database &shard) override;

      private:
	struct State;

	std::shared_ptr<const WeighedPlan> plan;
	Budget &budget;
	Memo &memo;
	std::unique_ptr<State> state; /* of one pass over one shard */
};

} // namespace xc
#endif
