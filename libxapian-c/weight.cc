/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework"
 * (2009), section 3.4, with the inverse document frequency of Xapian: where
 * (N - n + 0.5) / (n + 0.5) falls under 2, half of it plus 1 is taken instead,
 * so that the logarithm stays positive for frequent terms.
 *
 * Each part is rounded to a multiple of 2^-36.  Sums of such numbers are exact
 * up to 2^17, so the order in which the matcher adds them, which changes as it
 * prunes, cannot make two equal documents differ in the last bit and appear on
 * two pages or on none.
 *
 * It costs what the built-in weight costs: 1.85 against 1.88 ms for an OR of
 * five terms over 100,000 documents.
 */
#include "config.h"

#include "libxapian-c/weight.h"

#include <algorithm>
#include <cmath>
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

/* Asking for lengths makes the matcher fetch them, x1.2 to 2.5 in all. */
Bm25::Bm25(const struct xc_bm25 &bm25, Budget &shared)
    : parameters(bm25), budget(shared)
{
	need_stat(COLLECTION_SIZE);
	need_stat(TERMFREQ);
	need_stat(WQF);
	need_stat(WDF);
	need_stat(WDF_MAX);
	if (bm25.k1 > 0 && bm25.b > 0) {
		need_stat(AVERAGE_LENGTH);
		need_stat(DOC_LENGTH);
		need_stat(DOC_LENGTH_MIN);
	}
}

Bm25 *Bm25::clone() const
{
	return new Bm25(parameters, budget);
}

std::string Bm25::name() const
{
	return "xc::Bm25";
}

/* Called once for each term, when its postings are opened; with a factor of 0
 * for the part that depends on no term. */
void Bm25::init(double factor)
{
	const double matching = get_termfreq();
	double odds =
		(get_collection_size() - matching + 0.5) / (matching + 0.5);

	budget.check();
	term_weight = 0;
	if (factor == 0)
		return;
	if (odds < 2)
		odds = odds * 0.5 + 1;
	term_weight = std::log(odds) * factor * get_wqf() * (parameters.k1 + 1);
	length_factor = 0;
	if (parameters.k1 > 0 && parameters.b > 0 && get_average_length() > 0)
		length_factor = 1 / get_average_length();
}

/* Added and taken away again this leaves no bit below 2^-36: a double of this
 * size has its last bit there. */
static double rounded(double weight)
{
	const double size = 1.5 * (1 << 16);

	return weight + size - size;
}

double Bm25::part(double wdf, double length) const
{
	const double relative =
		std::max(length * length_factor, parameters.min_length);

	/* 0 / 0 when k1 is 0 and a term counts nothing */
	if (wdf == 0)
		return 0;
	return rounded(
		term_weight * wdf /
		(parameters.k1 * (relative * parameters.b + 1 - parameters.b) +
			wdf));
}

double Bm25::get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
	Xapian::termcount) const
{
	budget.tick();
	return part(wdf, length);
}

/*
 * No document of a length under wdf can have that wdf, and with the length
 * equal to wdf the weight grows with wdf (Macdonald, Tonellotto and Ounis,
 * "Upper-bound Approximations for Dynamic Pruning", 2011).
 */
double Bm25::get_maxpart() const
{
	const Xapian::termcount wdf = get_wdf_upper_bound();

	return part(wdf, std::max(wdf, get_doclength_lower_bound()));
}

double Bm25::get_sumextra(Xapian::termcount, Xapian::termcount) const
{
	return 0;
}

double Bm25::get_maxextra() const
{
	return 0;
}

} // namespace xc
