/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What new, changed and gone files no longer give.  For each id they gave or
 * give, the last file of all that says something of it decides:
 *
 *	none                it is taken out, unless too many would be
 *	one of those read   it is in the store already
 *	another, giving     that one is read again, for these ids only
 *	another, taking out it is taken out
 */
#include "config.h"

#include "indexer/mirror.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"

/* More than so many papers and such a share of all, and all of a folder, go
 * only when somebody says so. */
#define GOING_MANY  20
#define GOING_SHARE 10 /* percent */

/* Instead of a rank: to be taken out. */
#define GOING (UINT64_MAX - 1)

struct resolution {
	struct mirror *mirror;
	struct source *source; /* whose ids are being told */
	bool again;            /* it is to be read again */
	uint64_t going;        /* because their files are gone */
	int result;
	struct error *err;
};

/* A file that could not be read further may give what it gave before. */
static void keep_id(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	uint64_t *rank = id_table_get(r->mirror->affected, id);

	if (rank && *rank < 2 * r->source->rank)
		*rank = 2 * r->source->rank + took_out;
}

static void weigh_id(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	uint64_t *rank = id_table_get(r->mirror->affected, id);

	if (!rank || *rank > 2 * r->source->rank)
		return;
	/* Its paper may have been put by a file before this one. */
	if (took_out && *rank > 0 && r->result == 0)
		r->result = store_remove(r->mirror->store, id, r->err);
	*rank = 2 * r->source->rank + took_out;
	r->again |= !took_out;
}

/* Everything but the files that were read, and those that are gone. */
static bool *mark_others(const struct mirror *mirror)
{
	size_t count = sources_count(mirror->sources);
	bool *others = memory_new((count + 1) * sizeof(*others));

	for (size_t i = 0; i < count; i++)
		others[i] = sources_at(mirror->sources, i)->spans_count > 0;
	for (size_t i = 0; i < mirror->tasks_count; i++)
		others[mirror->tasks[i].source->rank - 1] = false;
	for (size_t i = 0; i < mirror->gone_count; i++)
		others[mirror->gone[i]->rank - 1] = false;
	return others;
}

static int ask_sources(struct resolution *r, bool *others)
{
	struct mirror *mirror = r->mirror;
	struct sources *sources = mirror->sources;

	for (size_t i = 0; i < mirror->tasks_count; i++) {
		struct mirror_task *task = &mirror->tasks[i];

		r->source = task->source;
		if (!task->done && sources_each(sources, task->source, keep_id,
					   r, r->err) < 0)
			return -1;
	}
	for (size_t i = 0; i < sources_count(sources); i++) {
		if (!others[i])
			continue;
		r->source = sources_at(sources, i);
		r->again = false;
		if (sources_each(sources, r->source, weigh_id, r, r->err) < 0)
			return -1;
		others[i] = r->again;
	}
	return r->result;
}

/* ---- taking out ------------------------------------------------------- */

static void count_going(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	uint64_t *rank = id_table_get(r->mirror->affected, id);

	(void)took_out;
	if (!rank || *rank == GOING || (*rank > 0 && *rank % 2 == 0))
		return;
	r->going += *rank == 0;
	*rank = GOING;
}

static void take_out(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	uint64_t *rank = id_table_get(r->mirror->affected, id);

	(void)took_out;
	if (!rank || *rank != GOING || r->result < 0)
		return;
	*rank = 1; /* once */
	r->result = store_remove(r->mirror->store, id, r->err);
}

/* What files gave that are gone or give less now. */
static int each_old_id(struct resolution *r, source_told *told)
{
	struct mirror *mirror = r->mirror;
	int result = 0;

	for (size_t i = 0; result == 0 && i < mirror->gone_count; i++)
		result = sources_each(
			mirror->sources, mirror->gone[i], told, r, r->err);
	for (size_t i = 0; result == 0 && i < mirror->tasks_count; i++)
		if (mirror->tasks[i].old_spans > 0)
			result = sources_each(mirror->sources,
				mirror->tasks[i].source, told, r, r->err);
	return result < 0 ? -1 : r->result;
}

static bool is_too_much(const struct resolution *r)
{
	const struct mirror *mirror = r->mirror;

	if (r->going == 0 || mirror->run->options->force)
		return false;
	return mirror->emptied ||
	       (r->going > GOING_MANY &&
		       r->going * 100 > mirror->papers_before * GOING_SHARE);
}

static void report_held(struct resolution *r)
{
	const struct mirror *mirror = r->mirror;
	char *reason = memory_printf(
		"%llu paper%s that no file gives any more would be taken out; "
		"none was. Is everything mounted? If so, run the same again "
		"with --force to take %s out",
		(unsigned long long)r->going, plural_s(r->going),
		plural(r->going, "it", "them"));

	report_failure(&mirror->run->report,
		mirror->emptied ? mirror->emptied : mirror->roots[0], reason);
	free(reason);
}

/* ---- reading again ---------------------------------------------------- */

static bool is_decided_here(void *context, struct slice id, bool take_out)
{
	struct mirror *mirror = context;
	const uint64_t *rank = id_table_get(mirror->affected, id);

	return rank && *rank == 2 * mirror->rank + take_out;
}

static int read_again(
	struct mirror *mirror, const struct source *source, struct error *err)
{
	struct walk_file file = {
		.path = source->path, .size = source->facts.size};
	struct pipeline_outcome outcome;

	mirror->rank = source->rank;
	mirror->pipeline.heed = is_decided_here;
	if (pipeline_file(&mirror->pipeline, &file, &outcome, err) < 0)
		return -1;
	mirror->stopped |= outcome.stopped;
	/* Then the files that made this necessary are read again, too. */
	mirror->held |= outcome.error.code != ERROR_NONE;
	return 0;
}

int mirror_resolve(struct mirror *mirror, struct error *err)
{
	struct resolution r = {.mirror = mirror, .err = err};
	bool *others = mark_others(mirror);
	int result = ask_sources(&r, others);

	for (size_t i = 0; result == 0 && i < sources_count(mirror->sources) &&
			   !mirror->stopped;
		i++)
		if (others[i])
			result = read_again(
				mirror, sources_at(mirror->sources, i), err);
	free(others);
	if (result == 0)
		result = each_old_id(&r, count_going);
	if (result < 0 || mirror->stopped || mirror->held)
		return result;
	if (is_too_much(&r)) {
		mirror->held = true;
		report_held(&r);
		return 0;
	}
	return each_old_id(&r, take_out);
}
