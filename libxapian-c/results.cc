/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A block is the struct, then its arrays in falling order of alignment, so that
 * no padding is needed, then all bytes:
 *
 *	xc_results | xc_hit ... | xc_bytes ... | uint32_t ... | char ...
 */
#include "config.h"

#include "libxapian-c/results.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace xc
{

namespace
{

/* Hands out the parts of a block, front to back. */
class Block
{
      public:
	explicit Block(size_t size) : next(static_cast<char *>(malloc(size)))
	{
		if (!next)
			throw std::bad_alloc();
	}
	template <typename Item> Item *array(size_t count)
	{
		auto *items = reinterpret_cast<Item *>(next);

		next += count * sizeof(Item);
		return items;
	}
	const char *bytes(const std::string &from)
	{
		char *to = array<char>(from.size());

		memcpy(to, from.data(), from.size());
		return to;
	}

      private:
	char *next;
};

size_t size_of(const Found &found)
{
	size_t size = sizeof(struct xc_hit) + found.data.size() +
		      found.values.size() * sizeof(struct xc_bytes) +
		      found.matched.size() * sizeof(uint32_t);

	for (const std::string &value : found.values)
		size += value.size();
	return size;
}

/* The passes keep the order of the arrays. */
void place_values(Block &block, struct xc_hit *hits,
	const std::vector<Found> &found, std::vector<struct xc_bytes *> &places)
{
	for (size_t i = 0; i < found.size(); i++) {
		places.push_back(
			block.array<struct xc_bytes>(found[i].values.size()));
		hits[i].values = places.back();
	}
}

void place_matched(
	Block &block, struct xc_hit *hits, const std::vector<Found> &found)
{
	for (size_t i = 0; i < found.size(); i++) {
		const size_t count = found[i].matched.size();
		auto *matched = block.array<uint32_t>(count);

		for (size_t n = 0; n < count; n++)
			matched[n] = found[i].matched[n];
		hits[i].matched = matched;
		hits[i].matched_count = count;
	}
}

void place_bytes(Block &block, struct xc_hit &hit, const Found &found,
	struct xc_bytes *values)
{
	hit.docid = found.docid;
	hit.score = found.score;
	hit.bonus = found.bonus;
	hit.positions = nullptr;
	hit.data = {block.bytes(found.data), found.data.size()};
	for (size_t n = 0; n < found.values.size(); n++)
		values[n] = {
			block.bytes(found.values[n]), found.values[n].size()};
}

} // namespace

struct xc_results *pack_results(
	const std::vector<Found> &found, const Totals &totals)
{
	size_t size = sizeof(struct xc_results);
	std::vector<struct xc_bytes *> values;

	values.reserve(found.size());
	for (const Found &one : found)
		size += size_of(one);

	Block block(size);
	auto *results = block.array<struct xc_results>(1);
	auto *hits = block.array<struct xc_hit>(found.size());

	place_values(block, hits, found, values);
	place_matched(block, hits, found);
	for (size_t i = 0; i < found.size(); i++)
		place_bytes(block, hits[i], found[i], values[i]);
	*results = {hits, found.size(), totals.lower, totals.estimate,
		totals.upper, totals.late, totals.statistics};
	return results;
}

struct xc_term_counts *pack_terms(
	const std::vector<FoundTerm> &found, bool more)
{
	size_t size = sizeof(struct xc_term_counts);

	for (const FoundTerm &term : found)
		size += sizeof(struct xc_term_count) + term.name.size();

	Block block(size);
	auto *counts = block.array<struct xc_term_counts>(1);
	auto *items = block.array<struct xc_term_count>(found.size());

	for (size_t i = 0; i < found.size(); i++)
		items[i] = {block.bytes(found[i].name), found[i].name.size(),
			found[i].documents};
	*counts = {items, found.size(), more};
	return counts;
}

char *copy_bytes(const std::string &bytes)
{
	auto *copy = static_cast<char *>(malloc(bytes.size() + 1));

	if (!copy)
		throw std::bad_alloc();
	memcpy(copy, bytes.c_str(), bytes.size() + 1);
	return copy;
}

} // namespace xc

void xc_results_free(struct xc_results *results)
{
	free(results);
}

void xc_term_counts_free(struct xc_term_counts *counts)
{
	free(counts);
}
