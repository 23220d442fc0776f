/* SPDX-License-Identifier: MIT */
/* Replies to structs: what is read, what is refused, and that no bytes at all
 * can make the reader do anything else. */
#include "config.h"

#include "client/lib/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct answer answer_of(const char *data, size_t length)
{
	struct answer answer = {malloc(length + 1), length, length + 1, false};

	assert_non_null(answer.data);
	memcpy(answer.data, data, length);
	answer.data[length] = '\0';
	return answer;
}

static struct answer answer_file(const char *name)
{
	static char data[64 * 1024];
	char path[4096];
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "%s/tests/data/replies/%s",
		getenv("abs_top_srcdir"), name);
	file = fopen(path, "r");
	assert_non_null(file);
	length = fread(data, 1, sizeof(data), file);
	fclose(file);
	return answer_of(data, length);
}

static void *parse_file(enum shape_name shape, const char *name)
{
	struct answer answer = answer_file(name);
	struct medlit_error err = {0};
	void *object = reply_parse(shape, &answer, &err);

	if (!object)
		fail_msg("%s: %s", name, err.text);
	assert_null(answer.data);
	return object;
}

/* A strategy's lines; of another question there are none. */
static void test_lines(void **state)
{
	static const char text[] =
		"{\"v\":1,\"query\":{\"typed\":\"#1 a\\n#2 #1\",\"tokens\":[]},"
		"\"lines\":[{\"number\":1,\"text\":\"a\",\"start\":3,\"end\":4,"
		"\"total\":7,\"total_relation\":\"gte\",\"warnings\":[\"so\"]},"
		"{\"number\":2,\"text\":\"#1\",\"start\":8,\"end\":10,"
		"\"total\":5,\"total_relation\":\"eq\"}],"
		"\"total\":5,\"total_relation\":\"eq\",\"hits\":[]}";
	struct answer answer = answer_of(text, strlen(text));
	struct medlit_error err = {0};
	struct medlit_results *r = reply_parse(SHAPE_RESULTS, &answer, &err);

	(void)state;
	if (!r)
		fail_msg("%s", err.text);
	assert_int_equal(r->line_count, 2);
	assert_int_equal(r->lines[0].number, 1);
	assert_string_equal(r->lines[0].text, "a");
	assert_int_equal(r->lines[0].start, 3);
	assert_int_equal(r->lines[0].end, 4);
	assert_int_equal(r->lines[0].total, 7);
	assert_false(r->lines[0].total_exact);
	assert_string_equal(r->lines[0].warnings.items[0], "so");
	assert_true(r->lines[1].total_exact);
	assert_int_equal(r->lines[1].warnings.count, 0);
	medlit_results_free(r);
	r = parse_file(SHAPE_RESULTS, "search.json");
	assert_int_equal(r->line_count, 0);
	medlit_results_free(r);
}

static void test_results(void **state)
{
	struct medlit_results *r = parse_file(SHAPE_RESULTS, "search.json");
	const struct medlit_hit *hit = &r->hits[0];

	(void)state;
	assert_string_equal(r->typed, "Does InO cause VOD in xyzzy?");
	assert_int_equal(r->token_count, 6);
	assert_string_equal(r->tokens[1].preferred, "inotuzumab ozogamicin");
	assert_string_equal(r->tokens[1].concept_id, "inotuzumab-ozogamicin");
	assert_int_equal(r->tokens[1].forms, 6);
	assert_null(r->tokens[2].concept_id);
	assert_int_equal(r->tokens[2].documents, 2);
	assert_int_equal(r->suggestion_count, 1);
	assert_string_equal(r->suggestions[0].question,
		"Does InO cause VOD in xyz?");
	assert_string_equal(r->suggestions[0].word, "xyz");
	assert_string_equal(r->suggestions[0].kind, "spelling");
	assert_int_equal(r->suggestions[0].start, 22);
	assert_int_equal(r->suggestions[0].documents, 4);
	assert_string_equal(
		r->warnings.items[0], "no paper has the word xyzzy");
	assert_int_equal(r->total, 37);
	assert_int_equal(r->total_exact, 1);
	assert_int_equal(r->timed_out, 0);
	assert_int_equal(r->revision, 3);
	assert_true(r->took_ms > 1.79 && r->took_ms < 1.81);
	assert_int_equal(r->hit_count, 3);
	assert_string_equal(hit->paper.id, "PMID:101");
	assert_int_equal(hit->paper.id_count, 4);
	assert_string_equal(hit->paper.ids[1].scheme, "doi");
	assert_string_equal(hit->paper.ids[1].value, "10.5555/ino.1");
	assert_string_equal(hit->paper.ids[3].scheme, "nct");
	assert_string_equal(hit->paper.ids[3].value, "NCT00000002");
	assert_int_equal(hit->paper.authors.count, 4);
	assert_int_equal(hit->paper.year, 2018);
	assert_string_equal(hit->paper.volume, "11");
	assert_int_equal(hit->match_count, 1);
	assert_int_equal(hit->matches[0].end, 21);
	assert_int_equal(hit->snippet_count, 1);
	assert_int_equal(hit->snippets[0].span_count, 2);
	assert_int_equal(hit->snippets[0].spans[1].start, 41);
	assert_string_equal(r->hits[1].paper.status, "retracted");
	assert_null(r->hits[1].paper.journal);
	assert_int_equal(r->hits[1].score, 3);
	medlit_results_free(r);
}

static void test_explanation(void **state)
{
	struct medlit_results *r = parse_file(SHAPE_RESULTS, "explained.json");
	const struct medlit_hit *hit = &r->hits[0];

	(void)state;
	assert_int_equal(hit->related, 0);
	assert_int_equal(r->hits[1].related, 1);
	assert_true(hit->explained > 3.74 && hit->explained < 3.76);
	assert_int_equal(hit->part_count, 4);
	assert_string_equal(hit->parts[0].part, "concept");
	assert_string_equal(hit->parts[0].preferred, "inotuzumab ozogamicin");
	assert_int_equal(hit->parts[0].form_count, 2);
	assert_string_equal(hit->parts[0].forms[1].form, "InO");
	assert_string_equal(hit->parts[0].forms[1].field, "abstract");
	assert_int_equal(hit->parts[0].forms[1].count, 3);
	assert_null(hit->parts[3].text);
	assert_true(hit->parts[3].weight < -0.24);
	assert_int_equal(r->alone_count, 0);
	medlit_results_free(r);
}

static void test_relaxed(void **state)
{
	struct medlit_results *r = parse_file(SHAPE_RESULTS, "relaxed.json");

	(void)state;
	assert_int_equal(r->alone_count, 3);
	assert_string_equal(r->alone[0].text, "InO");
	assert_int_equal(r->alone[0].total, 12);
	assert_int_equal(r->alone[0].total_exact, 1);
	assert_int_equal(r->alone[2].total_exact, 0);
	assert_int_equal(r->relaxed_count, 3);
	assert_string_equal(r->relaxed[1].question,
		"InO AND \"liver of mice\"");
	assert_string_equal(r->relaxed[1].change, "filter");
	assert_string_equal(r->relaxed[1].of, "dp:1950");
	assert_int_equal(r->relaxed[1].total, 1000);
	medlit_results_free(r);
}

static void test_raw_json(void **state)
{
	struct answer answer = answer_file("search.json");
	char *copy = strdup(answer.data);
	struct medlit_results *r = reply_parse(SHAPE_RESULTS, &answer, NULL);
	char *line;

	(void)state;
	assert_non_null(r);
	assert_string_equal(medlit_results_json(r), copy);
	line = medlit_hit_json(r, 2);
	assert_non_null(line);
	assert_true(strncmp(line, "{\"rank\":3,\"id\":\"PMID:103\"", 25) == 0);
	assert_null(strchr(line, '\n'));
	free(line);
	assert_null(medlit_hit_json(r, 3));
	line = medlit_summary_json(r);
	assert_non_null(strstr(line, "\"took_ms\":1.8,"));
	assert_null(strstr(line, "\"hits\""));
	free(line);
	medlit_results_free(r);
	free(copy);
}

static void test_other_shapes(void **state)
{
	struct medlit_document *d = parse_file(SHAPE_DOCUMENT, "document.json");
	struct medlit_analysis *a = parse_file(SHAPE_ANALYSIS, "analysis.json");
	struct medlit_status *s = parse_file(SHAPE_STATUS, "status.json");

	(void)state;
	assert_string_equal(d->paper.title,
		"Inotuzumab ozogamicin and injury of the liver");
	assert_int_equal(d->keywords.count, 2);
	assert_int_equal(d->section_count, 2);
	assert_string_equal(d->sections[0].title, "METHODS");
	assert_null(d->sections[1].title);
	assert_string_equal(d->sections[1].kind, "body");
	assert_int_equal(a->token_count, 2);
	assert_int_equal(a->tokens[1].position, 2);
	assert_string_equal(a->tokens[0].flags.items[0], "acronym");
	assert_string_equal(a->concepts[0].form, "CMC-544");
	assert_int_equal(a->abbreviation_count, 2);
	assert_string_equal(a->abbreviations[0].short_form, "InO");
	assert_string_equal(
		a->abbreviations[0].long_form, "inotuzumab ozogamicin");
	assert_string_equal(
		a->abbreviations[0].concept_id, "inotuzumab-ozogamicin");
	assert_int_equal(a->abbreviations[0].end, 11);
	assert_int_equal(a->abbreviations[0].long_end, 34);
	assert_null(a->abbreviations[1].concept_id);
	assert_int_equal(s->documents, 1500);
	assert_string_equal(s->version, "0.1.0");
	assert_int_equal((int)s->uptime, 12);
	assert_non_null(medlit_document_json(d));
	assert_non_null(medlit_analysis_json(a));
	assert_non_null(medlit_status_json(s));
	medlit_document_free(d);
	medlit_analysis_free(a);
	medlit_status_free(s);
	medlit_results_free(NULL);
}

/* %s is one member of an otherwise good reply. */
#define FRAME                                                                  \
	"{\"v\":1,\"query\":{\"typed\":\"a\",\"tokens\":[]},\"total\":0,"      \
	"\"total_relation\":\"eq\",\"hits\":[%s]}"

static const struct {
	const char *reply, *complaint;
} refused[] = {
	{"", "not JSON"},
	{"<html>", "not JSON"},
	{"[]", "a reply is not an object"},
	{"{}", "\"v\" of a reply is missing"},
	{"{\"v\":2}", "speaks version 2"},
	{"{\"v\":\"1\"}", "\"v\" is not a number"},
	{"{\"v\":1}", "\"query\" of a reply is missing"},
	{"{\"v\":1,\"v\":1}", "not JSON"},
	{"{\"v\":1,\"query\":3}", "a query is not an object"},
	{"{\"v\":1,\"query\":{\"typed\":\"a\",\"tokens\":[]}}",
		"\"total\" of a reply is missing"},
	{"{\"v\":1,\"query\":{\"typed\":\"a\",\"tokens\":[]},\"total\":-1}",
		"\"total\" of a reply is not a whole number"},
	{"{\"v\":1,\"query\":{\"typed\":\"a\",\"tokens\":[]},\"total\":1,"
	 "\"total_relation\":\"lt\"}",
		"\"total_relation\" of a reply is neither"},
	{"{\"v\":1,\"query\":{\"typed\":\"a\",\"tokens\":[{\"text\":\"a\","
	 "\"start\":1,\"end\":0,\"status\":\"word\"}]}}",
		"a token ends before it starts"},
#define TOKEN(start, end)                                                      \
	"{\"text\":\"a\",\"start\":" start ",\"end\":" end                     \
	",\"status\":\"word\"}"
#define TOKENS(tokens)                                                         \
	"{\"v\":1,\"query\":{\"typed\":\"a\\u00e9b\",\"tokens\":[" tokens "]}" \
									  "}"
	{TOKENS(TOKEN("0", "5")), "a query has tokens outside its text"},
	{TOKENS(TOKEN("9", "9")), "a query has tokens outside its text"},
	{TOKENS(TOKEN("1", "3") "," TOKEN("0", "1")), "or out of order"},
	{TOKENS(TOKEN("0", "2")), "a query has a token inside a character"},
	{TOKENS(TOKEN("2", "4")), "a query has a token inside a character"},
	{"{\"v\":1,\"query\":{\"typed\":\"a\",\"tokens\":[],"
	 "\"suggestions\":[1]}}",
		"a suggestion is not an object"},
};

static const struct {
	const char *hit, *complaint;
} refused_hits[] = {
	{"1", "a hit is not an object"},
	{"{}", "\"id\" of a paper is missing"},
	{"{\"id\":1}", "\"id\" of a paper is not a string"},
	{"{\"id\":\"x\",\"title\":null}", "\"title\" of a paper is not a str"},
	{"{\"id\":\"x\",\"year\":10000}", "\"year\" of a paper is not a year"},
	{"{\"id\":\"x\",\"ids\":[]}", "\"ids\" of a paper is not an object"},
	{"{\"id\":\"x\",\"authors\":\"A\"}",
		"\"authors\" of a paper is not an array"},
	{"{\"id\":\"x\",\"rank\":1.5}",
		"\"rank\" of a hit is not a whole number"},
	{"{\"id\":\"x\",\"score\":\"1\"}",
		"\"score\" of a hit is not a number"},
	{"{\"id\":\"x\",\"snippets\":{}}",
		"\"snippets\" of a hit is not an array"},
	{"{\"id\":\"x\",\"ids\":{\"doi\":1}}",
		"\"ids\" of a paper holds something that is not a string"},
#define MATCH(start, end)                                                      \
	"{\"id\":\"x\",\"title\":\"a\\u00e9b\",\"matched_as\":[{"              \
	"\"concept\":\"c\",\"form\":\"f\",\"field\":\"title\","                \
	"\"start\":" start ",\"end\":" end "}]}"
	{MATCH("2", "1"), "a hit has a match that ends before it starts"},
	{MATCH("0", "5"), "a hit has a match outside its title"},
	{MATCH("0", "2"), "a hit has a match outside its title"},
#define SNIPPET(end, spans)                                                    \
	"{\"id\":\"x\",\"snippets\":[{\"field\":\"title\",\"text\":\"a\\u00e9" \
	"b\",\"start\":0,\"end\":" end ",\"spans\":" spans "}]}"
	{SNIPPET("-4", "[]"), "\"end\" of a snippet is not a whole number"},
	{SNIPPET("4", "3"), "\"spans\" of a snippet is not an array"},
	{SNIPPET("4", "[[0]]"), "that is not [start, end]"},
	{SNIPPET("4", "[[0,5]]"), "spans outside its text"},
	{SNIPPET("4", "[[1,0]]"), "spans outside its text"},
	{SNIPPET("4", "[[1,3],[0,1]]"), "spans outside its text or out of or"},
	{SNIPPET("4", "[[0,2]]"), "span inside a character"},
};

static void check_refused(const char *reply, const char *complaint)
{
	struct answer answer = answer_of(reply, strlen(reply));
	struct medlit_error err = {0};

	assert_null(reply_parse(SHAPE_RESULTS, &answer, &err));
	assert_int_equal(err.code, MEDLIT_FORMAT);
	if (!strstr(err.text, complaint))
		fail_msg("%s: got \"%s\", not \"%s\"", reply, err.text,
			complaint);
	assert_non_null(answer.data);
	answer_clear(&answer);
}

static void test_refused(void **state)
{
	char reply[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		check_refused(refused[i].reply, refused[i].complaint);
	for (i = 0; i < sizeof(refused_hits) / sizeof(refused_hits[0]); i++) {
		snprintf(reply, sizeof(reply), FRAME, refused_hits[i].hit);
		check_refused(reply, refused_hits[i].complaint);
	}
}

/* Either a result whose parts can all be read, or an error with a sentence. */
static void parse_any(const char *data, size_t length)
{
	struct answer answer = answer_of(data, length);
	struct medlit_error err = {0};
	struct medlit_results *r = reply_parse(SHAPE_RESULTS, &answer, &err);
	size_t i, j, k, sum = 0;

	if (!r) {
		assert_int_equal(err.code, MEDLIT_FORMAT);
		assert_true(strlen(err.text) > 0);
		answer_clear(&answer);
		return;
	}
	for (i = 0; i < r->hit_count; i++) {
		sum += strlen(r->hits[i].paper.id);
		for (j = 0; j < r->hits[i].snippet_count; j++) {
			const struct medlit_snippet *s =
				&r->hits[i].snippets[j];

			for (k = 0; k < s->span_count; k++)
				sum += (unsigned char)s->text[s->spans[k].end];
		}
	}
	for (i = 0; i < r->token_count; i++)
		sum += strlen(r->tokens[i].text) + strlen(r->tokens[i].status);
	assert_true(sum < 1000000);
	medlit_results_free(r);
}

static void test_every_prefix_and_byte(void **state)
{
	static const char changes[] = {
		0, '"', '}', ']', ',', '-', '9', 'x', (char)0x80, (char)0xff};
	struct answer good = answer_file("search.json");
	size_t i, j;

	(void)state;
	for (i = 0; i < good.length; i++)
		parse_any(good.data, i);
	for (i = 0; i < good.length; i++) {
		char was = good.data[i];

		for (j = 0; j < sizeof(changes); j++) {
			good.data[i] = changes[j];
			parse_any(good.data, good.length);
		}
		good.data[i] = was;
	}
	answer_clear(&good);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_raw_json),
		cmocka_unit_test(test_explanation),
		cmocka_unit_test(test_relaxed),
		cmocka_unit_test(test_other_shapes),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_every_prefix_and_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
