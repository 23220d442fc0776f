/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/snapshot.h"

#include <string.h>

static int open_parts(const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct generation *generation = &snapshot->generation;
	struct xc_error error;

	if (!thesaurus &&
		generation_thesaurus(generation, analyser, &snapshot->own, err))
		return -1;
	snapshot->thesaurus = thesaurus ? thesaurus : snapshot->own;
	snapshot->searcher =
		xc_searcher_open((const char *const *)generation->shard_paths,
			generation->shards, &error);
	if (!snapshot->searcher)
		return error_set(err, ERROR_IO, "cannot open %s: %s",
			generation->path, error.text);
	return 0;
}

int snapshot_open(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct snapshot opened = {.searcher = NULL};
	struct error why;

	if (generation_current(index, &opened.generation, &why)) {
		if (why.code == ERROR_NOT_FOUND)
			return error_set(err, ERROR_NOT_FOUND,
				"there is no index in %s; make one with: "
				"medlit-index --index %s add PATH...",
				index, index);
		return error_set(err, why.code, "%s", why.text);
	}
	if (open_parts(thesaurus, analyser, &opened, err)) {
		snapshot_close(&opened);
		return -1;
	}
	*snapshot = opened;
	return 0;
}

void snapshot_close(struct snapshot *snapshot)
{
	file_mark_clear(&snapshot->current);
	xc_searcher_close(snapshot->searcher);
	thesaurus_close(snapshot->own);
	generation_clear(&snapshot->generation);
}

/* Is this the generation to answer from?  1, 0 or -1. */
static int is_current(
	const char *index, struct snapshot *snapshot, struct error *err)
{
	char name[GENERATION_NAME_MAX];
	int result;

	if (!generation_changed(index, &snapshot->current))
		return 1;
	result = generation_current_name(index, name, err);
	if (result == 0 && strcmp(name, snapshot->generation.name) == 0)
		return 1;
	/* Until it is followed, it is looked at again. */
	file_mark_clear(&snapshot->current);
	return result;
}

int snapshot_refresh(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err)
{
	struct snapshot newer;
	struct xc_error error;
	int current = is_current(index, snapshot, err);

	if (current < 0)
		return -1;
	if (current) {
		if (xc_searcher_refresh(snapshot->searcher, &error) >= 0)
			return 0;
		if (!(error.flags & XC_REOPEN))
			return error_set(err, ERROR_IO, "%s", error.text);
	}
	if (snapshot_open(index, thesaurus, analyser, &newer, err))
		return -1;
	snapshot_close(snapshot);
	*snapshot = newer;
	return 0;
}
