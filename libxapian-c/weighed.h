/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A plan with what its terms weigh, as flat lists that Ranking and Tally run
 * over: groups, their parts, and the leaves of these.  Terms that no document
 * has are left out, and parts that so cannot match.
 */
#ifndef XAPIAN_C_WEIGHED_H
#define XAPIAN_C_WEIGHED_H

#include "libxapian-c/plan.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace xc
{

struct WeighedLeaf {
	std::string term;
	double weight; /* of a wdf of one */
	size_t part;
	size_t slot; /* of the part */
	bool front;
	Xapian::doccount documents; /* of all shards */
	uint16_t hash;              /* positions.h */
	uint64_t watched;           /* its bit; 0: it is not watched */
};

struct WeighedPart {
	Part::Mode mode;
	uint32_t window;
	size_t group;
	size_t slots;
	size_t leaves; /* how many */
	size_t first;  /* of them, in plan order */
};

struct WeighedGroup {
	size_t bonus_of;
	size_t first, parts; /* its parts */
	bool plain;          /* the sum of one leaf */
	bool checked;        /* not all that is found counts */
	size_t set;
	uint64_t found; /* the set's bit; none of a bonus */
};

struct WeighedPlan {
	struct xc_scale scale;
	Xapian::doccount documents; /* of all shards */
	std::vector<WeighedLeaf> leaves;
	std::vector<WeighedPart> parts;
	std::vector<WeighedGroup> groups;
	uint64_t needed, barred; /* bits of sets */
	double share; /* about, of what one set finds, that is found */
	bool watches; /* see watch() */
};

/* What any of its groups finds. */
inline bool is_one_set(const WeighedPlan &plan)
{
	return plan.needed == 1 && plan.barred == 0;
}

/* Slots that count only where each has a term. */
bool is_together(Part::Mode mode);

/* How many documents have a term, of all shards. */
using Frequency = std::function<Xapian::doccount(const std::string &)>;

std::shared_ptr<WeighedPlan> weigh_plan(const Plan &plan,
	const struct xc_scale &scale, Xapian::doccount documents,
	const Frequency &frequency);

/*
 * Of each document that is found, which of these terms it has is to be told:
 * bit i for terms[i].  A plan watches them when there are 64 at most, and each
 * is a leaf or in no document.
 */
void watch(WeighedPlan &plan, const std::vector<std::string> &terms,
	const Frequency &frequency);

} // namespace xc
#endif
