/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A weight that is finished when a document is indexed, and can be stopped.
 *
 * A term's wdf in a document is what the term says about it, on whatever scale
 * the caller chose (field weights, lengths and saturation are in it); a query
 * multiplies it by the term's rarity.  So no document length is looked up, and
 * the bound of a term is the greatest wdf there can be.
 *
 * Xapian's set_time_limit() does not bound a query, and its timer writes into
 * a dead stack frame when it fires late.  A weight, though, is asked about
 * nearly every document the matcher looks at, so it is the place to look at the
 * clock; throwing from there unwinds the matcher without a leak.
 */
#ifndef XAPIAN_C_WEIGHT_H
#define XAPIAN_C_WEIGHT_H

#include "libxapian-c/guard.h"

#include <algorithm>

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
		if (++ticks % interval == 0)
			check();
	}

	/* The same for who can end early: true, once time is up, if that is
	 * allowed. */
	bool is_over()
	{
		if (++ticks % interval == 0 && !late)
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
	const uint64_t deadline;
	const volatile int *const cancel;
	const Clock clock;
	void check_partial();

	unsigned ticks = 0;
	bool partial = false;
	bool late = false;
};

/*
 * The rarity of a term in `matching` of `all` documents: the inverse document
 * frequency of Robertson and Sparck Jones; where (N - n + 0.5) / (n + 0.5)
 * falls under 2, half of it plus 1 is taken instead, so that the logarithm
 * stays positive for frequent terms.
 */
double rarity(double matching, double all);

/*
 * Rounded to a multiple of 2^-30.  Such a number times a wdf is exact, and so
 * are sums of them up to 2^23: the order in which a matcher adds weights, which
 * changes as it prunes and with the number of shards, cannot make two equal
 * documents differ in the last bit.
 */
double rounded(double weight);

/* wdf, `scale.most` at most, times rarity and scale.unit. */
class Impact : public Xapian::Weight
{
      public:
	/* `shared` outlives the weight and all its clones. */
	Impact(const struct xc_scale &scale, Budget &shared);

	void init(double factor) override;
	Impact *clone() const override;
	std::string name() const override;
	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
		Xapian::termcount unique) const override;
	double get_maxpart() const override;
	double get_sumextra(Xapian::termcount length,
		Xapian::termcount unique) const override;
	double get_maxextra() const override;

      private:
	const struct xc_scale scale;
	Budget &budget;
	double term_weight = 0;
};

} // namespace xc
#endif
