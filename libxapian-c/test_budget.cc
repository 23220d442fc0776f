/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A search stops after a bounded number of calls, whoever chooses the documents
 * that it looks at, and reads the clock seldom.
 */
#include "libxapian-c/testing_match.h"

#include <string>

#include "libxapian-c/testing.h"

namespace
{

constexpr unsigned documents = 2000;

constexpr struct xc_scale scale = {1, 3};

/* All have some words; a rarer one, too, every second. */
int database_setup(void **state)
{
	struct xc_writer *writer;

	if (folder_setup(state) < 0)
		return -1;
	writer = must_create(path_in(state, "db"));
	for (unsigned i = 0; i < documents; i++)
		must_put(writer, ("k" + std::to_string(i)).c_str(),
			i % 2 ? "w0 w1 w2 w3" : "w0 w1 w2 w3 even");
	must_commit(writer);
	xc_writer_close(writer);
	return 0;
}

/* A clock that moves on by one whenever it is read. */
uint64_t reads;

uint64_t counting_clock()
{
	return ++reads;
}

/* All that is found, so that nothing is left out. */
Xapian::MSet ask(void **state, const char *text, xc::Budget &budget)
{
	reads = 0;
	return match(Xapian::Database(path_in(state, "db")), parse_query(text),
		scale, budget, documents);
}

/* Once when it starts, perhaps for each term, and for every 128th document. */
const struct {
	const char *text;
	bool ranking; /* of ours, which can end early and in order */
} questions[] = {
	{"w0 w1 w2 w3 OR:4", true},
	{"w0 w1 OR:2 w2 MAX:2", true},
	/* the filter's documents are looked up in the ranking */
	{"w0 w1 OR:2 even FILTER:2", true},
	/* the engine's own terms are weighed one by one */
	{"w0 w1 AND:2", false},
	{"w0", false},
};

int code_of(void **state, const char *text, xc::Budget &budget)
{
	try {
		ask(state, text, budget);
	} catch (const xc::Failure &e) {
		return e.code;
	}
	return XC_OK;
}

void stops_at_the_deadline(void **state)
{
	for (const auto &question : questions) {
		xc::Budget budget(6, nullptr, counting_clock);

		if (code_of(state, question.text, budget) != XC_DEADLINE)
			fail_msg("%s: not stopped", question.text);
		assert_int_equal(6, reads);
	}
}

void ends_early_where_it_can(void **state)
{
	for (const auto &question : questions) {
		xc::Budget budget(6, nullptr, counting_clock);

		budget.allow_partial();
		if (!question.ranking) {
			assert_int_equal(XC_DEADLINE,
				code_of(state, question.text, budget));
			continue;
		}
		const Xapian::MSet found = ask(state, question.text, budget);

		if (!budget.was_late())
			fail_msg("%s: not stopped", question.text);
		assert_int_equal(6, reads);
		assert_in_range(found.size(), 1, documents / 2 - 1);
	}
}

void reads_the_clock_seldom(void **state)
{
	xc::Budget budget(1u << 30, nullptr, counting_clock);

	ask(state, questions[0].text, budget);
	assert_in_range(reads, 11, 2 + documents / xc::Budget::interval);
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

} // namespace

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stops_at_the_deadline),
		cmocka_unit_test(ends_early_where_it_can),
		cmocka_unit_test(reads_the_clock_seldom),
		cmocka_unit_test(stops_within_an_interval),
	};

	return cmocka_run_group_tests(tests, database_setup, folder_teardown);
}
