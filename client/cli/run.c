/* SPDX-License-Identifier: MIT */
/* medlit run: a file of topics to a TREC run, reading each answer page by
 * page from one state of the index. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/commands.h"
#include "client/cli/memory.h"
#include "client/cli/print.h"
#include "client/cli/report.h"
#include "client/cli/table.h"

#define PAGE  200
#define TRIES 3

/* What one topic's answer is read into before it is printed. */
struct pages {
	struct medlit_results **items;
	size_t count, capacity;
};

static void pages_reset(struct pages *pages)
{
	while (pages->count > 0)
		medlit_results_free(pages->items[--pages->count]);
}

static bool same_index(
	const struct medlit_results *a, const struct medlit_results *b)
{
	const char *one = a->generation ? a->generation : "";
	const char *other = b->generation ? b->generation : "";

	return a->revision == b->revision && strcmp(one, other) == 0;
}

/* 1: all read, 0: the index changed between two pages, -1: failed. */
static int pages_read(struct pages *pages, struct medlit_client *client,
	struct medlit_query *query, size_t limit, struct medlit_error *err)
{
	struct medlit_results *page;
	size_t got = 0;

	do {
		query->offset = got;
		query->limit = limit - got < PAGE ? limit - got : PAGE;
		if (medlit_search(client, query, &page, err))
			return -1;
		pages->items = memory_grow(pages->items, &pages->capacity,
			pages->count + 1, sizeof(struct medlit_results *));
		pages->items[pages->count++] = page;
		if (!same_index(page, pages->items[0]))
			return 0;
		got += page->hit_count;
	} while (got < limit && page->hit_count == query->limit);
	return 1;
}

static int answer_topic(const struct options *options,
	struct medlit_client *client, struct pages *pages, const char *id,
	const char *question, const char *where)
{
	struct medlit_query query = MEDLIT_QUERY_INIT;
	struct trec trec = TREC_INIT(id, options->tag);
	struct medlit_error err;
	int state = 0, tries, code = EXIT_HIT;
	size_t i;

	query.text = question;
	query.fields = "id,score";
	query.snippets = 0;
	query.synonyms = !options->no_synonyms;
	query.syntax = options->syntax;
	query.without = options->without;
	for (tries = 0; tries < TRIES && state == 0; tries++) {
		pages_reset(pages);
		state = pages_read(pages, client, &query, options->limit, &err);
	}
	if (state < 0)
		return report_error(options, client, where, &err);
	if (state == 0) {
		report_usage(options,
			"%s: the index keeps changing; run it again when no "
			"papers are added",
			where);
		return EXIT_SERVER;
	}
	for (i = 0; i < pages->count; i++) {
		if (pages->items[i]->timed_out)
			code = EXIT_SERVER;
		print_trec(&trec, pages->items[i]);
	}
	if (code != EXIT_HIT)
		report_note(options,
			"%s: time ran out, not every paper was "
			"looked at",
			where);
	return code == EXIT_HIT && trec.rank == 0 ? EXIT_NONE : code;
}

/* "ID tab question": ends the id, returns the question; NULL: it is not so. */
static char *split_topic(char *line)
{
	char *question = strchr(line, '\t');

	if (!question || question == line ||
		strcspn(line, " \r") < (size_t)(question - line))
		return NULL;
	*question++ = '\0';
	question[strcspn(question, "\r")] = '\0';
	return question[strspn(question, " \t")] ? question : NULL;
}

static int answer_topics(const struct options *options,
	struct medlit_client *client, const struct file_lines *lines)
{
	struct pages pages = {NULL, 0, 0};
	int code = EXIT_NONE, one;
	char where[512];
	size_t i;

	for (i = 0; i < lines->count && code <= EXIT_NONE; i++) {
		char *id = lines->items[i].text, *question = split_topic(id);

		snprintf(where, sizeof(where), "%.400s:%zu", options->topics,
			lines->items[i].number);
		if (!question) {
			code = report_usage(options,
				"%s: a topic is an id, a tab and a question",
				where);
			break;
		}
		one = answer_topic(
			options, client, &pages, id, question, where);
		if (one != EXIT_NONE)
			code = one;
	}
	pages_reset(&pages);
	free(pages.items);
	return code;
}

int command_run(const struct options *options, struct layout *layout)
{
	struct medlit_client *client;
	struct file_lines lines;
	int code = EXIT_USAGE;
	char why[512];

	(void)layout;
	if (!options->topics || !options->tag || options->word_count > 0)
		return report_usage(options,
			"run needs --topics FILE and --tag NAME, and no more");
	if (!*options->tag || options->tag[strcspn(options->tag, " \t\r\n")])
		return report_usage(
			options, "--tag: a name without blanks is needed");
	if (options->limit == 0)
		return report_usage(options, "--limit: at least 1 is needed");
	if (file_lines_read(&lines, options->topics, why, sizeof(why)))
		return report_usage(options, "%s", why);
	if (lines.count == 0) {
		file_lines_clear(&lines);
		return report_usage(
			options, "%s: has no topics", options->topics);
	}
	client = command_connect(options, &code);
	if (client)
		code = answer_topics(options, client, &lines);
	medlit_close(client);
	file_lines_clear(&lines);
	return code;
}
