/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BM25 that can be stopped.
 *
 * Xapian's set_time_limit() does not bound a query, and its timer writes into
 * a dead stack frame when it fires late.  A weight, though, is asked about
 * nearly every document the matcher looks at, so it is the place to look at the
 * clock; throwing from there unwinds the matcher without a leak.
 */
#ifndef XAPIAN_C_WEIGHT_H
#define XAPIAN_C_WEIGHT_H

#include "libxapian-c/guard.h"

namespace xc
{

/* What one request may spend; shared by all its weights. */
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

	/* Throw XC_CANCELLED or XC_DEADLINE when it is spent. */
	void check();
	/* The same, but only every `interval` calls. */
	void tick()
	{
		if (++ticks % interval == 0)
			check();
	}

	/* Reading the clock takes about 25 ns and a weight about 10. */
	static constexpr unsigned interval = 128;

      private:
	const uint64_t deadline;
	const volatile int *const cancel;
	const Clock clock;
	unsigned ticks = 0;
};

/* Equal to Xapian::BM25Weight(k1, 0, 0, b, min_length) to 2^-37 for each term,
 * but linear in the frequency of a term in the query, which that one ignores.
 */
class Bm25 : public Xapian::Weight
{
      public:
	/* `shared` outlives the weight and all its clones. */
	Bm25(const struct xc_bm25 &bm25, Budget &shared);

	void init(double factor) override;
	Bm25 *clone() const override;
	std::string name() const override;
	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
		Xapian::termcount unique) const override;
	double get_maxpart() const override;
	double get_sumextra(Xapian::termcount length,
		Xapian::termcount unique) const override;
	double get_maxextra() const override;

      private:
	double part(double wdf, double length) const;

	const struct xc_bm25 parameters;
	Budget &budget;
	double term_weight = 0;
	double length_factor = 0;
};

} // namespace xc
#endif
