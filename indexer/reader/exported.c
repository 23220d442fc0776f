/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What `medlit-index export` writes, back to the same document: nothing is
 * cleaned or guessed, for that was done when the paper was first read.
 *
 *	{"medlit":1,"id":"PMID:1","title":"...",...,"authors":["..."],
 *	 "mesh":[{"name","ui","qualifier","major"}],"status":1,
 *	 "sections":[{"kind","title","text","pages":[[offset,page]]}],
 *	 "parts":[{"medlit":1,...},...]}
 *
 * A paper with parts was made of them, and is made of them again.
 */
#include "config.h"

#include "indexer/reader/exported.h"

bool exported_is(const json_t *object)
{
	return json_is_integer(json_object_get(object, "medlit"));
}

json_t *exported_parts(const json_t *object)
{
	return json_object_get(object, "parts");
}

static int get_text(const json_t *object, const char *name, struct slice *out,
	struct arena *arena, struct error *err)
{
	const json_t *value = json_object_get(object, name);

	if (!value)
		return 0;
	if (!json_is_string(value))
		return error_set(
			err, ERROR_FORMAT, "\"%s\" must be a string", name);
	*out = arena_copy(
		arena, json_string_value(value), json_string_length(value));
	return 0;
}

/* An absent list is NULL, which jansson takes for an empty one. */
static int get_array(const json_t *object, const char *name,
	const json_t **list, struct error *err)
{
	*list = json_object_get(object, name);
	if (*list && !json_is_array(*list))
		return error_set(
			err, ERROR_FORMAT, "\"%s\" must be a list", name);
	return 0;
}

static int get_list(const json_t *object, const char *name, struct slices *out,
	struct arena *arena, struct error *err)
{
	const json_t *list;

	if (get_array(object, name, &list, err) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *value = json_array_get(list, i);

		if (!json_is_string(value))
			return error_set(err, ERROR_FORMAT,
				"\"%s\" must hold strings only", name);
		slices_add(out,
			arena_copy(arena, json_string_value(value),
				json_string_length(value)),
			arena);
	}
	return 0;
}

static int get_fields(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	char *base = (char *)document;

	for (const struct document_field *field = document_texts; field->name;
		field++)
		if (get_text(object, field->name,
			    (struct slice *)(base + field->offset), arena,
			    err) < 0)
			return -1;
	for (const struct document_field *field = document_lists; field->name;
		field++)
		if (get_list(object, field->name,
			    (struct slices *)(base + field->offset), arena,
			    err) < 0)
			return -1;
	return 0;
}

static int get_mesh(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	const json_t *list;

	if (get_array(object, "mesh", &list, err) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		struct mesh_heading *heading =
			document_add_mesh(document, arena);

		if (get_text(one, "name", &heading->name, arena, err) < 0 ||
			get_text(one, "ui", &heading->ui, arena, err) < 0 ||
			get_text(one, "qualifier", &heading->qualifier, arena,
				err) < 0)
			return -1;
		heading->major = json_is_true(json_object_get(one, "major"));
	}
	return 0;
}

static int get_kind(const json_t *section, unsigned *kind, struct arena *arena,
	struct error *err)
{
	struct slice name = SLICE_EMPTY;

	if (get_text(section, "kind", &name, arena, err) < 0)
		return -1;
	for (*kind = SECTION_ABSTRACT; *kind <= SECTION_CAPTION; ++*kind)
		if (slice_is(name, section_kind_name(*kind)))
			return 0;
	return error_set(err, ERROR_FORMAT, "a section without a known kind");
}

static bool get_number(const json_t *value, uint32_t *number)
{
	json_int_t found = json_integer_value(value);

	*number = (uint32_t)found;
	return json_is_integer(value) && found >= 0 && found <= UINT32_MAX;
}

static int get_pages(const json_t *object, struct section *section,
	struct arena *arena, struct error *err)
{
	const json_t *list;
	uint32_t before = 0;

	if (get_array(object, "pages", &list, err) < 0)
		return -1;
	section->pages_count = json_array_size(list);
	section->pages = arena_array(
		arena, struct page_start, section->pages_count + 1);
	for (size_t i = 0; i < section->pages_count; i++) {
		const json_t *one = json_array_get(list, i);
		struct page_start *start = &section->pages[i];

		if (!get_number(json_array_get(one, 0), &start->offset) ||
			!get_number(json_array_get(one, 1), &start->page) ||
			start->offset < before)
			return error_set(err, ERROR_FORMAT,
				"\"pages\" must hold [offset, page] in "
				"the order of the text");
		before = start->offset;
	}
	return 0;
}

static int get_sections(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	const json_t *list;

	if (get_array(object, "sections", &list, err) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		struct slice title = SLICE_EMPTY, text = SLICE_EMPTY;
		unsigned kind;

		if (get_kind(one, &kind, arena, err) < 0 ||
			get_text(one, "title", &title, arena, err) < 0 ||
			get_text(one, "text", &text, arena, err) < 0)
			return -1;
		if (get_pages(one,
			    document_add_section(document,
				    (enum section_kind)kind, title, text,
				    arena),
			    arena, err) < 0)
			return -1;
	}
	return 0;
}

int exported_read(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	if (!exported_is(object))
		return error_set(
			err, ERROR_FORMAT, "a part is no exported paper");
	json_int_t version =
		json_integer_value(json_object_get(object, "medlit"));

	if (version != 1)
		return error_set(err, ERROR_FORMAT,
			"an export of version %lld; this program reads 1",
			(long long)version);
	document->status =
		(uint32_t)json_integer_value(json_object_get(object, "status"));
	if (get_fields(object, document, arena, err) < 0 ||
		get_mesh(object, document, arena, err) < 0)
		return -1;
	return get_sections(object, document, arena, err);
}
