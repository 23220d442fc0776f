/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/explain.h"
#include "client/cli/memory.h"
#include "client/cli/question.h"
#include "client/cli/report.h"

#define AUTHORS_SHOWN   3
#define TYPES_SHOWN     2
#define STRATEGY_INDENT 15
#define INDENT          4

static const struct {
	const char *status, *flag;
} flags[] = {
	{"ok", NULL},
	{"retracted", "RETRACTED"},
	{"corrected", "CORRECTED"},
	{"concern", "EXPRESSION OF CONCERN"},
};

static void add_flag(struct layout *layout, const char *status)
{
	const char *flag = status;
	size_t i;

	for (i = 0; status && i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcmp(status, flags[i].status) == 0)
			flag = flags[i].flag;
	if (flag)
		layout_printf(layout, STYLE_ALERT, "[%s] ", flag);
}

/* The sentence, what matched in it marked. */
static void add_marked(
	struct layout *layout, const struct medlit_snippet *snippet)
{
	size_t at = 0, i;

	for (i = 0; i < snippet->span_count; i++) {
		const struct medlit_span *span = &snippet->spans[i];

		layout_add(layout, snippet->text + at, span->start - at,
			STYLE_PLAIN);
		layout_add(layout, snippet->text + span->start,
			span->end - span->start, STYLE_MARK);
		at = span->end;
	}
	layout_string(layout, snippet->text + at, STYLE_PLAIN);
}

static void add_authors(
	struct layout *layout, const struct medlit_strings *authors)
{
	size_t shown = authors->count > AUTHORS_SHOWN ? AUTHORS_SHOWN
						      : authors->count,
	       i;

	for (i = 0; i < shown; i++)
		layout_printf(layout, STYLE_PLAIN, "%s%s", i ? ", " : "",
			authors->items[i]);
	if (authors->count > shown)
		layout_string(layout, " et al", STYLE_PLAIN);
	if (shown > 0)
		layout_string(layout, ". ", STYLE_PLAIN);
}

/* journal year;volume(issue):pages.  What has neither author nor journal is a
 * web page: its site vouches for it. */
static void add_source(struct layout *layout, const struct medlit_paper *paper)
{
	const char *name = paper->journal;

	if (!name && paper->authors.count == 0)
		name = paper->publisher;
	if (name)
		layout_string(layout, name, STYLE_PLAIN);
	if (paper->year)
		layout_printf(layout, STYLE_PLAIN, "%s%d", name ? " " : "",
			paper->year);
	if (paper->volume)
		layout_printf(layout, STYLE_PLAIN, ";%s", paper->volume);
	if (paper->issue)
		layout_printf(layout, STYLE_PLAIN, "(%s)", paper->issue);
	if (paper->pages)
		layout_printf(layout, STYLE_PLAIN, ":%s", paper->pages);
	if (name || paper->year)
		layout_string(layout, ". ", STYLE_PLAIN);
}

/* Every paper of a journal is a "Journal Article", and who paid for it is no
 * kind of paper. */
static bool tells_kind(const char *type)
{
	static const char support[] = "Research Support";

	return strcasecmp(type, "Journal Article") != 0 &&
	       strncasecmp(type, support, strlen(support)) != 0;
}

static void add_types(struct layout *layout, const struct medlit_strings *types)
{
	size_t shown = 0, i;

	for (i = 0; i < types->count && shown < TYPES_SHOWN; i++) {
		if (!tells_kind(types->items[i]))
			continue;
		layout_printf(layout, STYLE_PLAIN, "%s. ", types->items[i]);
		shown++;
	}
}

/* The first match in the title that starts at or behind `at`; NULL: none. */
static const struct medlit_match *next_match(
	const struct medlit_match *matches, size_t count, size_t at)
{
	const struct medlit_match *next = NULL;
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(matches[i].field, "title") == 0 &&
			matches[i].start >= at &&
			(!next || matches[i].start < next->start))
			next = &matches[i];
	return next;
}

static void add_title(struct layout *layout, const char *title,
	const struct medlit_match *matches, size_t count)
{
	const struct medlit_match *match;
	size_t at = 0;

	while (title[at] && (match = next_match(matches, count, at))) {
		layout_add(layout, title + at, match->start - at, STYLE_TITLE);
		layout_add(layout, title + match->start,
			match->end - match->start, STYLE_MARK);
		if (match->end == at)
			break;
		at = match->end;
	}
	layout_string(layout, title + at, STYLE_TITLE);
}

void print_paper(struct layout *layout, const struct medlit_paper *paper,
	const struct medlit_match *matches, size_t match_count,
	const char *label)
{
	size_t indent = strlen(label);

	layout_string(layout, label, STYLE_PLAIN);
	add_flag(layout, paper->status);
	if (paper->title)
		add_title(layout, paper->title, matches, match_count);
	else
		layout_string(layout, "(no title)", STYLE_TITLE);
	layout_end(layout, 0, indent);
	add_authors(layout, &paper->authors);
	add_source(layout, paper);
	add_types(layout, &paper->types);
	layout_string(layout, paper->id, STYLE_LABEL);
	layout_end(layout, indent, indent);
}

/* "RESULTS, p. 4: " as far as there is one. */
static void print_place(
	struct layout *layout, const struct medlit_snippet *snippet)
{
	bool titled = snippet->section && *snippet->section;

	if (titled)
		layout_string(layout, snippet->section, STYLE_LABEL);
	if (snippet->page > 0)
		layout_printf(layout, STYLE_LABEL, "%sp. %zu",
			titled ? ", " : "", snippet->page);
	if (titled || snippet->page > 0)
		layout_string(layout, ": ", STYLE_LABEL);
}

static void print_hit(struct layout *layout, const struct medlit_hit *hit)
{
	char label[32];
	size_t i;

	snprintf(label, sizeof(label), "%2zu. ", hit->rank);
	print_paper(layout, &hit->paper, hit->matches, hit->match_count, label);
	for (i = 0; i < hit->snippet_count; i++) {
		const struct medlit_snippet *snippet = &hit->snippets[i];

		print_place(layout, snippet);
		add_marked(layout, snippet);
		layout_end(layout, strlen(label), strlen(label));
	}
	print_explanation(layout, hit, strlen(label));
	putc('\n', layout->out);
}

/* Those behind the last paper that has a word of the question. */
static size_t count_related(const struct medlit_results *results)
{
	size_t related = 0, i;

	for (i = 0; i < results->hit_count; i++)
		related += results->hits[i].related != 0;
	return related;
}

static void print_hits(
	struct layout *layout, const struct medlit_results *results)
{
	size_t first = results->hit_count - count_related(results), i;

	for (i = 0; i < results->hit_count; i++) {
		if (i == first) {
			layout_string(layout,
				"Related, without a word of the question:",
				STYLE_LABEL);
			layout_end(layout, 0, INDENT);
			putc('\n', layout->out);
		}
		print_hit(layout, &results->hits[i]);
	}
}

/* Asked for papers behind the last one?  With --limit 0 none were wanted. */
static bool is_beyond(
	const struct options *options, const struct medlit_results *results)
{
	return results->total > 0 && results->hit_count == 0 &&
	       options->limit > 0 && options->offset > 0;
}

static void describe_beyond(char *out, size_t room,
	const struct options *options, const struct medlit_results *results)
{
	snprintf(out, room, "Only %zu paper%s, none behind the first %zu",
		results->total, results->total == 1 ? "" : "s",
		options->offset);
}

static void print_count(const struct options *options, struct layout *layout,
	const struct medlit_results *results)
{
	const struct medlit_hit *hits = results->hits;
	size_t count = results->hit_count, related = count_related(results);

	char beyond[96];

	describe_beyond(beyond, sizeof(beyond), options, results);
	if (is_beyond(options, results))
		layout_string(layout, beyond, STYLE_PLAIN);
	else if (results->total == 0)
		layout_string(layout, "No paper found", STYLE_PLAIN);
	else
		layout_printf(layout, STYLE_PLAIN, "%s%zu paper%s",
			results->total_exact ? "" : "at least ", results->total,
			results->total == 1 ? "" : "s");
	if (related > 0)
		layout_printf(layout, STYLE_PLAIN, " and %zu related", related);
	if (count == 1 &&
		(results->total + related > 1 || !results->total_exact))
		layout_printf(layout, STYLE_PLAIN, ", number %zu shown",
			hits[0].rank);
	else if (count > 1)
		layout_printf(layout, STYLE_PLAIN, ", %zu to %zu shown",
			hits[0].rank, hits[count - 1].rank);
	layout_printf(layout, STYLE_PLAIN, "; %.1f ms", results->took_ms);
	layout_end(layout, 0, INDENT);
}

/* "#3         12  ", the number of papers at the right of its column. */
static void print_line_count(
	struct layout *layout, const struct medlit_line *line)
{
	char count[32];
	size_t length = (size_t)snprintf(count, sizeof(count), "%s%zu",
		line->total_exact ? "" : ">", line->total);

	layout_printf(layout, STYLE_LABEL, "#%zu", line->number);
	layout_pad(layout, length + 2 < STRATEGY_INDENT
				   ? STRATEGY_INDENT - 2 - length
				   : 0);
	layout_printf(layout, STYLE_LABEL, "%s", count);
	layout_pad(layout, STRATEGY_INDENT);
}

/* "#3         12  #1 AND #2", and what is to be said of it. */
static void print_strategy(const struct options *options, struct layout *layout,
	const struct medlit_results *results)
{
	size_t i, n;

	for (i = 0; i < results->line_count; i++) {
		const struct medlit_line *line = &results->lines[i];

		print_line_count(layout, line);
		layout_string(layout, line->text, STYLE_PLAIN);
		layout_end(layout, 0, STRATEGY_INDENT);
		if (i + 1 == results->line_count)
			continue; /* told as those of the answer */
		for (n = 0; n < line->warnings.count && !options->quiet; n++) {
			layout_string(
				layout, line->warnings.items[n], STYLE_PLAIN);
			layout_end(layout, STRATEGY_INDENT, STRATEGY_INDENT);
		}
	}
	if (results->line_count > 0)
		putc('\n', layout->out);
}

static void print_text(const struct options *options, struct layout *layout,
	const struct medlit_results *results, bool many)
{
	if (many) {
		layout_printf(
			layout, STYLE_TITLE, "Question: %s", results->typed);
		layout_end(layout, 0, INDENT);
	}
	print_strategy(options, layout, results);
	if (!options->quiet && print_question(layout, results) &&
		results->hit_count > 0)
		putc('\n', layout->out);
	print_hits(layout, results);
	if (!options->quiet) {
		print_count(options, layout, results);
		print_relaxed(layout, results);
	}
	if (many)
		putc('\n', layout->out);
}

static void put_cell(const char *text, char behind)
{
	layout_clean(stdout, text ? text : "");
	putchar(behind);
}

static void print_tsv(const struct medlit_results *results, size_t number)
{
	size_t i;

	for (i = 0; i < results->hit_count; i++) {
		const struct medlit_hit *hit = &results->hits[i];

		printf("%zu\t%zu\t", number, hit->rank);
		put_cell(hit->paper.id, '\t');
		printf("%.6f\t", hit->score);
		put_cell(hit->paper.status, '\t');
		if (hit->paper.year)
			printf("%d", hit->paper.year);
		putchar('\t');
		put_cell(hit->paper.journal, '\t');
		put_cell(hit->paper.title, '\n');
	}
}

/* Judgments of the field's collections name a PubMed paper by its number. */
static const char *trec_name(const char *id)
{
	return id && strncmp(id, "PMID:", 5) == 0 ? id + 5 : id;
}

void print_trec(struct trec *trec, const struct medlit_results *results)
{
	size_t i;

	for (i = 0; i < results->hit_count; i++) {
		const struct medlit_hit *hit = &results->hits[i];
		double scaled = hit->score * 1e6;
		long long score = fabs(scaled) < 1e15 ? llround(scaled) : 0;

		if (trec->rank > 0 && score >= trec->last)
			score = trec->last - 1;
		trec->last = score;
		printf("%s Q0 ", trec->query);
		put_cell(trec_name(hit->paper.id), ' ');
		printf("%zu %s%lld.%06lld %s\n", ++trec->rank,
			score < 0 ? "-" : "", llabs(score) / 1000000,
			llabs(score) % 1000000, trec->tag);
	}
}

static void print_lines(const struct medlit_results *results)
{
	char *line;
	size_t i;

	for (i = 0; i < results->hit_count; i++) {
		line = memory_must(medlit_hit_json(results, i));
		puts(line);
		free(line);
	}
	line = memory_must(medlit_summary_json(results));
	printf("{\"summary\":%s}\n", line);
	free(line);
}

void print_json(const char *json)
{
	size_t length = strlen(json);

	while (length > 0 && strchr("\r\n", json[length - 1]))
		length--;
	fwrite(json, 1, length, stdout);
	putchar('\n');
}

static void note_suggestion(
	const struct options *options, const struct medlit_suggestion *found)
{
	bool alike = strcmp(found->kind, "look_alike") == 0;

	report_note(options, "%s: %s (%s in %zu paper%s)",
		alike ? "not to be mistaken for" : "did you mean",
		found->question, found->word, found->documents,
		found->documents == 1 ? "" : "s");
}

static void note_remarks(
	const struct options *options, const struct medlit_results *results)
{
	char beyond[96];
	size_t i;

	for (i = 0; i < results->warnings.count; i++)
		if (options->format != FORMAT_TEXT)
			report_note(options, "note: %s",
				results->warnings.items[i]);
	if (is_beyond(options, results) && options->format != FORMAT_TEXT) {
		describe_beyond(beyond, sizeof(beyond), options, results);
		report_note(options, "note: %s", beyond);
	}
	for (i = 0; i < results->suggestion_count; i++)
		note_suggestion(options, &results->suggestions[i]);
	/* the daemon's warning says more */
	if (results->timed_out && results->warnings.count == 0)
		report_note(
			options, "the answer is not complete: time ran out");
}

void print_results(const struct options *options, struct layout *layout,
	const struct medlit_results *results, size_t number, bool many)
{
	struct trec trec = TREC_INIT(NULL, "medlit");
	char query[24];

	switch (options->format) {
	case FORMAT_JSON:
		print_json(medlit_results_json(results));
		break;
	case FORMAT_NDJSON:
		print_lines(results);
		break;
	case FORMAT_TSV:
		print_tsv(results, number);
		break;
	case FORMAT_TREC:
		snprintf(query, sizeof(query), "%zu", number);
		trec.query = query;
		print_trec(&trec, results);
		break;
	default:
		print_text(options, layout, results, many);
	}
	note_remarks(options, results);
}
