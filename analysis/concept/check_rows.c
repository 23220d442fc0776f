/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a list's lines show to be wrong though it compiles: characters that no
 * text has, lines out of order or said twice, columns with other content than
 * corpus/thesaurus/README.md names.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>

/* ---- characters ------------------------------------------------------- */

/* As UTF-8: nobody sees them, and they part words or join them. */
static const char *const invisible[] = {"\xc2\xad", "\xe2\x80\x8b",
	"\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e", "\xe2\x80\x8f",
	"\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
	"\xe2\x80\xae", "\xe2\x81\xa0", "\xe2\x81\xa1", "\xe2\x81\xa2",
	"\xe2\x81\xa3", "\xe2\x81\xa4", "\xef\xbb\xbf"};

static bool has_invisible(struct slice line)
{
	for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++)
		if (memmem(line.data, line.length, invisible[i],
			    strlen(invisible[i])))
			return true;
	return false;
}

static bool has_control(struct slice line)
{
	for (size_t i = 0; i < line.length; i++) {
		unsigned char c = (unsigned char)line.data[i];

		if ((c < 0x20 && c != '\t' && c != '\0') || c == 0x7f)
			return true;
		/* U+0080..009F */
		if (c == 0xc2 && i + 1 < line.length &&
			(unsigned char)line.data[i + 1] < 0xa0)
			return true;
	}
	return false;
}

static void check_characters(
	struct reading *reading, struct slice line, uint32_t number)
{
	if (line.length == 0 || line.data[0] == '#')
		return;
	if (has_control(line))
		row_fault(reading, number, "control-character",
			"the line has a control character: take it out");
	if (has_invisible(line))
		row_fault(reading, number, "invisible-character",
			"the line has a character that cannot be seen (zero "
			"width, soft hyphen, direction): take it out");
}

void check_text(struct reading *reading, struct slice text)
{
	uint32_t number = 0, returns = 0, first = 0;
	bool ended = text.length > 0 && text.data[text.length - 1] == '\n';

	while (text.length > 0) {
		struct slice line = next_line(&text);
		size_t end = (size_t)(text.data - line.data) - line.length;

		number++;
		if (end == 2 && returns++ == 0)
			first = number;
		check_characters(reading, line, number);
	}
	if (returns > 0)
		row_fault(reading, first, "line-end",
			"%u lines end with CR LF, this is the first: save the "
			"file with LF",
			(unsigned)returns);
	if (!ended)
		row_fault(reading, number, "line-end",
			"the last line has no end: the file may be cut off");
}

/* ---- columns ---------------------------------------------------------- */

static const char *const kinds[] = {"drug", "drug-class", "disease", "toxicity",
	"procedure", "endpoint", "trial", "target", "finding", "regimen",
	"organisation", "measure", "population"};

static void check_kind(struct reading *reading, const struct list_row *row)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (slice_is(row->value, kinds[i]))
			return;
	row_fault(reading, row->line, "unknown-kind",
		"\"%.*s\" is no kind: drug, drug-class, disease, toxicity, "
		"procedure, endpoint, trial, target, finding, regimen, "
		"organisation, measure or population",
		SLICE_PRINT(row_shown(row->value)));
}

static const struct {
	const char *scheme, *start;
	size_t digits_min, digits_max;
} schemes[] = {
	{"MESH:", "D", 6, 9},
	{"MESH:", "C", 6, 9},
	{"DRUGBANK:", "DB", 5, 5},
	{"NCT:", "NCT", 8, 8},
};

static size_t count_digits(struct slice text)
{
	size_t count = 0;

	while (count < text.length && text.data[count] >= '0' &&
		text.data[count] <= '9')
		count++;
	return count;
}

/* PREFIX:CODE, and as the scheme writes its codes if we know it. */
static bool is_identifier(struct slice value)
{
	bool known = false;
	size_t prefix = 0;

	while (prefix < value.length &&
		((value.data[prefix] >= 'A' && value.data[prefix] <= 'Z') ||
			(prefix > 0 && value.data[prefix] >= '0' &&
				value.data[prefix] <= '9')))
		prefix++;
	if (prefix == 0 || prefix + 1 >= value.length ||
		value.data[prefix] != ':' ||
		memchr(value.data, ' ', value.length))
		return false;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		struct slice rest = value;

		if (!slice_starts(rest, schemes[i].scheme))
			continue;
		known = true;
		rest.data += strlen(schemes[i].scheme);
		rest.length -= strlen(schemes[i].scheme);
		if (!slice_starts(rest, schemes[i].start))
			continue;
		rest.data += strlen(schemes[i].start);
		rest.length -= strlen(schemes[i].start);
		size_t digits = count_digits(rest);

		if (digits == rest.length && digits >= schemes[i].digits_min &&
			digits <= schemes[i].digits_max)
			return true;
	}
	return !known;
}

/* "-", or two or three letters and what may follow: "en", "pt-br". */
static bool is_language(struct slice language)
{
	size_t letters = 0;

	if (slice_is(language, "-"))
		return true;
	while (letters < language.length && language.data[letters] >= 'a' &&
		language.data[letters] <= 'z')
		letters++;
	return (letters == 2 || letters == 3) &&
	       (letters == language.length || language.data[letters] == '-');
}

static bool is_balanced(struct slice value)
{
	static const char open[] = "([{", close[] = ")]}";
	char stack[64];
	size_t depth = 0, quotes = 0;

	for (size_t i = 0; i < value.length; i++) {
		const char *opens = memchr(open, value.data[i], 3);
		const char *closes = memchr(close, value.data[i], 3);

		quotes += value.data[i] == '"';
		if (opens && depth == sizeof(stack))
			return false;
		if (opens)
			stack[depth++] = close[opens - open];
		if (closes && (depth == 0 || stack[--depth] != *closes))
			return false;
	}
	return depth == 0 && quotes % 2 == 0;
}

static void check_form(struct reading *reading, const struct list_row *row)
{
	if (!is_balanced(row->value))
		row_fault(reading, row->line, "unbalanced",
			"\"%.*s\" has a bracket or quote without its partner: "
			"take it out",
			SLICE_PRINT(row_shown(row->value)));
	if (memmem(row->value.data, row->value.length, "  ", 2) ||
		memmem(row->value.data, row->value.length, "\xc2\xa0", 2))
		row_fault(reading, row->line, "white-space",
			"\"%.*s\" has two blanks side by side, or one that "
			"does not break: write one blank",
			SLICE_PRINT(row_shown(row->value)));
}

static void check_row(struct reading *reading, const struct list_row *row)
{
	bool form = row->relation <= LIST_SENSE;

	if (form)
		check_form(reading, row);
	if (row->relation == LIST_KIND)
		check_kind(reading, row);
	if (row->relation == LIST_IDENTIFIER && !is_identifier(row->value))
		row_fault(reading, row->line, "bad-identifier",
			"\"%.*s\" is no identifier of its scheme: write it as "
			"MESH:D015470, DRUGBANK:DB00001 or NCT:NCT00000001",
			SLICE_PRINT(row_shown(row->value)));
	if (form ? !is_language(row->language) : !slice_is(row->language, "-"))
		row_fault(reading, row->line, "bad-language",
			form ? "\"%.*s\" is no language: write en, la, de ... "
			       "or \"-\""
			     : "a fact that is no form has no language, not "
			       "\"%.*s\": write \"-\" in column 5",
			SLICE_PRINT(row_shown(row->language)));
}

/* ---- order and repetition --------------------------------------------- */

/* Where the relation stands within its concept. */
static int rank(const struct list_row *row)
{
	static const int ranks[LIST_RELATIONS] = {
		[LIST_PREFERRED] = 0,
		[LIST_KIND] = 1,
		[LIST_EXACT] = 2,
		[LIST_NARROWER] = 3,
		[LIST_BROADER] = 4,
		[LIST_RELATED] = 5,
		[LIST_SENSE] = 6,
		[LIST_PARENT] = 7,
		[LIST_IDENTIFIER] = 8,
	};

	return ranks[row->relation];
}

static int compare_place(const struct list_row *a, const struct list_row *b)
{
	int order = slice_compare(a->slug, b->slug);

	if (order == 0)
		order = rank(a) - rank(b);
	return order != 0 ? order : slice_compare(a->value, b->value);
}

static int compare_said(const void *left, const void *right)
{
	const struct list_row *a = *(const struct list_row *const *)left;
	const struct list_row *b = *(const struct list_row *const *)right;
	int order = compare_place(a, b);

	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static int compare_values(const void *left, const void *right)
{
	const struct list_row *a = *(const struct list_row *const *)left;
	const struct list_row *b = *(const struct list_row *const *)right;
	int order = slice_compare(a->value, b->value);

	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static void check_order(struct reading *reading)
{
	const struct list_rows *rows = &reading->rows;

	for (size_t i = 1; i < rows->count; i++)
		if (compare_place(&rows->items[i - 1], &rows->items[i]) > 0)
			row_fault(reading, rows->items[i].line, "unsorted",
				"the line belongs before line %u: sort by "
				"concept, relation and value",
				(unsigned)rows->items[i - 1].line);
}

/* Two forms that are read alike are found where they are compared as read. */
static void check_repeated(
	struct reading *reading, const struct list_row **order)
{
	const struct list_rows *rows = &reading->rows;

	for (size_t i = 0; i < rows->count; i++)
		order[i] = &rows->items[i];
	qsort(order, rows->count, sizeof(*order), compare_said);
	for (size_t i = 1; i < rows->count; i++)
		if (order[i]->relation >= LIST_SENSE &&
			order[i]->relation != LIST_KIND &&
			compare_place(order[i - 1], order[i]) == 0)
			row_fault(reading, order[i]->line, "duplicate",
				"line %u says the same: keep one",
				(unsigned)order[i - 1]->line);
}

static void check_shared(struct reading *reading, const struct list_row **order)
{
	const struct list_rows *rows = &reading->rows;
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].relation == LIST_IDENTIFIER)
			order[count++] = &rows->items[i];
	qsort(order, count, sizeof(*order), compare_values);
	for (size_t i = 1; i < count; i++)
		if (slice_equal(order[i - 1]->value, order[i]->value) &&
			!slice_equal(order[i - 1]->slug, order[i]->slug))
			row_fault(reading, order[i]->line, "two-concepts",
				"%.*s identifies %.*s already (line %u): keep "
				"it in one concept",
				SLICE_PRINT(row_shown(order[i]->value)),
				SLICE_PRINT(order[i - 1]->slug),
				(unsigned)order[i - 1]->line);
}

/* A slug where a form should be: somebody meant a parent. */
static void check_parent_forms(
	struct reading *reading, const struct list_row **order)
{
	const struct list_rows *rows = &reading->rows;

	for (size_t i = 0; i < rows->count; i++) {
		const struct list_row *row = &rows->items[i];
		struct list_row parent = *row;
		const struct list_row *key = &parent;

		parent.relation = LIST_PARENT;
		if (row->relation > LIST_SENSE)
			continue;
		/* order[] is still as compare_said() left it */
		size_t low = 0, high = rows->count;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (compare_place(order[middle], key) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < rows->count && compare_place(order[low], key) == 0)
			row_fault(reading, row->line, "parent-form",
				"%.*s is a parent (line %u) and no name of "
				"%.*s: take one of the lines out",
				SLICE_PRINT(row_shown(row->value)),
				(unsigned)order[low]->line,
				SLICE_PRINT(row->slug));
	}
}

void check_rows(struct reading *reading, struct arena *arena)
{
	const struct list_row **order = arena_array(
		arena, const struct list_row *, reading->rows.count + 1);

	for (size_t i = 0; i < reading->rows.count; i++)
		check_row(reading, &reading->rows.items[i]);
	check_order(reading);
	check_repeated(reading, order);
	check_parent_forms(reading, order);
	check_shared(reading, order);
}
