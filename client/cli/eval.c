/* SPDX-License-Identifier: MIT */
/* medlit eval: judgments and one run or two to figures, and a gate. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/commands.h"
#include "client/cli/measure.h"
#include "client/cli/memory.h"
#include "client/cli/report.h"

#define GATES_MAX 16

/* "nDCG@10>=0.30" */
struct gate {
	int measure;
	bool above; /* >, where equal is too little */
	double value;
};

/* Returns the number of gates, or -1 when the text is not a list of them. */
static int gates_read(const char *text, struct gate *gates)
{
	int count = 0, m;
	size_t length;
	char *end;

	for (;; text++) {
		struct gate *gate = &gates[count];

		text += strspn(text, " ");
		length = strcspn(text, ">< ");
		for (m = 0; m < MEASURE_COUNT; m++)
			if (strlen(measure_names[m]) == length &&
				memcmp(measure_names[m], text, length) == 0)
				break;
		text += length;
		text += strspn(text, " ");
		if (m == MEASURE_COUNT || *text++ != '>' || count == GATES_MAX)
			return -1;
		gate->measure = m;
		gate->above = *text != '=';
		text += *text == '=';
		gate->value = strtod(text, &end);
		if (end == text)
			return -1;
		count++;
		text = end + strspn(end, " ");
		if (!*text)
			return count;
		if (*text != ',')
			return -1;
	}
}

static int gates_pass(const struct options *options, const struct gate *gates,
	int count, const struct evaluation *evaluation)
{
	int code = EXIT_HIT, i;

	for (i = 0; i < count; i++) {
		double mean = evaluation->mean[gates[i].measure];

		if (gates[i].above ? mean > gates[i].value
				   : mean >= gates[i].value)
			continue;
		report_note(options, "gate: %s is %.4f, wanted %s %g",
			measure_names[gates[i].measure], mean,
			gates[i].above ? "more than" : "at least",
			gates[i].value);
		code = EXIT_NONE;
	}
	return code;
}

static void print_values(const double *value)
{
	int m;

	for (m = 0; m < MEASURE_COUNT; m++)
		printf(" %s=%.4f", measure_names[m], value[m]);
}

static void print_queries(const struct evaluation *evaluation)
{
	size_t i;

	for (i = 0; i < evaluation->count; i++) {
		fputs(evaluation->queries[i].query, stdout);
		print_values(evaluation->queries[i].value);
		putchar('\n');
	}
}

static void print_comparison(
	const struct evaluation *a, const struct evaluation *b)
{
	double *differences =
		memory_must(calloc(a->count + 1, sizeof(*differences)));
	size_t i, better, worse;
	int m;

	for (m = 0; m < MEASURE_JUDGED; m++) {
		better = worse = 0;
		for (i = 0; i < a->count; i++) {
			differences[i] =
				b->queries[i].value[m] - a->queries[i].value[m];
			better += differences[i] > 0;
			worse += differences[i] < 0;
		}
		printf("%-8s A=%.4f B=%.4f B-A=%+.4f better=%zu worse=%zu "
		       "p=%.4f\n",
			measure_names[m], a->mean[m], b->mean[m],
			b->mean[m] - a->mean[m], better, worse,
			randomisation_test(differences, a->count));
	}
	free(differences);
}

/* What makes all figures 0 and is hardly meant. */
static void note_strange(const struct options *options,
	const struct table *run, const struct evaluation *evaluation,
	const char *path)
{
	if (run->count == 0)
		report_note(options,
			"%s: the run is empty, so every query counts 0", path);
	else if (evaluation->count > 0 &&
		 evaluation->mean[MEASURE_RECALL_1000] <= 0 &&
		 evaluation->mean[MEASURE_JUDGED] <= 0)
		report_note(options,
			"%s: none of its documents is judged; are its ids "
			"those of %s?",
			path, options->qrels);
}

static int evaluate(const struct options *options, struct table *qrels,
	struct evaluation *evaluation, const char *path)
{
	struct table run;
	char why[512];

	if (table_read_run(&run, path, why, sizeof(why)))
		return report_usage(options, "%s", why);
	evaluation_make(evaluation, qrels, &run, (double)options->level,
		options->exponential);
	note_strange(options, &run, evaluation, path);
	table_clear(&run);
	return EXIT_HIT;
}

static int evaluate_all(const struct options *options, struct table *qrels,
	const struct gate *gates, int gate_count)
{
	struct evaluation made[2] = {{0}, {0}};
	int code = EXIT_HIT;
	size_t i;

	for (i = 0; i < options->word_count && code == EXIT_HIT; i++)
		code = evaluate(options, qrels, &made[i], options->words[i]);
	if (code != EXIT_HIT)
		goto out;
	if (made[0].count == 0) {
		code = report_usage(options,
			"%s: no query has a relevant document", options->qrels);
		goto out;
	}
	if (options->per_query)
		print_queries(&made[0]);
	for (i = 0; i < options->word_count; i++) {
		printf("%zu %s", made[i].count,
			made[i].count == 1 ? "query" : "queries");
		print_values(made[i].mean);
		printf(" %s\n", options->words[i]);
	}
	if (options->word_count == 2)
		print_comparison(&made[0], &made[1]);
	code = gates_pass(
		options, gates, gate_count, &made[options->word_count - 1]);
out:
	evaluation_clear(&made[0]);
	evaluation_clear(&made[1]);
	return code;
}

int command_eval(const struct options *options, struct layout *layout)
{
	struct gate gates[GATES_MAX + 1];
	struct table qrels;
	int gate_count = 0, code;
	char why[512];

	(void)layout;
	if (!options->qrels || options->word_count < 1 ||
		options->word_count > 2)
		return report_usage(
			options, "eval needs --qrels FILE and one run or two");
	if (options->gate)
		gate_count = gates_read(options->gate, gates);
	if (gate_count < 0)
		return report_usage(options,
			"--gate: '%s' is not a list like "
			"nDCG@10>=0.3,R@100>=0.2",
			options->gate);
	if (table_read_qrels(&qrels, options->qrels, why, sizeof(why)))
		return report_usage(options, "%s", why);
	code = evaluate_all(options, &qrels, gates, gate_count);
	table_clear(&qrels);
	return code;
}
