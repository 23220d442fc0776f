/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench-questions INDEX QUESTIONS ROUNDS: CPU time of questions inside a
 * worker, in a warm process.
 *
 * Of each line "kind TAB question" the ten best papers with id and score, no
 * snippets.  For each kind a line "kind ENGINE WORKER FOUND": milliseconds a
 * question in the calls to libxapian-c that search and count (the linker wraps
 * them), records of the ten papers fetched and all, and in the whole worker
 * from request to JSON.
 *
 * A line of kind "deadline" is asked once with 50 ms to answer, and gives
 * "deadline WALL-milliseconds STATUS flagged|whole question".
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/memory.h"
#include "daemon/worker/service.h"
#include "libxapian-c/xapian-c.h"

#define QUESTIONS_MAX 2000
#define DEADLINE_NS   50000000u

struct question {
	char *kind, *target, *text;
};

static struct question questions[QUESTIONS_MAX];
static size_t questions_count;
static double engine_seconds;
static size_t found; /* papers of the last search */

static double seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu_seconds(void)
{
	return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

/* ---- the engine's calls, timed ---------------------------------------------
 */

struct xc_results *__real_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);
struct xc_results *__wrap_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);
int __real_xc_searcher_frequencies(struct xc_searcher *searcher,
	const struct xc_bytes *terms, size_t count, uint64_t *frequencies,
	struct xc_error *err);
int __wrap_xc_searcher_frequencies(struct xc_searcher *searcher,
	const struct xc_bytes *terms, size_t count, uint64_t *frequencies,
	struct xc_error *err);

struct xc_results *__wrap_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err)
{
	double start = cpu_seconds();
	struct xc_results *results = __real_xc_search(searcher, query, err);

	engine_seconds += cpu_seconds() - start;
	found = results ? results->hits_count : 0;
	return results;
}

int __wrap_xc_searcher_frequencies(struct xc_searcher *searcher,
	const struct xc_bytes *terms, size_t count, uint64_t *frequencies,
	struct xc_error *err)
{
	double start = cpu_seconds();
	int result = __real_xc_searcher_frequencies(
		searcher, terms, count, frequencies, err);

	engine_seconds += cpu_seconds() - start;
	return result;
}

/* ---- questions ------------------------------------------------------------
 */

static char *make_target(const char *question)
{
	static const char start[] =
		"/v1/search?snippets=0&fields=id,score&limit=10&q=";
	size_t length = sizeof(start) - 1;
	char *target = memory_new(length + 3 * strlen(question) + 1);

	memcpy(target, start, length);
	for (; *question; question++)
		length += (size_t)sprintf(
			target + length, "%%%02x", (unsigned char)*question);
	return target;
}

static int read_questions(const char *path)
{
	static char line[1 << 16];
	FILE *file = fopen(path, "r");

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file) &&
		questions_count < QUESTIONS_MAX) {
		char *tab = strchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		if (!tab)
			continue;
		*tab++ = '\0';
		questions[questions_count++] = (struct question){
			memory_copy(line), make_target(tab), memory_copy(tab)};
	}
	fclose(file);
	return 0;
}

static int is_deadline(const char *kind)
{
	return strcmp(kind, "deadline") == 0;
}

static unsigned ask(struct service *service, const struct question *question,
	uint64_t deadline, int *flagged)
{
	struct wire_request request = {.method = WIRE_GET,
		.deadline = deadline,
		.target = slice_of(question->target)};
	struct wire_reply reply;

	service_answer(service, &request, &reply);
	*flagged = 0;
	for (size_t i = 0; i + 16 < reply.body.length; i++)
		if (memcmp(reply.body.data + i, "\"timed_out\":true", 16) == 0)
			*flagged = 1;
	return reply.status;
}

static void ask_in_time(
	struct service *service, const struct question *question)
{
	double start = seconds(CLOCK_MONOTONIC);
	int flagged;
	unsigned status = ask(service, question,
		(uint64_t)(start * 1e9) + DEADLINE_NS, &flagged);

	printf("deadline %.1f %u %s %.60s\n",
		(seconds(CLOCK_MONOTONIC) - start) * 1000, status,
		flagged ? "flagged" : "whole", question->text);
}

/* Of one kind, those from `from` on; returns the first behind. */
static size_t ask_kind(struct service *service, size_t from, int rounds)
{
	const char *kind = questions[from].kind;
	size_t end = from, papers = 0;
	double start;
	int flagged;

	for (; end < questions_count && strcmp(kind, questions[end].kind) == 0;
		end++) {
		found = 0;
		if (ask(service, &questions[end], UINT64_MAX, &flagged) != 200)
			fprintf(stderr, "bench-questions: %s\n",
				questions[end].text);
		papers += found;
	}
	engine_seconds = 0;
	start = cpu_seconds();
	for (int i = 0; i < rounds; i++)
		for (size_t n = from; n < end; n++)
			ask(service, &questions[n], UINT64_MAX, &flagged);
	double each = 1000 / ((double)(end - from) * rounds);

	printf("%s %.6f %.6f %zu\n", kind, engine_seconds * each,
		(cpu_seconds() - start) * each, papers);
	return end;
}

int main(int argc, char **argv)
{
	struct settings settings = {0};
	enum settings_action action;
	struct error err = {0};
	char option[] = "--index";
	struct service *service = NULL;

	if (argc < 4) {
		fputs("usage: bench-questions INDEX QUESTIONS ROUNDS\n",
			stderr);
		return 2;
	}
	char *arguments[] = {argv[0], option, argv[1], NULL};

	if (read_questions(argv[2]) < 0 ||
		settings_load(&settings, 3, arguments, &action, &err) < 0 ||
		!(service = service_open(&settings, &err))) {
		fprintf(stderr, "bench-questions: %s: %s\n", argv[2], err.text);
		return 1;
	}
	for (size_t i = 0; i < questions_count;) {
		if (is_deadline(questions[i].kind))
			ask_in_time(service, &questions[i++]);
		else
			i = ask_kind(service, i, atoi(argv[3]));
	}
	service_close(service);
	settings_clear(&settings);
	return 0;
}
