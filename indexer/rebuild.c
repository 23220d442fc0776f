/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rebuild: every stored record through the analysis again, into a new
 * generation, which then answers.  The one before stays until the next.
 */
#include "config.h"

#include <stdio.h>

#include "base/plural.h"
#include "index/sources.h"
#include "indexer/commands.h"
#include "indexer/lookup.h"
#include "indexer/merge.h"
#include "indexer/records.h"
#include "indexer/space.h"

/* Generations kept besides the current one. */
#define GENERATIONS_KEPT 1

/* What could not be read may be whole in a generation before: all stay until a
 * rebuild that loses nothing. */
static int sweep(struct run *run, const struct generation *made, uint64_t lost,
	struct error *err)
{
	if (lost == 0)
		return generation_sweep(
			run->options->index, GENERATIONS_KEPT, err);
	fprintf(stderr,
		"medlit-index: %llu paper%s could not be read and %s not in "
		"%s: the generations before it are kept, and rollback goes "
		"back to them one by one; or add the papers again\n",
		(unsigned long long)lost, plural_s(lost),
		lost == 1 ? "is" : "are", made->name);
	return 0;
}

static int put_entry(void *to, const struct document *document,
	struct arena *arena, struct error *err)
{
	(void)arena;
	return store_put_entry(to, document, err);
}

static int stopped(struct error *err)
{
	return error_set(
		err, ERROR_IO, "stopped: the old generation stays in force");
}

static int copy_records(struct xc_searcher *from, struct store *to,
	struct report *report, struct error *err)
{
	if (records_each(from, "", report, put_entry, to, err) < 0)
		return -1;
	return session_stop ? stopped(err) : 0;
}

static int fill(struct run *run, struct xc_searcher *from,
	const struct generation *generation, struct error *err)
{
	struct session *session = &run->session;
	unsigned jobs = run->options->jobs;
	struct store *store =
		store_open(generation, jobs > 0 ? jobs : 1, session->analyser,
			session->thesaurus, NULL, report_refused,
			&run->report, err);
	int result = -1;

	if (store && copy_records(from, store, &run->report, err) == 0)
		result = store_commit(store, err);
	if (store)
		run->report.counts = store_counts(store);
	store_close(store);
	return result;
}

static int publish(
	struct run *run, struct generation *made, struct error *err)
{
	struct error why = {0};

	if (merge_in_place(made, run->options->jobs, err) < 0)
		return session_stop ? stopped(err) : -1;

	/* Without it the next sync reads every file again, and that is all. */
	if (sources_carry(run->session.generation.path, made->path, &why) < 0)
		report_failure(&run->report, "", why.text);
	return generation_publish(run->options->index, made, err);
}

static int make_generation(
	struct run *run, struct xc_searcher *from, struct error *err)
{
	const char *index = run->options->index;
	unsigned jobs = run->options->jobs;
	struct generation made = {0};
	uint64_t lost;
	int result;

	/* Before it is merged a shard may be twice as large. */
	if (space_need(index, "rebuild",
		    3 * space_used(run->session.generation.path), err) < 0)
		return -1;
	if (generation_create(index,
		    jobs > 0 ? jobs : run->session.generation.shards,
		    run->session.thesaurus, &made, err) < 0)
		return -1;
	result = fill(run, from, &made, err);
	lost = run->report.failed;
	if (result == 0)
		result = publish(run, &made, err);
	if (result == 0)
		result = sweep(run, &made, lost, err);
	else
		generation_remove(index, made.name, NULL);
	generation_clear(&made);
	return result;
}

/* A dry run reads every record. */
static int read_records(
	struct run *run, struct xc_searcher *from, struct error *err)
{
	struct store *store = store_open_dry(NULL, NULL, err);
	int result = store ? copy_records(from, store, &run->report, err) : -1;

	run_store_end(run, store, &result, err);
	return result;
}

int command_rebuild(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	uint64_t papers = 0;
	struct xc_searcher *from = lookup_open_counted(
		&run->session.generation, &papers, err);
	int result;

	(void)none;
	(void)count;
	if (!from)
		return -1;
	run->report.bytes_all = papers;
	/* An index without papers is rebuilt just as well. */
	run->fine = papers == 0;
	result = run->options->dry_run ? read_records(run, from, err)
				       : make_generation(run, from, err);
	xc_searcher_close(from);
	return result;
}
