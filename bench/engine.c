/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench-engine INDEX QUESTIONS [relay]: libxapian-c alone in a warm process,
 * asked over standard input by requests as long as those to medlitd, each
 * answered by as many bytes when it is done: "*" first for all queries without
 * a pause, "?" for the next one.  A process that sleeps between queries, as a
 * worker does, finds its caches as cold as one.  With "relay" the same is done
 * by a child, to which the bytes are handed on: what any front process costs
 * that waits for clients and for workers, and does nothing else.
 *
 * Each question first goes once through the inside of a worker.  What that
 * hands to xc_search(), mostly once a question, is kept (the linker wraps the
 * call); then only xc_search() is asked, with the very same queries, and the
 * title read of each paper it found.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "daemon/worker/service.h"
#include "document/document.h"
#include "libxapian-c/xapian-c.h"

#define REQUEST_SIZE  ((size_t)128)
#define REPLY_SIZE    ((size_t)2048)
#define QUERIES_MAX   4000
#define QUESTIONS_MAX 1000
#define BONUSES_MAX   64 /* of a query */

struct xc_results *__real_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);
struct xc_results *__wrap_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);

static struct xc_query kept[QUERIES_MAX];
static size_t kept_count;
static size_t ends[QUESTIONS_MAX]; /* of each question's queries */
static size_t questions_count;
static struct xc_searcher *kept_searcher;
static volatile size_t titles; /* bytes of all, so that each has to be had */

static const char *copy_bytes(const char *data, size_t length)
{
	char *copy = memory_new(length + 1);

	if (length > 0)
		memcpy(copy, data, length);
	return copy;
}

static const struct xc_bytes *copy_terms(
	const struct xc_bytes *terms, size_t count)
{
	struct xc_bytes *copies = memory_new((count + 1) * sizeof(*copies));

	for (size_t i = 0; i < count; i++)
		copies[i] = (struct xc_bytes){
			copy_bytes(terms[i].data, terms[i].length),
			terms[i].length};
	return copies;
}

/* What a worker added to each document that it was asked about; the same query
 * asks in the same order. */
struct bonuses {
	const struct xc_bonus *worker; /* while it is asked */
	double items[BONUSES_MAX];
	size_t count, next;
};

static double record_bonus(const void *context, const struct xc_hit *hit)
{
	struct bonuses *bonuses = (struct bonuses *)context;
	double bonus = bonuses->worker->of(bonuses->worker->context, hit);

	if (bonuses->count < BONUSES_MAX)
		bonuses->items[bonuses->count++] = bonus;
	return bonus;
}

static double replay_bonus(const void *context, const struct xc_hit *hit)
{
	struct bonuses *bonuses = (struct bonuses *)context;

	(void)hit;
	return bonuses->next < bonuses->count ? bonuses->items[bonuses->next++]
					      : 0;
}

static struct bonuses *keep_bonus(struct xc_query *kept_query)
{
	struct xc_bonus *bonus = memory_new(sizeof(*bonus));
	struct bonuses *bonuses = memory_new(sizeof(*bonuses));

	bonuses->worker = kept_query->bonus;
	*bonus = *kept_query->bonus;
	bonus->terms = copy_terms(bonus->terms, bonus->terms_count);
	bonus->of = replay_bonus;
	bonus->context = bonuses;
	kept_query->bonus = bonus;
	return bonuses;
}

static void keep(const struct xc_query *query)
{
	struct xc_node *nodes = memory_new(query->nodes_count * sizeof(*nodes));

	for (size_t i = 0; i < query->nodes_count; i++) {
		nodes[i] = query->nodes[i];
		nodes[i].term = copy_bytes(nodes[i].term, nodes[i].length);
		nodes[i].high = copy_bytes(nodes[i].high, nodes[i].high_length);
	}
	kept[kept_count] = *query;
	kept[kept_count].nodes = nodes;
	kept[kept_count].slots =
		(const uint32_t *)copy_bytes((const char *)query->slots,
			query->slots_count * sizeof(*query->slots));
	if (query->tie_slot)
		kept[kept_count].tie_slot = (const uint32_t *)copy_bytes(
			(const char *)query->tie_slot,
			sizeof(*query->tie_slot));
	kept[kept_count].deadline = 0;
	kept_count++;
}

struct xc_results *__wrap_xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err)
{
	struct xc_query asked = *query;
	struct xc_bonus recorded;

	kept_searcher = searcher;
	if (kept_count == QUERIES_MAX)
		return __real_xc_search(searcher, query, err);
	keep(query);
	if (query->bonus) {
		recorded = *query->bonus;
		recorded.of = record_bonus;
		recorded.context = keep_bonus(&kept[kept_count - 1]);
		asked.bonus = &recorded;
	}
	return __real_xc_search(searcher, &asked, err);
}

/* The words of bench.py are letters, digits and blanks; blanks become "+". */
static void ask(struct service *service, char *question)
{
	char target[4096];
	struct wire_request request = {
		.method = WIRE_GET, .deadline = UINT64_MAX};
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

static void run_query(size_t number)
{
	struct xc_error err = {0};
	struct error damage = {0};
	struct document document;
	struct xc_results *results;

	if (kept[number].bonus)
		((struct bonuses *)kept[number].bonus->context)->next = 0;
	results = __real_xc_search(kept_searcher, &kept[number], &err);
	if (!results)
		fprintf(stderr, "bench-engine: %s\n", err.text);
	for (size_t i = 0; results && i < results->hits_count; i++) {
		struct xc_bytes data = results->hits[i].data;

		if (record_decode_head((struct slice){data.data, data.length},
			    &document, &damage))
			fprintf(stderr, "bench-engine: %s\n", damage.text);
		titles += document.title.length;
	}
	xc_results_free(results);
}

static void run(size_t question)
{
	size_t first = question ? ends[question - 1] : 0;

	for (size_t i = first; i < ends[question]; i++)
		run_query(i);
}

static void run_all(void)
{
	for (size_t i = 0; i < questions_count; i++)
		run(i);
}

/* A first reply says that it is ready; end of file ends it. */
static void run_when_asked(int fd)
{
	static char request[REQUEST_SIZE], reply[REPLY_SIZE];
	size_t next = 0;

	while (write(fd, reply, REPLY_SIZE) == (ssize_t)REPLY_SIZE &&
		read(fd, request, REQUEST_SIZE) > 0) {
		if (request[0] == '*')
			run_all();
		else
			run(next++ % questions_count);
	}
}

static int hand_on(int from, int to)
{
	static char bytes[REPLY_SIZE];
	ssize_t length = recv(from, bytes, sizeof(bytes), MSG_DONTWAIT);

	return length > 0 &&
	       send(to, bytes, (size_t)length, MSG_NOSIGNAL) == length;
}

/* Between two sockets, until one ends. */
static void relay(int client, int worker)
{
	int waiting = epoll_create1(0);
	struct epoll_event event = {.events = EPOLLIN, .data.fd = client};

	epoll_ctl(waiting, EPOLL_CTL_ADD, client, &event);
	event.data.fd = worker;
	epoll_ctl(waiting, EPOLL_CTL_ADD, worker, &event);
	while (epoll_wait(waiting, &event, 1, -1) == 1 &&
		hand_on(event.data.fd,
			event.data.fd == client ? worker : client))
		;
	close(waiting);
}

static void run_behind_relay(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return;
	if (fork() == 0) {
		close(pair[0]);
		run_when_asked(pair[1]);
		_exit(0);
	}
	close(pair[1]);
	relay(STDIN_FILENO, pair[0]);
	close(pair[0]);
	wait(NULL);
}

int main(int argc, char **argv)
{
	struct settings settings = {0};
	enum settings_action action;
	struct error err = {0};
	char line[2048];

	if (argc != 3 && !(argc == 4 && strcmp(argv[3], "relay") == 0)) {
		fputs("usage: bench-engine INDEX QUESTIONS [relay]\n", stderr);
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
	while (questions_count < QUESTIONS_MAX &&
		fgets(line, sizeof(line), questions)) {
		ask(service, line);
		ends[questions_count++] = kept_count;
	}
	fclose(questions);
	run_all();
	if (argc == 4)
		run_behind_relay();
	else
		run_when_asked(STDIN_FILENO);
	service_close(service);
	settings_clear(&settings);
	return 0;
}
