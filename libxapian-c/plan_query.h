/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans as queries of the engine, where it is to match them itself. */
#ifndef XAPIAN_C_PLAN_QUERY_H
#define XAPIAN_C_PLAN_QUERY_H

#include "libxapian-c/guard.h"
#include "libxapian-c/plan.h"

namespace xc
{

Xapian::Query scaled(const Xapian::Query &query, double factor);

/* bare: the factors of its leaves do not count. */
Xapian::Query part_query(const Part &part, bool bare);

/* Where only the documents count, and the engine wants to see the terms. */
Xapian::Query bare_query(const Plan &plan);

/* The engine has the better way for what is no sum, no choice and has no
 * places. */
bool is_engines(const Plan &plan);

} // namespace xc
#endif
