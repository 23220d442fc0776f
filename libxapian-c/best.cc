/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/best.h"

#include "libxapian-c/ranking.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <limits>
#include <string>
#include <utility>

namespace xc
{

namespace
{

struct Item {
	Ranked document;
	std::string key; /* of equal weights the less is better; "": unknown */
};

bool has_more_weight(const Item &a, const Item &b)
{
	return a.document.weight > b.document.weight;
}

bool is_better(const Item &a, const Item &b)
{
	if (a.document.weight != b.document.weight)
		return has_more_weight(a, b);
	const int order = a.key.compare(b.key);

	return order != 0 ? order < 0 : a.document.id < b.document.id;
}

/* The values that decide ties of some documents, one walk over each shard. */
void read_keys(const std::vector<Xapian::Database> &shards, uint32_t slot,
	std::vector<Item *> items)
{
	const auto step = Xapian::docid(shards.size());
	const Xapian::ValueIterator end;
	Xapian::ValueIterator at;
	Xapian::docid last = step;

	std::sort(items.begin(), items.end(), [&](auto *a, auto *b) {
		const Xapian::docid one = a->document.id - 1;
		const Xapian::docid other = b->document.id - 1;

		return std::pair(one % step, one) <
		       std::pair(other % step, other);
	});
	for (Item *item : items) {
		const Xapian::docid number = item->document.id - 1;
		const Xapian::docid id = number / step + 1;

		if (number % step != last)
			at = shards[last = number % step].valuestream_begin(
				slot);
		if (at != end)
			at.skip_to(id);
		if (at != end && at.get_docid() == id)
			item->key = *at;
	}
}

/*
 * The best so far.  Which of equal weights are among them is decided at the
 * end: most weights of most rankings are there once, and to look up what
 * decides costs more than to weigh a document.
 */
class Kept
{
      public:
	explicit Kept(size_t count) : most(count)
	{
	}
	/* A document of less weight has no place. */
	double least() const
	{
		if (!most)
			return std::numeric_limits<double>::infinity();
		return weights.size() < most ? 0 : weights.front();
	}
	void add(const Ranked &document)
	{
		const double weight = document.weight;

		if (items.size() >= room)
			leave_out();
		items.push_back({document, {}});
		if (weights.size() == most) {
			if (weight <= weights.front())
				return;
			std::pop_heap(weights.begin(), weights.end(),
				std::greater<double>());
			weights.pop_back();
		}
		weights.push_back(weight);
		std::push_heap(
			weights.begin(), weights.end(), std::greater<double>());
	}
	std::vector<Ranked> take(const std::vector<Xapian::Database> &shards,
		const uint32_t *tie_slot)
	{
		std::vector<Ranked> ranked;

		leave_out();
		std::sort(items.begin(), items.end(), has_more_weight);
		if (tie_slot)
			read_keys(shards, *tie_slot, tied());
		std::sort(items.begin(), items.end(), is_better);
		items.resize(std::min(items.size(), most));
		ranked.reserve(items.size());
		for (const Item &item : items)
			ranked.push_back(item.document);
		return ranked;
	}

      private:
	void leave_out()
	{
		const double bound = least();

		items.erase(std::remove_if(items.begin(), items.end(),
				    [=](const Item &item) {
					    return item.document.weight < bound;
				    }),
			items.end());
		room = std::max(room, 2 * items.size());
	}
	/* Those whose weight another one has, too; in order of weight. */
	std::vector<Item *> tied()
	{
		const auto same = [this](size_t a, size_t b) {
			return items[a].document.weight ==
			       items[b].document.weight;
		};
		std::vector<Item *> found;

		for (size_t i = 0; i < items.size(); i++)
			if ((i > 0 && same(i - 1, i)) ||
				(i + 1 < items.size() && same(i, i + 1)))
				found.push_back(&items[i]);
		return found;
	}

	const size_t most;
	size_t room = 1024;
	std::vector<double> weights; /* a heap with the least in front */
	std::vector<Item> items;     /* all that weigh as much as that */
};

/* A term that finds documents by itself says how many there are at least. */
uint64_t surely_found(const WeighedPlan &plan)
{
	uint64_t found = 0;

	if (!is_one_set(plan))
		return 0;
	for (const WeighedLeaf &leaf : plan.leaves)
		if (!leaf.front && !is_together(plan.parts[leaf.part].mode))
			found = std::max<uint64_t>(found, leaf.documents);
	return found;
}

class Search
{
      public:
	Search(const WeighedPlan &plan, const Wanted &asked)
	    : wanted(asked), documents(plan.documents),
	      exactly(surely_found(plan) >= asked.exactly ? 0 : asked.exactly),
	      counting(exactly > 0), kept(asked.documents)
	{
	}
	/* Document `id` of a shard has the number id * step + first. */
	void run(Ranking &ranking, Xapian::docid first, Xapian::docid step,
		Xapian::doccount shard)
	{
		while (true) {
			const bool found = ranking.step(least());

			if (ranking.at_end())
				break;
			if (found)
				add(ranking, first, step);
			if (counting &&
				seen + vain + ranking.in_vain() >= exactly)
				stop_counting(ranking.get_docid());
		}
		passed += shard;
		vain += ranking.in_vain();
		lower += ranking.get_termfreq_min();
		estimate += ranking.get_termfreq_est();
		upper += ranking.get_termfreq_max();
	}
	Best take(const std::vector<Xapian::Database> &shards)
	{
		auto best = kept.take(shards, wanted.tie_slot);

		if (!has_pruned)
			return {std::move(best), seen, seen, seen};
		lower = std::max(lower, seen);
		if (sample > 0)
			estimate = std::clamp(sample, lower, upper);
		return {std::move(best), lower, std::max(estimate, lower),
			upper};
	}

      private:
	/* Nothing is left out before enough are counted. */
	double least()
	{
		const double weight = counting ? 0 : kept.least();

		has_pruned |= weight > 0;
		return weight;
	}
	void add(
		const Ranking &ranking, Xapian::docid first, Xapian::docid step)
	{
		seen++;
		if (ranking.get_weight() >= kept.least())
			kept.add({ranking.get_docid() * step + first,
				ranking.get_weight(), 0,
				ranking.get_watched()});
	}
	/* What was found among the documents up to here tells about how many
	 * there are. */
	void stop_counting(Xapian::docid id)
	{
		counting = false;
		sample = uint64_t(
			double(seen) * double(documents) / double(passed + id));
	}

	const Wanted &wanted;
	const Xapian::doccount documents;
	const uint64_t exactly;
	bool counting;
	Kept kept;
	uint64_t seen = 0, lower = 0, estimate = 0, upper = 0;
	uint64_t vain = 0;   /* positions read, of shards that are done */
	uint64_t passed = 0; /* documents of these */
	uint64_t sample =
		0; /* found, as far as counting tells; 0: all counted */
	bool has_pruned = false;
};

} // namespace

Best find_best(const std::vector<Xapian::Database> &shards,
	const std::shared_ptr<const WeighedPlan> &plan, const Wanted &wanted,
	Budget &budget, Memo &memo)
{
	const auto step = Xapian::docid(shards.size());
	Search search(*plan, wanted);
	std::deque<Ranking> rankings;

	/* All first: no shard may end the search when another has found. */
	for (const Xapian::Database &shard : shards)
		rankings.emplace_back(plan, budget, memo).init(shard);
	/* (id - 1) * step + i + 1 */
	for (Xapian::docid i = 0; i < step; i++)
		search.run(rankings[i], i + 1 - step, step,
			shards[i].get_lastdocid());
	return search.take(shards);
}

} // namespace xc
