/* SPDX-License-Identifier: MIT */
/* medlit search and similar: a question of the command line, or one a line from
 * standard input, or the id of a paper, to answers.  A question is personal: it
 * is kept nowhere. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/commands.h"
#include "client/cli/memory.h"
#include "client/cli/print.h"
#include "client/cli/report.h"
#include "client/cli/table.h"

struct medlit_client *command_connect(
	const struct options *options, int *exit_code)
{
	struct medlit_options wanted = {0};
	struct medlit_client *client;
	struct medlit_error err;

	wanted.socket_path = options->socket;
	wanted.url = options->url;
	wanted.token_file = options->token_file;
	wanted.user_agent = "medlit/" PACKAGE_VERSION;
	wanted.timeout_ms = (long)(options->timeout * 1000);
	if (wanted.timeout_ms > 0 && wanted.timeout_ms < 5000)
		wanted.connect_timeout_ms = wanted.timeout_ms;
	client = medlit_open(&wanted, &err);
	if (!client)
		*exit_code = report_error(options, NULL, NULL, &err);
	return client;
}

char *command_words(const struct options *options)
{
	size_t size = 1, i;
	char *joined, *at;

	for (i = 0; i < options->word_count; i++)
		size += strlen(options->words[i]) + 1;
	at = joined = memory_must(malloc(size));
	*at = '\0';
	for (i = 0; i < options->word_count; i++) {
		if (i > 0)
			*at++ = ' ';
		at = stpcpy(at, options->words[i]);
	}
	return joined;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

bool command_has_words(const struct options *options)
{
	size_t i;

	for (i = 0; i < options->word_count; i++)
		if (!is_blank(options->words[i]))
			return true;
	return false;
}

static int answer(const struct options *options, struct layout *layout,
	struct medlit_client *client, const char *text, size_t number,
	bool many)
{
	struct medlit_query query = MEDLIT_QUERY_INIT;
	struct medlit_results *results;
	struct medlit_error err;
	char where[48];
	bool found;
	int code;

	if (options->verb == VERB_SIMILAR)
		query.like = text;
	else
		query.text = text;
	query.limit = options->limit;
	query.offset = options->offset;
	query.snippets =
		options->format == FORMAT_TSV || options->format == FORMAT_TREC
			? 0
			: (unsigned)options->snippets;
	query.synonyms = !options->no_synonyms;
	query.syntax = options->strategy ? "strategy" : options->syntax;
	query.without = options->without;
	query.explain = options->explain;
	query.sort = options->sort;
	if (medlit_search(client, &query, &results, &err)) {
		snprintf(where, sizeof(where), "line %zu", number);
		return report_error(options, client, many ? where : NULL, &err);
	}
	print_results(options, layout, results, number, many);
	/* With --limit 0 only the number of papers was asked for. */
	found = results->hit_count > 0 ||
		(query.limit == 0 && results->total > 0);
	code = results->timed_out ? EXIT_SERVER : found ? EXIT_HIT : EXIT_NONE;
	medlit_results_free(results);
	return code;
}

/* Of several answers: a failure counts most, then a hit. */
static int worse(int sofar, int code)
{
	if (code > EXIT_NONE)
		return code > sofar ? code : sofar;
	return sofar > EXIT_NONE || sofar == EXIT_HIT ? sofar : code;
}

static int answer_lines(const struct options *options, struct layout *layout,
	struct medlit_client *client)
{
	size_t capacity = 0, number = 0, asked = 0;
	int code = EXIT_NONE, one;
	char *line = NULL;
	ssize_t length;

	while ((length = getline(&line, &capacity, stdin)) != -1) {
		number++;
		while (length > 0 &&
			(line[length - 1] == '\n' || line[length - 1] == '\r'))
			line[--length] = '\0';
		if (is_blank(line) && strlen(line) == (size_t)length)
			continue;
		asked++;
		if (strlen(line) != (size_t)length)
			one = report_usage(
				options, "line %zu: has a NUL byte", number);
		else
			one = answer(
				options, layout, client, line, number, true);
		code = worse(code, one);
		if (fflush(stdout) || one == EXIT_UNREACHABLE ||
			one == EXIT_UNAUTHORIZED)
			break;
	}
	free(line);
	if (asked == 0)
		return report_usage(options,
			"no question on standard input; give one a line");
	return code;
}

/* The lines of a file as one question; NULL: it cannot be read. */
static char *read_strategy(const struct options *options)
{
	const char *path = strcmp(options->strategy, "-") == 0
				   ? "/dev/stdin"
				   : options->strategy;
	struct file_lines lines;
	size_t size = 1, number = 1, i;
	char why[512], *text, *at;

	if (file_lines_read(&lines, path, why, sizeof(why))) {
		report_usage(options, "%s", why);
		return NULL;
	}
	for (i = 0; i < lines.count; i++)
		size += strlen(lines.items[i].text) + 1;
	if (lines.count > 0)
		size += lines.items[lines.count - 1].number;
	at = text = memory_must(malloc(size));
	for (i = 0; i < lines.count; i++) {
		/* blank lines stay, for answers count lines */
		while (number < lines.items[i].number) {
			*at++ = '\n';
			number++;
		}
		at = stpcpy(at, lines.items[i].text);
	}
	*at = '\0';
	file_lines_clear(&lines);
	return text;
}

static int search_strategy(const struct options *options, struct layout *layout)
{
	struct medlit_client *client = NULL;
	int code = EXIT_USAGE;
	char *text;

	if (options->word_count > 0 || options->syntax)
		return report_usage(options,
			"--strategy takes neither a question nor --syntax");
	text = read_strategy(options);
	if (!text)
		return EXIT_USAGE;
	if (is_blank(text))
		report_usage(options, "%s: has no lines", options->strategy);
	else
		client = command_connect(options, &code);
	if (client)
		code = answer(options, layout, client, text, 1, false);
	medlit_close(client);
	free(text);
	return code;
}

int command_search(const struct options *options, struct layout *layout)
{
	bool lines;
	char *text;
	struct medlit_client *client = NULL;
	int code = EXIT_USAGE;

	if (options->strategy)
		return search_strategy(options, layout);
	lines = options->word_count == 1
			? strcmp(options->words[0], "-") == 0
			: options->word_count == 0 && !isatty(STDIN_FILENO);
	text = command_words(options);
	if (!lines && !command_has_words(options))
		report_usage(options,
			"no question. Ask as in: medlit hepatotoxicity of "
			"inotuzumab");
	else
		client = command_connect(options, &code);
	if (client)
		code = lines ? answer_lines(options, layout, client)
			     : answer(options, layout, client, text, 1, false);
	medlit_close(client);
	free(text);
	return code;
}

int command_similar(const struct options *options, struct layout *layout)
{
	struct medlit_client *client;
	int code = EXIT_USAGE;

	if (options->word_count != 1 || !command_has_words(options))
		return report_usage(options,
			"similar takes one id, as in: medlit similar PMID:101. "
			"To search for the words: medlit search similar ...");
	client = command_connect(options, &code);
	if (client)
		code = answer(
			options, layout, client, options->words[0], 1, false);
	medlit_close(client);
	return code;
}
