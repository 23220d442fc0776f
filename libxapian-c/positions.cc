/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/positions.h"

#include <algorithm>

namespace xc
{

namespace
{

constexpr size_t long_list = 255;

void add_varint(std::string &out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		out += char(value | 0x80);
	out += char(value);
}

void add_hash(std::string &out, uint16_t hash)
{
	out += char(hash & 0xff);
	out += char(hash >> 8);
}

/* Reads the value front to back and never behind its end. */
class Reader
{
      public:
	explicit Reader(std::string_view bytes) : rest(bytes)
	{
	}
	bool at_end() const
	{
		return rest.empty();
	}
	std::string_view left() const
	{
		return rest;
	}
	std::string_view take(uint64_t length)
	{
		if (length > rest.size())
			fail(XC_CORRUPT, "the positions of a document are cut");
		const std::string_view taken = rest.substr(0, size_t(length));

		rest.remove_prefix(size_t(length));
		return taken;
	}
	uint64_t varint()
	{
		uint64_t value = 0;
		unsigned char byte;

		for (unsigned shift = 0; shift < 64; shift += 7) {
			byte = static_cast<unsigned char>(take(1)[0]);
			value |= uint64_t(byte & 0x7f) << shift;
			if (byte < 0x80)
				return value;
		}
		fail(XC_CORRUPT, "the positions of a document are damaged");
	}

      private:
	std::string_view rest;
};

/* What stands in front of the lists, and the lists. */
struct Table {
	std::string_view hashes, lengths;
	Reader lists;

	uint16_t hash(size_t i) const
	{
		return uint16_t(static_cast<unsigned char>(hashes[2 * i]) |
				static_cast<unsigned char>(hashes[2 * i + 1])
					<< 8);
	}
	size_t size() const
	{
		return lengths.size();
	}
	/* The list that is next. */
	std::string_view take_list(size_t i)
	{
		const size_t length = static_cast<unsigned char>(lengths[i]);

		return lists.take(
			length < long_list ? length : lists.varint());
	}
	/* The first with that hash, or behind it. */
	size_t find(uint16_t wanted) const
	{
		size_t first = 0, end = size();

		while (first < end) {
			const size_t middle = (first + end) / 2;

			if (hash(middle) < wanted)
				first = middle + 1;
			else
				end = middle;
		}
		return first;
	}
};

Table read_table(std::string_view value)
{
	Reader reader(value);
	const uint64_t count = reader.varint();

	if (count > value.size())
		fail(XC_CORRUPT, "the positions of a document are damaged");
	const std::string_view hashes = reader.take(2 * count);
	const std::string_view lengths = reader.take(count);

	return {hashes, lengths, reader};
}

void read_list(std::string_view list, size_t most, Places &out)
{
	Reader reader(list);
	uint64_t position = 0;

	for (; !reader.at_end() && most > 0; most--) {
		position += reader.varint();
		out.push_back(uint32_t(position));
	}
}

struct Hashed {
	uint16_t hash;
	const struct xc_term *term;
};

bool is_shared(const std::vector<Hashed> &all, size_t i)
{
	return (i > 0 && all[i - 1].hash == all[i].hash) ||
	       (i + 1 < all.size() && all[i + 1].hash == all[i].hash);
}

void encode_list(std::string &out, const struct xc_term &term, bool named)
{
	uint32_t before = 0;

	if (named) {
		add_varint(out, term.length);
		out.append(term.data, term.length);
	}
	for (size_t i = 0; i < term.positions_count; i++) {
		if (i > 0 && term.positions[i] == before)
			continue;
		add_varint(out, term.positions[i] - before);
		before = term.positions[i];
	}
}

std::vector<Hashed> hash_terms(const struct xc_term *terms, size_t count)
{
	std::vector<Hashed> all;

	all.reserve(count);
	for (size_t i = 0; i < count; i++)
		if (terms[i].positions_count > 0)
			all.push_back({term_hash({terms[i].data,
					       terms[i].length}),
				&terms[i]});
	/* By name, too, so that equal documents have equal values. */
	std::sort(all.begin(), all.end(), [](const Hashed &a, const Hashed &b) {
		if (a.hash != b.hash)
			return a.hash < b.hash;
		return std::string_view(a.term->data, a.term->length) <
		       std::string_view(b.term->data, b.term->length);
	});
	return all;
}

} // namespace

/* FNV-1a, its halves folded. */
uint16_t term_hash(std::string_view term)
{
	uint32_t hash = 2166136261u;

	for (const char c : term)
		hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
	return uint16_t(hash ^ hash >> 16);
}

std::string encode_positions(const struct xc_term *terms, size_t count)
{
	const std::vector<Hashed> all = hash_terms(terms, count);
	std::string out, lengths, lists, list;

	if (all.empty())
		return out;
	add_varint(out, all.size());
	for (size_t i = 0; i < all.size(); i++) {
		list.clear();
		encode_list(list, *all[i].term, is_shared(all, i));
		add_hash(out, all[i].hash);
		lengths += char(std::min(list.size(), long_list));
		if (list.size() >= long_list)
			add_varint(lists, list.size());
		lists += list;
	}
	return out + lengths + lists;
}

void find_positions(std::string_view value, std::string_view term,
	uint16_t hash, size_t most, Places &out)
{
	if (value.empty())
		return;
	Table table = read_table(value);
	size_t i = table.find(hash);

	if (i == table.size() || table.hash(i) != hash)
		return;
	for (size_t before = 0; before < i; before++)
		table.take_list(before);
	if (i + 1 == table.size() || table.hash(i + 1) != hash) {
		read_list(table.take_list(i), most, out);
		return;
	}
	for (; i < table.size() && table.hash(i) == hash; i++) {
		Reader named(table.take_list(i));
		const bool found = named.take(named.varint()) == term;

		if (found) {
			read_list(named.left(), most, out);
			return;
		}
	}
}

} // namespace xc
