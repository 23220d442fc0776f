/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "index/sources_file.h"

struct sources {
	struct sources_file *file;
	struct source **items;
	size_t count;
	struct source **table; /* by hash of the path, open addressing */
	size_t room;
	struct source *begun; /* whose ids come next */
};

/* ---- the table of paths ----------------------------------------------- */

static struct source **place(const struct sources *sources, const char *path)
{
	uint64_t hash = hash_bytes(path, strlen(path));
	size_t at = (size_t)(hash ^ hash >> 32) & (sources->room - 1);

	while (sources->table[at] &&
		strcmp(sources->table[at]->path, path) != 0)
		at = (at + 1) & (sources->room - 1);
	return &sources->table[at];
}

static void grow(struct sources *sources)
{
	sources->room = sources->room ? 2 * sources->room : 256;
	free(sources->table);
	sources->table = memory_new(sources->room * sizeof(*sources->table));
	sources->items = memory_resize(
		sources->items, sources->room, sizeof(*sources->items));
	for (size_t i = 0; i < sources->count; i++)
		*place(sources, sources->items[i]->path) = sources->items[i];
}

struct source *sources_find(const struct sources *sources, const char *path)
{
	return sources->room ? *place(sources, path) : NULL;
}

struct source *sources_know(struct sources *sources, const char *path)
{
	struct source *source = sources_find(sources, path);

	if (source)
		return source;
	if (2 * sources->count >= sources->room)
		grow(sources);
	source = memory_new(sizeof(*source));
	source->path = memory_copy(path);
	*place(sources, path) = source;
	sources->items[sources->count++] = source;
	return source;
}

static void free_source(struct source *source)
{
	free(source->path);
	free(source->reason);
	free(source->spans);
	free(source);
}

/* It stays in the table: known, and never begun. */
static void drop_source(struct source *source)
{
	char *path = source->path;

	free(source->reason);
	free(source->spans);
	*source = (struct source){.path = path};
}

size_t sources_count(const struct sources *sources)
{
	return sources->count;
}

struct source *sources_at(const struct sources *sources, size_t number)
{
	return sources->items[number];
}

int source_compare_paths(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	/* 1 would be a control character, and such a name may come as it
	 * likes. */
	int left = *a == '/' ? 1 : (unsigned char)*a;
	int right = *b == '/' ? 1 : (unsigned char)*b;

	return left - right;
}

bool source_is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 &&
	       (path[length] == '\0' || path[length] == '/' ||
		       (length == 1 && folder[0] == '/'));
}

static int compare(const void *a, const void *b)
{
	return source_compare_paths((*(struct source *const *)a)->path,
		(*(struct source *const *)b)->path);
}

void sources_sort(struct sources *sources)
{
	if (sources->count > 0)
		qsort(sources->items, sources->count, sizeof(*sources->items),
			compare);
	for (size_t i = 0; i < sources->count; i++)
		sources->items[i]->rank = i + 1;
}

/* ---- what a line does ------------------------------------------------- */

static void add_span(struct source *source, uint64_t begin)
{
	source->spans = memory_resize(
		source->spans, source->spans_count + 1, sizeof(*source->spans));
	source->spans[source->spans_count++] =
		(struct source_span){begin, begin};
}

static void take_begin(
	struct sources *sources, struct source *source, uint64_t at)
{
	add_span(source, at);
	source->state = SOURCE_BEGUN;
	sources->begun = source;
}

/* Ids belong to the file begun last, until a line of another kind. */
static void end_span(struct sources *sources, uint64_t at)
{
	struct source *source = sources->begun;

	if (source)
		source->spans[source->spans_count - 1].end = at;
	sources->begun = NULL;
}

static void take_outcome(struct source *source, enum source_state state,
	const struct source_facts *facts, uint64_t papers, const char *reason)
{
	if (state == SOURCE_DONE && source->state == SOURCE_BEGUN &&
		source->spans_count > 1) {
		source->spans[0] = source->spans[source->spans_count - 1];
		source->spans_count = 1;
	}
	source->state = state;
	source->facts = *facts;
	if (state == SOURCE_DONE)
		source->papers = papers;
	/* It may be the same. */
	char *copy = reason ? memory_copy(reason) : NULL;

	free(source->reason);
	source->reason = copy;
}

static void apply(void *context, const struct sources_line *line)
{
	struct sources *sources = context;
	struct source *source;

	if (line->op == '=')
		return;
	end_span(sources, line->begin);
	source = sources_know(sources, line->path);
	switch (line->op) {
	case 'B':
		take_begin(sources, source, line->end);
		break;
	case 'D':
		take_outcome(
			source, SOURCE_DONE, &line->facts, line->papers, NULL);
		break;
	case 'F':
		take_outcome(
			source, SOURCE_FAILED, &line->facts, 0, line->reason);
		break;
	default:
		drop_source(source);
		break;
	}
}

struct sources *sources_open(const char *folder, bool write, struct error *err)
{
	struct sources *sources = memory_new(sizeof(*sources));

	sources->file = sources_file_open(folder, write, apply, sources, err);
	if (!sources->file) {
		sources_close(sources);
		return NULL;
	}
	end_span(sources, sources_file_end(sources->file));
	return sources;
}

void sources_close(struct sources *sources)
{
	if (!sources)
		return;
	sources_file_close(sources->file);
	for (size_t i = 0; i < sources->count; i++)
		free_source(sources->items[i]);
	free(sources->items);
	free(sources->table);
	free(sources);
}

/* ---- what happens ----------------------------------------------------- */

void sources_begin(struct sources *sources, struct source *source)
{
	struct sources_line line = {.op = 'B', .path = source->path};

	end_span(sources, sources_file_end(sources->file));
	sources_file_add(sources->file, &line);
	take_begin(sources, source, sources_file_end(sources->file));
}

void sources_gave(struct sources *sources, struct slice id)
{
	sources_file_add_id(sources->file, '+', id);
}

void sources_took_out(struct sources *sources, struct slice id)
{
	sources_file_add_id(sources->file, '-', id);
}

void sources_done(struct sources *sources, struct source *source,
	const struct source_facts *facts, uint64_t papers)
{
	struct sources_line line = {.op = 'D',
		.path = source->path,
		.facts = *facts,
		.papers = papers};

	end_span(sources, sources_file_end(sources->file));
	sources_file_add(sources->file, &line);
	take_outcome(source, SOURCE_DONE, facts, papers, NULL);
}

void sources_failed(struct sources *sources, struct source *source,
	const struct source_facts *facts, const char *reason)
{
	struct sources_line line = {.op = 'F',
		.path = source->path,
		.facts = *facts,
		.reason = reason};

	end_span(sources, sources_file_end(sources->file));
	sources_file_add(sources->file, &line);
	take_outcome(source, SOURCE_FAILED, facts, 0, reason);
}

void sources_forget(struct sources *sources, struct source *source)
{
	struct sources_line line = {.op = 'X', .path = source->path};

	end_span(sources, sources_file_end(sources->file));
	sources_file_add(sources->file, &line);
	drop_source(source);
}

int sources_flush(struct sources *sources, struct error *err)
{
	return sources_file_flush(sources->file, err);
}

int sources_each(struct sources *sources, const struct source *source,
	source_told *told, void *context, struct error *err)
{
	for (size_t i = 0; i < source->spans_count; i++) {
		struct source_span span = source->spans[i];

		if (source == sources->begun && i + 1 == source->spans_count)
			span.end = sources_file_end(sources->file);
		if (sources_file_each(
			    sources->file, &span, told, context, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- writing it anew -------------------------------------------------- */

static void copy_id(void *to, struct slice id, bool took_out)
{
	sources_file_add_id(to, took_out ? '-' : '+', id);
}

static int copy_source(struct sources *sources, const struct source *source,
	struct sources_file *to, struct error *err)
{
	struct sources_line line = {.op = 'B',
		.path = source->path,
		.facts = source->facts,
		.papers = source->papers,
		.reason = source->reason};

	/* Known, but never begun. */
	if (source->spans_count == 0)
		return 0;
	sources_file_add(to, &line);
	if (sources_each(sources, source, copy_id, to, err) < 0)
		return -1;
	if (source->state == SOURCE_DONE) {
		line.op = 'D';
		sources_file_add(to, &line);
	}
	return sources_file_pause(to, err);
}

int sources_copy(struct sources *sources, const char *folder, struct error *err)
{
	struct sources_file *to = sources_file_create(folder, err);
	int result = to ? sources_flush(sources, err) : -1;

	for (size_t i = 0; result == 0 && i < sources->count; i++)
		result = copy_source(sources, sources->items[i], to, err);
	if (result == 0)
		result = sources_file_replace(to, err);
	sources_file_close(to);
	return result;
}

int sources_carry(const char *from, const char *to, struct error *err)
{
	struct sources *sources = sources_open(from, false, err);
	int result = sources ? 0 : -1;

	if (sources && sources->count > 0)
		result = sources_copy(sources, to, err);
	sources_close(sources);
	return result;
}

/* Ids take most of the room. */
static bool is_mostly_over(const struct sources *sources)
{
	uint64_t all = sources_file_end(sources->file), live = 0;

	for (size_t i = 0; i < sources->count; i++)
		for (size_t n = 0; n < sources->items[i]->spans_count; n++)
			live += sources->items[i]->spans[n].end -
				sources->items[i]->spans[n].begin;
	return all > 2 * live + (uint64_t)1024 * (sources->count + 64);
}

int sources_tidy(struct sources *sources, const char *folder, struct error *err)
{
	return is_mostly_over(sources) ? sources_copy(sources, folder, err) : 0;
}

/* ---- one file --------------------------------------------------------- */

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

struct source_facts source_facts_of(const struct stat *status)
{
	return (struct source_facts){.size = (uint64_t)status->st_size,
		.inode = (uint64_t)status->st_ino,
		.modified = nanoseconds(status->st_mtim),
		.changed = nanoseconds(status->st_ctim)};
}

bool source_facts_equal(
	const struct source_facts *a, const struct source_facts *b)
{
	return a->size == b->size && a->inode == b->inode &&
	       a->modified == b->modified && a->changed == b->changed;
}
