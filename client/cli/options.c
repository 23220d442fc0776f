/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/options.h"

#include <getopt.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/report.h"
#include "client/medlit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BIT(verb)    (1u << (verb))
#define ALL          (BIT(VERB_COUNT) - 1)
#define ASK          (ALL & ~BIT(VERB_EVAL)) /* what needs the daemon */
#define SEARCH       BIT(VERB_SEARCH)
#define FIND         (SEARCH | BIT(VERB_SIMILAR))
#define RUN          BIT(VERB_RUN)
#define EVAL         BIT(VERB_EVAL)
#define SUGGEST      BIT(VERB_SUGGEST)
#define RECORDS                                                                \
	(BIT(VERB_SHOW) | BIT(VERB_ANALYZE) | SUGGEST | BIT(VERB_STATUS))

enum kind {
	KIND_TEXT,
	KIND_NUMBER,
	KIND_SECONDS,
	KIND_FLAG,
	KIND_CHOICE,
	KIND_HELP,
	KIND_VERSION,
};

static const struct {
	const char *name, *arguments, *summary;
} verbs[VERB_COUNT] = {
	[VERB_SEARCH] = {"search", "QUESTION...", "find papers"},
	[VERB_SIMILAR] = {"similar", "ID", "papers like one"},
	[VERB_SHOW] = {"show", "ID", "print one paper"},
	[VERB_ANALYZE] = {"analyze", "TEXT...", "how a text is read"},
	[VERB_SUGGEST] = {"suggest", "START...", "names that start so"},
	[VERB_STATUS] = {"status", "", "state of the daemon"},
	[VERB_RUN] = {"run", "--topics FILE --tag NAME",
		"topics to a TREC run"},
	[VERB_EVAL] = {"eval", "--qrels FILE RUN [RUN]", "score TREC runs"},
};

struct row {
	const char *name;
	char letter;
	enum kind kind;
	unsigned verbs;
	size_t offset;
	const char *argument; /* a choice: its values, in the enum's order */
	const char *help;
};

#define AT(member) offsetof(struct options, member)
static const struct row rows[] = {
	{"format", 'f', KIND_CHOICE, FIND | RECORDS, AT(format),
		"text|json|ndjson|tsv|trec", "how to print"},
	{"limit", 'n', KIND_NUMBER, FIND | RUN | SUGGEST, AT(limit), "N",
		"papers or names (10; run: 1000)"},
	{"offset", 0, KIND_NUMBER, FIND, AT(offset), "N",
		"leave out the first N papers"},
	{"snippets", 0, KIND_NUMBER, SEARCH, AT(snippets), "N",
		"sentences a paper (2)"},
	{"no-synonyms", 0, KIND_FLAG, SEARCH | RUN, AT(no_synonyms), NULL,
		"search the words as typed"},
	{"syntax", 0, KIND_TEXT, SEARCH | RUN, AT(syntax),
		"auto|plain|strict|pubmed",
		"how AND, ti:word ... are read (auto)"},
	{"strategy", 0, KIND_TEXT, SEARCH, AT(strategy), "FILE",
		"run its numbered lines (-: stdin)"},
	{"sort", 's', KIND_TEXT, SEARCH, AT(sort), "relevance|date|-date",
		"date: newest first (relevance)"},
	{"without", 0, KIND_TEXT, SEARCH | RUN, AT(without), "LIST",
		"parts of the search to leave out"},
	{"explain", 0, KIND_FLAG, FIND, AT(explain), NULL,
		"what each score is made of"},
	{"as", 0, KIND_TEXT, BIT(VERB_ANALYZE), AT(as), "index|query",
		"as a paper or a question (query)"},
	{"topics", 0, KIND_TEXT, RUN, AT(topics), "FILE",
		"lines of ID, tab, question"},
	{"tag", 0, KIND_TEXT, RUN, AT(tag), "NAME", "name of the run"},
	{"qrels", 0, KIND_TEXT, EVAL, AT(qrels), "FILE", "TREC judgments"},
	{"per-query", 'q', KIND_FLAG, EVAL, AT(per_query), NULL,
		"one line a query too"},
	{"level", 'l', KIND_NUMBER, EVAL, AT(level), "N",
		"lowest grade that is relevant (1)"},
	{"exponential", 'e', KIND_FLAG, EVAL, AT(exponential), NULL,
		"nDCG gain 2^grade-1 instead of grade"},
	{"gate", 0, KIND_TEXT, EVAL, AT(gate), "LIST",
		"exit 1 unless nDCG@10>=0.3,R@100>=0.2"},
	{"socket", 0, KIND_TEXT, ASK, AT(socket), "PATH",
		"the daemon's socket"},
	{"url", 0, KIND_TEXT, ASK, AT(url), "URL",
		"the daemon's http:// address"},
	{"token-file", 0, KIND_TEXT, ASK, AT(token_file), "FILE",
		"its first line opens the daemon"},
	{"timeout", 0, KIND_SECONDS, ASK, AT(timeout), "SECONDS",
		"wait so long for an answer (30)"},
	{"color", 0, KIND_CHOICE, ALL, AT(color), "auto|always|never",
		"colour; auto: on a terminal"},
	{"quiet", 'q', KIND_FLAG, ASK, AT(quiet), NULL,
		"only the papers, no remarks"},
	{"help", 'h', KIND_HELP, ALL, 0, NULL, "print this"},
	{"version", 'V', KIND_VERSION, ALL, 0, NULL, "print the version"},
};

/* Those of eval alone, or all others: one letter means two things. */
static void print_rows(bool of_eval)
{
	char left[64];
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		if ((rows[i].verbs == EVAL) != of_eval)
			continue;
		snprintf(left, sizeof(left), "%c%c%s --%s%s%s",
			rows[i].letter ? '-' : ' ',
			rows[i].letter ? rows[i].letter : ' ',
			rows[i].letter ? "," : " ", rows[i].name,
			rows[i].argument ? " " : "",
			rows[i].argument ? rows[i].argument : "");
		printf("  %-40s %s\n", left, rows[i].help);
	}
}

static void print_help(void)
{
	size_t i;

	puts("Ask the medlit daemon for medical papers.");
	for (i = 0; i < VERB_COUNT; i++)
		printf("%s medlit %-8s %-24s %s\n", i ? "      " : "Usage:",
			i == VERB_SEARCH ? "[search]" : verbs[i].name,
			verbs[i].arguments, verbs[i].summary);
	puts("       medlit < FILE                            one question a "
	     "line\nOptions:");
	print_rows(false);
	puts("Options of eval:");
	print_rows(true);
	puts("Exit status: 0 papers found, 1 none, 2 usage, 3 daemon "
	     "unreachable,\n4 server error, timeout or partial answer, 5 not "
	     "authorised.");
}

/* Edits (insert, delete, replace, swap of neighbours) between short names. */
static size_t distance(const char *a, const char *b)
{
	enum {
		MOST = 32
	};
	size_t m = strlen(a), n = strlen(b), i, j;
	size_t cost[MOST + 1][MOST + 1];

	if (m > MOST || n > MOST)
		return MOST;
	for (i = 0; i <= m; i++)
		for (j = 0; j <= n; j++) {
			size_t best = i == 0 ? j : j == 0 ? i : MOST;

			if (i > 0 && j > 0) {
				best = cost[i - 1][j - 1] +
				       (a[i - 1] != b[j - 1]);
				if (cost[i - 1][j] + 1 < best)
					best = cost[i - 1][j] + 1;
				if (cost[i][j - 1] + 1 < best)
					best = cost[i][j - 1] + 1;
			}
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1] &&
				cost[i - 2][j - 2] + 1 < best)
				best = cost[i - 2][j - 2] + 1;
			cost[i][j] = best;
		}
	return cost[m][n];
}

const char *options_nearest(
	const char *name, const char *const *known, size_t count)
{
	const char *nearest = NULL;
	size_t least = strlen(name) / 3 + 2, i;

	for (i = 0; i < count; i++) {
		size_t edits = distance(name, known[i]);

		if (edits < least) {
			least = edits;
			nearest = known[i];
		}
	}
	return nearest;
}

/* ---- what getopt_long wants, of the rows for some commands ---- */

struct wanted {
	struct option longs[COUNT(rows) + 1];
	char shorts[2 * COUNT(rows) + 2];
};

static void wanted_fill(struct wanted *wanted, unsigned mask)
{
	size_t count = 0, at = 0, i;

	memset(wanted, 0, sizeof(*wanted));
	wanted->shorts[at++] = ':'; /* a missing argument is ':' */
	for (i = 0; i < COUNT(rows); i++) {
		if (!(rows[i].verbs & mask))
			continue;
		wanted->longs[count].name = rows[i].name;
		wanted->longs[count].has_arg = rows[i].argument != NULL;
		wanted->longs[count++].val = (int)(256 + i);
		if (!rows[i].letter)
			continue;
		wanted->shorts[at++] = rows[i].letter;
		if (rows[i].argument)
			wanted->shorts[at++] = ':';
	}
}

static const struct row *row_of(int value, unsigned mask)
{
	size_t i;

	if (value >= 256)
		return &rows[value - 256];
	for (i = 0; i < COUNT(rows); i++)
		if ((rows[i].verbs & mask) && rows[i].letter == value)
			return &rows[i];
	return NULL;
}

/* ---- values ---- */

/* What can be sent; how much is too much is the daemon's to say, for it has the
 * settings. */
#define NUMBER_MAX INT32_MAX

static int read_number(const char *text, size_t *value)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long number;

	if (digits == 0 || text[digits])
		return -1;
	number = strtoul(text, NULL, 10); /* ULONG_MAX for what is more */
	*value = number > NUMBER_MAX ? NUMBER_MAX : number;
	return 0;
}

static int read_seconds(const char *text, double *value)
{
	char *end;
	double number = strtod(text, &end);

	if (end == text || *end || !isfinite(number) || number < 0.001 ||
		number > 86400)
		return -1;
	*value = number;
	return 0;
}

/* Which of "a|b|c" the text is; -1: none. */
static int read_choice(const char *text, const char *choices, int *value)
{
	size_t length = strlen(text);
	int at = 0;

	for (;; at++, choices++) {
		size_t span = strcspn(choices, "|");

		if (span == length && memcmp(choices, text, length) == 0) {
			*value = at;
			return 0;
		}
		choices += span;
		if (!*choices)
			return -1;
	}
}

static int set_value(
	struct options *options, const struct row *row, const char *text)
{
	void *into = (char *)options + row->offset;

	switch (row->kind) {
	case KIND_TEXT:
		*(const char **)into = text;
		return 0;
	case KIND_FLAG:
		*(bool *)into = true;
		return 0;
	case KIND_NUMBER:
		if (read_number(text, into) == 0)
			return 0;
		report_usage(options, "--%s: not a whole number: '%s'",
			row->name, text);
		return -1;
	case KIND_SECONDS:
		if (read_seconds(text, into) == 0)
			return 0;
		report_usage(options,
			"--%s: not a number of seconds from 0.001 to 86400: "
			"'%s'",
			row->name, text);
		return -1;
	default: /* KIND_CHOICE */
		if (read_choice(text, row->argument, into) == 0)
			return 0;
		report_usage(options, "--%s: '%s' is none of %s", row->name,
			text, row->argument);
		return -1;
	}
}

/* ---- complaints ---- */

static void complain_unknown(const struct options *options, const char *typed)
{
	const char *names[COUNT(rows)], *nearest;
	size_t length = strcspn(typed, "="), count = 0, i;
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)(length > 60 ? 60 : length),
		typed);
	for (i = 0; i < COUNT(rows); i++) {
		if (strcmp(rows[i].name, name) == 0) {
			report_usage(options, "--%s is not an option of %s",
				name, verbs[options->verb].name);
			return;
		}
		if (rows[i].verbs & BIT(options->verb))
			names[count++] = rows[i].name;
	}
	nearest = options_nearest(name, names, count);
	if (nearest)
		report_usage(options, "unknown option --%s; did you mean --%s?",
			name, nearest);
	else
		report_usage(options, "unknown option --%s; see medlit --help",
			name);
}

static void complain(const struct options *options, char **argv, int value)
{
	const char *word = argv[optind - 1];

	if (value == ':')
		report_usage(
			options, "%s needs a value; see medlit --help", word);
	else if (optopt == 0)
		complain_unknown(options, word + strspn(word, "-"));
	else if (optopt >= 256)
		report_usage(options, "--%s takes no value",
			rows[optopt - 256].name);
	else
		report_usage(options,
			"unknown option -%c; see medlit --help. A question "
			"with words that begin with '-' goes behind '--'",
			optopt);
}

/* ---- the two passes ---- */

/* The first pass only brings options to the front, to find the command; what
 * is wrong with them is said when it is known whose they are. */
static void find_verb(struct options *options, int argc, char **argv)
{
	struct wanted wanted;
	size_t i;

	wanted_fill(&wanted, ALL);
	opterr = 0;
	optind = 0; /* GNU: start over */
	while (getopt_long(argc, argv, wanted.shorts, wanted.longs, NULL) != -1)
		;
	options->words = argv + optind;
	options->word_count = (size_t)(argc - optind);
	for (i = 0; i < VERB_COUNT && optind < argc; i++)
		if (strcmp(argv[optind], verbs[i].name) == 0) {
			options->verb = (enum verb)i;
			options->words++;
			options->word_count--;
			return;
		}
}

static enum options_action read_options(
	struct options *options, int argc, char **argv)
{
	unsigned mask = BIT(options->verb);
	struct wanted wanted;
	int value;

	wanted_fill(&wanted, mask);
	optind = 0;
	while ((value = getopt_long(
			argc, argv, wanted.shorts, wanted.longs, NULL)) != -1) {
		const struct row *row = value == '?' || value == ':'
						? NULL
						: row_of(value, mask);

		if (!row) {
			complain(options, argv, value);
			return OPTIONS_WRONG;
		}
		if (row->kind == KIND_HELP) {
			print_help();
			return OPTIONS_DONE;
		}
		if (row->kind == KIND_VERSION) {
			printf("medlit %s\n", medlit_version());
			return OPTIONS_DONE;
		}
		if (set_value(options, row, optarg))
			return OPTIONS_WRONG;
	}
	return OPTIONS_RUN;
}

enum options_action options_parse(
	struct options *options, int argc, char **argv)
{
	enum options_action action;

	memset(options, 0, sizeof(*options));
	options->snippets = 2;
	options->level = 1;
	find_verb(options, argc, argv);
	options->limit = options->verb == VERB_RUN ? 1000 : 10;
	action = read_options(options, argc, argv);
	if (action != OPTIONS_RUN)
		return action;
	if (options->socket && options->url) {
		report_usage(options, "--socket and --url exclude each other");
		return OPTIONS_WRONG;
	}
	if (!(BIT(options->verb) & FIND) && options->format > FORMAT_JSON) {
		report_usage(options, "%s prints text or json only",
			verbs[options->verb].name);
		return OPTIONS_WRONG;
	}
	if (options->explain && options->format > FORMAT_NDJSON) {
		report_usage(options,
			"--explain is shown as text, json or ndjson; a line of "
			"tsv or trec has no place for it");
		return OPTIONS_WRONG;
	}
	return OPTIONS_RUN;
}
