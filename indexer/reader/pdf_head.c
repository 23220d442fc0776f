/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first page's facts.  What the file says of itself is believed only where
 * the page says it too: half of all files call themselves "Microsoft Word -
 * x.doc", "untitled" or after their typesetter.
 *
 *	title    the largest letters of more than two words
 *	authors  pdf_authors.c
 *	journal  pdf_journal.c
 */
#include "config.h"

#include "indexer/reader/pdf.h"

#include <strings.h>

#define TITLE_LEAST 15
#define TITLE_MOST  400

static size_t count_letters(struct slice text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.length; i++)
		letters += ((unsigned char)text.data[i] | 0x20) >= 'a';
	return letters;
}

/* The text of the first two pages, squeezed: where facts are looked up. */
static struct slice first_pages(const struct pdf *pdf, struct arena *arena)
{
	struct buffer all = BUFFER_INIT;

	for (size_t i = 0; i < pdf->count && pdf->lines[i].page <= 2; i++)
		buffer_add_slice(&all, pdf->lines[i].text);
	struct slice squeezed = phrase_squeeze(buffer_slice(&all), arena);

	buffer_clear(&all);
	return squeezed;
}

/* ---- title ------------------------------------------------------------- */

struct run {
	size_t from, to; /* lines */
};

static bool same_letters(const struct pdf_line *a, const struct pdf_line *b)
{
	unsigned larger = a->size > b->size ? a->size : b->size;
	unsigned smaller = a->size > b->size ? b->size : a->size;

	return a->page == b->page && (larger - smaller) * 100 <= larger * 7;
}

static struct run run_at(const struct pdf *pdf, size_t at)
{
	struct run run = {at, at + 1};

	while (run.to < pdf->count && run.to - at < 8 &&
		same_letters(&pdf->lines[run.to - 1], &pdf->lines[run.to]) &&
		pdf->lines[run.to].top >= pdf->lines[run.to - 1].top &&
		pdf->lines[run.to].top <=
			pdf->lines[run.to - 1].bottom + pdf->lines[at].size)
		run.to++;
	return run;
}

static struct slice run_text(
	const struct pdf *pdf, struct run run, struct arena *arena)
{
	struct buffer text = BUFFER_INIT;

	for (size_t i = run.from; i < run.to; i++) {
		struct slice line = pdf->lines[i].text;
		bool hyphen =
			text.length > 1 && text.data[text.length - 1] == '-';

		if (text.length > 0 && !hyphen)
			buffer_add_char(&text, ' ');
		buffer_add_slice(&text, line);
	}
	struct slice result = prose_line(buffer_slice(&text), arena);

	buffer_clear(&text);
	return result;
}

static bool is_title(struct slice text)
{
	return text.length >= TITLE_LEAST && text.length <= TITLE_MOST &&
	       phrase_words(text) >= 3 &&
	       count_letters(text) * 10 >= text.length * 6;
}

/* The run of the largest letters on the first page that may be a title. */
static struct run find_title(const struct pdf *pdf, struct arena *arena)
{
	struct run best = {0, 0};
	unsigned size = pdf->body + pdf->body / 20;

	for (size_t i = 0; i < pdf->count && pdf->lines[i].page == 1;) {
		struct run run = run_at(pdf, i);
		const struct pdf_line *line = &pdf->lines[i];

		/* Slightly larger letters lower on the page are headings. */
		if (line->size > size + size / 50 && !line->furniture &&
			line->top < pdf->height * 7 / 10 &&
			is_title(run_text(pdf, run, arena))) {
			size = line->size;
			best = run;
		}
		i = run.to;
	}
	return best;
}

static bool names_a_file(struct slice title)
{
	static const char *const ends[] = {".doc", ".docx", ".pdf", ".tex",
		".indd", ".qxd", ".dvi", ".rtf", ".ps", ".fm", ".p65"};

	if (slice_starts(title, "Microsoft ") ||
		slice_equal_fold(title, SLICE("untitled")))
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t length = strlen(ends[i]);

		if (title.length > length &&
			strncasecmp(title.data + title.length - length, ends[i],
				length) == 0)
			return true;
	}
	return false;
}

static void read_title(struct pdf *pdf, struct slice page,
	struct document *document, struct run *run, struct arena *arena)
{
	struct slice said = pdf->title;

	*run = find_title(pdf, arena);
	document->title = run_text(pdf, *run, arena);
	if (is_title(said) && !names_a_file(said) &&
		phrase_contains(page, phrase_squeeze(said, arena)))
		document->title = said;
	for (size_t i = run->from; i < run->to; i++)
		pdf->lines[i].head = true;
	if (document->title.length > 0)
		return;
	/* No large letters: what the file says, else how it starts. */
	if (is_title(said) && !names_a_file(said))
		document->title = said;
	for (size_t i = 0; i < pdf->count && document->title.length == 0; i++)
		if (!pdf->lines[i].furniture && is_title(pdf->lines[i].text))
			document->title = pdf->lines[i].text;
	if (document->title.length == 0)
		document->title = pdf->lines[0].text;
}

/* ---- all ---------------------------------------------------------------- */

void pdf_read_head(
	struct pdf *pdf, struct document *document, struct arena *arena)
{
	struct slice page = first_pages(pdf, arena);
	struct run title;

	read_title(pdf, page, document, &title, arena);
	pdf_read_authors(pdf, page, title.to, document, arena);
	pdf_read_facts(pdf, document, arena);
	if (pdf->keywords.length > 0 && pdf->keywords.length < 1000)
		slices_split(&document->keywords, pdf->keywords, ";,", arena);
}
