/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CSV (RFC 4180) whose first record names the columns.
 *
 * Which column is what says --columns, "id=DrugBank ID,forms=Synonyms", or else
 * the header itself uses our words: id, preferred, forms, kind, parents,
 * identifiers, case, language, source.  Columns of several values separate them
 * by "|" or by what separator=X says.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

enum role {
	ROLE_ID,
	ROLE_PREFERRED,
	ROLE_FORMS,
	ROLE_KIND,
	ROLE_PARENTS,
	ROLE_IDENTIFIERS,
	ROLE_CASE,
	ROLE_LANGUAGE,
	ROLE_SOURCE,
	ROLES
};

static const char *const role_names[ROLES] = {"id", "preferred", "forms",
	"kind", "parents", "identifiers", "case", "language", "source"};

struct csv {
	struct import *import;
	struct source *source;
	struct slice fields[IMPORT_COLUMNS_MAX];
	size_t count;
	size_t columns;    /* of the header */
	int column[ROLES]; /* -1: there is none */
	char separator;
	struct buffer text; /* of the record */
};

static int role_named(struct slice name)
{
	for (int i = 0; i < ROLES; i++)
		if (slice_equal_fold(name, slice_of(role_names[i])))
			return i;
	return -1;
}

/* ---- records ---------------------------------------------------------- */

/* Quotes open a field that holds commas and line ends; "" is one quote. */
static bool is_odd(struct slice text)
{
	size_t quotes = 0;

	for (size_t i = 0; i < text.length; i++)
		quotes += text.data[i] == '"';
	return quotes % 2 == 1;
}

/* The whole record in csv->text: 1, 0 at the end, -1. */
static int next_text(struct csv *csv, struct error *err)
{
	struct slice line;
	bool open;
	int more = import_line(csv->import, csv->source, &line, err);

	buffer_reset(&csv->text);
	if (more <= 0)
		return more;
	buffer_add_slice(&csv->text, line);
	for (open = is_odd(line); open; open ^= is_odd(line)) {
		/* Where the next record starts is anybody's guess. */
		if (csv->text.length > IMPORT_LINE_MAX)
			return error_set(err, ERROR_LIMIT,
				"the record is longer than 64 KiB: is a quote "
				"not closed?");
		more = import_line(csv->import, csv->source, &line, err);
		if (more < 0)
			return -1;
		if (more == 0)
			return error_set(err, ERROR_FORMAT,
				"the file ends inside quotes and may be cut: "
				"fetch it again, or close the quotes");
		buffer_add_char(&csv->text, '\n');
		buffer_add_slice(&csv->text, line);
	}
	return 1;
}

/* The field at the start of *text; what follows its comma is left. */
static struct slice take_field(struct slice *text, struct arena *arena)
{
	char *to = arena_alloc(arena, text->length + 1);
	size_t length = 0, at = 0;
	bool quoted = false;

	for (; at < text->length; at++) {
		char c = text->data[at];

		if (c == '"' && quoted && at + 1 < text->length &&
			text->data[at + 1] == '"')
			to[length++] = text->data[at++];
		else if (c == '"')
			quoted = !quoted;
		else if (c == ',' && !quoted)
			break;
		else
			to[length++] = c;
	}
	if (at < text->length) {
		text->data += at + 1;
		text->length -= at + 1;
	} else {
		*text = SLICE_EMPTY;
	}
	return slice_trim((struct slice){to, length});
}

static int next_record(struct csv *csv, struct error *err)
{
	int more = next_text(csv, err);
	struct slice text = buffer_slice(&csv->text);

	csv->count = 0;
	if (more <= 0)
		return more;
	while (text.data) {
		struct slice field = take_field(&text, &csv->import->arena);

		if (csv->count < IMPORT_COLUMNS_MAX)
			csv->fields[csv->count] = field;
		csv->count++;
	}
	return 1;
}

/* ---- columns ---------------------------------------------------------- */

static int find_column(const struct csv *csv, struct slice name)
{
	for (size_t i = 0; i < csv->count && i < IMPORT_COLUMNS_MAX; i++)
		if (slice_equal_fold(csv->fields[i], name))
			return (int)i;
	return -1;
}

static int set_column(struct csv *csv, struct slice pair, struct error *err)
{
	struct slice role = SLICE_EMPTY, name;

	import_part(&pair, '=', &role);
	name = slice_trim(pair);
	role = slice_trim(role);
	if (slice_is(role, "separator") && name.length == 1) {
		csv->separator = name.data[0];
		return 0;
	}
	int number = role_named(role);

	if (number < 0 || name.length == 0)
		return error_set(err, ERROR_INVALID,
			"--columns: \"%.*s\" is no role: write id, preferred, "
			"forms, kind, parents, identifiers, case, language, "
			"source or separator, each with = and a column",
			SLICE_PRINT(role));
	csv->column[number] = find_column(csv, name);
	if (csv->column[number] < 0)
		return error_set(err, ERROR_FORMAT,
			"the header has no column \"%.*s\": see --columns",
			SLICE_PRINT(name));
	return 0;
}

static int set_columns(struct csv *csv, struct error *err)
{
	struct slice given = slice_of(csv->import->columns), pair;

	csv->columns = csv->count;
	if (csv->count > IMPORT_COLUMNS_MAX)
		return error_set(err, ERROR_LIMIT,
			"%zu columns: at most %d are read", csv->count,
			IMPORT_COLUMNS_MAX);
	for (int i = 0; i < ROLES; i++)
		csv->column[i] =
			given.data ? -1
				   : find_column(csv, slice_of(role_names[i]));
	while (import_part(&given, ',', &pair))
		if (set_column(csv, pair, err) != 0)
			return -1;
	if (csv->column[ROLE_PREFERRED] < 0)
		return error_set(err, ERROR_FORMAT,
			"no column is the preferred name: name it with "
			"--columns \"id=...,preferred=...,forms=...\"");
	return 0;
}

/* ---- concepts --------------------------------------------------------- */

static struct slice field(const struct csv *csv, enum role role)
{
	return csv->column[role] < 0 ? SLICE_EMPTY
				     : csv->fields[csv->column[role]];
}

static void add_list(
	struct csv *csv, uint32_t concept, enum role role, enum fact_kind kind)
{
	struct slice list = field(csv, role), part;

	while (import_part(&list, csv->separator, &part))
		gather_fact(
			csv->import->gather, concept, kind, slice_trim(part));
}

static void add_names(struct csv *csv, uint32_t concept, int how)
{
	struct gather *gather = csv->import->gather;
	struct slice list = field(csv, ROLE_FORMS), part;
	struct name name = {.text = field(csv, ROLE_PREFERRED),
		.kind = FACT_PREFERRED,
		.letter_case = (uint8_t)how,
		.language = field(csv, ROLE_LANGUAGE)};

	if (csv->column[ROLE_LANGUAGE] < 0)
		name.language = SLICE("en");
	gather_name(gather, concept, &name);
	name.kind = FACT_EXACT;
	while (import_part(&list, csv->separator, &part)) {
		name.text = slice_trim(part);
		if (name.text.length > 0)
			gather_name(gather, concept, &name);
	}
}

static int add_record(struct csv *csv, struct error *err)
{
	struct import *import = csv->import;
	struct slice id = field(csv, ROLE_ID);
	struct slice how = field(csv, ROLE_CASE);
	int letter_case = how.length ? case_named(how) : CASE_AUTO;

	if (letter_case < 0)
		return import_refuse(import, csv->source, err,
			"the case is exact, fold or auto, not \"%.*s\"",
			SLICE_PRINT(how));
	if (field(csv, ROLE_PREFERRED).length == 0)
		return import_refuse(import, csv->source, err,
			"the preferred name is empty");
	if (csv->column[ROLE_ID] < 0)
		id = text_fold(import->analyser, field(csv, ROLE_PREFERRED),
			&import->arena);
	uint32_t concept = gather_concept(import->gather, id);

	if (concept == MAP_NONE)
		return import_refuse(import, csv->source, err,
			"the id is empty or too long");
	if (csv->column[ROLE_SOURCE] >= 0)
		gather_source(import->gather, field(csv, ROLE_SOURCE));
	add_names(csv, concept, letter_case);
	gather_fact(import->gather, concept, FACT_KIND, field(csv, ROLE_KIND));
	add_list(csv, concept, ROLE_PARENTS, FACT_PARENT);
	add_list(csv, concept, ROLE_IDENTIFIERS, FACT_IDENTIFIER);
	if (csv->column[ROLE_ID] >= 0)
		import_identifier(import, concept, id);
	return 0;
}

static int take_record(struct csv *csv, struct error *err)
{
	if (csv->count == 0 || (csv->count == 1 && csv->fields[0].length == 0))
		return 0;
	if (csv->count != csv->columns)
		return import_refuse(csv->import, csv->source, err,
			"%zu fields instead of %zu", csv->count, csv->columns);
	return add_record(csv, err);
}

static int read_csv(
	struct import *import, struct source *source, struct error *err)
{
	struct csv csv = {.import = import, .source = source, .separator = '|'};
	int more = next_record(&csv, err);

	if (more > 0 && set_columns(&csv, err) != 0)
		more = -1;
	while (more > 0 && (more = next_record(&csv, err)) > 0)
		if (take_record(&csv, err) != 0)
			more = -1;
	buffer_clear(&csv.text);
	return more;
}

const struct importer import_csv = {.name = "csv",
	.prefix = "",
	.origin = "csv",
	.help = "CSV with a header; see --columns",
	.read = read_csv};
