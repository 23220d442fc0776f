/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/snapshot.h"

#include "base/hash.h"

/* Whoever changes the index so often changes it again in a moment. */
#define TRIES 5

static uint64_t add_list(uint64_t hash, const struct thesaurus *list)
{
	uint32_t sum = list ? thesaurus_checksum(list) : 0;

	return hash_add(hash, &sum, sizeof(sum));
}

static int open_lists(const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct generation *generation = &snapshot->generation;
	const struct thesaurus *lists[GENERATION_PENDING_MAX + 1];
	size_t count = 0;

	if (generation_thesaurus(generation, analyser, &snapshot->own, err))
		return -1;
	lists[count++] = snapshot->own;
	for (unsigned i = 0; i < generation->pending_count; i++) {
		if (generation_pending(generation, i, analyser,
			    &snapshot->pending[i], err))
			return -1;
		lists[count++] = snapshot->pending[i];
	}
	snapshot->thesaurus = thesaurus ? thesaurus : snapshot->own;
	snapshot->list_hash = add_list(HASH_START, snapshot->thesaurus);
	for (size_t i = 0; i < count; i++)
		snapshot->list_hash = add_list(snapshot->list_hash, lists[i]);
	snapshot->delta =
		delta_new(lists, count, snapshot->thesaurus, analyser);
	return 0;
}

static int open_parts(const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct generation *generation = &snapshot->generation;
	struct xc_error error;

	if (open_lists(thesaurus, analyser, snapshot, err))
		return -1;
	snapshot->searcher =
		xc_searcher_open((const char *const *)generation->shard_paths,
			generation->shards, &error);
	if (!snapshot->searcher)
		return error_set(err, ERROR_IO, "cannot open %s: %s",
			generation->path, error.text);
	return 0;
}

/* The mark first: what is read after it is no older. */
static int open_current(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct error why;

	*snapshot = (struct snapshot){.searcher = NULL};
	generation_changed(index, &snapshot->current);
	if (generation_current(index, &snapshot->generation, &why) == 0) {
		if (open_parts(thesaurus, analyser, snapshot, err) == 0)
			return 0;
	} else if (why.code == ERROR_NOT_FOUND) {
		error_set(err, ERROR_NOT_FOUND,
			"there is no index in %s; make one with: "
			"medlit-index --index %s add PATH...",
			index, index);
	} else {
		error_set(err, why.code, "%s", why.text);
	}
	snapshot_close(snapshot);
	return -1;
}

int snapshot_open(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct snapshot opened;

	for (int try = 1;; try++) {
		if (open_current(index, thesaurus, analyser, &opened, err))
			return -1;
		if (!snapshot_is_stale(index, &opened) || try == TRIES)
			break;
		snapshot_close(&opened);
	}
	*snapshot = opened;
	return 0;
}

void snapshot_close(struct snapshot *snapshot)
{
	file_mark_clear(&snapshot->current);
	file_mark_clear(&snapshot->words_mark);
	spelling_close(snapshot->words);
	xc_searcher_close(snapshot->searcher);
	delta_free(snapshot->delta);
	thesaurus_close(snapshot->own);
	for (unsigned i = 0; i < snapshot->generation.pending_count; i++)
		thesaurus_close(snapshot->pending[i]);
	generation_clear(&snapshot->generation);
}

bool snapshot_is_stale(const char *index, struct snapshot *snapshot)
{
	if (!generation_changed(index, &snapshot->current))
		return false;
	/* Until it is followed, it is looked at again. */
	file_mark_clear(&snapshot->current);
	return true;
}

int snapshot_refresh(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct snapshot newer;
	struct xc_error error;

	if (!snapshot_is_stale(index, snapshot)) {
		int moved = xc_searcher_refresh(snapshot->searcher, &error);

		if (moved < 0 && !(error.flags & XC_REOPEN))
			return error_set(err, ERROR_IO, "%s", error.text);
		/* What was committed may be of another list. */
		if (moved == 0 ||
			(moved > 0 && !snapshot_is_stale(index, snapshot)))
			return 0;
	}
	if (snapshot_open(index, thesaurus, analyser, &newer, err))
		return -1;
	snapshot_close(snapshot);
	*snapshot = newer;
	return 0;
}

const struct spelling *snapshot_words(struct snapshot *snapshot)
{
	if (words_changed(&snapshot->generation, &snapshot->words_mark)) {
		spelling_close(snapshot->words);
		snapshot->words = words_open(&snapshot->generation, NULL);
	}
	return snapshot->words;
}
