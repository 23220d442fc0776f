/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Journal, volume and date of a PDF, from lines of its first page and from what
 * stands in its margins:
 *
 *	Journal of Beds 2014, 4, 932-945;  Uy et al. Beds (2015) 16:50
 *	To cite this article: ... (2015) ..., Ward Research, 37:8, 662-673
 *	Published: 16 October 2014;  (c) 2014 Dodd et al.
 */
#include "config.h"

#include "indexer/reader/pdf.h"

#include "indexer/reader/extract/letter.h"
#include "indexer/reader/page.h"

static unsigned year_at(struct slice text, size_t at)
{
	unsigned year = 0;

	if (at + 4 > text.length || (at > 0 && is_digit(text.data[at - 1])) ||
		(at + 4 < text.length && is_digit(text.data[at + 4])))
		return 0;
	for (size_t i = at; i < at + 4; i++) {
		if (!is_digit(text.data[i]))
			return 0;
		year = year * 10 + (unsigned)(text.data[i] - '0');
	}
	return year >= 1900 && year <= 2100 ? year : 0;
}

/* "Beds" of "Uy et al. Beds (", "Journal of Beds" of "Journal of Beds ". */
static struct slice journal_before(struct slice text)
{
	static const char others[] = "et al.";
	const char *found = text.length ? memmem(text.data, text.length, others,
						  sizeof(others) - 1)
					: NULL;

	if (found) {
		size_t at = (size_t)(found - text.data) + sizeof(others) - 1;

		text = (struct slice){text.data + at, text.length - at};
	}
	while (text.length > 0 && strchr(" (,;:.", text.data[text.length - 1]))
		text.length--;
	while (text.length > 0 && strchr(" ,;:.", *text.data))
		text = (struct slice){text.data + 1, text.length - 1};
	return text;
}

static bool is_journal(struct slice text)
{
	struct slice rest = text, word;

	if (text.length < 3 || text.length > 90 ||
		!phrase_is_capital(text.data[0]) || phrase_words(text) > 12)
		return false;
	while ((word = phrase_next(&rest)).length > 0)
		if (is_digit(word.data[0]) ||
			memchr(word.data, '@', word.length) ||
			phrase_is_one_of(word,
				(const char *const[]){"received", "accepted",
					"published", "copyright", "january",
					"february", "march", "april", "may",
					"june", "july", "august", "september",
					"october", "november", "december"},
				16))
			return false;
	return true;
}

/* Digits behind the year: its volume. */
static struct slice volume_behind(struct slice text)
{
	size_t from = 0, to;

	while (from < text.length && strchr(" ),;:.", text.data[from]))
		from++;
	if (phrase_starts(behind(text, from), "vol. "))
		from += 5;
	to = from;
	while (to < text.length && to - from < 5 && is_digit(text.data[to]))
		to++;
	return (struct slice){text.data + from, to - from};
}

static bool read_citation(
	struct slice line, struct document *document, struct arena *arena)
{
	for (size_t at = 4; at + 4 <= line.length; at++) {
		unsigned year = year_at(line, at);
		struct slice journal, volume;

		if (year == 0)
			continue;
		journal = journal_before((struct slice){line.data, at});
		volume = volume_behind((struct slice){
			line.data + at + 4, line.length - at - 4});
		if (volume.length == 0 || !is_journal(journal))
			continue;
		if (document->journal.length == 0)
			document->journal = journal;
		if (document->volume.length == 0)
			document->volume = volume;
		if (document->date.length == 0)
			document->date = date_make(year, 0, 0, arena);
		return true;
	}
	return false;
}

/* What stands behind it; NULL data where it is not. */
static struct slice find_part(struct slice text, const char *part)
{
	struct slice found = phrase_find(text, part);

	return found.length > 0 ? behind(found, strlen(part)) : SLICE_EMPTY;
}

/* "Published: 16 October 2014", anywhere in a line. */
static struct slice published(struct slice line, struct arena *arena)
{
	static const char *const labels[] = {"published online", "published",
		"publication date", "available online", "first published"};

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		struct slice date =
			date_parse(find_part(line, labels[i]), arena);

		if (date.length >= 7)
			return date;
	}
	return SLICE_EMPTY;
}

static unsigned rights_year(struct slice line)
{
	static const char *const signs[] = {"\xc2\xa9", "copyright", "(c) "};

	for (size_t i = 0; i < 3; i++) {
		struct slice rest = find_part(line, signs[i]);

		for (size_t at = 0; at < rest.length && at < 80; at++)
			if (year_at(rest, at))
				return year_at(rest, at);
	}
	return 0;
}

/* "To cite this article: Names (2015) Title, Neurological Research, 37:8,
 * 662-673": the journal is what stands before volume and issue. */
static void read_cite_as(
	struct slice text, struct document *document, struct arena *arena)
{
	for (size_t at = 1; at + 1 < text.length; at++) {
		size_t to = at, from, end;

		if (text.data[at] != ':' || !is_digit(text.data[at - 1]) ||
			!is_digit(text.data[at + 1]))
			continue;
		while (to > 0 && is_digit(text.data[to - 1]))
			to--;
		end = to;
		while (end > 0 && strchr(" ,", text.data[end - 1]))
			end--;
		from = end;
		while (from > 0 && text.data[from - 1] != ',' &&
			text.data[from - 1] != '.')
			from--;
		struct slice journal = slice_trim(
			(struct slice){text.data + from, end - from});

		if (!is_journal(journal) || end == to)
			continue;
		document->journal =
			arena_copy(arena, journal.data, journal.length);
		document->volume = arena_copy(arena, text.data + to, at - to);
		return;
	}
}

static bool read_cited(const struct pdf *pdf, size_t at,
	struct document *document, struct arena *arena)
{
	struct buffer text = BUFFER_INIT;

	if (find_part(pdf->lines[at].text, "cite this article").length == 0 &&
		find_part(pdf->lines[at].text, "citation:").length == 0)
		return false;
	for (size_t i = at; i < pdf->count && i < at + 6; i++) {
		buffer_add_slice(&text, pdf->lines[i].text);
		buffer_add_char(&text, ' ');
	}
	read_cite_as(buffer_slice(&text), document, arena);
	buffer_clear(&text);
	return document->journal.length > 0;
}

/* "Advances in Beds | Pillows" at the foot of pages. */
static struct slice named_at_foot(const struct pdf *pdf)
{
	for (size_t i = 0; i < pdf->count; i++) {
		struct slice text = pdf->lines[i].text;
		const char *bar = text.length
					  ? memchr(text.data, '|', text.length)
					  : NULL;

		if (!pdf->lines[i].furniture)
			continue;
		if (bar)
			text.length = (size_t)(bar - text.data);
		text = slice_trim(text);
		if (is_journal(text) && phrase_words(text) >= 3 &&
			find_part(text, " et al").length == 0 &&
			find_part(text, " and ").length == 0 &&
			!find_part(text, "www.").data &&
			(bar || find_part(text, "journal").data ||
				find_part(text, " in ").data))
			return text;
	}
	return SLICE_EMPTY;
}

static unsigned any_year(const struct pdf *pdf)
{
	for (size_t i = 0; i < pdf->count && pdf->lines[i].page == 1; i++)
		for (size_t at = 0; at + 4 <= pdf->lines[i].text.length &&
				    !pdf->lines[i].head;
			at++)
			if (year_at(pdf->lines[i].text, at))
				return year_at(pdf->lines[i].text, at);
	return 0;
}

/* Some give their DOI only behind the references, over "Cite this article
 * as:". */
static void read_doi_at_end(
	const struct pdf *pdf, struct document *document, struct arena *arena)
{
	for (size_t i = pdf->count; i > 1 && document->doi.length == 0; i--) {
		struct slice before = pdf->lines[i - 2].text;

		if (phrase_starts(
			    pdf->lines[i - 1].text, "cite this article") &&
			(phrase_starts(before, "doi:") ||
				phrase_starts(before, "https://doi.org/")))
			page_ids(before, document, arena);
	}
}

void pdf_read_facts(
	const struct pdf *pdf, struct document *document, struct arena *arena)
{
	struct slice date = SLICE_EMPTY;
	unsigned rights = 0;

	for (size_t i = 0; i < pdf->count && pdf->lines[i].page <= 2; i++) {
		const struct pdf_line *line = &pdf->lines[i];
		bool first = line->page == 1;

		if (line->text.length > 300)
			continue;
		if (first)
			page_ids(line->text, document, arena);
		if ((first || line->furniture) &&
			document->journal.length == 0 &&
			line->text.length < 160 &&
			line->size <= pdf->body * 3 / 2)
			read_citation(line->text, document, arena);
		if (first && document->journal.length == 0)
			read_cited(pdf, i, document, arena);
		if (first && date.length == 0)
			date = published(line->text, arena);
		if (first && rights == 0)
			rights = rights_year(line->text);
	}
	read_doi_at_end(pdf, document, arena);
	if (date.length > 0)
		document->date = date;
	if (document->date.length == 0)
		document->date = date_make(rights, 0, 0, arena);
	if (document->journal.length == 0)
		document->journal = named_at_foot(pdf);
	if (document->date.length == 0)
		document->date = date_make(any_year(pdf), 0, 0, arena);
	if (document->date.length == 0 && pdf->created.length >= 4)
		document->date =
			date_parse((struct slice){pdf->created.data, 4}, arena);
}
