/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/best.h"

#include "libxapian-c/ranking.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <string>
#include <utility>

namespace xc
{

namespace
{

struct Item {
	double weight;
	std::string key; /* of equal weights the less is better */
	Xapian::docid id;
};

bool is_better(const Item &a, const Item &b)
{
	if (a.weight != b.weight)
		return a.weight > b.weight;
	const int order = a.key.compare(b.key);

	return order != 0 ? order < 0 : a.id < b.id;
}

/* The best so far; a heap with the worst of them in front. */
class Heap
{
      public:
	explicit Heap(size_t count) : most(count)
	{
	}
	/* A document of less weight has no place. */
	double least() const
	{
		if (!most)
			return std::numeric_limits<double>::infinity();
		return items.size() < most ? 0 : items.front().weight;
	}
	void add(Item item)
	{
		if (items.size() == most) {
			if (!is_better(item, items.front()))
				return;
			std::pop_heap(items.begin(), items.end(), is_better);
			items.pop_back();
		}
		items.push_back(std::move(item));
		std::push_heap(items.begin(), items.end(), is_better);
	}
	std::vector<Ranked> take()
	{
		std::vector<Ranked> ranked;

		std::sort_heap(items.begin(), items.end(), is_better);
		ranked.reserve(items.size());
		for (const Item &item : items)
			ranked.push_back({item.id, item.weight, 0});
		return ranked;
	}

      private:
	const size_t most;
	std::vector<Item> items;
};

/* The value that decides ties, of documents asked for in ascending order. */
class Keys
{
      public:
	Keys(const Xapian::Database &shard, const uint32_t *tie_slot)
	    : slot(tie_slot)
	{
		if (slot)
			at = shard.valuestream_begin(*slot);
	}
	std::string of(Xapian::docid id)
	{
		const Xapian::ValueIterator end;

		if (!slot || at == end)
			return std::string();
		at.skip_to(id);
		return at != end && at.get_docid() == id ? *at : std::string();
	}

      private:
	const uint32_t *const slot;
	Xapian::ValueIterator at;
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
	    : wanted(asked),
	      exactly(surely_found(plan) >= asked.exactly ? 0 : asked.exactly),
	      heap(asked.documents)
	{
	}
	/* Document `id` of a shard has the number id * step + first. */
	void run(Ranking &ranking, const Xapian::Database &shard,
		Xapian::docid first, Xapian::docid step)
	{
		Keys keys(shard, wanted.tie_slot);

		for (ranking.next(least()); !ranking.at_end();
			ranking.next(least())) {
			const Xapian::docid id = ranking.get_docid();

			seen++;
			if (ranking.get_weight() >= heap.least())
				heap.add({ranking.get_weight(), keys.of(id),
					id * step + first});
		}
		lower += ranking.get_termfreq_min();
		estimate += ranking.get_termfreq_est();
		upper += ranking.get_termfreq_max();
	}
	Best take()
	{
		if (!has_pruned)
			return {heap.take(), seen, seen, seen};
		lower = std::max(lower, seen);
		return {heap.take(), lower, std::max(estimate, lower), upper};
	}

      private:
	/* Nothing is left out before enough are counted. */
	double least()
	{
		const double weight = seen < exactly ? 0 : heap.least();

		has_pruned |= weight > 0;
		return weight;
	}

	const Wanted &wanted;
	const uint64_t exactly;
	Heap heap;
	uint64_t seen = 0, lower = 0, estimate = 0, upper = 0;
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
		search.run(rankings[i], shards[i], i + 1 - step, step);
	return search.take();
}

} // namespace xc
