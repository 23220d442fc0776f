/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/aside.h"

#include "index/sources.h"
#include "indexer/lookup.h"
#include "indexer/merge.h"
#include "indexer/space.h"
#include "indexer/walk.h"

/* Some 3,000 citations: what is smaller takes seconds either way, and is seen
 * as it is committed. */
#define ASIDE_BYTES ((uint64_t)8 * 1024 * 1024)

static bool are_large(char *const *paths, size_t count, const char *index)
{
	struct walk walk;

	walk_paths(&walk, paths, count, index);
	bool large = walk.bytes >= ASIDE_BYTES;

	walk_clear(&walk);
	return large;
}

static int begin(struct run *run, struct error *err)
{
	struct session *session = &run->session;
	const char *index = run->options->index;
	unsigned jobs = run->options->jobs;
	struct generation made;

	if (session_prepare(session, err) < 0 ||
		generation_create(index,
			jobs > 0 ? jobs : session->generation.shards,
			session->thesaurus, &made, err) < 0)
		return -1;
	if (sources_carry(session->generation.path, made.path, err) < 0) {
		generation_remove(index, made.name, NULL);
		generation_clear(&made);
		return -1;
	}
	generation_clear(&session->generation);
	session->generation = made;
	run->aside = true;
	return 0;
}

int aside_begin(
	struct run *run, char *const *paths, size_t count, struct error *err)
{
	const struct generation *generation = &run->session.generation;
	uint64_t papers;

	if (run->options->dry_run || generation->pending_count > 0)
		return 0;
	if (lookup_count(generation, &papers, err) < 0)
		return -1;
	if (papers > 0 || !are_large(paths, count, run->options->index))
		return 0;
	return begin(run, err);
}

/* Merging can wait when time or room is short. */
static int merge(struct run *run, struct error *err)
{
	const struct generation *made = &run->session.generation;
	const char *index = run->options->index;

	if (session_stop)
		return 0;
	if (space_free(index) < space_used(made->path)) {
		report_failure(&run->report, "",
			"the index is larger than it need be: free some room "
			"on its disk, then run compact");
		return 0;
	}
	if (merge_in_place(made, run->options->jobs, err) < 0 && !session_stop)
		return -1;
	return 0;
}

static int publish(struct run *run, struct error *err)
{
	if (merge(run, err) < 0)
		return -1;
	return generation_publish(
		run->options->index, &run->session.generation, err);
}

static void discard(struct run *run, struct error *why)
{
	run->report.counts = (struct counts){0};
	generation_remove(
		run->options->index, run->session.generation.name, NULL);
	error_prefix(why, "nothing was added: ");
}

int aside_end(struct run *run, int result, struct error *err)
{
	if (!run->aside)
		return result;
	if (result == 0)
		result = publish(run, err);
	/* The one before has no papers to go back to. */
	if (result == 0)
		return generation_sweep(run->options->index, 0, err);
	discard(run, err);
	return -1;
}
