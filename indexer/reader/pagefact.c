/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bibliographic facts in the lines around a title:
 *
 *	Authors Uy N, Nadeau M
 *	Published 13 April 2018 Volume 2018:9 Pages 67-74
 *	Cancer. 2013 Aug 1;119(15):2728-36. doi: 10.1002/x. Epub 2013 Apr 30.
 *	Back to Journals >> Journal of Blood Medicine >> Volume 9
 */
#include "config.h"

#include "indexer/reader/page.h"

#include "indexer/reader/extract/letter.h"
#include "indexer/reader/phrase.h"

/* A shorter title may stand anywhere. */
#define TITLE_LEAST   20
/* Authors, journal and numbers around a title. */
#define CITATION_MOST 600

/* What follows a label as "Authors", "Authors:". */
static struct slice after_label(struct slice line, const char *label)
{
	struct slice rest = behind(line, strlen(label));

	if (rest.length == 0 || !strchr(" :\t", rest.data[0]))
		return SLICE_EMPTY;
	return slice_trim(behind(rest, 1));
}

static struct slice run_until(struct slice text, const char *stops)
{
	size_t length = 0;

	while (length < text.length && !strchr(stops, text.data[length]))
		length++;
	return (struct slice){text.data, length};
}

static void find_doi(
	struct slice line, struct document *document, struct arena *arena)
{
	struct slice at = phrase_find(line, "10.");

	while (at.length > 8 && document->doi.length == 0) {
		size_t digits = 3;

		while (digits < at.length && is_digit(at.data[digits]))
			digits++;
		if (digits >= 7 && digits < at.length &&
			at.data[digits] == '/') {
			struct slice doi = run_until(at, " \t,;\"<>");

			while (doi.length > 0 &&
				strchr(".)]", doi.data[doi.length - 1]))
				doi.length--;
			document->doi = prose_line(doi, arena);
		}
		at = phrase_find(behind(at, 3), "10.");
	}
}

static void find_pmid(struct slice line, struct document *document)
{
	struct slice at = phrase_find(line, "PMID:");
	size_t digits = 0;

	if (at.length == 0 || document->pmid.length > 0)
		return;
	at = slice_trim(behind(at, 5));
	while (digits < at.length && is_digit(at.data[digits]))
		digits++;
	if (digits > 0 && digits <= 8)
		document->pmid = (struct slice){at.data, digits};
}

/* "67-74" of "Pages 67-74", with any dash. */
static struct slice pages_at(struct slice text, struct arena *arena)
{
	struct slice run = run_until(text, " \t.,;");
	struct buffer pages = BUFFER_INIT;

	for (size_t i = 0; i < run.length; i++) {
		bool dash = i + 3 <= run.length &&
			    memcmp(run.data + i, "\xe2\x80", 2) == 0;

		buffer_add_char(&pages, dash ? '-' : run.data[i]);
		i += dash ? 2 : 0;
	}
	struct slice copy =
		arena_copy(arena, pages.data ? pages.data : "", pages.length);

	buffer_clear(&pages);
	return copy;
}

static void read_volume(
	struct slice line, struct document *document, struct arena *arena)
{
	struct slice volume = phrase_find(line, "volume ");
	struct slice pages = phrase_find(line, "pages ");

	if (volume.length > 0 && document->volume.length == 0) {
		struct slice number = run_until(behind(volume, 7), " ,;");
		const char *colon =
			number.length ? memchr(number.data, ':', number.length)
				      : NULL;

		/* "2018:9" is volume 9 of the year 2018. */
		if (colon)
			number = behind(
				number, (size_t)(colon + 1 - number.data));
		document->volume = prose_line(number, arena);
	}
	if (pages.length > 0 && document->pages.length == 0)
		document->pages = pages_at(behind(pages, 6), arena);
}

void page_issue(
	struct slice line, struct document *document, struct arena *arena)
{
	struct slices parts = {0};

	read_volume(line, document, arena);
	slices_split(&parts, line, ",()", arena);
	for (size_t i = 0; i < parts.count; i++) {
		struct slice part = parts.items[i];

		if (phrase_starts(part, "issue ") &&
			document->issue.length == 0)
			document->issue = run_until(behind(part, 6), " ,;");
		else if (document->date.length == 0 && !is_digit(part.data[0])
				 ? !phrase_starts(part, "volume ") &&
					   !phrase_starts(part, "pages ") &&
					   !phrase_starts(part, "article ")
				 : document->date.length == 0 &&
					   part.length == 4)
			document->date = date_parse(part, arena);
	}
}

/* Home >> Journals >> Journal of Examples >> Volume 9 */
static bool read_breadcrumb(
	struct slice line, struct document *document, struct arena *arena)
{
	static const char *const arrows[] = {"\xc2\xbb", "\xe2\x80\xba", " > "};
	struct slices parts = {0};
	const char *arrow = NULL;

	for (size_t i = 0; i < 3 && !arrow; i++)
		if (phrase_find(line, arrows[i]).length > 0)
			arrow = arrows[i];
	if (!arrow || line.length > 200)
		return false;
	for (struct slice rest = line; rest.length > 0;) {
		struct slice next = phrase_find(rest, arrow);

		slices_add(&parts,
			slice_trim((struct slice){
				rest.data, rest.length - next.length}),
			arena);
		rest = next.length > 0 ? behind(next, strlen(arrow)) : next;
	}
	for (size_t i = 1; i < parts.count; i++)
		if (phrase_starts(parts.items[i], "volume ")) {
			if (document->journal.length == 0)
				document->journal = parts.items[i - 1];
			read_volume(parts.items[i], document, arena);
		}
	return parts.count > 2;
}

/* "2013 Aug 1;119(15):2728-36." behind the journal's short name. */
bool page_citation(
	struct slice line, struct document *document, struct arena *arena)
{
	struct slice dot = phrase_find(line, ". ");
	struct slice rest = dot.length > 6 ? behind(dot, 2) : SLICE_EMPTY;
	size_t digits = 0;

	while (digits < rest.length && is_digit(rest.data[digits]))
		digits++;
	struct slice date = run_until(rest, ";.");

	if (digits != 4 || date.length == rest.length ||
		rest.data[date.length] != ';')
		return false;
	struct slice journal = {line.data, (size_t)(dot.data - line.data)};

	if (document->journal.length == 0)
		document->journal = journal;
	document->journal_short = journal;
	document->date = date_parse(date, arena);
	rest = behind(rest, date.length + 1);
	document->volume = run_until(rest, "(:. ");
	rest = behind(rest, document->volume.length);
	if (slice_starts(rest, "(")) {
		document->issue = run_until(behind(rest, 1), ")");
		rest = behind(rest, document->issue.length + 1);
		if (rest.length > 0)
			rest = behind(rest, 1);
	}
	if (slice_starts(rest, ":"))
		document->pages = pages_at(behind(rest, 1), arena);
	return true;
}

/* The year in brackets. */
static struct slice year_of(struct slice line, struct arena *arena)
{
	for (size_t i = 0; i + 6 <= line.length; i++)
		if (line.data[i] == '(' && line.data[i + 5] == ')') {
			struct slice date = date_parse(
				(struct slice){line.data + i + 1, 4}, arena);

			if (date.length == 4)
				return date;
		}
	return SLICE_EMPTY;
}

void page_cites_itself(
	struct slice line, struct document *document, struct arena *arena)
{
	struct slice title = document->title;

	if (document->journal.length > 0 || title.length < TITLE_LEAST ||
		line.length < title.length + TITLE_LEAST ||
		line.length > title.length + CITATION_MOST)
		return;
	struct slice at = phrase_find(
		line, arena_printf(arena, "%.*s", SLICE_PRINT(title)).data);
	struct slice year = year_of(line, arena);

	if (at.length == 0 || year.length == 0)
		return;
	at = behind(at, title.length);
	while (at.length > 0 && strchr(". ?!", *at.data))
		at = behind(at, 1);
	struct slice journal = slice_trim(run_until(at, ",;.(0123456789"));

	if (journal.length < 4 || !phrase_is_capital(*journal.data))
		return;
	document->journal = prose_line(journal, arena);
	at = behind(at, journal.length);
	while (at.length > 0 && strchr(",; ", *at.data))
		at = behind(at, 1);
	if (document->volume.length == 0 && at.length > 0 &&
		is_digit(*at.data))
		document->volume = run_until(at, "(,:;. ");
	if (document->date.length == 0)
		document->date = year;
	find_doi(line, document, arena);
}

static void read_authors(
	struct slice text, struct document *document, struct arena *arena)
{
	bool semicolons = memchr(text.data, ';', text.length) != NULL;
	struct slices names = {0};

	if (document->authors.count > 0)
		return;
	slices_split(&names, text, semicolons ? ";" : ",", arena);
	for (size_t i = 0; i < names.count; i++)
		slices_add_new(&document->authors,
			name_parse(names.items[i], arena), arena);
}

static bool read_labelled(
	struct slice line, struct document *document, struct arena *arena)
{
	static const char *const authors[] = {"authors", "author"};
	static const char *const dates[] = {"published", "publication date",
		"published online", "posted", "date", "first published",
		"available online", "created"};
	static const char *const updates[] = {"last updated", "updated",
		"last reviewed", "medically reviewed", "reviewed"};
	struct slice rest;

	for (size_t i = 0; i < 2; i++)
		if (phrase_starts(line, authors[i]) &&
			(rest = after_label(line, authors[i])).length > 0) {
			read_authors(rest, document, arena);
			return true;
		}
	for (size_t i = 0; i < 13; i++) {
		const char *label = i < 8 ? dates[i] : updates[i - 8];

		if (!phrase_starts(line, label) ||
			(rest = after_label(line, label)).length == 0)
			continue;
		struct slice date = date_parse(rest, arena);

		if (date.length == 0)
			continue;
		if (document->date.length == 0)
			document->date = date;
		read_volume(rest, document, arena);
		return true;
	}
	return false;
}

void page_ids(struct slice line, struct document *document, struct arena *arena)
{
	find_doi(line, document, arena);
	find_pmid(line, document);
}

bool page_fact(
	struct slice line, struct document *document, struct arena *arena)
{
	if (line.length > 500)
		return false;
	page_ids(line, document, arena);
	return page_citation(line, document, arena) ||
	       read_breadcrumb(line, document, arena) ||
	       read_labelled(line, document, arena) ||
	       phrase_starts(line, "doi:") || phrase_starts(line, "pmid:");
}

/* Drop `part` where the text starts with it, ASCII case ignored. */
static bool drop_start(struct slice *text, const char *part)
{
	if (!phrase_starts(*text, part))
		return false;
	*text = slice_trim(behind(*text, strlen(part)));
	return true;
}

/* The name in "The Authors. Published by Name"; authors alone are no owner. */
static struct slice owner_of(struct slice text)
{
	static const char *const authors[] = {"the author", "author"};
	struct slice publisher = phrase_find(text, "published by ");

	if (publisher.length > 0)
		return behind(publisher, strlen("published by "));
	for (size_t i = 0; i < sizeof(authors) / sizeof(*authors); i++)
		if (phrase_starts(text, authors[i]))
			return SLICE_EMPTY;
	return text;
}

struct slice page_owner(struct slice line, struct arena *arena)
{
	static const char *const starts[] = {"copyright", "\xc2\xa9", "(c)",
		".", ",", "all rights reserved", "by "};
	struct slice text = slice_trim(line), rights;
	bool found = false, again = true;

	for (; again; found |= again) {
		again = false;
		for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
			again |= drop_start(&text, starts[i]);
		while (text.length > 0 &&
			(is_digit(text.data[0]) ||
				(found && text.data[0] == '-')))
			text = behind(text, 1);
		text = slice_trim(text);
	}
	rights = phrase_find(text, "all rights reserved");
	text.length -= rights.length;
	text = slice_trim(text);
	while (text.length > 0 && strchr(".,| ", text.data[text.length - 1]))
		text.length--;
	text = owner_of(text);
	return found && text.length <= 60 ? prose_line(text, arena)
					  : SLICE_EMPTY;
}

/* "... Name assumes no liability for ...": the name. */
static struct slice page_liable(struct slice text, struct arena *arena)
{
	static const char *const phrases[] = {" assumes no liability",
		" assumes no responsibility", " accepts no liability",
		" is not responsible for", " is not liable for"};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++) {
		struct slice rest = phrase_find(text, phrases[i]);
		size_t end = text.length - rest.length, from = end;

		if (rest.length == 0)
			continue;
		while (from > 1 && memcmp(text.data + from - 2, ". ", 2) != 0)
			from--;
		from = from > 1 ? from : 0;
		if (end - from > 2 && end - from <= 40 &&
			text.data[from] >= 'A' && text.data[from] <= 'Z' &&
			!phrase_starts(behind(text, from), "the "))
			return prose_line(
				(struct slice){text.data + from, end - from},
				arena);
	}
	return SLICE_EMPTY;
}

void page_imprint(const struct blocks *blocks, struct document *document,
	struct arena *arena)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (document->publisher.length == 0)
			document->publisher =
				page_liable(blocks->items[i].text, arena);
}
