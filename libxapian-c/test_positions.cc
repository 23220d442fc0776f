/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places of terms in one value, and whether places are together. */
#include "libxapian-c/window.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "libxapian-c/testing.h"

namespace
{

using Text = std::map<std::string, xc::Places>;

std::string encode(const Text &text)
{
	std::vector<struct xc_term> terms;

	for (const auto &[name, places] : text)
		terms.push_back({name.data(), name.size(), 1, places.data(),
			places.size()});
	return xc::encode_positions(terms.data(), terms.size());
}

xc::Places find(const std::string &value, const std::string &term,
	size_t most = SIZE_MAX)
{
	xc::Places found;

	xc::find_positions(value, term, xc::term_hash(term), most, found);
	return found;
}

void must_find_all(const Text &text)
{
	const std::string value = encode(text);

	for (const auto &[name, places] : text)
		if (find(value, name) != places)
			fail_msg("%s: other places", name.c_str());
}

void finds_what_was_put(void **)
{
	const Text text = {{"a", {0}}, {"heart", {1, 2, 130, 70000}},
		{"fact", {}}, {"lung", {UINT32_MAX}},
		{std::string("n\0l", 3), {7}}};

	must_find_all(text);
	assert_true(encode({}).empty());
	assert_true(encode({{"fact", {}}}).empty());
	assert_true(find("", "heart").empty());
	assert_true(find(encode(text), "kidney").empty());
	assert_true(find(encode(text), "heart", 2) == xc::Places({1, 2}));
}

void equal_places_count_once(void **)
{
	assert_true(find(encode({{"a", {0, 0, 3, 3, 3, 4}}}), "a") ==
		    xc::Places({0, 3, 4}));
}

/* A list is 254 bytes, 255 or more: where its length is said changes. */
void long_lists(void **)
{
	for (uint32_t count = 250; count < 260; count++) {
		Text text = {{"before", {1}}, {"behind", {2}}};

		for (uint32_t i = 1; i <= count; i++)
			text["the"].push_back(i);
		text["much"] = {5, 9};
		for (uint32_t i = 0; i < 20 * count; i++)
			text["most"].push_back(3 * i);
		must_find_all(text);
	}
}

/* Of 2,000 terms some thirty pairs share a hash. */
void terms_of_one_hash(void **)
{
	std::map<uint16_t, unsigned> hashes;
	unsigned shared = 0;
	Text text;

	for (uint32_t i = 0; i < 2000; i++) {
		const std::string name = "w" + std::to_string(i);

		text[name] = {i, 2 * i + 1};
		shared += hashes[xc::term_hash(name)]++ > 0;
	}
	assert_true(shared > 10);
	must_find_all(text);
}

/* Whatever the bytes are, what is read lies within them. */
void damaged_values(void **)
{
	const Text text = {{"w", {1, 2}}, {"x", {300}}, {"heart", {4, 900}}};
	const std::string whole = encode(text);
	unsigned refused = 0;

	const auto probe = [&](const std::string &value) {
		for (const auto &[name, places] : text)
			try {
				find(value, name);
			} catch (const xc::Failure &failure) {
				assert_int_equal(XC_CORRUPT, failure.code);
				refused++;
			}
	};

	for (size_t length = 1; length < whole.size(); length++)
		probe(whole.substr(0, length));
	for (size_t at = 0; at < whole.size(); at++)
		for (int byte = 0; byte < 256; byte++) {
			std::string value = whole;

			value[at] = char(byte);
			probe(value);
		}
	assert_true(refused > whole.size());
}

void together(void **)
{
	const struct {
		std::vector<xc::Places> slots;
		uint32_t window;
		bool in_order, near;
	} rows[] = {
		{{{1}, {2}}, 2, true, true},
		{{{2}, {1}}, 2, false, true},
		{{{1}, {3}}, 2, false, false},
		{{{1}, {3}}, 3, true, true},
		{{{1, 10}, {5, 11}}, 2, true, true},
		{{{1, 10}, {9, 20}}, 2, false, true},
		{{{1, 5, 9}, {2, 10}, {11}}, 3, true, true},
		{{{4}, {4}}, 2, false, false},
		{{{4, 5}, {4, 5}}, 2, true, true},
		{{{4, 5}, {4}}, 2, false, true},
		{{{4}, {4, 5}}, 2, true, true},
		{{{4, 9}, {4, 9}}, 5, false, false},
		{{{4, 5}, {4, 5}, {4, 5}}, 9, false, false},
		{{{4, 5, 6}, {4}, {5, 4}}, 3, false, true},
		{{{1, 2, 3}, {2, 3}, {2}}, 3, false, true},
		{{{1}, {}}, 9, false, false},
		{{{UINT32_MAX}, {UINT32_MAX - 1}}, 2, false, true},
		{{{0}, {UINT32_MAX}}, UINT32_MAX, false, false},
		{{{0}, {UINT32_MAX - 1}}, UINT32_MAX, true, true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		std::vector<xc::Places> slots = rows[i].slots;

		for (xc::Places &slot : slots)
			std::sort(slot.begin(), slot.end());
		if (xc::stand_in_order(slots, rows[i].window) !=
			rows[i].in_order)
			fail_msg("row %zu: order", i);
		if (xc::stand_near(slots, rows[i].window) != rows[i].near)
			fail_msg("row %zu: near", i);
	}
}

} // namespace

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put),
		cmocka_unit_test(equal_places_count_once),
		cmocka_unit_test(long_lists),
		cmocka_unit_test(terms_of_one_hash),
		cmocka_unit_test(damaged_values),
		cmocka_unit_test(together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
