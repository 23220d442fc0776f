/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields of citations to the one spelling of a document. */
#include "config.h"

#include "indexer/reader/citation.h"

#include <ctype.h>
#include <strings.h>

enum charset citation_charset(struct slice head)
{
	const unsigned char *at = (const unsigned char *)head.data;
	const unsigned char *start = at, *end = at + head.length;
	enum charset guess = CHARSET_UTF8;

	if (slice_starts(head, "\xef\xbb\xbf"))
		return CHARSET_UTF8;
	for (; at < end; at++) {
		if (*at < 0x80)
			continue;
		if (utf8_length(at, end) > 0)
			return CHARSET_UTF8;
		if (*at >= 0xc0 && *at < 0xfd &&
			((at > start && isalpha(at[-1])) ||
				(at + 1 < end && isalpha(at[1]))))
			guess = CHARSET_WINDOWS_1252;
	}
	return guess;
}

struct slice citation_bare(struct slice title)
{
	if (title.length > 1 && title.data[title.length - 1] == '.' &&
		title.data[title.length - 2] != '.')
		title.length--;
	if (title.length > 2 && title.data[0] == '[' &&
		title.data[title.length - 1] == ']')
		title = (struct slice){title.data + 1, title.length - 2};
	return slice_trim(title);
}

struct slice citation_title(struct slice text, struct arena *arena)
{
	return citation_bare(inline_line(text, arena));
}

static bool has_digit(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (isdigit((unsigned char)text.data[i]))
			return true;
	return false;
}

struct slice citation_pages(
	struct slice first, struct slice last, struct arena *arena)
{
	first = inline_line(first, arena);
	last = inline_line(last, arena);
	if (!has_digit(first))
		return SLICE_EMPTY;
	/* Some write the whole range as the first page. */
	if (!has_digit(last) || slice_equal(first, last) ||
		memchr(first.data, '-', first.length))
		return first;
	return arena_printf(
		arena, "%.*s-%.*s", SLICE_PRINT(first), SLICE_PRINT(last));
}

struct slice citation_date(
	struct slice date, struct slice more, struct arena *arena)
{
	struct slice base = date_parse(slice_trim(date), arena);
	struct slice other = date_parse(slice_trim(more), arena);
	bool letters = false;

	for (size_t i = 0; i < more.length; i++)
		letters |= isalpha((unsigned char)more.data[i]) != 0;
	/* "Aug 12" without the year; a lone "10" may be anything. */
	if (base.length == 4 && other.length == 0 && letters)
		other = date_parse(
			arena_printf(arena, "%.*s %.*s", SLICE_PRINT(base),
				SLICE_PRINT(slice_trim(more))),
			arena);
	if (base.length == 0)
		return other;
	return other.length > base.length &&
			       memcmp(other.data, base.data, base.length) == 0
		       ? other
		       : base;
}

/* What stands behind `label` in the text, up to one of the `ends`. */
static struct slice behind(
	struct slice text, const char *label, const char *ends)
{
	const char *at = text.length ? memmem(text.data, text.length, label,
					       strlen(label))
				     : NULL;
	struct slice found = SLICE_EMPTY;

	if (!at)
		return found;
	found.data = at + strlen(label);
	size_t left = (size_t)(text.data + text.length - found.data);

	while (found.length < left && !strchr(ends, found.data[found.length]))
		found.length++;
	return found;
}

static bool set_from(struct slice *to, struct slice text, const char *label,
	bool digits, struct arena *arena)
{
	struct slice found = behind(text, label, " \t\r\n;,<>\"?#");

	if (digits)
		for (size_t i = 0; i < found.length; i++)
			if (!isdigit((unsigned char)found.data[i]))
				found.length = i;
	if (found.length == 0)
		return false;
	if (to->length == 0)
		*to = prose_line(found, arena);
	return true;
}

void citation_address(
	struct document *document, struct slice text, struct arena *arena)
{
	static const char *const own_schemes[] = {"http://", "https://"};

	text = slice_trim(text);
	/* A DOI in an address may be escaped; it is then no DOI to compare. */
	if (!memchr(text.data ? text.data : "", '%', text.length) &&
		set_from(&document->doi, text, "doi.org/", false, arena))
		return;
	if (set_from(&document->pmid, text, "pubmed.ncbi.nlm.nih.gov/", true,
		    arena) ||
		set_from(&document->pmid, text, "ncbi.nlm.nih.gov/pubmed/",
			true, arena) ||
		set_from(&document->pmcid, text, "/pmc/articles/PMC", true,
			arena) ||
		set_from(&document->pmcid, text, "/articles/PMC", true, arena))
		return;
	for (size_t i = 0; i < 2 && document->url.length == 0; i++)
		if (slice_starts(text, own_schemes[i]))
			document->url = prose_line(
				behind(text, "", " \t\r\n<>\""), arena);
}

static struct slice without_stars(struct slice word)
{
	while (word.length > 0 && word.data[0] == '*') {
		word.data++;
		word.length--;
	}
	while (word.length > 0 && word.data[word.length - 1] == '*')
		word.length--;
	return slice_trim(word);
}

void citation_keywords(struct document *document, struct slice text,
	const char *separators, struct arena *arena)
{
	struct slices words = {0};

	slices_split(&words, text, separators, arena);
	for (size_t i = 0; i < words.count; i++)
		slices_add_new(&document->keywords,
			without_stars(inline_line(words.items[i], arena)),
			arena);
}

static bool starts_fold(struct slice text, const char *prefix)
{
	size_t length = strlen(prefix);

	return text.length >= length &&
	       strncasecmp(text.data, prefix, length) == 0;
}

void citation_status(struct document *document)
{
	static const char *const marks[] = {"RETRACTED:", "RETRACTED ARTICLE:",
		"RETRACTED CHAPTER:", "[RETRACTED]"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (starts_fold(document->title, marks[i]))
			document->status |= DOCUMENT_RETRACTED;
	for (size_t i = 0; i < document->types.count; i++)
		if (slice_equal_fold(document->types.items[i],
			    SLICE("Retracted Publication")))
			document->status |= DOCUMENT_RETRACTED;
}

void citation_trial(
	struct document *document, struct slice text, struct arena *arena)
{
	for (size_t at = 0; at + 11 <= text.length; at++) {
		struct slice part = {text.data + at, 11};

		if (text.data[at] == 'N' && nct_is(part))
			slices_add_new(&document->nct,
				arena_copy(arena, part.data, part.length),
				arena);
	}
}

void citation_substance(
	struct document *document, struct slice name, struct arena *arena)
{
	if (name.length > 0 && !mesh_has(document, name))
		document_add_mesh(document, arena)->name = name;
}

void citation_registered(
	struct document *document, struct slice line, struct arena *arena)
{
	const char *open =
		line.length ? memchr(line.data, '(', line.length) : NULL;

	if (!open || line.data[line.length - 1] != ')')
		return;
	size_t before = (size_t)(open + 1 - line.data);

	citation_substance(document,
		(struct slice){open + 1, line.length - before - 1}, arena);
}

void citation_warn(struct document *document, uint64_t replaced, bool converted,
	struct arena *arena)
{
	document_warn_replaced(document, replaced, arena);
	if (converted)
		document_warn(document, arena,
			"is no UTF-8 and was read as windows-1252");
}
