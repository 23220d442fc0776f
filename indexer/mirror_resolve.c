/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What new, changed and gone files no longer give.  For each id they gave or
 * give, what counts is the files that give it behind the last that takes it
 * out:
 *
 *	none                it is taken out, unless too many would be
 *	those just read     it is in the store already
 *	others              are read again, for these ids only, where what was
 *			    stored may have been of a file that changed or went;
 *			    else the newest record is in the store already
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

#define RANK_MOST ((1u << 30) - 1)

/* ---- what is said of an id -------------------------------------------- */

_Static_assert(sizeof(struct said) == sizeof(uint64_t), "kept as a number");

struct said said_of(uint64_t number)
{
	struct said said;

	memcpy(&said, &number, sizeof(said));
	return said;
}

uint64_t said_number(struct said said)
{
	uint64_t number;

	memcpy(&number, &said, sizeof(number));
	return number;
}

/* In one file what comes last counts. */
void said_add(struct said *said, uint64_t rank, bool take_out)
{
	unsigned at = (unsigned)rank & RANK_MOST;

	if (take_out) {
		if (said->took < at)
			said->took = at & RANK_MOST;
		said->over = 1;
		return;
	}
	said->several |= said->gave != 0 && said->gave != at;
	if (said->gave < at)
		said->gave = at & RANK_MOST;
	if (said->took == at)
		said->took = (at - 1) & RANK_MOST;
}

enum pipeline_choice said_put(struct said *said)
{
	bool anew = said->over && !said->put;

	said->put = 1;
	return anew ? PIPELINE_TAKE_ANEW : PIPELINE_TAKE;
}

/* The id's number, when it is affected. */
static uint64_t *get(
	const struct mirror *mirror, struct slice id, struct said *said)
{
	uint64_t *number = id_table_get(mirror->affected, id);

	if (number)
		*said = said_of(*number);
	return number;
}

/* ---- other files ------------------------------------------------------ */

struct resolution {
	struct mirror *mirror;
	struct source *source; /* whose ids are being told */
	bool again;            /* it is to be read again */
	uint64_t unsure;       /* and those just read from this rank on */
	uint64_t going;        /* because their files are gone */
	int result;
	struct error *err;
};

/* A file that could not be read further may give what it gave before, and what
 * is stored may be that. */
static void keep_id(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	struct said said;
	uint64_t *number = get(r->mirror, id, &said);

	if (!number)
		return;
	said_add(&said, r->source->rank, took_out);
	said.put = 1;
	*number = said_number(said);
}

static void weigh_id(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	uint64_t rank = r->source->rank;
	struct said said;
	uint64_t *number = get(r->mirror, id, &said);

	if (!number || rank <= said.took)
		return;
	/* Its paper may have been put by a file before this one. */
	if (took_out && said.put && (said.gave < rank || said.several)) {
		if (r->result == 0)
			r->result = store_remove(r->mirror->store, id, r->err);
		if (said.gave > rank && rank < r->unsure)
			r->unsure = rank;
	}
	said_add(&said, rank, took_out);
	*number = said_number(said);
	r->again |= !took_out && said.over;
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
	for (size_t i = 0; i < mirror->tasks_count; i++) {
		uint64_t rank = mirror->tasks[i].source->rank;

		others[rank - 1] |= mirror->tasks[i].done && rank > r->unsure;
	}
	return r->result;
}

/* ---- taking out ------------------------------------------------------- */

static void count_going(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	struct said said;
	uint64_t *number = get(r->mirror, id, &said);

	(void)took_out;
	if (!number || said.going || said.gave > said.took)
		return;
	r->going += said.took == 0;
	said.going = 1;
	*number = said_number(said);
}

static void take_out(void *context, struct slice id, bool took_out)
{
	struct resolution *r = context;
	struct said said;
	uint64_t *number = get(r->mirror, id, &said);

	(void)took_out;
	if (!number || !said.going || r->result < 0)
		return;
	said.going = 0; /* once */
	*number = said_number(said);
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

static enum pipeline_choice counts_here(
	void *context, struct slice id, bool take_out)
{
	struct mirror *mirror = context;
	enum pipeline_choice choice;
	struct said said;
	uint64_t *number = get(mirror, id, &said);

	if (!number || take_out || !said.over || mirror->rank <= said.took)
		return PIPELINE_LEAVE;
	choice = said_put(&said);
	*number = said_number(said);
	return choice;
}

static int read_again(
	struct mirror *mirror, const struct source *source, struct error *err)
{
	struct walk_file file = {
		.path = source->path, .size = source->facts.size};
	struct pipeline_outcome outcome;

	mirror->rank = source->rank;
	mirror->pipeline.heed = counts_here;
	if (pipeline_file(&mirror->pipeline, &file, &outcome, err) < 0)
		return -1;
	mirror->stopped |= outcome.stopped;
	/* Then the files that made this necessary are read again, too. */
	mirror->held |= outcome.error.code != ERROR_NONE;
	return 0;
}

int mirror_resolve(struct mirror *mirror, struct error *err)
{
	struct resolution r = {
		.mirror = mirror, .unsure = UINT64_MAX, .err = err};
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
