/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a large list of names costs, one line of figures each:
 *
 *	bench-thesaurus compile LIST IMAGE      seconds, bytes
 *	bench-thesaurus open IMAGE ROUNDS       milliseconds, of CPU, resident
 *MB bench-thesaurus find IMAGE LINES ROUNDS microseconds of CPU a line: mean,
 *median, p95; mentions
 *
 * A line is a question or a paper: it is analysed and its concepts are looked
 * for, as before every search and for every paper that is indexed.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analysis/concept/concept.h"
#include "base/file.h"
#include "base/memory.h"

static double seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* Of this process, the pages of mapped files too. */
static double resident_mb(void)
{
	unsigned long long pages = 0, resident = 0;
	FILE *file = fopen("/proc/self/statm", "r");

	if (!file || fscanf(file, "%llu %llu", &pages, &resident) != 2)
		resident = 0;
	if (file)
		fclose(file);
	return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static int compile(
	struct text_analyser *analyser, char **arguments, struct error *err)
{
	double start = seconds(CLOCK_MONOTONIC);
	struct thesaurus *thesaurus =
		thesaurus_open(arguments[0], analyser, err);

	if (!thesaurus)
		return -1;
	struct slice image = thesaurus_image(thesaurus);

	printf("%.2f s, %zu bytes, %u concepts, %u forms\n",
		seconds(CLOCK_MONOTONIC) - start, image.length,
		(unsigned)thesaurus_concepts(thesaurus),
		(unsigned)thesaurus_forms(thesaurus));
	int result = file_replace(arguments[1], image, err);

	thesaurus_close(thesaurus);
	return result;
}

static int open_often(
	struct text_analyser *analyser, char **arguments, struct error *err)
{
	size_t rounds = strtoul(arguments[1], NULL, 10);
	double *spent = memory_new((rounds + 1) * sizeof(*spent));
	double resident = 0, cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);

	for (size_t i = 0; i < rounds; i++) {
		double start = seconds(CLOCK_MONOTONIC);
		struct thesaurus *thesaurus =
			thesaurus_open(arguments[0], analyser, err);

		spent[i] = (seconds(CLOCK_MONOTONIC) - start) * 1e3;
		resident = resident_mb();
		if (!thesaurus) {
			free(spent);
			return -1;
		}
		thesaurus_close(thesaurus);
	}
	cpu = (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e3 / (double)rounds;
	qsort(spent, rounds, sizeof(*spent), compare);
	printf("%.1f ms (min %.1f, max %.1f), %.1f ms of CPU, %.0f MB "
	       "resident\n",
		spent[rounds / 2], spent[0], spent[rounds ? rounds - 1 : 0],
		cpu, resident);
	free(spent);
	return 0;
}

struct lines {
	struct slice *items;
	size_t count;
};

static struct lines split(struct slice text)
{
	struct lines lines = {NULL, 0};
	size_t room = 0;

	while (text.length > 0) {
		const char *end = memchr(text.data, '\n', text.length);
		size_t length = end ? (size_t)(end - text.data) : text.length;

		if (lines.count == room) {
			room = room * 2 + 64;
			lines.items = memory_resize(
				lines.items, room, sizeof(*lines.items));
		}
		lines.items[lines.count++] = (struct slice){text.data, length};
		text.data += length + (end != NULL);
		text.length -= length + (end != NULL);
	}
	return lines;
}

/* The fastest of the rounds counts for each line. */
static void find_all(struct text_analyser *analyser,
	const struct thesaurus *thesaurus, const struct lines *lines,
	size_t rounds)
{
	double *spent = memory_new((lines->count + 1) * sizeof(*spent));
	double sum = 0;
	size_t mentions = 0;
	struct arena arena;

	arena_init(&arena);
	for (size_t round = 0; round <= rounds; round++)
		for (size_t i = 0; i < lines->count; i++) {
			double start = seconds(CLOCK_PROCESS_CPUTIME_ID);

			arena_reset(&arena);
			struct tokens tokens =
				text_tokens(analyser, lines->items[i], &arena);
			struct concept_hits hits =
				concept_find(thesaurus, &tokens, 0, &arena);
			double took =
				(seconds(CLOCK_PROCESS_CPUTIME_ID) - start) *
				1e6;

			mentions += round == 0 ? hits.count : 0;
			/* The first one warms up. */
			if (round == 1 || (round > 1 && took < spent[i]))
				spent[i] = took;
		}
	qsort(spent, lines->count, sizeof(*spent), compare);
	for (size_t i = 0; i < lines->count; i++)
		sum += spent[i];
	printf("%.1f us mean, %.1f us median, %.1f us p95, %zu mentions in "
	       "%zu lines\n",
		sum / (double)lines->count, spent[lines->count / 2],
		spent[lines->count * 95 / 100], mentions, lines->count);
	arena_clear(&arena);
	free(spent);
}

static int find(
	struct text_analyser *analyser, char **arguments, struct error *err)
{
	struct thesaurus *thesaurus =
		thesaurus_open(arguments[0], analyser, err);
	struct buffer text = BUFFER_INIT;
	int result = -1;

	if (thesaurus &&
		file_read(arguments[1], (size_t)1 << 30, &text, err) == 0) {
		struct lines lines = split(buffer_slice(&text));

		if (lines.count > 0)
			find_all(analyser, thesaurus, &lines,
				strtoul(arguments[2], NULL, 10));
		free(lines.items);
		result = 0;
	}
	thesaurus_close(thesaurus);
	buffer_clear(&text);
	return result;
}

static const struct {
	const char *name;
	int arguments;
	int (*run)(struct text_analyser *analyser, char **arguments,
		struct error *err);
} actions[] = {
	{"compile", 2, compile},
	{"open", 2, open_often},
	{"find", 3, find},
};

int main(int argc, char **argv)
{
	struct error err = {ERROR_NONE, ""};
	struct text_analyser *analyser = text_analyser_new(&err);
	int result = 2;

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (argc == actions[i].arguments + 2 &&
			strcmp(argv[1], actions[i].name) == 0 && analyser)
			result = actions[i].run(analyser, argv + 2, &err);
	if (result == 2)
		fputs("usage: bench-thesaurus compile LIST IMAGE | open IMAGE "
		      "ROUNDS | find IMAGE LINES ROUNDS\n",
			stderr);
	if (result < 0)
		fprintf(stderr, "bench-thesaurus: %s\n", err.text);
	text_analyser_free(analyser);
	return result < 0 ? 1 : result;
}
