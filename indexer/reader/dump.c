/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader-dump FILE...: what the readers make of files, one fact a line, for
 * looking at.  A tool of this tree; it is not installed.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/reader/reader.h"

static void print_field(const char *name, struct slice value)
{
	if (value.length > 0)
		printf("  %s: %.*s\n", name, SLICE_PRINT(value));
}

static void print_list(const char *name, const struct slices *list)
{
	for (size_t i = 0; i < list->count; i++)
		print_field(name, list->items[i]);
}

static void print_mesh(const struct document *document)
{
	for (size_t i = 0; i < document->mesh_count; i++) {
		const struct mesh_heading *mesh = &document->mesh[i];

		printf("  mesh: %.*s [%.*s] / %.*s%s\n",
			SLICE_PRINT(mesh->name), SLICE_PRINT(mesh->ui),
			SLICE_PRINT(mesh->qualifier), mesh->major ? " *" : "");
	}
}

static void print_document(const struct document *document)
{
	const struct {
		const char *name;
		struct slice value;
	} fields[] = {
		{"own", document->own},
		{"pmid", document->pmid},
		{"pmcid", document->pmcid},
		{"doi", document->doi},
		{"title", document->title},
		{"vernacular", document->vernacular_title},
		{"journal", document->journal},
		{"journal-short", document->journal_short},
		{"publisher", document->publisher},
		{"date", document->date},
		{"volume", document->volume},
		{"issue", document->issue},
		{"pages", document->pages},
		{"language", document->language},
		{"url", document->url},
		{"warnings", document->warnings},
	};

	printf("document %.*s (%.*s)\n", SLICE_PRINT(document->id),
		SLICE_PRINT(document->format));
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		print_field(fields[i].name, fields[i].value);
	print_list("nct", &document->nct);
	print_list("author", &document->authors);
	print_list("type", &document->types);
	print_list("keyword", &document->keywords);
	print_mesh(document);
	if (document->status)
		printf("  status: %u\n", document->status);
	for (size_t i = 0; i < document->sections_count; i++)
		printf("  %s [%.*s]\n%.*s\n",
			section_kind_name(document->sections[i].kind),
			SLICE_PRINT(document->sections[i].title),
			SLICE_PRINT(document->sections[i].text));
}

static int dump(const char *path)
{
	struct reader_options options = {.extractor = getenv("MEDLIT_EXTRACT")};
	struct error err = {0};
	struct reader *reader = reader_open(path, &options, &err);
	struct document document;
	struct arena arena;
	int event = reader ? READER_DOCUMENT : -1;

	arena_init(&arena);
	while (event > 0) {
		event = reader_next(reader, &document, &arena, &err);
		if (event == READER_DOCUMENT)
			print_document(&document);
		else if (event == READER_DELETE)
			printf("delete %.*s\n", SLICE_PRINT(document.id));
		else if (event == READER_BAD_RECORD)
			printf("bad: %s\n", err.text);
		arena_reset(&arena);
	}
	if (event < 0)
		printf("%s: %s: %s\n", path, error_code_name(err.code),
			err.text);
	arena_clear(&arena);
	reader_close(reader);
	return event;
}

int main(int argc, char **argv)
{
	int worst = 0;

	for (int i = 1; i < argc; i++)
		if (dump(argv[i]) < 0)
			worst = 1;
	return worst;
}
