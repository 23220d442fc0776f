/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The positions of documents that were looked at in this commit.  The engine
 * has no cache of blocks: it reads one of 8 kB, and often two, for each document
 * whose positions a phrase wants, and the next phrase of frequent words wants
 * those of the same documents.
 */
#ifndef XAPIAN_C_MEMO_H
#define XAPIAN_C_MEMO_H

#include "libxapian-c/guard.h"

#include <map>
#include <string>
#include <unordered_map>

namespace xc
{

class Memo
{
      public:
	using Values = std::unordered_map<Xapian::docid, std::string>;

	/* Of one of the shards of a searcher, which stays what it is however
	 * often it is opened anew. */
	Values &of(const Xapian::Database &shard)
	{
		return shards[shard.internal[0].get()];
	}
	/* Valid until the next is added. */
	const std::string &add(
		Values &values, Xapian::docid id, std::string value)
	{
		bytes += value.size() + overhead;
		if (bytes > most)
			clear();
		return values[id] = std::move(value);
	}
	void clear()
	{
		for (auto &shard : shards)
			shard.second.clear();
		bytes = 0;
	}

      private:
	/* Of some 20,000 abstracts. */
	static constexpr size_t most = 16 * 1024 * 1024, overhead = 64;

	std::map<const void *, Values> shards;
	size_t bytes = 0;
};

} // namespace xc
#endif
