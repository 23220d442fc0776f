/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the importers share: the table of formats, files, lines, refusals. */
#include "config.h"

#include "indexer/thesaurus/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "indexer/reader/limits.h"
#include "indexer/reader/xml.h"

static const struct importer *const importers[] = {&import_solr,
	&import_wordnet, &import_mesh_xml, &import_mesh_ascii, &import_mesh_tsv,
	&import_csv, &import_rxnorm, &import_umls, &import_skos, &import_tsv};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

const struct importer *importer_named(const char *name)
{
	for (size_t i = 0; i < COUNT(importers); i++)
		if (strcmp(importers[i]->name, name) == 0)
			return importers[i];
	return NULL;
}

const struct importer *importer_at(size_t n)
{
	return n < COUNT(importers) ? importers[n] : NULL;
}

/* "mesh-" of "MESH". */
static struct slice slug_prefix(struct import *import)
{
	if (import->prefix.length == 0)
		return SLICE_EMPTY;
	return arena_printf(
		&import->kept, "%.*s-", SLICE_PRINT(import->prefix));
}

void import_init(struct import *import, const struct importer *importer,
	struct text_analyser *analyser, const char *prefix, const char *origin)
{
	*import = (struct import){.importer = importer,
		.analyser = analyser,
		.gather = gather_new(analyser),
		.prefix = slice_of(prefix ? prefix : importer->prefix)};
	arena_init(&import->arena);
	arena_init(&import->kept);
	if (importer->by_hand)
		gather_keep_spellings(import->gather);
	gather_file(import->gather, slug_prefix(import),
		slice_of(origin ? origin : importer->origin));
}

void import_clear(struct import *import)
{
	gather_free(import->gather);
	arena_clear(&import->arena);
	arena_clear(&import->kept);
	buffer_clear(&import->line);
	buffer_clear(&import->told);
	buffer_clear(&import->pairs);
	map_clear(&import->first);
	map_clear(&import->second);
}

/* A file of two-byte characters has a NUL in every second place; better said
 * once than of every line. */
static int check_head(struct input *input, struct error *err)
{
	struct slice head;

	if (input_head(input, &head, err) != 0)
		return -1;
	if (slice_starts(head, "\xff\xfe") || slice_starts(head, "\xfe\xff"))
		return error_set(err, ERROR_FORMAT,
			"is UTF-16: convert it, iconv -f UTF-16 -t UTF-8");
	return 0;
}

static int read_input(
	struct import *import, struct input *input, struct error *err)
{
	struct source source = {.input = input,
		.limits = limits_default(),
		.text_limit = IMPORT_RECORD_MAX};
	int result;

	if (import->importer->merges)
		gather_file(import->gather, slug_prefix(import),
			slice_of(import->importer->origin));
	result = check_head(input, err);
	if (result == 0)
		result = import->importer->read(import, &source, err);
	arena_reset(&import->arena);
	if (result == 0)
		result = gather_check(import->gather, err);
	if (result == 0)
		return 0;
	if (source.record > 0)
		error_prefix(err, "%s:%llu: ", import->path,
			(unsigned long long)source.record);
	else
		error_prefix(err, "%s: ", import->path);
	return -1;
}

int import_file(struct import *import, const char *path, struct error *err)
{
	struct input *input = input_open(path, err);
	int result;

	if (!input)
		return error_prefix(err, "%s: ", path);
	import->path = path;
	result = read_input(import, input, err);
	input_close(input);
	return result;
}

int import_bytes(struct import *import, const char *name, struct slice bytes,
	struct error *err)
{
	struct input *input = input_open_memory(bytes, err);
	int result;

	if (!input)
		return error_prefix(err, "%s: ", name);
	import->path = name;
	result = read_input(import, input, err);
	input_close(input);
	return result;
}

int import_finish(struct import *import, struct error *err)
{
	int result = 0;

	if (import->importer->finish)
		result = import->importer->finish(import, err);
	arena_reset(&import->arena);
	return result == 0 ? gather_check(import->gather, err) : -1;
}

/* ---- records ---------------------------------------------------------- */

static void tell(struct import *import, uint64_t record, const char *sentence)
{
	if (import->refused++ < IMPORT_TOLD_MAX)
		buffer_printf(&import->told, "%s:%llu: %s\n", import->path,
			(unsigned long long)record, sentence);
}

int import_refuse(struct import *import, struct source *source,
	struct error *err, const char *format, ...)
{
	char text[ERROR_TEXT_MAX];
	struct error clean;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!input_line_ended(source->input))
		return error_set(err, ERROR_FORMAT,
			"the file ends inside a record and may be cut: fetch "
			"it again (%s)",
			text);
	error_set(&clean, ERROR_FORMAT, "%s", text);
	tell(import, source->record, clean.text);
	return 0;
}

/* Why a line is no text, or NULL. */
static const char *wrong_with(struct slice line, struct arena *arena)
{
	struct slice clean;

	if (line.length > IMPORT_LINE_MAX)
		return "the line is longer than 64 KiB: split it";
	if (line.length > 0 && memchr(line.data, '\0', line.length))
		return "the line has a NUL byte: take it out";
	if (text_clean(line, arena, &clean) > 0)
		return "the line is not UTF-8: convert the file, for example "
		       "iconv -f ISO-8859-1 -t UTF-8";
	return NULL;
}

int import_line(struct import *import, struct source *source,
	struct slice *line, struct error *err)
{
	for (;;) {
		int more = input_line(
			source->input, IMPORT_LINE_MAX, &import->line, err);
		const char *wrong;

		arena_reset(&import->arena);
		if (more <= 0)
			return more;
		if (gather_check(import->gather, err) != 0)
			return -1;
		source->record++;
		*line = buffer_slice(&import->line);
		if (source->record == 1 &&
			slice_starts(*line, "\xef\xbb\xbf")) {
			line->data += 3;
			line->length -= 3;
		}
		wrong = wrong_with(*line, &import->arena);
		if (!wrong)
			return 1;
		if (import_refuse(import, source, err, "%s", wrong) != 0)
			return -1;
	}
}

int import_record(struct import *import, struct source *source, struct xml *xml,
	const struct xml_node **record, struct error *err)
{
	for (;;) {
		struct error bad;
		int event = xml_next(xml, record, &bad);

		if (event < 0) {
			*err = bad;
			source->record = 0;
			return -1;
		}
		if (event == XML_END)
			return 0;
		arena_reset(&import->arena);
		if (gather_check(import->gather, err) != 0)
			return -1;
		source->record++;
		if (event == XML_BAD)
			tell(import, source->record, bad.text);
		else if (xml_replaced(xml) > 0)
			tell(import, source->record,
				"the record has bytes that are not of the "
				"file's encoding: mend or convert it");
		else
			return 1;
	}
}

/* ---- pieces ----------------------------------------------------------- */

bool import_part(struct slice *text, char between, struct slice *part)
{
	const char *end;

	if (!text->data)
		return false;
	end = text->length ? memchr(text->data, between, text->length) : NULL;
	*part = *text;
	if (!end) {
		text->data = NULL;
		text->length = 0;
		return true;
	}
	part->length = (size_t)(end - text->data);
	text->data += part->length + 1;
	text->length -= part->length + 1;
	return true;
}

size_t import_split(
	struct slice line, char between, struct slice *columns, size_t room)
{
	size_t count = 0;
	struct slice column;

	for (; import_part(&line, between, &column); count++)
		if (count < room)
			columns[count] = column;
	return count;
}

void import_identifier(struct import *import, uint32_t concept, struct slice id)
{
	if (import->prefix.length > 0)
		gather_fact(import->gather, concept, FACT_IDENTIFIER,
			arena_printf(&import->arena, "%.*s:%.*s",
				SLICE_PRINT(import->prefix), SLICE_PRINT(id)));
}

bool import_branch(const struct import *import, struct slice place)
{
	return !import->branches ||
	       (place.length > 0 && strchr(import->branches, *place.data));
}

void import_put(struct import *import, struct slice piece)
{
	buffer_add_varint(&import->pairs, piece.length);
	buffer_add_slice(&import->pairs, piece);
}

bool import_take(const struct import *import, size_t *from, struct slice *piece)
{
	struct slice all = buffer_slice(&import->pairs);
	uint64_t length = 0;

	if (*from == all.length)
		return false;
	const char *at = all.data + *from;

	varint_read(&at, all.data + all.length, &length);
	*piece = (struct slice){at, (size_t)length};
	*from = (size_t)(at - all.data) + piece->length;
	return true;
}

void import_name(struct import *import, uint32_t concept, enum fact_kind kind,
	struct slice text)
{
	struct name name = {
		.text = text, .kind = (uint8_t)kind, .language = SLICE("en")};

	gather_name(import->gather, concept, &name);
}
