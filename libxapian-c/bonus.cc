/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/bonus.h"

#include "libxapian-c/positions.h"
#include "libxapian-c/term.h"

#include <algorithm>
#include <functional>

namespace xc
{

namespace
{

/* The terms of a bonus, looked for in one document after the other. */
class Placed
{
      public:
	Placed(const Xapian::Database &all, const struct xc_bonus &asked,
		bool are_watched)
	    : db(all), bonus(asked), watched(are_watched),
	      found(asked.terms_count), positions(asked.terms_count)
	{
		const auto names = bonus_terms(bonus);

		for (size_t i = 0; i < names.size(); i++)
			terms.push_back({names[i], i, term_hash(names[i])});
		std::sort(terms.begin(), terms.end(),
			[](const Term &a, const Term &b) {
				return a.name < b.name;
			});
	}
	double of(const Ranked &document)
	{
		const auto present = watched ? watched_terms(document.watched)
					     : terms_of(document.id);
		struct xc_hit hit = {};

		if (present.size() < bonus.least)
			return 0;
		find(document.id, present);
		for (size_t i = 0; i < found.size(); i++)
			positions[i] = {found[i].data(), found[i].size()};
		hit.docid = document.id;
		hit.score = document.weight;
		hit.positions = positions.data();
		return bonus.of(bonus.context, &hit);
	}

      private:
	struct Term {
		std::string name;
		size_t number; /* in the bonus */
		uint16_t hash;
	};
	using Present = std::vector<const Term *>;

	Present watched_terms(uint64_t bits) const
	{
		Present present;

		for (const Term &term : terms)
			if (bits >> term.number & 1)
				present.push_back(&term);
		return present;
	}
	/* Both lists ascend, so one walk over the document's terms tells which
	 * it has. */
	Present terms_of(Xapian::docid id) const
	{
		auto at = db.termlist_begin(id);
		const auto end = db.termlist_end(id);
		Present present;

		for (const Term &term : terms) {
			if (at == end)
				break;
			at.skip_to(term.name);
			if (at != end && *at == term.name)
				present.push_back(&term);
		}
		return present;
	}
	void find(Xapian::docid id, const Present &present)
	{
		const std::string value =
			db.get_document(id, Xapian::DOC_ASSUME_VALID)
				.get_value(positions_slot);

		for (Places &places : found)
			places.clear();
		for (const Term *term : present)
			find_positions(value, term->name, term->hash,
				XC_POSITIONS_MAX, found[term->number]);
	}

	const Xapian::Database &db;
	const struct xc_bonus &bonus;
	const bool watched;
	std::vector<Term> terms; /* ascending by name */
	std::vector<Places> found;
	std::vector<struct xc_positions> positions;
};

/* The greatest few of some weights. */
class Greatest
{
      public:
	explicit Greatest(size_t count) : most(count)
	{
	}
	/* One that is not greater is not among them. */
	bool has_place(double weight) const
	{
		return weights.size() < most ||
		       (most > 0 && weight > weights.back());
	}
	void add(double weight)
	{
		weights.insert(std::upper_bound(weights.begin(), weights.end(),
				       weight, std::greater<double>()),
			weight);
		if (weights.size() > most)
			weights.pop_back();
	}

      private:
	const size_t most;
	std::vector<double> weights; /* descending */
};

} // namespace

void check_bonus(const struct xc_bonus &bonus)
{
	if (!(bonus.most >= 0))
		fail(XC_INVALID, "the most of a bonus is not a number >= 0");
	if (!bonus.of)
		fail(XC_INVALID, "a bonus has no function");
	for (size_t i = 0; i < bonus.terms_count; i++)
		checked_key(bonus.terms[i].data, bonus.terms[i].length);
}

std::vector<std::string> bonus_terms(const struct xc_bonus &bonus)
{
	std::vector<std::string> terms;

	for (size_t i = 0; i < bonus.terms_count; i++)
		terms.emplace_back(bonus.terms[i].data, bonus.terms[i].length);
	return terms;
}

void add_bonus(const Xapian::Database &db, const struct xc_bonus &bonus,
	size_t wanted, bool watched, Budget &budget,
	std::vector<Ranked> &documents)
{
	const size_t first = std::min<size_t>(bonus.first, documents.size());
	Greatest greatest(std::min(wanted, first));
	Placed placed(db, bonus, watched);
	size_t i = 0;

	/* Behind the last that is looked at all have less weight. */
	for (; i < first && !budget.is_over_now() &&
		greatest.has_place(documents[i].weight + bonus.most);
		i++) {
		documents[i].bonus = placed.of(documents[i]);
		documents[i].weight += documents[i].bonus;
		greatest.add(documents[i].weight);
	}
	std::stable_sort(documents.begin(), documents.begin() + long(i),
		[](const Ranked &a, const Ranked &b) {
			return a.weight > b.weight;
		});
}

} // namespace xc
