/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything the engine could refuse in a document is looked for here first:
 * when its add_document() throws it has dropped all that was not committed, and
 * a term with many NULs is refused only at the commit.
 */
#include "config.h"

#include "libxapian-c/document.h"
#include "libxapian-c/positions.h"
#include "libxapian-c/term.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

namespace xc
{

/* The engine's keys end in a NUL and so write each NUL in a term as two bytes.
 */
const char *term_problem(const char *data, size_t length)
{
	size_t nuls = 0;

	if (!data || !length)
		return "is empty";
	if (length <= XC_TERM_MAX)
		nuls = size_t(std::count(data, data + length, '\0'));
	if (length + nuls > XC_TERM_MAX)
		return "is longer than 245 bytes";
	return nullptr;
}

static_assert(XC_TERM_MAX == 245, "the text above says so");

std::string checked_key(const char *key, size_t length)
{
	if (const char *problem = term_problem(key, length))
		fail(XC_INVALID, "the key %s", problem);
	return std::string(key, length);
}

std::string checked_metadata_key(const char *key)
{
	return checked_key(key, key ? strlen(key) : 0);
}

static void check_positions(const struct xc_term &term, size_t at)
{
	if (term.positions_count && !term.positions)
		fail(XC_INVALID, "term %zu: positions are NULL", at);
	if (!std::is_sorted(
		    term.positions, term.positions + term.positions_count))
		fail(XC_INVALID, "term %zu: positions are not ascending", at);
}

/* The sum of all wdf is the document's length, 32 bits in the engine. */
static void check_sizes(const struct xc_document &document)
{
	uint64_t length = 0, bytes = document.data_length;

	for (size_t i = 0; i < document.terms_count; i++) {
		length += document.terms[i].wdf;
		bytes += document.terms[i].length +
			 4 * document.terms[i].positions_count;
	}
	for (size_t i = 0; i < document.values_count; i++)
		bytes += document.values[i].length;
	if (length > UINT32_MAX)
		fail(XC_INVALID, "the sum of wdf is over 32 bits");
	if (bytes > XC_DOCUMENT_MAX)
		fail(XC_INVALID, "the document is larger than 100 MB");
}

static void check_distinct(const struct xc_document &document)
{
	std::vector<std::string_view> names;

	names.reserve(document.terms_count + 1);
	names.emplace_back(document.key, document.key_length);
	for (size_t i = 0; i < document.terms_count; i++)
		names.emplace_back(
			document.terms[i].data, document.terms[i].length);
	std::sort(names.begin(), names.end());
	if (std::adjacent_find(names.begin(), names.end()) != names.end())
		fail(XC_INVALID, "the same term is given twice");
}

static void check_terms(const struct xc_document &document)
{
	if (document.terms_count && !document.terms)
		fail(XC_INVALID, "the terms are NULL");
	for (size_t i = 0; i < document.terms_count; i++) {
		const struct xc_term &term = document.terms[i];

		if (const char *problem = term_problem(term.data, term.length))
			fail(XC_INVALID, "term %zu %s", i, problem);
		check_positions(term, i);
	}
	check_distinct(document);
}

static void check_values(const struct xc_document &document)
{
	std::vector<uint32_t> slots;

	if (document.values_count && !document.values)
		fail(XC_INVALID, "the values are NULL");
	for (size_t i = 0; i < document.values_count; i++) {
		const struct xc_value &value = document.values[i];

		if (value.slot > XC_SLOT_MAX)
			fail(XC_INVALID, "value %zu: no such slot", i);
		if (value.length && !value.data)
			fail(XC_INVALID, "value %zu is NULL", i);
		slots.push_back(value.slot);
	}
	std::sort(slots.begin(), slots.end());
	if (std::adjacent_find(slots.begin(), slots.end()) != slots.end())
		fail(XC_INVALID, "two values for one slot");
}

void check_document(const struct xc_document &document)
{
	if (const char *problem =
			term_problem(document.key, document.key_length))
		fail(XC_INVALID, "the key %s", problem);
	if (document.data_length && !document.data)
		fail(XC_INVALID, "the data is NULL");
	check_terms(document);
	check_values(document);
	check_sizes(document);
}

Xapian::Document make_document(const struct xc_document &document)
{
	Xapian::Document out;

	for (size_t i = 0; i < document.terms_count; i++)
		out.add_term(std::string(document.terms[i].data,
				     document.terms[i].length),
			document.terms[i].wdf);
	out.add_value(positions_slot,
		encode_positions(document.terms, document.terms_count));
	for (size_t i = 0; i < document.values_count; i++)
		if (document.values[i].length)
			out.add_value(document.values[i].slot,
				std::string(document.values[i].data,
					document.values[i].length));
	out.add_boolean_term(std::string(document.key, document.key_length));
	if (document.data_length)
		out.set_data(std::string(document.data, document.data_length));
	return out;
}

} // namespace xc
