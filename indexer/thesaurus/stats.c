/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thesaurus stats: what a list holds, counted by each of its columns. */
#include "config.h"

#include "indexer/thesaurus/tools.h"

#include <stdio.h>

static void count_slice(json_t *counts, struct slice name)
{
	json_t *old = json_object_getn(counts, name.data, name.length);

	json_object_setn_new(counts, name.data, name.length,
		json_integer(json_integer_value(old) + 1));
}

/* ---- hierarchy -------------------------------------------------------- */

/* The longest way up from each concept: how many are on it, and the next. */
struct heights {
	uint32_t *height, *parent;
};

static void settle(const struct thesaurus *thesaurus, struct heights *heights,
	uint32_t concept)
{
	heights->height[concept] = 1;
	for (uint32_t n = 0; n < concept_parent_count(thesaurus, concept);
		n++) {
		uint32_t parent = concept_parent_at(thesaurus, concept, n);

		if (heights->height[parent] < heights->height[concept])
			continue;
		heights->height[concept] = heights->height[parent] + 1;
		heights->parent[concept] = parent;
	}
}

/* Parents first, with a stack of our own: a list may be as deep as it is
 * long.  A compiled one has no cycles. */
static void climb(const struct thesaurus *thesaurus, struct heights *heights,
	uint32_t *stack, uint32_t start)
{
	size_t depth = 0;

	stack[depth++] = start;
	while (depth > 0) {
		uint32_t at = stack[depth - 1], next = CONCEPT_NONE;

		for (uint32_t n = 0; n < concept_parent_count(thesaurus, at) &&
				     next == CONCEPT_NONE;
			n++)
			if (heights->height[concept_parent_at(
				    thesaurus, at, n)] == 0)
				next = concept_parent_at(thesaurus, at, n);
		if (next != CONCEPT_NONE) {
			stack[depth++] = next;
			continue;
		}
		settle(thesaurus, heights, at);
		depth--;
	}
}

/* The slugs of the longest way, the narrowest first. */
static json_t *deepest(const struct thesaurus *thesaurus, struct arena *arena)
{
	uint32_t count = thesaurus_concepts(thesaurus), best = 0;
	struct heights heights = {arena_array(arena, uint32_t, count + 1),
		arena_array(arena, uint32_t, count + 1)};
	uint32_t *stack = arena_array(arena, uint32_t, count + 1);
	json_t *way = json_array();

	for (uint32_t i = 0; i < count; i++) {
		if (heights.height[i] == 0)
			climb(thesaurus, &heights, stack, i);
		if (heights.height[i] > heights.height[best])
			best = i;
	}
	for (uint32_t left = count > 0 ? heights.height[best] : 0; left > 0;
		left--) {
		json_array_append_new(
			way, json_slice(concept_slug(thesaurus, best)));
		best = heights.parent[best];
	}
	return way;
}

/* ---- rows ------------------------------------------------------------- */

static void count_rows(json_t *all, const struct list_rows *rows)
{
	json_t *relations = json_object(), *kinds = json_object();
	json_t *cases = json_object(), *languages = json_object();
	json_t *sources = json_object();
	struct slice longest = SLICE_EMPTY;

	for (size_t i = 0; i < rows->count; i++) {
		const struct list_row *row = &rows->items[i];

		count_slice(
			relations, slice_of(list_relation_name(row->relation)));
		count_slice(sources, row->source);
		if (row->relation == LIST_KIND)
			count_slice(kinds, row->value);
		if (row->relation > LIST_SENSE)
			continue;
		count_slice(cases, slice_of(list_case_name(row->letter_case)));
		count_slice(languages, row->language);
		if (row->value.length > longest.length)
			longest = row->value;
	}
	json_object_set_new(all, "relations", relations);
	json_object_set_new(all, "kinds", kinds);
	json_object_set_new(all, "cases", cases);
	json_object_set_new(all, "languages", languages);
	json_object_set_new(all, "sources", sources);
	json_object_set_new(all, "longest_form", json_slice(longest));
}

static json_t *count_list(const struct thesaurus *thesaurus,
	const struct list_rows *rows, struct arena *arena)
{
	json_t *all = json_object();

	json_object_set_new(all, "command", json_string("thesaurus stats"));
	json_object_set_new(all, "version", json_slice(rows->version));
	json_object_set_new(
		all, "concepts", json_integer(thesaurus_concepts(thesaurus)));
	json_object_set_new(
		all, "forms", json_integer(thesaurus_forms(thesaurus)));
	json_object_set_new(all, "image_bytes",
		json_integer((json_int_t)thesaurus_image(thesaurus).length));
	count_rows(all, rows);
	json_object_set_new(all, "deepest", deepest(thesaurus, arena));
	return all;
}

static void print_counts(const char *name, const json_t *counts)
{
	const char *key;
	json_t *value;

	printf("%s:\n", name);
	json_object_foreach((json_t *)(uintptr_t)counts, key, value) printf(
		"  %-16s %lld\n", key, (long long)json_integer_value(value));
}

static void print_text(const json_t *all)
{
	static const char *const numbers[] = {
		"concepts", "forms", "image_bytes"};
	static const char *const tables[] = {
		"relations", "kinds", "cases", "languages", "sources"};
	const json_t *way = json_object_get(all, "deepest");

	printf("version: %s\n",
		json_string_value(json_object_get(all, "version")));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		printf("%s: %lld\n", numbers[i],
			(long long)json_integer_value(
				json_object_get(all, numbers[i])));
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		print_counts(tables[i], json_object_get(all, tables[i]));
	printf("longest_form: %s\ndeepest: %zu",
		json_string_value(json_object_get(all, "longest_form")),
		json_array_size(way));
	for (size_t i = 0; i < json_array_size(way); i++)
		printf("%s%s", i == 0 ? ": " : " < ",
			json_string_value(json_array_get(way, i)));
	putchar('\n');
}

static int count_source(const struct tool_options *options,
	struct source *source, struct error *err)
{
	struct list_rows rows;
	struct thesaurus *thesaurus;

	if (list_read(source->path, buffer_slice(&source->text), &source->arena,
		    &rows, err) != 0)
		return -1;
	thesaurus = thesaurus_open(source->path, source->analyser, err);
	if (!thesaurus)
		return -1;
	json_t *all = count_list(thesaurus, &rows, &source->arena);

	if (options->report.json) {
		print_json(all);
	} else {
		print_text(all);
		json_decref(all);
	}
	thesaurus_close(thesaurus);
	return 0;
}

int thesaurus_stats(int argc, char **argv)
{
	struct tool_options options;
	struct source source;
	struct error err;
	int status = tool_options(&options, "r", argc, argv);

	if (status != EXIT_ALL)
		return status;
	if (options.count != 1)
		return thesaurus_usage("stats", "one FILE is counted");
	if (source_open(&source, options.operands[0], &err) != 0 ||
		count_source(&options, &source, &err) != 0)
		status = command_failed(&options.report, &err);
	source_clear(&source);
	return status;
}
