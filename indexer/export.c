/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export: every stored paper as a line of JSON on standard output, word for
 * word, so that `add` makes the same index of it (indexer/reader/exported.c).
 * A paper of several sources says what each of them says, too, under "parts".
 */
#include "config.h"

#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/lookup.h"
#include "indexer/records.h"

static json_t *text_of(struct slice text)
{
	return json_stringn(text.data ? text.data : "", text.length);
}

static void set_text(json_t *object, const char *name, struct slice text)
{
	if (text.length > 0)
		json_object_set_new(object, name, text_of(text));
}

static json_t *list_of(const struct slices *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, text_of(list->items[i]));
	return array;
}

/* [[byte of the text from which on, page], ...] */
static json_t *pages_of(const struct section *section)
{
	json_t *array = json_array();

	for (size_t i = 0; i < section->pages_count; i++) {
		json_t *start = json_array();

		json_array_append_new(
			start, json_integer(section->pages[i].offset));
		json_array_append_new(
			start, json_integer(section->pages[i].page));
		json_array_append_new(array, start);
	}
	return array;
}

static json_t *sections_of(const struct document *document)
{
	json_t *array = json_array();

	for (size_t i = 0; i < document->sections_count; i++) {
		const struct section *section = &document->sections[i];
		json_t *one = json_object();

		json_object_set_new(one, "kind",
			json_string(section_kind_name(section->kind)));
		set_text(one, "title", section->title);
		set_text(one, "text", section->text);
		if (section->pages_count > 0)
			json_object_set_new(one, "pages", pages_of(section));
		json_array_append_new(array, one);
	}
	return array;
}

static json_t *mesh_of(const struct document *document)
{
	json_t *array = json_array();

	for (size_t i = 0; i < document->mesh_count; i++) {
		const struct mesh_heading *heading = &document->mesh[i];
		json_t *one = json_object();

		set_text(one, "name", heading->name);
		set_text(one, "ui", heading->ui);
		set_text(one, "qualifier", heading->qualifier);
		if (heading->major)
			json_object_set_new(one, "major", json_true());
		json_array_append_new(array, one);
	}
	return array;
}

static json_t *paper_of(const struct document *document)
{
	const char *base = (const char *)document;
	json_t *object = json_object();

	json_object_set_new(object, "medlit", json_integer(1));
	for (const struct document_field *field = document_texts; field->name;
		field++)
		set_text(object, field->name,
			*(const struct slice *)(base + field->offset));
	for (const struct document_field *field = document_lists; field->name;
		field++) {
		const struct slices *list =
			(const struct slices *)(base + field->offset);

		if (list->count > 0)
			json_object_set_new(object, field->name, list_of(list));
	}
	if (document->mesh_count > 0)
		json_object_set_new(object, "mesh", mesh_of(document));
	if (document->status)
		json_object_set_new(
			object, "status", json_integer(document->status));
	json_object_set_new(object, "sections", sections_of(document));
	return object;
}

/* The paper and those it was made of; NULL: *err says why. */
static json_t *entry_of(const struct document *entry, struct arena *arena,
	struct error *err)
{
	json_t *paper = paper_of(entry), *parts = json_array();
	struct document part;

	for (size_t i = 0; i < entry->parts.count; i++) {
		if (record_decode(entry->parts.items[i], &part, arena, err) <
			0) {
			json_decref(paper);
			json_decref(parts);
			return NULL;
		}
		json_array_append_new(parts, paper_of(&part));
	}
	if (entry->parts.count > 0)
		json_object_set(paper, "parts", parts);
	json_decref(parts);
	return paper;
}

static int print_paper(void *report, const struct document *document,
	struct arena *arena, struct error *err)
{
	struct error why = {0};
	json_t *paper = entry_of(document, arena, &why);

	(void)err;
	if (!paper) {
		report_failure(report, "", why.text);
		return 0;
	}
	json_dumpf(paper, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(paper);
	/* Whoever reads may have gone. */
	return ferror(stdout) != 0;
}

int command_export(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	struct generation generation;
	int result = -1;

	(void)none;
	(void)count;
	if (generation_current_any(run->options->index, &generation, err) < 0)
		return -1;
	struct xc_searcher *searcher = lookup_open_counted(
		&generation, &run->report.bytes_all, err);

	if (searcher)
		result = records_each(searcher, "", &run->report, print_paper,
			&run->report, err);
	if (session_stop)
		report_failure(&run->report, "", "stopped before the end");
	/* Standard output is the papers'. */
	report_end(&run->report);
	run->printed = true;
	xc_searcher_close(searcher);
	generation_clear(&generation);
	return result;
}
