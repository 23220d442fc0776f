/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one request may spend, and when to look.
 *
 * Xapian's set_time_limit() does not bound a query, and its timer writes into
 * a dead stack frame when it fires late.  A weight or a posting source, though,
 * is asked about nearly every document the matcher looks at, so that is the
 * place to look at the clock; throwing from there unwinds the matcher without a
 * leak.
 */
#ifndef XAPIAN_C_BUDGET_H
#define XAPIAN_C_BUDGET_H

#include "libxapian-c/guard.h"

namespace xc
{

/* Shared by all weights and posting sources of a request. */
class Budget
{
      public:
	using Clock = uint64_t (*)();

	/* CLOCK_MONOTONIC in nanoseconds. */
	static uint64_t monotonic();

	/* Until `end` on the clock, 0 = for ever, and while *stop is 0. */
	Budget(uint64_t end, const volatile int *stop, Clock time = monotonic)
	    : deadline(end), cancel(stop), clock(time)
	{
	}
	/* Who can end a search early and in order then does, from now on. */
	void allow_partial()
	{
		partial = true;
	}

	/* Throw XC_CANCELLED or XC_DEADLINE when it is spent. */
	void check();
	/* The same, but only every `interval` calls. */
	void tick()
	{
		if (++ticks < interval)
			return;
		ticks = 0;
		check();
	}

	/* The same for who can end early: true, once time is up, if that is
	 * allowed.  `work`: as many calls, for what takes longer. */
	bool is_over(size_t work = 1)
	{
		ticks += work;
		return ticks < interval ? late : is_over_now();
	}
	/* The same at once. */
	bool is_over_now()
	{
		ticks = 0;
		if (!late)
			check_partial();
		return late;
	}
	bool was_late() const
	{
		return late;
	}

	/* Reading the clock takes about 25 ns and a weight about 10. */
	static constexpr unsigned interval = 128;

      private:
	void check_partial();

	const uint64_t deadline;
	const volatile int *const cancel;
	const Clock clock;
	size_t ticks = 0;
	bool partial = false;
	bool late = false;
};

} // namespace xc
#endif
