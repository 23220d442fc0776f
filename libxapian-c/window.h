/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Do things stand together?  Each is given by all places where it stands. */
#ifndef XAPIAN_C_WINDOW_H
#define XAPIAN_C_WINDOW_H

#include "libxapian-c/positions.h"

namespace xc
{

/* A place of each, in the order given, the last less than `window` behind the
 * first. */
bool stand_in_order(const std::vector<Places> &slots, uint32_t window);
/* The same in any order; no two take the same place. */
bool stand_near(const std::vector<Places> &slots, uint32_t window);

} // namespace xc
#endif
