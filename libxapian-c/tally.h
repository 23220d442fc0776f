/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the document at hand is worth: its terms are added one by one, in any
 * order, to parts and groups of a weighed plan.  What is worth something by
 * then is never worth more than the same with further terms, so that a sum over
 * the greatest wdfs is a bound.
 */
#ifndef XAPIAN_C_TALLY_H
#define XAPIAN_C_TALLY_H

#include "libxapian-c/memo.h"
#include "libxapian-c/weighed.h"
#include "libxapian-c/window.h"

#include <algorithm>
#include <vector>

namespace xc
{

/* What a term adds to, and how much. */
struct Share {
	double weight; /* of a wdf of one */
	size_t leaf, part, group;
	bool plain;     /* of the group */
	uint64_t found; /* of the group */
};

class Tally
{
      public:
	/* All outlive it. */
	Tally(const WeighedPlan &weighed, const Xapian::Database &shard,
		Memo &searchers);

	/* Parts of terms that have to be there together, and bonuses, are taken
	 * for found as soon as one of their terms is. */
	void add(const Share &share, Xapian::termcount wdf)
	{
		wdf = std::min(wdf, plan.scale.most);
		if (!share.plain) {
			add_to_part(share, wdf);
			return;
		}
		total += share.weight * wdf;
		found |= share.found;
	}
	/* So far; before finish() perhaps too much. */
	double weight() const
	{
		return total;
	}
	/* All is added: take back what is not there after all.  True when the
	 * document is found and weighs `least`. */
	bool finish(Xapian::docid id, double least)
	{
		/* No less when less of it is there. */
		if (total < least || (found & plan.barred))
			return false;
		if (!touched.empty())
			check(id);
		const bool is_found =
			(found & (plan.needed | plan.barred)) == plan.needed &&
			total >= least;

		vain += compared && !is_found;
		return is_found;
	}
	void reset();
	/* Documents whose positions were read and that were not found. */
	uint64_t in_vain() const
	{
		return vain;
	}

      private:
	struct PartState {
		double value = 0;
		Xapian::termcount wdf = 0;
		size_t present = 0; /* slots of which a term is there */
	};
	struct GroupState {
		double value = 0;
		bool touched = false;
		bool matches = false; /* of a checked one: known at the end */
	};

	void note_present(const Share &share);
	void reset_part(size_t number);
	void add_to_part(const Share &share, Xapian::termcount wdf);
	void check(Xapian::docid id);
	void check_group(size_t number, Xapian::docid id);
	bool part_matches(size_t number, Xapian::docid id);
	std::string read_positions(Xapian::docid id);
	std::string_view positions_of(Xapian::docid id);
	bool stands_together(const WeighedPart &part, Xapian::docid id);

	const WeighedPlan &plan;
	const Xapian::Database &db;
	std::vector<PartState> parts;
	std::vector<GroupState> groups;
	std::vector<size_t> touched; /* groups */
	std::vector<bool> leaves;    /* of together parts: that are there */
	double total = 0;
	uint64_t found = 0; /* bits of sets */
	uint64_t vain = 0;
	bool compared = false; /* positions of the document at hand */
	Memo &memo;
	Memo::Values &known; /* of this shard */
	Xapian::ValueIterator values;
	bool values_open = false;
	std::vector<Places> places;
};

} // namespace xc
#endif
