/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which format a file is, by how it starts; for one that is not read, what it
 * looks like.
 */
#include "config.h"

#include "indexer/reader/internal.h"

#include <stdio.h>

/* Asked in this order; text takes what nothing else claimed. */
static const struct format *const formats[] = {&format_pubmed, &format_jats,
	&format_endnote, &format_html, &format_jsonl, &format_ris,
	&format_medline, &format_wos, &format_csv, &format_pdf,
	&format_archive, &format_text};

const struct format *sniff_named(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

const char *reader_formats(void)
{
	static char names[256];

	if (names[0])
		return names;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		size_t length = strlen(names);

		snprintf(names + length, sizeof(names) - length, "%s%s",
			i ? ", " : "", formats[i]->name);
	}
	return names;
}

bool sniff_contains(struct slice text, const char *part)
{
	return text.length > 0 &&
	       memmem(text.data, text.length, part, strlen(part)) != NULL;
}

/* What starts with these bytes is known and not read. */
static const char *known_bytes(struct slice head)
{
	static const struct {
		struct slice bytes;
		const char *name;
	} signatures[] = {
		{{"\x1f\x8b", 2}, "gzip inside gzip"},
		{{"PK\x03\x04", 4}, "an Office document or an e-book"},
		{{"\xfd"
		  "7zXZ",
			 5},
			"xz"},
		{{"BZh", 3}, "bzip2"},
		{{"\x28\xb5\x2f\xfd", 4}, "Zstandard"},
		{{"7z\xbc\xaf", 4}, "a 7-Zip archive"},
		{{"{\\rtf", 5}, "RTF"},
		{{"\xd0\xcf\x11\xe0", 4}, "an old Office document"},
		{{"%!PS", 4}, "PostScript"},
		{{"\x7f"
		  "ELF",
			 4},
			"a program"},
		{{"\x89PNG", 4}, "a PNG image"},
		{{"\xff\xd8\xff", 3}, "a JPEG image"},
		{{"GIF8", 4}, "a GIF image"},
		{{"SQLite format 3", 15}, "an SQLite database"},
		{{"\xff\xfe", 2}, "text in UTF-16"},
		{{"\xfe\xff", 2}, "text in UTF-16"},
	};

	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		struct slice bytes = signatures[i].bytes;

		if (head.length >= bytes.length &&
			memcmp(head.data, bytes.data, bytes.length) == 0)
			return signatures[i].name;
	}
	return NULL;
}

bool sniff_line(struct slice head, const char *start)
{
	/* A few numbers or names may stand before the first record. */
	const char *end = head.data + (head.length < 2048 ? head.length : 2048);

	for (const char *at = head.data; at && at < end;) {
		struct slice line = {at, (size_t)(end - at)};

		if (slice_starts(line, start))
			return true;
		at = memchr(at, '\n', (size_t)(end - at));
		if (at)
			at++;
	}
	return false;
}

/* Formats of lines that are not read, by a line that is only theirs. */
static const char *known_lines(struct slice head)
{
	static const struct {
		const char *start, *name;
	} lines[] = {
		{"@article{", "BibTeX"},
		{"@inproceedings{", "BibTeX"},
		{"@book{", "BibTeX"},
		{"@misc{", "BibTeX"},
		{"%0 ", "EndNote's tagged format"},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (sniff_line(head, lines[i].start))
			return lines[i].name;
	return NULL;
}

/* Past one declaration, comment or DOCTYPE that starts at `at`. */
static const char *skip_markup(const char *at, const char *end)
{
	const char *close = ">";
	int nested = 0;

	if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
		close = "-->";
	else if (end - at >= 2 && at[1] == '?')
		close = "?>";
	else
		for (; at < end; at++) {
			/* <!DOCTYPE x [ <!ENTITY a "b"> ]> */
			nested += (*at == '[') - (*at == ']');
			if (*at == '>' && nested <= 0)
				return at + 1;
		}
	const char *found =
		at < end ? memmem(at, (size_t)(end - at), close, strlen(close))
			 : NULL;

	return found ? found + strlen(close) : end;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice sniff_root(struct slice head)
{
	const char *at = head.data, *end = at + head.length;

	while (at < end) {
		if (is_space(*at)) {
			at++;
			continue;
		}
		if (*at != '<' || end - at < 2)
			return SLICE_EMPTY;
		if (at[1] != '?' && at[1] != '!')
			break;
		at = skip_markup(at, end);
	}
	if (at >= end)
		return SLICE_EMPTY;
	const char *from = ++at;

	for (; at < end && !is_space(*at) && *at != '>' && *at != '/'; at++)
		if (*at == ':')
			from = at + 1;
	return (struct slice){from, (size_t)(at - from)};
}

static bool is_binary(struct slice head)
{
	return head.length > 0 && memchr(head.data, '\0', head.length);
}

const struct format *sniff_binary(struct slice head)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (formats[i]->binary && formats[i]->looks(head))
			return formats[i];
	return NULL;
}

const struct format *sniff_format(struct slice head, struct error *err)
{
	const struct format *binary = sniff_binary(head);

	if (binary)
		return binary;
	const char *known = known_bytes(head);

	if (!known && is_binary(head))
		known = "binary data";
	if (slice_starts(head, "\xef\xbb\xbf")) {
		head.data += 3;
		head.length -= 3;
	}
	head = slice_trim(head);
	if (head.length == 0) {
		error_set(err, ERROR_FORMAT, "holds no text");
		return NULL;
	}
	const char *lines = known ? NULL : known_lines(head);

	if (lines) {
		error_set(err, ERROR_FORMAT,
			"is %s, which is not read: export it as RIS", lines);
		return NULL;
	}
	if (known) {
		error_set(err, ERROR_FORMAT,
			"is %s, which is not read yet; "
			"read are %s",
			known, reader_formats());
		return NULL;
	}
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!formats[i]->binary && formats[i]->looks(head))
			return formats[i];
	struct slice root = sniff_root(head);

	error_set(err, ERROR_FORMAT,
		"is XML of another kind, its first element is \"%.*s\"; "
		"read are %s",
		root.length < 60 ? (int)root.length : 60,
		root.data ? root.data : "", reader_formats());
	return NULL;
}
