/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/window.h"

#include <algorithm>

namespace xc
{

namespace
{

/* A place in each list, moved forward only. */
using Heads = std::vector<Places::const_iterator>;

bool move_to(
	const Places &places, Places::const_iterator &head, uint64_t least)
{
	while (head != places.end() && *head < least)
		++head;
	return head != places.end();
}

Heads start(const std::vector<Places> &slots)
{
	Heads heads;

	for (const Places &places : slots)
		heads.push_back(places.begin());
	return heads;
}

bool all_differ(const Heads &heads)
{
	for (size_t i = 0; i < heads.size(); i++)
		for (size_t n = 0; n < i; n++)
			if (*heads[i] == *heads[n])
				return false;
	return true;
}

/* Places below `end` for the slots, each its own: augmenting paths (Kuhn). */
class Assignment
{
      public:
	Assignment(const std::vector<Places> &all, const Heads &from,
		uint64_t behind)
	    : slots(all), heads(from), end(behind)
	{
	}
	bool exists()
	{
		for (size_t i = 0; i < slots.size(); i++) {
			tried.clear();
			if (!place(i))
				return false;
		}
		return true;
	}

      private:
	struct Taken {
		uint32_t at;
		size_t slot;
	};

	bool place(size_t slot)
	{
		for (auto at = heads[slot];
			at != slots[slot].end() && *at < end; ++at) {
			if (std::find(tried.begin(), tried.end(), *at) !=
				tried.end())
				continue;
			tried.push_back(*at);
			if (take(*at, slot))
				return true;
		}
		return false;
	}
	bool take(uint32_t at, size_t slot)
	{
		for (size_t i = 0; i < taken.size(); i++) {
			if (taken[i].at != at)
				continue;
			if (!place(taken[i].slot))
				return false;
			taken[i].slot = slot;
			return true;
		}
		taken.push_back({at, slot});
		return true;
	}

	const std::vector<Places> &slots;
	const Heads &heads;
	const uint64_t end;
	std::vector<Taken> taken;
	Places tried;
};

} // namespace

bool stand_in_order(const std::vector<Places> &slots, uint32_t window)
{
	Heads heads = start(slots);

	for (const uint32_t first : slots[0]) {
		uint32_t last = first;

		for (size_t i = 1; i < slots.size(); i++) {
			if (!move_to(slots[i], heads[i], uint64_t(last) + 1))
				return false;
			last = *heads[i];
		}
		if (last - first < window)
			return true;
	}
	return false;
}

bool stand_near(const std::vector<Places> &slots, uint32_t window)
{
	Heads heads = start(slots);
	uint64_t least = 0;

	for (;;) {
		uint32_t first = UINT32_MAX, last = 0;

		for (size_t i = 0; i < slots.size(); i++) {
			if (!move_to(slots[i], heads[i], least))
				return false;
			first = std::min(first, *heads[i]);
			last = std::max(last, *heads[i]);
		}
		if (last - first >= window) {
			least = uint64_t(last) - window + 1;
			continue;
		}
		if (all_differ(heads) ||
			Assignment(slots, heads, uint64_t(first) + window)
				.exists())
			return true;
		least = uint64_t(first) + 1;
	}
}

} // namespace xc
