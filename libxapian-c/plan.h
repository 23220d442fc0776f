/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a ranked question asks for, in the one form that Ranking can match:
 *
 *	plan    the sum of its groups               a question
 *	group   the greatest of its parts           one thing asked for
 *	part    some leaves, as its mode says       one way to write it
 *	leaf    a term, times a factor
 *
 * Groups are in sets.  A document is found that has a group of each set that is
 * needed, and none of one that is barred; an OR is one set, AND and NOT make
 * more of them.  A group that is a bonus of another counts only where that one
 * matches, and alone finds nothing.  Factors of the operators above are multiplied into the
 * leaves.
 */
#ifndef XAPIAN_C_PLAN_H
#define XAPIAN_C_PLAN_H

#include "libxapian-c/guard.h"

#include <string>
#include <vector>

namespace xc
{

struct Leaf {
	std::string term;
	uint32_t wqf;
	double factor;
	size_t slot; /* of parts with places: which one it may stand at */
};

struct Part {
	enum Mode {
		SUM,    /* any of the leaves */
		ANY,    /* any, as if they were one term */
		ALL,    /* all of them */
		PHRASE, /* one of each slot, in the order of slots, within
			   `window` positions */
		NEAR,   /* the same in any order */
	} mode;
	uint32_t window;
	std::vector<Leaf> leaves; /* ascending by slot */
};

constexpr size_t no_group = SIZE_MAX;

struct Group {
	std::vector<Part> parts;
	size_t bonus_of = no_group;
	size_t set = 0;
};

enum class Set {
	needed,
	barred
};

constexpr size_t sets_most = 64;

struct Plan {
	std::vector<Group> groups;
	std::vector<Set> sets = {Set::needed}; /* the first is needed */
};

/* Makes the plan of an OR of those of its operands, each of one set; they are
 * emptied. */
void plan_or(const std::vector<Plan *> &operands, Plan &out);
/* Each of these makes the plan of a node and returns true, or returns false
 * where there is none in this form. */
bool plan_and(const std::vector<Plan *> &operands, Plan &out);
bool plan_not(const std::vector<Plan *> &operands, Plan &out);
bool plan_filter(const std::vector<Plan *> &operands, Plan &out);
bool plan_max(const std::vector<Plan *> &operands, Plan &out);
bool plan_maybe(const std::vector<Plan *> &operands, Plan &out);
/* `mode` of single terms */
bool plan_terms(const std::vector<Plan *> &operands, Part::Mode mode, Plan &out);
/* PHRASE or NEAR; each operand is an OR of terms. */
void plan_window(const std::vector<Plan *> &operands, Part::Mode mode,
	uint32_t window, Plan &out);

Plan plan_term(std::string term, uint32_t wqf, double factor);
void plan_scale(Plan &plan, double factor);

/* One leaf and nothing else. */
bool is_term(const Plan &plan);
/* One part, of whatever mode. */
bool is_part(const Plan &plan);
/* What any of its groups finds. */
bool is_one_set(const Plan &plan);
/* An OR of terms. */
bool is_terms(const Plan &plan);

} // namespace xc
#endif
