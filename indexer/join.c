/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An entry that moves is first put where it goes to, then, when that is on the
 * disk, taken out where it was: killed between, the index has it twice and not
 * at all never.
 */
#include "config.h"

#include "indexer/join.h"

#include <stdlib.h>

#include "base/memory.h"
#include "indexer/id_table.h"
#include "indexer/papers.h"
#include "indexer/store.h"

#define MATCHES_MOST 8

struct join {
	struct papers *papers;
	struct arena arena; /* of one change */
	struct buffer bytes, record;
	/* Ids of entries to be taken out after the commit, and where each is,
	 * plus one; NULL: came back. */
	char **moved;
	size_t moved_count;
	struct id_table *places;
};

struct join *join_open(const struct generation *generation, struct error *err)
{
	struct join *join = memory_new(sizeof(*join));

	arena_init(&join->arena);
	join->places = id_table_new();
	join->papers = papers_open(generation, err);
	if (join->papers)
		return join;
	join_close(join);
	return NULL;
}

void join_close(struct join *join)
{
	if (!join)
		return;
	papers_close(join->papers);
	id_table_free(join->places);
	arena_clear(&join->arena);
	buffer_clear(&join->bytes);
	buffer_clear(&join->record);
	for (size_t i = 0; i < join->moved_count; i++)
		free(join->moved[i]);
	free(join->moved);
	free(join);
}

/* ---- entries that moved ----------------------------------------------- */

static void note_moved(struct join *join, struct slice id)
{
	size_t count = join->moved_count;

	if (count == 0 || (count & (count - 1)) == 0)
		join->moved = memory_resize(join->moved, count ? 2 * count : 1,
			sizeof(*join->moved));
	join->moved[join->moved_count++] =
		memory_printf("%.*s", SLICE_PRINT(id));
	*id_table_put(join->places, id) = join->moved_count;
}

/* What was to go is made anew: it goes at once, in the same batch. */
static int come_back(struct join *join, struct store *store, struct slice id,
	struct error *err)
{
	uint64_t *place = id_table_get(join->places, id);

	if (!place || *place == 0)
		return 0;
	free(join->moved[*place - 1]);
	join->moved[*place - 1] = NULL;
	*place = 0;
	return store_change(store, 'M', id, id, err);
}

int join_forget_moved(struct join *join, struct store *store, struct error *err)
{
	int result = join->moved_count > 0;

	for (size_t i = 0; i < join->moved_count; i++) {
		struct slice id = slice_of(join->moved[i]);

		if (id.length == 0)
			continue;
		*id_table_put(join->places, id) = 0;
		if (result > 0 && store_change(store, 'M', id, id, err) < 0)
			result = -1;
		free(join->moved[i]);
	}
	join->moved_count = 0;
	return result;
}

/* ---- which entry ------------------------------------------------------ */

static bool is_key(struct slice id)
{
	return slice_starts(id, "KEY:");
}

/* May the paper be the one of this entry, which has one of its names? */
static bool may_be(const struct document *paper, struct slice name,
	struct slice entry, struct slice target)
{
	/* Two of different PMIDs are two papers. */
	if (slice_starts(entry, "PMID:") && slice_starts(target, "PMID:"))
		return slice_equal(entry, target);
	/* A paper with a number is known by it, and by its title only to
	 * sources that have no number. */
	if (slice_starts(name, "key:"))
		return is_key(entry) || is_key(paper->id);
	return true;
}

struct matches {
	struct slice entries[MATCHES_MOST];
	size_t count;
	struct slice target;
};

static void add_match(struct matches *matches, struct slice entry)
{
	for (size_t i = 0; i < matches->count; i++)
		if (slice_equal(matches->entries[i], entry))
			return;
	if (matches->count == MATCHES_MOST)
		return;
	matches->entries[matches->count++] = entry;
	if (document_id_before(entry, matches->target))
		matches->target = entry;
}

static int find_matches(struct join *join, const struct document *paper,
	const struct slices *names, struct matches *matches, struct error *err)
{
	struct slice entry;

	*matches = (struct matches){.target = paper->id};
	for (size_t i = 0; i < names->count; i++) {
		struct slice name = names->items[i];
		int found = papers_find(
			join->papers, name, &entry, &join->arena, err);

		if (found < 0)
			return -1;
		if (found > 0 && may_be(paper, name, entry, matches->target))
			add_match(matches, entry);
	}
	return 0;
}

/* ---- changes ---------------------------------------------------------- */

static void set_names(
	struct join *join, const struct document *paper, struct slice entry)
{
	struct slices names = document_names(paper, &join->arena);

	for (size_t i = 0; i < names.count; i++)
		papers_set(join->papers, names.items[i], entry);
	/* The id a part had by itself is a name, too. */
	papers_set(join->papers, document_name_of_id(paper->id, &join->arena),
		entry);
}

static int put_part(struct join *join, struct store *store, char op,
	struct slice entry, struct slice record, struct error *err)
{
	if (come_back(join, store, entry, err) < 0)
		return -1;
	shard_part(&join->bytes, entry, record);
	return store_change(store, op, entry, buffer_slice(&join->bytes), err);
}

/* The parts of an entry, in the arena: 1, 0 when there is none, -1. */
static int get_parts(struct join *join, struct store *store, struct slice id,
	struct slices *parts, struct error *err)
{
	struct document entry;

	*parts = (struct slices){0};
	buffer_reset(&join->record);
	int found = store_get(store, id, &join->record, err);

	if (found <= 0)
		return found;
	struct slice record = arena_copy(
		&join->arena, join->record.data, join->record.length);

	if (record_decode(record, &entry, &join->arena, err) < 0)
		return -1;
	*parts = shard_parts_of(&entry, record, &join->arena);
	return 1;
}

static int move_parts(struct join *join, struct store *store, struct slice from,
	struct slice to, struct error *err)
{
	struct slices parts;
	struct document paper;
	int found = get_parts(join, store, from, &parts, err);

	for (size_t i = 0; found > 0 && i < parts.count; i++) {
		if (record_decode(parts.items[i], &paper, &join->arena, err) <
				0 ||
			put_part(join, store, 'Q', to, parts.items[i], err) < 0)
			return -1;
		set_names(join, &paper, to);
	}
	if (found > 0)
		note_moved(join, from);
	return found < 0 ? -1 : 0;
}

static int put(struct join *join, struct store *store, char op,
	const struct document *paper, struct slice record, struct error *err)
{
	struct slices names = document_names(paper, &join->arena);
	struct matches matches;

	if (find_matches(join, paper, &names, &matches, err) < 0)
		return -1;
	for (size_t i = 0; i < matches.count; i++)
		if (!slice_equal(matches.entries[i], matches.target) &&
			move_parts(join, store, matches.entries[i],
				matches.target, err) < 0)
			return -1;
	set_names(join, paper, matches.target);
	return put_part(join, store, op, matches.target, record, err);
}

int join_put(struct join *join, struct store *store,
	const struct document *document, bool anew, struct error *err)
{
	struct buffer record = BUFFER_INIT;

	arena_reset(&join->arena);
	record_encode(document, &record);
	int result =
		put(join, store, anew ? 'N' : 'P', document,
			buffer_slice(&record), err);

	buffer_clear(&record);
	return result;
}

/* ---- taking out ------------------------------------------------------- */

static int remove_entry(struct join *join, struct store *store, struct slice id,
	const struct slices *parts, struct error *err)
{
	struct document paper;

	for (size_t i = 0; i < parts->count; i++)
		if (record_decode(
			    parts->items[i], &paper, &join->arena, NULL) == 0)
			set_names(join, &paper, SLICE_EMPTY);
	return store_change(store, 'D', id, id, err);
}

/* The others stay where they are, or move to what is their best id now. */
static int remove_part(struct join *join, struct store *store,
	struct slice entry, struct slice key, const struct slices *parts,
	struct error *err)
{
	struct slices left = {0};
	struct slice best = SLICE_EMPTY;
	struct document paper;

	for (size_t i = 0; i < parts->count; i++) {
		if (record_decode(parts->items[i], &paper, &join->arena, err) <
			0)
			return -1;
		set_names(join, &paper, SLICE_EMPTY);
		if (slice_equal(document_part(&paper, &join->arena), key))
			continue;
		slices_add(&left, parts->items[i], &join->arena);
		if (best.length == 0 || document_id_before(paper.id, best))
			best = paper.id;
	}
	for (size_t i = 0; i < left.count; i++) {
		record_decode(left.items[i], &paper, &join->arena, NULL);
		set_names(join, &paper, best);
		if (!slice_equal(best, entry) &&
			put_part(join, store, 'Q', best, left.items[i], err) <
				0)
			return -1;
	}
	if (!slice_equal(best, entry)) {
		note_moved(join, entry);
		store_count_update(store);
		return 0;
	}
	shard_part(&join->bytes, entry, key);
	return store_change(store, 'R', entry, buffer_slice(&join->bytes), err);
}

static bool has_part(
	const struct slices *parts, struct slice key, struct arena *arena)
{
	struct document paper;

	for (size_t i = 0; i < parts->count; i++)
		if (record_decode(parts->items[i], &paper, arena, NULL) == 0 &&
			slice_equal(document_part(&paper, arena), key))
			return true;
	return false;
}

int join_remove(struct join *join, struct store *store, struct slice id,
	struct error *err)
{
	const char *tab = id.length ? memchr(id.data, '\t', id.length) : NULL;
	struct slice own = {id.data, tab ? (size_t)(tab - id.data) : id.length};
	struct slice entry = own;
	struct slices parts;

	arena_reset(&join->arena);
	if (tab && papers_find(join->papers,
			   document_name_of_id(own, &join->arena), &entry,
			   &join->arena, err) < 0)
		return -1;
	int found = get_parts(join, store, entry, &parts, err);

	if (found <= 0)
		return found;
	if (tab && !has_part(&parts, id, &join->arena))
		return 0;
	if (!tab || parts.count == 1)
		return remove_entry(join, store, entry, &parts, err);
	return remove_part(join, store, entry, id, &parts, err);
}
