/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best of a ranking are those that the engine's matcher finds when it is
 * asked for all, and what is said of their number is true.
 */
#include "libxapian-c/best.h"
#include "libxapian-c/testing_match.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "libxapian-c/testing.h"

namespace
{

constexpr unsigned shards_count = 3, documents = 1500, vocabulary = 40;
constexpr struct xc_scale scale = {0.5, 3};
/* The first word of a document, so that many have the same. */
constexpr uint32_t tie_slot = 1;

std::vector<Xapian::Database> shards;
Xapian::Database all;
xc::Memo memo;

unsigned next_number(unsigned &seed)
{
	seed = seed * 1103515245u + 12345u;
	return seed >> 16;
}

std::string random_word(unsigned &seed)
{
	const unsigned limit = 1 + next_number(seed) % vocabulary;

	return "w" + std::to_string(next_number(seed) % limit) + " ";
}

int databases_setup(void **state)
{
	unsigned seed = 3;

	if (folder_setup(state) < 0)
		return -1;
	for (unsigned i = 0; i < shards_count; i++) {
		const std::string path =
			path_in(state, std::to_string(i).c_str());
		struct xc_writer *writer = must_create(path.c_str());

		for (unsigned n = i; n < documents; n += shards_count) {
			std::string text;

			for (unsigned w = next_number(seed) % 30 + 1; w; w--)
				text += random_word(seed);
			must_put(writer, ("k" + std::to_string(n)).c_str(),
				text.c_str());
		}
		must_commit(writer);
		xc_writer_close(writer);
		shards.emplace_back(path);
		all.add_database(shards.back());
	}
	return 0;
}

Xapian::doccount frequency(const std::string &term)
{
	return all.get_termfreq(term);
}

std::shared_ptr<const xc::WeighedPlan> weigh(const xc::Plan &plan)
{
	return xc::weigh_plan(plan, scale, documents, frequency);
}

/* As the engine's operators combine them. */
Xapian::Query engine_query(const std::string &text, xc::Budget &budget)
{
	const struct xc_query query = parse_query(text.c_str());

	return xc::build_query(
		query.nodes, query.nodes_count, [&](const xc::Plan &plan) {
			return new xc::Ranking(weigh(plan), budget, memo);
		});
}

/* All that is found, best first. */
Xapian::MSet ask_engine(const Xapian::Query &query, xc::Budget &budget)
{
	Xapian::Enquire enquire(all);

	enquire.set_query(query);
	enquire.set_weighting_scheme(xc::Impact(scale, budget));
	enquire.set_docid_order(Xapian::Enquire::ASCENDING);
	enquire.set_sort_by_relevance_then_value(tie_slot, false);
	return enquire.get_mset(0, documents, documents);
}

/* Positions that are compared in vain count, too. */
bool compares_positions(const char *text)
{
	return strstr(text, "PHRASE") || strstr(text, "NEAR");
}

void check_counts(const xc::Best &best, size_t found, const xc::Wanted &wanted,
	const char *text)
{
	if (best.lower > found || best.upper < found ||
		best.estimate < best.lower || best.estimate > best.upper)
		fail_msg("%s: %zu are said to be %u to %u", text, found,
			unsigned(best.lower), unsigned(best.upper));
	if (compares_positions(text) && wanted.exactly < documents)
		return;
	if (wanted.exactly > 0 && found <= wanted.exactly &&
		best.lower != best.upper)
		fail_msg("%s: %zu are not counted", text, found);
	if (found > wanted.exactly && best.lower < wanted.exactly)
		fail_msg("%s: %u are counted", text, unsigned(best.lower));
}

void check(const char *text, const Xapian::Query &reference, xc::Budget &budget)
{
	static const size_t windows[] = {0, 1, 10, 50, documents};
	static const uint64_t counted[] = {0, 100, UINT32_MAX};
	const Xapian::MSet found = ask_engine(reference, budget);
	const struct xc_query query = parse_query(text);
	const xc::Built built =
		xc::build(query.nodes, query.nodes_count, weigh, budget, memo);

	assert_true(built.plan != nullptr);
	for (const size_t window : windows)
		for (const uint64_t exactly : counted) {
			const xc::Wanted wanted = {window, exactly, &tie_slot};
			const xc::Best best = xc::find_best(
				shards, built.plan, wanted, budget, memo);

			assert_int_equal(std::min<size_t>(window, found.size()),
				best.documents.size());
			for (unsigned i = 0; i < best.documents.size(); i++)
				if (best.documents[i].id != *found[i] ||
					best.documents[i].weight !=
						found[i].get_weight())
					fail_msg("%s: rank %u is document %u",
						text, i, best.documents[i].id);
			check_counts(best, found.size(), wanted, text);
		}
}

void check_query(const std::string &text)
{
	xc::Budget budget(0, nullptr);

	check(text.c_str(), engine_query(text, budget), budget);
}

void best_are_those_of_the_engine(void **)
{
	static const char *const queries[] = {
		"w0",
		"w39",
		"none",
		"w1 w2 AND:2",
		"w0 w1 w30 AND:3",
		"w1 w40 OR:2",
		"w1 w2 w3 w20 w30 w35 OR:6",
		"w1 w2 SYNONYM:2",
		"w0 w1 OR:2 w20 MAX:2 w30 w31 AND:2 SCALE:1:0.01 MAYBE:2",
		"w0 w1 AND:2 w2 w3 AND:2 w4 MAX:3",
		"w1 w2 PHRASE:2 w9 MAX:2 w3 OR:2",
		"w0 w1 PHRASE:2",
		"w2 w0 NEAR:2:4 w1 w0 PHRASE:2 OR:2",
	};

	for (const char *text : queries)
		check_query(text);
}

void random_questions(void **)
{
	static const char *const operators[] = {"OR", "SYNONYM", "AND"};
	unsigned seed = 11;

	for (int i = 0; i < 40; i++) {
		const unsigned groups = 1 + next_number(seed) % 4;
		std::string text;

		for (unsigned g = 0; g < groups; g++) {
			text += random_word(seed) + random_word(seed) +
				operators[next_number(seed) % 3] + ":2 " +
				random_word(seed) + "MAX:2 ";
		}
		check_query(text + "OR:" + std::to_string(groups));
	}
}

/* Sets, against the engine's operators over a ranking of each operand. */
void combinations(void **)
{
	static const struct {
		const char *name;
		Xapian::Query::op op;
	} operators[] = {
		{"AND:2", Xapian::Query::OP_AND},
		{"NOT:2", Xapian::Query::OP_AND_NOT},
		{"FILTER:2", Xapian::Query::OP_FILTER},
	};
	static const char *const operands[] = {
		"w1 w2 OR:2 ",
		"w0 w5 w30 OR:3 ",
		"w9 ",
		"none ",
		"w1 w3 AND:2 w7 MAX:2 w4 OR:2 ",
		"w2 w6 OR:2 w8 MAX:2 w1 w3 AND:2 SCALE:1:0.01 MAYBE:2 ",
		"w2 w3 SYNONYM:2 w39 OR:2 ",
	};
	xc::Budget budget(0, nullptr);

	for (const auto &row : operators)
		for (const char *left : operands)
			for (const char *right : operands) {
				const std::string text =
					std::string(left) + right + row.name;

				check(text.c_str(),
					Xapian::Query(row.op,
						engine_query(left, budget),
						engine_query(right, budget)),
					budget);
			}
}

/* Sets within sets. */
void nested_combinations(void **)
{
	xc::Budget budget(0, nullptr);
	const Xapian::Query one = engine_query("w1 w2 OR:2", budget);
	const Xapian::Query two = engine_query("w3 w4 OR:2", budget);
	const Xapian::Query three = engine_query("w5 w0 OR:2", budget);
	const Xapian::Query both(Xapian::Query::OP_AND, one, two);

	check("w1 w2 OR:2 w3 w4 OR:2 AND:2 w5 w0 OR:2 NOT:2",
		Xapian::Query(Xapian::Query::OP_AND_NOT, both, three), budget);
	check("w1 w2 OR:2 w3 w4 OR:2 AND:2 OR:1 w5 w0 OR:2 AND:2",
		Xapian::Query(Xapian::Query::OP_AND, both, three), budget);
	check("w1 w2 OR:2 w3 w4 OR:2 w5 w0 OR:2 AND:3",
		Xapian::Query(Xapian::Query::OP_AND, both, three), budget);
}

/* Frequent words that seldom stand so: the search does not compare the
 * positions of all, and what it says of their number is near the truth. */
void positions_in_vain_end_counting(void **)
{
	const struct xc_query query = parse_query("w0 w9 PHRASE:2");
	xc::Budget budget(0, nullptr);
	const xc::Built built =
		xc::build(query.nodes, query.nodes_count, weigh, budget, memo);
	const xc::Best all_of_them = xc::find_best(
		shards, built.plan, {1, UINT32_MAX, &tie_slot}, budget, memo);
	const xc::Best some = xc::find_best(
		shards, built.plan, {1, 100, &tie_slot}, budget, memo);

	assert_true(all_of_them.lower == all_of_them.upper);
	assert_in_range(all_of_them.lower, 20, 99);
	assert_true(some.lower < some.upper);
	assert_in_range(
		some.estimate, all_of_them.lower / 2, all_of_them.lower * 2);
	assert_int_equal(all_of_them.documents[0].id, some.documents[0].id);
}

bool has_term(Xapian::docid id, const std::string &term)
{
	auto at = all.termlist_begin(id);

	at.skip_to(term);
	return at != all.termlist_end(id) && *at == term;
}

/* Of each document is said which of the watched terms it has. */
void watched_terms_are_told(void **)
{
	const std::vector<std::string> terms = {"w3", "none", "w1", "w30"};
	xc::Budget budget(0, nullptr);

	for (const char *text :
		{"w1 w3 w30 OR:3", "w1 w3 w30 AND:3 w2 MAX:2 w5 OR:2",
			"w1 w3 OR:2 w30 w2 OR:2 AND:2"}) {
		const struct xc_query query = parse_query(text);
		const auto watching = [&](const xc::Plan &plan) {
			const auto weighed = xc::weigh_plan(
				plan, scale, documents, frequency);

			xc::watch(*weighed, terms, frequency);
			return weighed;
		};
		const xc::Built built = xc::build(
			query.nodes, query.nodes_count, watching, budget, memo);

		assert_true(built.plan->watches);
		for (const xc::Ranked &one : xc::find_best(shards, built.plan,
			     {50, 0, &tie_slot}, budget, memo)
						     .documents)
			for (size_t i = 0; i < terms.size(); i++)
				if ((one.watched >> i & 1) !=
					has_term(one.id, terms[i]))
					fail_msg("%s: %s in %u", text,
						terms[i].c_str(), one.id);
	}
}

/* A term of documents that the plan does not ask for, or one of too many. */
void other_terms_are_not_watched(void **)
{
	const struct xc_query query = parse_query("w1 w2 OR:2");
	xc::Budget budget(0, nullptr);
	const std::vector<std::string> elsewhere = {"w1", "w3"};
	const std::vector<std::string> many(65, "w1");

	for (const auto *terms : {&elsewhere, &many})
		xc::build(
			query.nodes, query.nodes_count,
			[&](const xc::Plan &plan) {
				const auto weighed = xc::weigh_plan(
					plan, scale, documents, frequency);

				xc::watch(*weighed, *terms, frequency);
				assert_false(weighed->watches);
				return weighed;
			},
			budget, memo);
}

/* A clock that moves on by one whenever it is read. */
uint64_t reads;

uint64_t counting_clock()
{
	return ++reads;
}

/* One shard does not take from another what that has found. */
void ends_early_with_what_it_has(void **)
{
	for (const char *text : {"w0", "w0 w1 AND:2", "w0 w1 w2 OR:3"}) {
		const struct xc_query query = parse_query(text);
		xc::Budget budget(6, nullptr, counting_clock);
		const xc::Wanted wanted = {documents, documents, &tie_slot};
		const xc::Built built = xc::build(
			query.nodes, query.nodes_count, weigh, budget, memo);

		reads = 0;
		budget.allow_partial();
		const size_t found =
			xc::find_best(shards, built.plan, wanted, budget, memo)
				.documents.size();

		assert_true(budget.was_late());
		assert_int_equal(6, reads);
		assert_in_range(found, 1, documents / 2);
	}
}

} // namespace

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(best_are_those_of_the_engine),
		cmocka_unit_test(random_questions),
		cmocka_unit_test(combinations),
		cmocka_unit_test(nested_combinations),
		cmocka_unit_test(positions_in_vain_end_counting),
		cmocka_unit_test(watched_terms_are_told),
		cmocka_unit_test(other_terms_are_not_watched),
		cmocka_unit_test(ends_early_with_what_it_has),
	};

	return cmocka_run_group_tests(tests, databases_setup, folder_teardown);
}
