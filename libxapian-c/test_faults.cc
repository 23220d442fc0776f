/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every class of exception thrown at every entry: the code, the flags and the
 * text must be right, the outputs untouched, and the object go on.
 */
#include "libxapian-c/guard.h"
#include "libxapian-c/text.h"

#include <cstring>
#include <new>
#include <stdexcept>

#include "libxapian-c/testing.h"

namespace
{

template <typename Error> void throw_xapian()
{
	throw Error("some\nmessage", "context", ENOSPC);
}

/* A class that came later than this library, under each base. */
class LaterLogicError : public Xapian::LogicError
{
      public:
	LaterLogicError() : LogicError("later", "", "\0Later", 0)
	{
	}
};

class LaterDatabaseError : public Xapian::DatabaseError
{
      public:
	LaterDatabaseError() : DatabaseError("later", "", 0)
	{
	}
};

class LaterRuntimeError : public Xapian::RuntimeError
{
      public:
	LaterRuntimeError() : RuntimeError("later", "", "\0Later", 0)
	{
	}
};

template <typename Error> void throw_plain()
{
	throw Error();
}

const char full[] = "some message: No space left on device";

const struct Fault {
	void (*raise)();
	int code;
	unsigned flags;
	const char *text;
} faults[] = {
	{throw_xapian<Xapian::AssertionError>, XC_INTERNAL, 0, full},
	{throw_xapian<Xapian::InvalidArgumentError>, XC_INVALID, 0, full},
	{throw_xapian<Xapian::InvalidOperationError>, XC_INVALID, 0, full},
	{throw_xapian<Xapian::UnimplementedError>, XC_UNSUPPORTED, 0, full},
	{throw_xapian<Xapian::DatabaseError>, XC_IO, 0, full},
	{throw_xapian<Xapian::DatabaseCorruptError>, XC_CORRUPT, 0, full},
	{throw_xapian<Xapian::DatabaseCreateError>, XC_IO, 0, full},
	{throw_xapian<Xapian::DatabaseLockError>, XC_LOCKED, XC_RETRY, full},
	{throw_xapian<Xapian::DatabaseModifiedError>, XC_CHANGED, XC_RETRY,
		full},
	{throw_xapian<Xapian::DatabaseOpeningError>, XC_IO, 0, full},
	{throw_xapian<Xapian::DatabaseVersionError>, XC_VERSION, 0, full},
	{throw_xapian<Xapian::DatabaseNotFoundError>, XC_NOT_FOUND, 0, full},
	{throw_xapian<Xapian::DatabaseClosedError>, XC_IO, XC_REOPEN, full},
	{throw_xapian<Xapian::DocNotFoundError>, XC_NOT_FOUND, 0, full},
	{throw_xapian<Xapian::FeatureUnavailableError>, XC_UNSUPPORTED, 0,
		full},
	{throw_xapian<Xapian::InternalError>, XC_INTERNAL, 0, full},
	{throw_xapian<Xapian::NetworkError>, XC_IO, XC_REOPEN, full},
	{throw_xapian<Xapian::NetworkTimeoutError>, XC_IO, XC_REOPEN, full},
	{throw_xapian<Xapian::QueryParserError>, XC_INVALID, 0, full},
	{throw_xapian<Xapian::SerialisationError>, XC_INVALID, 0, full},
	{throw_xapian<Xapian::RangeError>, XC_INVALID, 0, full},
	{throw_xapian<Xapian::WildcardError>, XC_INVALID, 0, full},
	{throw_plain<LaterLogicError>, XC_INTERNAL, 0, "later"},
	{throw_plain<LaterDatabaseError>, XC_IO, 0, "later"},
	{throw_plain<LaterRuntimeError>, XC_INTERNAL, 0, "later"},
	{throw_plain<std::bad_alloc>, XC_MEMORY, 0, "out of memory"},
	{[] { throw std::runtime_error("a\tb"); }, XC_INTERNAL, 0, "a b"},
	{[] { throw 42; }, XC_INTERNAL, 0, "an exception of no known class"},
	{[] { (xc::fail)(XC_DEADLINE, "late by %d", 5); }, XC_DEADLINE, 0,
		"late by 5"},
};

/* Which fault, where, and how often before it stops. */
void (*raise_now)();
const char *raise_at;
int raise_times;

void injected(const char *where)
{
	if (raise_now && strcmp(where, raise_at) == 0 && raise_times-- > 0)
		raise_now();
}

void inject(void (*raise)(), const char *where, int times)
{
	raise_now = raise;
	raise_at = where;
	raise_times = times;
}

struct Objects {
	const char *path, *target;
	struct xc_writer *writer;
	struct xc_searcher *searcher;
	struct xc_stemmer *stemmer;
};

/* One call of each function that can fail; true when it failed and left alone
 * what it would have written. */
const struct Entry {
	const char *name;
	bool (*fails)(Objects &o, struct xc_error *err);
} entries[] = {
	{"xc_writer_open",
		[](Objects &o, struct xc_error *err) {
			return !xc_writer_open(o.target, 1, err);
		}},
	{"xc_writer_put",
		[](Objects &o, struct xc_error *err) {
			return put_text(o.writer, "k", "some text", err) < 0;
		}},
	{"xc_writer_remove",
		[](Objects &o, struct xc_error *err) {
			return xc_writer_remove(o.writer, "k", 1, err) < 0;
		}},
	{"xc_writer_get",
		[](Objects &o, struct xc_error *err) {
			char *data = nullptr;
			size_t length = 7;

			return xc_writer_get(o.writer, "first", 5, &data,
				       &length, err) < 0 &&
			       !data && length == 7;
		}},
	{"xc_writer_commit",
		[](Objects &o, struct xc_error *err) {
			return xc_writer_commit(o.writer, err) < 0;
		}},
	{"xc_writer_cancel",
		[](Objects &o, struct xc_error *err) {
			return xc_writer_cancel(o.writer, err) < 0;
		}},
	{"xc_writer_set_metadata",
		[](Objects &o, struct xc_error *err) {
			return xc_writer_set_metadata(
				       o.writer, "k", "v", 1, err) < 0;
		}},
	{"xc_searcher_open",
		[](Objects &o, struct xc_error *err) {
			return !xc_searcher_open(&o.path, 1, err);
		}},
	{"xc_searcher_refresh",
		[](Objects &o, struct xc_error *err) {
			return xc_searcher_refresh(o.searcher, err) < 0;
		}},
	{"xc_searcher_statistics",
		[](Objects &o, struct xc_error *err) {
			struct xc_statistics out = {7, 7, 7};

			return xc_searcher_statistics(o.searcher, &out, err) <
				       0 &&
			       out.documents == 7 && out.revision == 7;
		}},
	{"xc_search",
		[](Objects &o, struct xc_error *err) {
			const struct xc_query query = parse_query("word");

			return !xc_search(o.searcher, &query, err);
		}},
	{"xc_searcher_get",
		[](Objects &o, struct xc_error *err) {
			return !xc_searcher_get(o.searcher, "first", 5, err);
		}},
	{"xc_searcher_next",
		[](Objects &o, struct xc_error *err) {
			return !xc_searcher_next(o.searcher, 0, err);
		}},
	{"xc_searcher_term",
		[](Objects &o, struct xc_error *err) {
			char *term = nullptr;
			size_t length = 7;

			return xc_searcher_term(o.searcher, 1, "f", 1, &term,
				       &length, err) < 0 &&
			       !term && length == 7;
		}},
	{"xc_searcher_terms",
		[](Objects &o, struct xc_error *err) {
			return !xc_searcher_terms(o.searcher, "", 0, 9, err);
		}},
	{"xc_searcher_frequencies",
		[](Objects &o, struct xc_error *err) {
			const struct xc_bytes term = {"word", 4};
			uint64_t frequency = 7;

			return xc_searcher_frequencies(o.searcher, &term, 1,
				       &frequency, err) < 0 &&
			       frequency == 7;
		}},
	{"xc_searcher_metadata",
		[](Objects &o, struct xc_error *err) {
			char *value = nullptr;
			size_t length = 7;

			return xc_searcher_metadata(o.searcher, "fact", &value,
				       &length, err) < 0 &&
			       !value && length == 7;
		}},
	{"xc_stemmer_open",
		[](Objects &, struct xc_error *err) {
			return !xc_stemmer_open("english", err);
		}},
	{"xc_stem",
		[](Objects &o, struct xc_error *err) {
			char out[16] = "x";
			size_t length = 7;

			return xc_stem(o.stemmer, "words", 5, out, sizeof(out),
				       &length, err) < 0 &&
			       length == 7 && out[0] == 'x';
		}},
	{"xc_compact",
		[](Objects &o, struct xc_error *err) {
			return xc_compact(&o.path, 1, o.target, err) < 0;
		}},
	{"xc_check",
		[](Objects &o, struct xc_error *err) {
			char report[8] = "x";
			size_t problems = 7;

			return xc_check(o.path, &problems, report,
				       sizeof(report), err) < 0 &&
			       problems == 7 && report[0] == 'x';
		}},
	{"xc_read_all",
		[](Objects &o, struct xc_error *err) {
			return xc_read_all(o.path, err) < 0;
		}},
};

Objects open_objects(void **state)
{
	Objects o = {path_in(state, "db"), path_in(state, "target"), nullptr,
		nullptr, nullptr};

	o.writer = must_create(o.path);
	must_put(o.writer, "first", "word");
	xc_writer_set_metadata(o.writer, "fact", "x", 1, nullptr);
	must_commit(o.writer);
	o.searcher = must_search(o.path);
	o.stemmer = xc_stemmer_open("english", nullptr);
	xc_test_fault = injected;
	return o;
}

void close_objects(Objects &o)
{
	inject(nullptr, "", 0);
	xc_writer_close(o.writer);
	xc_searcher_close(o.searcher);
	xc_stemmer_close(o.stemmer);
}

void check_fault(Objects &o, const Entry &entry, const Fault &fault)
{
	struct xc_error err = {};

	inject(fault.raise, entry.name, 1);
	if (!entry.fails(o, &err))
		fail_msg("%s did not fail", entry.name);
	assert_string_equal(fault.text, err.text);
	assert_string_equal(xc_code_name(fault.code), xc_code_name(err.code));
	assert_int_equal(fault.flags, err.flags);
	assert_string_equal(entry.name, err.context);
	assert_int_equal(fault.text == full ? ENOSPC : 0, err.sys_errno);
	inject(fault.raise, entry.name, 1);
	assert_true(entry.fails(o, nullptr));
}

void every_class_at_every_entry(void **state)
{
	Objects o = open_objects(state);

	for (const Entry &entry : entries)
		for (const Fault &fault : faults)
			check_fault(o, entry, fault);
	inject(nullptr, "", 0);
	must_put(o.writer, "second", "word");
	must_commit(o.writer);
	assert_int_equal(2, xc_writer_documents(o.writer));
	close_objects(o);
}

void modified()
{
	throw Xapian::DatabaseModifiedError("changed");
}

/* Three retries succeed, a fourth would have been needed. */
void retries_three_times(void **state)
{
	Objects o = open_objects(state);
	const struct xc_query query = parse_query("word");
	struct xc_error err = {};
	struct xc_results *results;

	inject(modified, "attempt", 3);
	results = xc_search(o.searcher, &query, &err);
	assert_non_null(results);
	assert_int_equal(0, err.code);
	xc_results_free(results);
	inject(modified, "attempt", 4);
	assert_null(xc_search(o.searcher, &query, &err));
	assert_int_equal(XC_CHANGED, err.code);
	assert_int_equal(XC_RETRY, err.flags);
	close_objects(o);
}

/* A batch is lost by a fault within the engine, and said to be; when even
 * cancelling fails the writer is of no more use, and says that. */
void tells_a_broken_writer(void **state)
{
	Objects o = open_objects(state);
	struct xc_error err = {};

	must_put(o.writer, "second", "word");
	inject(faults[4].raise, "engine", 1);
	assert_int_equal(-1, put_text(o.writer, "third", "word", &err));
	assert_int_equal(XC_BATCH_LOST, err.flags);
	assert_int_equal(0, xc_writer_pending(o.writer));
	assert_int_equal(1, xc_writer_documents(o.writer));
	inject(faults[4].raise, "engine", 1);
	assert_int_equal(-1, xc_writer_commit(o.writer, &err));
	assert_int_equal(0, err.flags);
	must_put(o.writer, "second", "word");
	must_commit(o.writer);
	assert_int_equal(2, xc_writer_documents(o.writer));

	must_put(o.writer, "third", "word");
	inject(
		[] {
			raise_at = "drop";
			raise_times = 1;
			faults[4].raise();
		},
		"engine", 1);
	assert_int_equal(-1, xc_writer_commit(o.writer, &err));
	assert_int_equal(XC_BATCH_LOST | XC_REOPEN, err.flags);
	assert_int_equal(-1, put_text(o.writer, "third", "word", &err));
	assert_int_equal(XC_IO, err.code);
	assert_int_equal(XC_REOPEN, err.flags);
	close_objects(o);
}

void lines_are_clean_utf8(void **)
{
	static const struct {
		const char *in;
		size_t room;
		const char *out;
	} rows[] = {
		{"plain", 99, "plain"},
		{"", 99, ""},
		{"a\nb\rc\td\x7f", 99, "a b c d "},
		{"na\xC3\xAFve", 99, "na\xC3\xAFve"},
		{"\xE2\x82\xAC \xF0\x9F\x92\x8A", 99,
			"\xE2\x82\xAC \xF0\x9F\x92\x8A"},
		{"\xC3", 99, "?"},
		{"\x80\xBF\xFE", 99, "???"},
		{"\xC0\xAF", 99, "??"},
		{"\xED\xA0\x80", 99, "???"},
		{"\xF4\x90\x80\x80", 99, "????"},
		{"\xE2\x82", 99, "??"},
		{"\xE2\x80\xA8x", 99, " x"},
		{"\xC2\x85x", 99, "??x"},
		{"abc", 4, "abc"},
		{"abcd", 4, "abc"},
		{"ab\xC3\xAF", 4, "ab"},
		{"abc", 1, ""},
	};
	char out[100];

	for (const auto &row : rows) {
		xc::text_line(out, row.room, row.in, strlen(row.in));
		assert_string_equal(row.out, out);
	}
	xc::text_line(out, sizeof(out), "a\0b", 3);
	assert_string_equal("a b", out);
}

} // namespace

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_class_at_every_entry,
			folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			retries_three_times, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			tells_a_broken_writer, folder_setup, folder_teardown),
		cmocka_unit_test(lines_are_clean_utf8),
	};

	return cmocka_run_group_tests(tests, nullptr, nullptr);
}
