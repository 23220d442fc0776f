/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The head of a page saved as text: menus, the journal, the title, names and
 * dates, all of them short lines.
 *
 * Which line is the title is told by the text: its words come again there,
 * those of a menu do not.  What stands before it is the site's and gives facts
 * only.
 */
#include "config.h"

#include "indexer/reader/page.h"

#include <strings.h>

#include "indexer/reader/byline.h"
#include "indexer/reader/furniture.h"
#include "indexer/reader/phrase.h"

#define TITLE_MOST 300
#define PROSE_LONG 200
/* No page has more lines before its text. */
#define HEAD_MOST 150

/* A site speaks to its visitor: "Help us tailor your experience".  In the text
 * itself, as that of a leaflet, it may; so this is asked of the head only. */
static bool is_for_visitor(struct slice text)
{
	static const char *const site[] = {"we", "our"};
	static const char *const visitor[] = {"you", "your"};
	struct slice rest = text, word;
	bool from = false, to = false;

	while ((word = phrase_next(&rest)).length > 0) {
		while (word.length > 0 &&
			strchr(".,;:!?", word.data[word.length - 1]))
			word.length--;
		/* "US" is a country. */
		from |= phrase_is_one_of(word, site, 2) || slice_is(word, "us");
		to |= phrase_is_one_of(word, visitor, 2);
	}
	return from && to && text.length <= PROSE_LONG;
}

static bool is_prose(const struct block *block)
{
	struct slice text = block->text;

	return furniture_of(text) == FURNITURE_NONE && !is_for_visitor(text) &&
	       (text.length > PROSE_LONG ||
		       (strchr(".!", text.data[text.length - 1]) &&
			       phrase_words(text) >= 8));
}

/* The first block of the text itself; `count` when there is none. */
static size_t find_text(const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->count && i < HEAD_MOST; i++)
		if (is_prose(&blocks->items[i]))
			return i;
	return blocks->count;
}

static struct word_set words_from(
	const struct blocks *blocks, size_t at, struct arena *arena)
{
	struct word_set words = {0};

	for (; at < blocks->count; at++) {
		const struct block *block = &blocks->items[at];

		if (furniture_of(block->text) == FURNITURE_REFERENCES)
			break;
		if (is_prose(block) || block->kind == BLOCK_ITEM)
			word_set_add(&words, block->text, true, arena);
	}
	word_set_sort(&words);
	return words;
}

static bool is_names(struct slice text, struct arena *arena)
{
	struct byline names = byline_split(text, arena);

	return names.found.count > 0 &&
	       names.found.count * 10 >= names.parts * 6;
}

static bool may_be_title(const struct block *block, struct arena *arena)
{
	struct slice text = block->text;

	return block->kind != BLOCK_ITEM && text.length >= 12 &&
	       text.length <= TITLE_MOST && phrase_words(text) >= 2 &&
	       text.data[text.length - 1] != '.' &&
	       furniture_of(text) == FURNITURE_NONE &&
	       !heading_is_known(text) &&
	       !phrase_contains(text, SLICE(" > ")) &&
	       !phrase_contains(text, SLICE("\xc2\xbb")) &&
	       !phrase_contains(text, SLICE("http")) && !is_names(text, arena);
}

/* Twice the words that come again, less those that do not. */
static int score(struct slice title, const struct word_set *words)
{
	struct word_set own = {0};
	struct arena arena;
	int points = 0, hits = 0;

	arena_init(&arena);
	word_set_add(&own, title, true, &arena);
	word_set_sort(&own);
	for (size_t i = 0; i < own.count; i++) {
		bool there = word_set_holds(words, own.hashes[i]);

		if (i > 0 && own.hashes[i] == own.hashes[i - 1])
			continue;
		points += there ? 2 : -1;
		hits += there;
	}
	arena_clear(&arena);
	if (hits == 0)
		return 0;
	return points + (phrase_words(title) >= 4 ? 2 : 0);
}

/* `end` when no line is one. */
static size_t find_title(
	const struct blocks *blocks, size_t end, struct arena *arena)
{
	struct word_set words = words_from(blocks, end, arena);
	size_t best = end;
	int most = 2;

	for (size_t i = 0; i < end; i++) {
		const struct block *block = &blocks->items[i];
		int points = may_be_title(block, arena)
				     ? score(block->text, &words)
				     : 0;

		if (points > most) {
			most = points;
			best = i;
		}
	}
	return best;
}

/* "Dec. 01, 2022" and nothing else. */
static bool read_date(
	struct slice text, struct document *document, struct arena *arena)
{
	struct slice date, rest = text, word;

	if (text.length < 8 || text.length > 30)
		return false;
	while ((word = phrase_next(&rest)).length > 0) {
		while (word.length > 0 &&
			strchr(".,", word.data[word.length - 1]))
			word.length--;
		if (word.length == 0 ||
			(month_parse(word) == 0 &&
				(word.data[0] < '0' || word.data[0] > '9')))
			return false;
	}
	date = date_parse(text, arena);
	if (date.length < 7)
		return false;
	if (document->date.length == 0)
		document->date = date;
	return true;
}

/* A journal's name stands over its "Volume 88, Issue 3, March 2019" and before
 * its "volume 13, Article number: 3321 (2022)". */
static bool read_issue(const struct blocks *blocks, size_t at,
	struct document *document, struct arena *arena)
{
	struct slice text = blocks->items[at].text, journal = SLICE_EMPTY;
	size_t before = 0;

	if (text.length > PROSE_LONG)
		return false;
	while (before + 8 < text.length &&
		!(strncasecmp(text.data + before, "volume ", 7) == 0 &&
			text.data[before + 7] >= '0' &&
			text.data[before + 7] <= '9'))
		before++;
	if (before + 8 >= text.length)
		return false;
	if (before == 0 && at > 0)
		journal = blocks->items[at - 1].text;
	else if (before > 1)
		journal = slice_trim((struct slice){text.data, before});
	if (document->journal.length == 0 && journal.length > 2 &&
		journal.length < 90 && phrase_is_capital(journal.data[0]) &&
		furniture_of(journal) == FURNITURE_NONE)
		document->journal = journal;
	page_issue((struct slice){text.data + before, text.length - before},
		document, arena);
	return true;
}

/* "By Jane Doe, Staff Writer", "Ada Uy, Max van Stahl", ", Max Bed b"; a name
 * by itself only among others or with initials. */
static bool read_names(
	struct slice text, struct document *document, struct arena *arena)
{
	struct byline names = byline_split(text, arena);
	bool by = phrase_starts(text, "by ");
	bool initial = phrase_contains(text, SLICE(". "));

	if (text.length > 600 || names.found.count == 0)
		return false;
	/* What follows the name of who wrote it is what he is. */
	if (by)
		names.found.count = 1;
	else if (names.found.count * 10 < names.parts * 6 ||
		 (names.found.count == 1 && !initial &&
			 document->authors.count == 0))
		return false;
	byline_add(document, &names.found, arena);
	return true;
}

/* Facts of a line of the head, and of its parts between bars. */
static bool read_parts(
	struct slice text, struct document *document, struct arena *arena)
{
	struct slices parts = {0};
	bool found = page_fact(text, document, arena) ||
		     read_date(text, document, arena);

	if (found || text.length > PROSE_LONG ||
		!phrase_contains(text, SLICE("|")))
		return found;
	slices_split(&parts, text, "|", arena);
	for (size_t i = 0; i < parts.count; i++)
		found |= page_fact(parts.items[i], document, arena) ||
			 read_date(parts.items[i], document, arena);
	return found;
}

/* A word or two at the top, and the title below. */
static void read_site(
	const struct blocks *blocks, size_t title, struct document *document)
{
	struct slice first = blocks->items[0].text;

	if (title == 1 && document->publisher.length == 0 &&
		document->journal.length == 0 && phrase_words(first) <= 3 &&
		first.length <= 30 && furniture_of(first) == FURNITURE_NONE)
		document->publisher = first;
}

struct blocks saved_head(const struct blocks *blocks, struct document *document,
	struct arena *arena)
{
	size_t end = find_text(blocks), title = find_title(blocks, end, arena);
	struct blocks rest = {0};

	if (title == end)
		return *blocks;
	document->title = blocks->items[title].text;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->items[i];
		bool head = i < end && i != title &&
			    furniture_of(block->text) == FURNITURE_NONE &&
			    (is_for_visitor(block->text) ||
				    read_parts(block->text, document, arena) ||
				    read_issue(blocks, i, document, arena) ||
				    (i > title && read_names(block->text,
							  document, arena)));

		if (i > title && !head)
			blocks_add(&rest, *block, arena);
	}
	read_site(blocks, title, document);
	return rest;
}
