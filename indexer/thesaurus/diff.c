/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * thesaurus diff: what one list says and the other does not, and what readers
 * would notice.  The answers are those of medlitd-worker itself, one process
 * with each list over the same index: how a thesaurus acts on papers that were
 * annotated with another one is its business, and what it does is shown.
 */
#include "config.h"

#include "indexer/thesaurus/tools.h"

#include <stdio.h>

#include "base/plural.h"
#include "indexer/thesaurus/changes.h"
#include "indexer/thesaurus/replay.h"

static const char *const kind_names[] = {[CHANGE_ADDED] = "added",
	[CHANGE_REMOVED] = "removed",
	[CHANGE_MOVED] = "moved",
	[CHANGE_ALTERED] = "changed"};

/* ---- as JSON ---------------------------------------------------------- */

static json_t *fact_json(const struct fact *fact)
{
	json_t *object =
		json_pack("{s:o,s:s,s:o}", "concept", json_slice(fact->slug),
			"relation", list_relation_name(fact->relation), "value",
			json_slice(fact->value));

	if (fact->relation <= LIST_RELATED)
		json_object_set_new(object, "case",
			json_string(list_case_name(fact->letter_case)));
	return object;
}

static json_t *slugs_json(const struct slice *slugs, size_t count)
{
	json_t *all = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(all, json_slice(slugs[i]));
	return all;
}

static json_t *changes_json(const struct changes *changes)
{
	json_t *all = json_array();

	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];
		json_t *one =
			json_pack("{s:s}", "change", kind_names[change->kind]);

		if (change->kind != CHANGE_ADDED)
			json_object_set_new(
				one, "old", fact_json(&change->old));
		if (change->kind != CHANGE_REMOVED)
			json_object_set_new(
				one, "new", fact_json(&change->new));
		json_array_append_new(all, one);
	}
	return all;
}

/* ---- as text ---------------------------------------------------------- */

static void print_fact(const struct fact *fact)
{
	printf("%.*s: %s \"%.*s\"", SLICE_PRINT(fact->slug),
		list_relation_name(fact->relation), SLICE_PRINT(fact->value));
	if (fact->relation <= LIST_RELATED)
		printf(" %s", list_case_name(fact->letter_case));
}

static void print_changes(const struct changes *changes)
{
	for (size_t i = 0; i < changes->concepts_removed_count; i++)
		printf("removed concept %.*s\n",
			SLICE_PRINT(changes->concepts_removed[i]));
	for (size_t i = 0; i < changes->concepts_added_count; i++)
		printf("added concept %.*s\n",
			SLICE_PRINT(changes->concepts_added[i]));
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];

		printf("%s ", kind_names[change->kind]);
		if (change->kind != CHANGE_ADDED)
			print_fact(&change->old);
		if (change->kind > CHANGE_REMOVED)
			printf(" -> ");
		if (change->kind != CHANGE_REMOVED)
			print_fact(&change->new);
		putchar('\n');
	}
}

static void print_papers(const char *what, const json_t *papers)
{
	for (size_t i = 0; i < json_array_size(papers); i++) {
		const json_t *paper = json_array_get(papers, i);
		const json_t *forms = json_object_get(paper, "forms");

		printf("    %s %s", what, json_text(paper, "id"));
		for (size_t n = 0; n < json_array_size(forms); n++)
			printf("%s %s \"%s\"", n == 0 ? ":" : ",",
				json_text(json_array_get(forms, n), "concept"),
				json_text(json_array_get(forms, n), "form"));
		putchar('\n');
	}
}

static void print_answer(const json_t *answer)
{
	const json_t *concepts = json_object_get(answer, "concepts");

	printf("%s\t", json_text(answer, "id"));
	if (json_object_get(answer, "error")) {
		printf("error\t%s\t%s\n", json_text(answer, "error"),
			json_text(answer, "question"));
		return;
	}
	printf("%lld -> %lld\t%.2f\t%s\n",
		(long long)json_integer_value(
			json_object_get(answer, "before")),
		(long long)json_integer_value(json_object_get(answer, "after")),
		json_real_value(json_object_get(answer, "jaccard")),
		json_text(answer, "question"));
	for (size_t i = 0; i < json_array_size(concepts); i++) {
		const json_t *one = json_array_get(concepts, i);

		printf("    %s concept %s: \"%s\"\n", json_text(one, "change"),
			json_text(one, "concept"), json_text(one, "text"));
	}
	print_papers("entered", json_object_get(answer, "entered"));
	print_papers("left", json_object_get(answer, "left"));
}

/* ---- both ------------------------------------------------------------- */

struct summary {
	size_t questions, changed, failed;
	double jaccard; /* sum */
};

/* Changed is what a reader can see: other papers, or another number. */
static struct summary sum_up(const json_t *answers)
{
	struct summary sum = {.questions = json_array_size(answers)};

	for (size_t i = 0; i < sum.questions; i++) {
		const json_t *answer = json_array_get(answers, i);
		double value =
			json_real_value(json_object_get(answer, "jaccard"));

		if (json_object_get(answer, "error")) {
			sum.failed++;
			continue;
		}
		sum.jaccard += value;
		sum.changed += value < 1 ||
			       !json_equal(json_object_get(answer, "before"),
				       json_object_get(answer, "after"));
	}
	return sum;
}

static double mean(const struct summary *sum)
{
	size_t answered = sum->questions - sum->failed;

	return answered > 0 ? sum->jaccard / (double)answered : 1.0;
}

static void print_all(const struct changes *changes, const json_t *answers,
	const struct summary *sum)
{
	print_changes(changes);
	if (changes->count == 0)
		fputs("the lists have the same facts\n", stderr);
	for (size_t i = 0; i < json_array_size(answers); i++)
		print_answer(json_array_get(answers, i));
	if (answers)
		printf("%zu question%s, %zu changed, %zu failed, mean Jaccard "
		       "%.3f\n",
			sum->questions, plural_s(sum->questions), sum->changed,
			sum->failed, mean(sum));
}

static json_t *all_json(const struct changes *changes, json_t *answers,
	const struct summary *sum)
{
	json_t *all = json_pack("{s:s,s:o,s:o,s:o}", "command",
		"thesaurus diff", "concepts_added",
		slugs_json(
			changes->concepts_added, changes->concepts_added_count),
		"concepts_removed",
		slugs_json(changes->concepts_removed,
			changes->concepts_removed_count),
		"changes", changes_json(changes));

	if (!answers)
		return all;
	json_object_set(all, "queries", answers);
	json_object_set_new(all, "summary",
		json_pack("{s:I,s:I,s:I,s:f}", "queries",
			(json_int_t)sum->questions, "changed",
			(json_int_t)sum->changed, "failed",
			(json_int_t)sum->failed, "jaccard", mean(sum)));
	return all;
}

static int compare_lists(const struct tool_options *options,
	struct thesaurus *const lists[2], struct arena *arena,
	struct error *err)
{
	struct changes changes = changes_between(lists[0], lists[1], arena);
	struct replay replay = {options->index, options->operands[0],
		options->operands[1], &changes};
	json_t *answers = NULL;

	if (options->queries &&
		replay_run(&replay, options->queries, &answers, err) != 0)
		return command_failed(&options->report, err);
	struct summary sum = sum_up(answers);

	if (options->report.json)
		print_json(all_json(&changes, answers, &sum));
	else
		print_all(&changes, answers, &sum);
	json_decref(answers);
	return sum.failed > 0 ? EXIT_SOME : EXIT_ALL;
}

int thesaurus_diff(int argc, char **argv)
{
	struct tool_options options;
	struct thesaurus *lists[2] = {NULL, NULL};
	struct text_analyser *analyser;
	struct arena arena;
	struct error err;
	int status = tool_options(&options, "iqr", argc, argv);

	if (status != EXIT_ALL)
		return status;
	if (options.count != 2)
		return thesaurus_usage("diff", "OLD and NEW are compared");
	if (!options.index != !options.queries)
		return thesaurus_usage(
			"diff", "--queries and --index go together");
	arena_init(&arena);
	analyser = text_analyser_new(&err);
	if (analyser)
		lists[0] = thesaurus_open(options.operands[0], analyser, &err);
	if (lists[0])
		lists[1] = thesaurus_open(options.operands[1], analyser, &err);
	status = lists[1] ? compare_lists(&options, lists, &arena, &err)
			  : command_failed(&options.report, &err);
	thesaurus_close(lists[0]);
	thesaurus_close(lists[1]);
	text_analyser_free(analyser);
	arena_clear(&arena);
	return status;
}
