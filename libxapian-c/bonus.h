/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the caller adds to the first documents of a ranking. */
#ifndef XAPIAN_C_BONUS_H
#define XAPIAN_C_BONUS_H

#include "libxapian-c/best.h"

namespace xc
{

/* Throws XC_INVALID. */
void check_bonus(const struct xc_bonus &bonus);

/* In its order. */
std::vector<std::string> bonus_terms(const struct xc_bonus &bonus);

/*
 * Puts the first documents in their new order, of which only the first `wanted`
 * are as they should be.  A document that cannot come so far any more is not
 * looked at: positions are read for each.  When the ranking did not watch the
 * terms, each is also asked which of them it has.
 */
void add_bonus(const Xapian::Database &db, const struct xc_bonus &bonus,
	size_t wanted, bool watched, Budget &budget,
	std::vector<Ranked> &documents);

} // namespace xc
#endif
