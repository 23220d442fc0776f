/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/budget.h"

#include <ctime>

namespace xc
{

uint64_t Budget::monotonic()
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return uint64_t(now.tv_sec) * 1000000000u + uint64_t(now.tv_nsec);
}

void Budget::check()
{
	if (cancel && *cancel)
		fail(XC_CANCELLED, "the search was cancelled");
	if (deadline && clock() >= deadline)
		fail(XC_DEADLINE, "the search took longer than it may");
}

void Budget::check_partial()
{
	if (!partial || (cancel && *cancel))
		check();
	else
		late = deadline && clock() >= deadline;
}

} // namespace xc
