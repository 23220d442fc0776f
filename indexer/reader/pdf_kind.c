/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a paragraph of a PDF is, told by its words. */
#include "config.h"

#include "indexer/reader/pdf.h"

#include "indexer/reader/extract/letter.h"

/* Bytes of "2.1. " or "IV. " before a heading. */
size_t pdf_number_length(struct slice text)
{
	size_t at = 0;

	while (at < text.length &&
		(is_digit(text.data[at]) || (text.data[at] == '.' && at > 0)))
		at++;
	if (at == 0)
		while (at < text.length && at < 4 &&
			strchr("IVX", text.data[at]))
			at++;
	if (at > 0 && at + 1 < text.length && text.data[at] == '.')
		at++;
	if (at == 0 || at > 8 || at >= text.length || text.data[at] != ' ')
		return 0;
	return at + 1;
}

/* "A B S T R A C T" */
struct slice pdf_close_up(struct slice text, struct arena *arena)
{
	char *to;
	size_t length = 0;

	if (text.length < 9 || text.length > 60)
		return text;
	for (size_t i = 1; i < text.length; i += 2)
		if (text.data[i] != ' ')
			return text;
	to = arena_alloc(arena, text.length);
	for (size_t i = 0; i < text.length; i += 2)
		to[length++] = text.data[i];
	return (struct slice){to, length};
}

bool pdf_is_capitals(struct slice text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] >= 'a' && text.data[i] <= 'z')
			return false;
		letters += text.data[i] >= 'A' && text.data[i] <= 'Z';
	}
	return letters >= 5;
}

/* Starts like a sentence and is no formula. */
bool pdf_has_words(struct slice text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.data[i];

		letters += (c | 0x20) >= 'a' || c == ' ';
		if (strchr("=<>{}\\^_+|", c))
			return false;
	}
	return letters >= 4 && letters * 10 >= text.length * 8 &&
	       ((text.data[0] >= 'A' && text.data[0] <= 'Z') ||
		       (unsigned char)text.data[0] >= 0xc3);
}

bool pdf_is_caption(struct slice text)
{
	static const char *const starts[] = {"figure ", "fig. ", "fig ",
		"table ", "supplementary figure ", "supplementary table "};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		struct slice rest;

		if (!phrase_starts(text, starts[i]))
			continue;
		rest = behind(text, strlen(starts[i]));
		/* "Figure 2 shows" goes on in small letters. */
		size_t at = 0;

		while (at < rest.length &&
			(is_digit(rest.data[at]) ||
				(at == 0 && rest.data[0] == 'S')))
			at++;
		while (at < rest.length && strchr(" .:|-", rest.data[at]))
			at++;
		return at > 0 && at <= 6 &&
		       (at == rest.length || rest.data[at] < 'a' ||
			       rest.data[at] > 'z');
	}
	return false;
}

/* "3These authors": the mark of a note. */
bool pdf_is_note(struct slice text)
{
	size_t at = 0;

	while (at < text.length && at < 3 &&
		(is_digit(text.data[at]) || text.data[at] == '*'))
		at++;
	return at > 0 && at < text.length && text.data[at] >= 'A' &&
	       text.data[at] <= 'Z' && text.length < 300;
}

/* Two of these make an address. */
bool pdf_is_address(struct slice text)
{
	static const char *const words[] = {"university", "institute",
		"department", "hospital", "e-mail", "college", "centre for",
		"center for", "faculty"};
	size_t found = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (size_t at = 0; at < text.length && at < 400; at++)
			if (phrase_starts(behind(text, at), words[i])) {
				found++;
				break;
			}
	return found >= 2 || pdf_is_note(text);
}

/* Nearly every other word begins with a capital: a jury, a list of members.
 * German prose comes to four in ten, English to one. */
bool pdf_is_names(struct slice text)
{
	size_t words = 0, capitals = 0;
	struct slice word;

	while ((word = phrase_next(&text)).length > 0) {
		bool capital = *word.data >= 'A' && *word.data <= 'Z';

		words += capital || (*word.data >= 'a' && *word.data <= 'z');
		capitals += capital;
	}
	return capitals * 100 > words * 48;
}

/* Rows of a table. */
bool pdf_is_numbers(struct slice text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.length; i++)
		letters += ((unsigned char)text.data[i] | 0x20) >= 'a';
	return text.length > 12 && letters * 100 < text.length * 40;
}

bool pdf_is_notice(struct slice text)
{
	static const char *const starts[] = {"received", "accepted",
		"correspond", "* correspond", "*correspond", "e-mail", "email",
		"citation:", "academic editor", "edited by", "reviewed by",
		"publisher", "this article is", "this is an open",
		"open access", "\xc2\xa9", "copyright", "doi:", "https://",
		"http://", "www.", "full list of author", "author affiliations",
		"competing interests:", "the authors declare", "(continued",
		"submit your", "full terms & conditions", "to cite this",
		"to link to this", "download", "article views", "view related",
		"printed in"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (phrase_starts(text, starts[i]))
			return true;
	return false;
}
