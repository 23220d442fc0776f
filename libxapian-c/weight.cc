/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/weight.h"

#include <algorithm>
#include <cmath>

namespace xc
{

double rarity(double matching, double all)
{
	const double odds = (all - matching + 0.5) / (matching + 0.5);

	return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

/* Added and taken away again this leaves no bit below 2^-30: a double of this
 * size has its last bit there. */
double rounded(double weight)
{
	const double size = 1.5 * (1 << 22);

	return weight + size - size;
}

/* WDF_MAX is not asked for: that is another look into the postings for each
 * term, for a bound that is loose for every frequent one. */
Impact::Impact(const struct xc_scale &impact, Budget &shared)
    : scale(impact), budget(shared)
{
	need_stat(COLLECTION_SIZE);
	need_stat(TERMFREQ);
	need_stat(WQF);
	need_stat(WDF);
}

Impact *Impact::clone() const
{
	return new Impact(scale, budget);
}

std::string Impact::name() const
{
	return "xc::Impact";
}

/* Called once for each term, when its postings are opened; with a factor of 0
 * for the part that depends on no term. */
void Impact::init(double factor)
{
	budget.check();
	term_weight = 0;
	if (factor > 0)
		term_weight =
			rounded(rarity(get_termfreq(), get_collection_size()) *
				factor * get_wqf() * scale.unit);
}

double Impact::get_sumpart(
	Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const
{
	budget.tick();
	return term_weight * std::min(wdf, scale.most);
}

double Impact::get_maxpart() const
{
	return term_weight * scale.most;
}

double Impact::get_sumextra(Xapian::termcount, Xapian::termcount) const
{
	return 0;
}

double Impact::get_maxextra() const
{
	return 0;
}

} // namespace xc
