/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/sums.h"

#include <cinttypes>
#include <cstdio>
#include <cstring>

namespace xc
{

namespace
{

/* No metadata of a caller, by xapian-c.h. */
const char name[] = "xapian-c sums";

/* Every bit of the outcome hangs on each bit of the input. */
uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 32) * 0xd6e8feb86659fd93u;
	x = (x ^ x >> 32) * 0xd6e8feb86659fd93u;
	return x ^ x >> 32;
}

uint64_t hash(const std::string &bytes)
{
	uint64_t sum = mix(bytes.size() + 1), word = 0;
	size_t at = 0;

	for (; at + sizeof(word) <= bytes.size(); at += sizeof(word)) {
		memcpy(&word, bytes.data() + at, sizeof(word));
		sum = mix(sum ^ word);
	}
	word = 0;
	memcpy(&word, bytes.data() + at, bytes.size() - at);
	return mix(sum ^ word);
}

uint64_t hash_of(Xapian::docid id, uint32_t number, const std::string &bytes)
{
	return mix(hash(bytes) ^ mix(uint64_t(id) << 32 | number));
}

} // namespace

void Sums::add_term(
	Xapian::docid id, const std::string &term, Xapian::termcount wdf)
{
	terms += hash_of(id, wdf, term);
}

void Sums::add_value(
	Xapian::docid id, Xapian::valueno slot, const std::string &value)
{
	values += hash_of(id, slot, value);
}

void Sums::add_data(Xapian::docid id, const std::string &bytes)
{
	data += hash_of(id, 0, bytes);
}

void Sums::add(Xapian::docid id, const Xapian::Document &document)
{
	for (auto term = document.termlist_begin();
		term != document.termlist_end(); ++term)
		add_term(id, *term, term.get_wdf());
	for (auto value = document.values_begin();
		value != document.values_end(); ++value)
		add_value(id, value.get_valueno(), *value);
	add_data(id, document.get_data());
}

void Sums::take(Xapian::docid id, const Xapian::Document &document)
{
	Sums all;

	all.add(id, document);
	terms -= all.terms;
	values -= all.values;
	data -= all.data;
}

std::optional<Sums> stored_sums(const Xapian::Database &database)
{
	const std::string text = database.get_metadata(name);
	Sums sums;
	int end = 0;

	if (text.empty())
		return std::nullopt;
	if (sscanf(text.c_str(), "%" SCNx64 " %" SCNx64 " %" SCNx64 "%n",
		    &sums.terms, &sums.values, &sums.data, &end) != 3 ||
		size_t(end) != text.size())
		fail(XC_CORRUPT, "the sums of its documents are damaged");
	return sums;
}

void store_sums(
	Xapian::WritableDatabase &database, const std::optional<Sums> &sums)
{
	char text[3 * 17 + 1] = "";

	if (sums)
		snprintf(text, sizeof(text),
			"%016" PRIx64 " %016" PRIx64 " %016" PRIx64,
			sums->terms, sums->values, sums->data);
	database.set_metadata(name, text);
}

} // namespace xc
