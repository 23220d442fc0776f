/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A weight that is finished when a document is indexed, and looks at the clock.
 *
 * A term's wdf in a document is what the term says about it, on whatever scale
 * the caller chose (field weights, lengths and saturation are in it); a query
 * multiplies it by the term's rarity.  So no document length is looked up, and
 * the bound of a term is the greatest wdf there can be.
 */
#ifndef XAPIAN_C_WEIGHT_H
#define XAPIAN_C_WEIGHT_H

#include "libxapian-c/budget.h"

namespace xc
{

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
