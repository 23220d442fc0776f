/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench-engine INDEX QUESTIONS ROUNDS: CPU seconds a query of libxapian-c alone,
 * in a warm process, on one line of standard output.  With "asked" for ROUNDS it
 * is asked instead, by a byte of standard input for each query in turn, which it
 * answers with a byte: a process that sleeps between queries as a worker does
 * finds its caches as cold as one.
 *
 * Each question first goes once through the inside of a worker.  What that hands
 * to xc_search() is kept (the linker wraps the call); then only xc_search() is
 * timed, with the very same queries: ten papers with their records.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "daemon/worker/service.h"
#include "libxapian-c/xapian-c.h"

#define QUESTIONS_MAX 1000

struct xc_results *__real_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);
struct xc_results *__wrap_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);

static struct xc_query kept[QUESTIONS_MAX];
static size_t kept_count;
static struct xc_searcher *kept_searcher;

static const char *copy_bytes(const char *data, size_t length)
{
	char *copy = memory_new(length + 1);

	if (length > 0)
		memcpy(copy, data, length);
	return copy;
}

static void keep(const struct xc_query *query)
{
	struct xc_node *nodes =
		memory_new(query->nodes_count * sizeof(*nodes));

	for (size_t i = 0; i < query->nodes_count; i++) {
		nodes[i] = query->nodes[i];
		nodes[i].term = copy_bytes(nodes[i].term, nodes[i].length);
		nodes[i].high = copy_bytes(nodes[i].high,
			nodes[i].high_length);
	}
	kept[kept_count] = *query;
	kept[kept_count].nodes = nodes;
	kept[kept_count].slots = NULL;
	kept[kept_count].slots_count = 0;
	kept[kept_count].deadline = 0;
	kept_count++;
}

struct xc_results *__wrap_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err)
{
	if (kept_count < QUESTIONS_MAX)
		keep(query);
	kept_searcher = searcher;
	return __real_xc_search(searcher, query, err);
}

/* The words of bench.py are letters, digits and blanks; blanks become "+". */
static void ask(struct service *service, char *question)
{
	char target[4096];
	struct wire_request request = {.method = WIRE_GET,
		.deadline = UINT64_MAX};
	struct wire_reply reply;

	question[strcspn(question, "\n")] = '\0';
	for (char *at = question; *at; at++)
		if (*at == ' ')
			*at = '+';
	snprintf(target, sizeof(target),
		"/v1/search?snippets=0&fields=id,title,score&limit=10&q=%s",
		question);
	request.target = slice_of(target);
	service_answer(service, &request, &reply);
	if (reply.status != 200)
		fprintf(stderr, "bench-engine: %s: %.*s\n", target,
			SLICE_PRINT(reply.body));
}

static void run(size_t number)
{
	struct xc_error err = {0};
	struct xc_results *results =
		__real_xc_search(kept_searcher, &kept[number], &err);

	if (!results)
		fprintf(stderr, "bench-engine: %s\n", err.text);
	xc_results_free(results);
}

static void run_once(void)
{
	for (size_t i = 0; i < kept_count; i++)
		run(i);
}

/* A first byte says that it is ready. */
static void run_when_asked(void)
{
	char byte = 0;
	size_t next = 0;

	while (write(STDOUT_FILENO, &byte, 1) == 1 &&
		read(STDIN_FILENO, &byte, 1) == 1)
		run(next++ % kept_count);
}

static double cpu_seconds(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

static void time_rounds(int rounds)
{
	double start = cpu_seconds();

	for (int i = 0; i < rounds; i++)
		run_once();
	printf("%.9f\n", (cpu_seconds() - start) /
				 ((double)kept_count * rounds));
}

int main(int argc, char **argv)
{
	struct settings settings = {0};
	enum settings_action action;
	struct error err = {0};
	char line[2048];

	if (argc != 4) {
		fputs("usage: bench-engine INDEX QUESTIONS ROUNDS|asked\n", stderr);
		return 2;
	}
	char option[] = "--index";
	char *arguments[] = {argv[0], option, argv[1], NULL};
	FILE *questions = fopen(argv[2], "r");
	struct service *service = NULL;

	if (!questions ||
		settings_load(&settings, 3, arguments, &action, &err) < 0 ||
		!(service = service_open(&settings, &err))) {
		fprintf(stderr, "bench-engine: %s\n",
			questions ? err.text : argv[2]);
		return 1;
	}
	while (fgets(line, sizeof(line), questions))
		ask(service, line);
	fclose(questions);
	run_once();

	if (strcmp(argv[3], "asked") == 0)
		run_when_asked();
	else
		time_rounds(atoi(argv[3]));
	service_close(service);
	settings_clear(&settings);
	return 0;
}
