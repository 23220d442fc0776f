/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was found, copied into one block of memory that C can free. */
#ifndef XAPIAN_C_RESULTS_H
#define XAPIAN_C_RESULTS_H

#include "libxapian-c/guard.h"

#include <string>
#include <vector>

namespace xc
{

struct Found {
	uint64_t docid;
	double score, bonus;
	std::string data;
	std::vector<std::string> values;
	std::vector<uint32_t> matched;
};

struct Totals {
	uint64_t lower, estimate, upper;
	struct xc_statistics statistics;
	bool late;
};

struct xc_results *pack_results(
	const std::vector<Found> &found, const Totals &totals);

struct FoundTerm {
	std::string name;
	uint64_t documents;
};

struct xc_term_counts *pack_terms(
	const std::vector<FoundTerm> &found, bool more);

/* On the heap of malloc(), followed by a NUL that does not count. */
char *copy_bytes(const std::string &bytes);

} // namespace xc
#endif
