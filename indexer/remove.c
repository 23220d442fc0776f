/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remove ID...: papers out of the index, by the id that `medlit` shows, all in
 * one commit. */
#include "config.h"

#include "indexer/commands.h"
#include "indexer/lookup.h"

static int remove_paper(struct run *run, struct store *store,
	struct xc_searcher *searcher, const char *typed, struct arena *arena,
	struct error *err)
{
	struct slice id;
	int found = lookup_paper(searcher, typed, &id, arena, err);

	if (found == 0)
		report_failure(&run->report, typed,
			"no paper with this id in the index");
	return found > 0 ? store_remove(store, id, err) : found;
}

static int remove_papers(struct run *run, struct store *store, char *const *ids,
	size_t count, struct error *err)
{
	struct xc_searcher *searcher =
		lookup_open(&run->session.generation, err);
	struct arena arena;
	int result = searcher ? 0 : -1;

	arena_init(&arena);
	for (size_t i = 0; result == 0 && i < count && !session_stop; i++) {
		arena_reset(&arena);
		result =
			remove_paper(run, store, searcher, ids[i], &arena, err);
	}
	arena_clear(&arena);
	xc_searcher_close(searcher);
	return result;
}

int command_remove(
	struct run *run, char *const *ids, size_t count, struct error *err)
{
	struct store *store = run_store(run, err);
	int result = store ? remove_papers(run, store, ids, count, err) : -1;

	run_store_end(run, store, &result, err);
	if (session_stop)
		report_failure(&run->report, "", "stopped before the end");
	return result;
}
