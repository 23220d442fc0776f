/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The weight is Xapian's own BM25 to 1e-9 (but for MAX, which only xc_search()
 * can give to the engine without a crash), over one shard and three, and stops
 * after a bounded number of calls.
 */
#include "libxapian-c/query.h"
#include "libxapian-c/searcher.h"
#include "libxapian-c/weight.h"

#include <cmath>
#include <cstring>
#include <map>
#include <string>

#include "libxapian-c/testing.h"

namespace
{

constexpr int shards = 3, documents = 2000;
/* A word of rank r is in every r-th document or so. */
constexpr int words = 60;

/* The same pseudo-random words in every run. */
unsigned next_number(unsigned &seed)
{
	seed = seed * 1103515245u + 12345u;
	return seed >> 16;
}

std::string make_text(unsigned &seed)
{
	const unsigned length = 1 + next_number(seed) % 60;
	std::string text;

	for (unsigned i = 0; i < length; i++) {
		const unsigned limit = 1 + next_number(seed) % words;

		text += "w" + std::to_string(next_number(seed) % limit) + " ";
	}
	return text;
}

/* Round robin, so that the ids over the shards are those of the single one. */
void fill(struct xc_writer *single, struct xc_writer **parts)
{
	unsigned seed = 1;

	for (int i = 0; i < documents; i++) {
		const std::string text = make_text(seed);
		const std::string key = "k" + std::to_string(i);

		must_put(single, key.c_str(), text.c_str());
		must_put(parts[i % shards], key.c_str(), text.c_str());
	}
}

int databases_setup(void **state)
{
	struct xc_writer *single, *parts[shards];

	if (folder_setup(state) < 0)
		return -1;
	single = must_create(path_in(state, "single"));
	for (int i = 0; i < shards; i++)
		parts[i] =
			must_create(path_in(state, std::to_string(i).c_str()));
	fill(single, parts);
	must_commit(single);
	xc_writer_close(single);
	for (struct xc_writer *part : parts) {
		must_commit(part);
		xc_writer_close(part);
	}
	return 0;
}

Xapian::Database open_single(void **state)
{
	return Xapian::Database(path_in(state, "single"));
}

Xapian::Database open_shards(void **state)
{
	Xapian::Database all;

	for (int i = 0; i < shards; i++)
		all.add_database(Xapian::Database(
			path_in(state, std::to_string(i).c_str())));
	return all;
}

/* No term twice: Xapian's weight ignores the frequency in the query.  With ten
 * hits both must be pruned alike. */
const char *const queries[] = {
	"w0",
	"w59",
	"w1 w40 OR:2",
	"w1 w2 w3 w20 w30 w55 OR:6",
	"w5 w6 AND:2",
	"w1 w2 w3 SYNONYM:3",
	"w1 w2 SYNONYM:2 w9 w30 SYNONYM:2 OR:2",
	"w1 w2 PHRASE:2 w3 SYNONYM:2",
	"w1 w2 PHRASE:2 w50 OR:2",
	"w7 w1 w2 OR:2 SCALE:1:0.3 OR:2",
	"w7 w8 MAYBE:2",
	"w7 w8 NOT:2",
	"ALL w8 MAYBE:2",
};

const struct xc_bm25 parameters[] = {
	{1.2, 0.75, 0.5},
	{1, 0.5, 0.5},
	{2, 1, 0},
	{1.2, 0, 0.5},
	{0, 0.75, 0.5},
	{0.5, 0.3, 1.5},
};

std::map<Xapian::docid, double> weights_of(const Xapian::MSet &hits)
{
	std::map<Xapian::docid, double> weights;

	for (auto hit = hits.begin(); hit != hits.end(); ++hit)
		weights[*hit] = hit.get_weight();
	return weights;
}

/* Rank by rank the weights, and the weight of each document of the whole
 * ranking; documents with weights as near as that may change places. */
void check_same(const char *text, const Xapian::MSet &expected,
	const Xapian::MSet &found)
{
	const auto weights = weights_of(expected);

	if (expected.size() != found.size())
		fail_msg("%s: %u hits, not %u", text, found.size(),
			expected.size());
	for (unsigned i = 0; i < found.size(); i++) {
		const double weight = found[i].get_weight();
		const auto known = weights.find(*found[i]);

		if (std::fabs(expected[i].get_weight() - weight) > 1e-9)
			fail_msg("%s: hit %u has %.12f, not %.12f", text, i,
				weight, expected[i].get_weight());
		if (found.size() > 10 &&
			(known == weights.end() ||
				std::fabs(known->second - weight) > 1e-9))
			fail_msg("%s: document %u", text, *found[i]);
	}
}

Xapian::MSet match(const Xapian::Database &db, const char *text,
	const Xapian::Weight &weight, unsigned limit)
{
	const struct xc_query query = parse_query(text);
	Xapian::Enquire enquire(db);

	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	enquire.set_query(xc::build_query(query.nodes, query.nodes_count));
	enquire.set_weighting_scheme(weight);
	return enquire.get_mset(0, limit);
}

void check_equal(const Xapian::Database &db, const struct xc_bm25 &p)
{
	xc::Budget budget(0, nullptr);

	for (const char *text : queries)
		for (unsigned limit : {10u, unsigned(documents)})
			check_same(text,
				match(db, text,
					Xapian::BM25Weight(
						p.k1, 0, 0, p.b, p.min_length),
					limit),
				match(db, text, xc::Bm25(p, budget), limit));
}

void equals_the_engines_bm25(void **state)
{
	for (const struct xc_bm25 &p : parameters) {
		check_equal(open_single(state), p);
		check_equal(open_shards(state), p);
	}
}

void shards_change_nothing(void **state)
{
	xc::Budget budget(0, nullptr);

	for (const char *text : queries) {
		if (strstr(text, "PHRASE"))
			continue; /* counted by estimate in a SYNONYM */
		check_same(text,
			match(open_single(state), text,
				xc::Bm25(parameters[0], budget), documents),
			match(open_shards(state), text,
				xc::Bm25(parameters[0], budget), documents));
	}
}

/* A clock that moves on by one whenever it is read. */
uint64_t reads;

uint64_t counting_clock()
{
	return ++reads;
}

int code_of(void (*body)(void **), void **state)
{
	try {
		body(state);
	} catch (const xc::Failure &e) {
		return e.code;
	}
	return XC_OK;
}

/* init() reads the clock for each term, then every 128th weight does. */
void expensive_query(void **state)
{
	xc::Budget budget(10, nullptr, counting_clock);

	match(open_single(state), "w0 w1 w2 w3 w4 w5 OR:6",
		xc::Bm25(parameters[0], budget), documents);
}

void stops_at_the_deadline(void **state)
{
	reads = 0;
	assert_int_equal(XC_DEADLINE, code_of(expensive_query, state));
	assert_int_equal(10, reads);
}

/* At the start for each of the six terms and once for the rest; then once for
 * 128 weights, of which there are at most one for each term of a document. */
void reads_the_clock_seldom(void **state)
{
	xc::Budget budget(1u << 30, nullptr, counting_clock);

	reads = 0;
	match(open_single(state), "w0 w1 w2 w3 w4 w5 OR:6",
		xc::Bm25(parameters[0], budget), documents);
	assert_in_range(reads, 11, 8 + 6 * documents / xc::Budget::interval);
}

void stops_within_an_interval(void **)
{
	volatile int cancel = 0;
	xc::Budget budget(0, &cancel);
	unsigned calls = 0;

	for (unsigned i = 0; i < 1000; i++)
		budget.tick();
	cancel = 1;
	try {
		for (;; calls++)
			budget.tick();
	} catch (const xc::Failure &e) {
		assert_int_equal(XC_CANCELLED, e.code);
	}
	assert_in_range(calls, 0, xc::Budget::interval - 1);
}

void counts_the_query_frequency(void **state)
{
	xc::Budget budget(0, nullptr);
	const xc::Bm25 weight(parameters[0], budget);
	const Xapian::Database db = open_single(state);
	const auto once = match(db, "w20", weight, 10);
	const auto thrice = match(db, "w20^3", weight, 10);

	for (unsigned i = 0; i < 10; i++)
		assert_true(std::fabs(3 * once[i].get_weight() -
				      thrice[i].get_weight()) < 1e-9);
}

void weighs_an_empty_database(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "empty"));
	xc::Budget budget(0, nullptr);

	must_commit(writer);
	xc_writer_close(writer);
	assert_int_equal(0, match(Xapian::Database(path_in(state, "empty")),
				    "w1", xc::Bm25(parameters[0], budget), 10)
				    .size());
}

} // namespace

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equals_the_engines_bm25),
		cmocka_unit_test(shards_change_nothing),
		cmocka_unit_test(stops_at_the_deadline),
		cmocka_unit_test(reads_the_clock_seldom),
		cmocka_unit_test(stops_within_an_interval),
		cmocka_unit_test(counts_the_query_frequency),
		cmocka_unit_test(weighs_an_empty_database),
	};

	return cmocka_run_group_tests(tests, databases_setup, folder_teardown);
}
