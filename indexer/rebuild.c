/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rebuild: every stored record through the analysis again, into a new
 * generation, which then answers.  The one before stays until the next.
 */
#include "config.h"

#include "indexer/commands.h"
#include "indexer/report.h"
#include "indexer/store.h"

/* Generations kept besides the current one. */
#define GENERATIONS_KEPT 1

static int copy_record(struct store *store, struct report *report,
	const struct xc_hit *hit, struct arena *arena, struct error *err)
{
	struct slice record = {hit->data.data, hit->data.length};
	struct document document;
	struct error why = {0};

	arena_reset(arena);
	report->read++;
	if (record_decode(record, &document, arena, &why) < 0) {
		report_failure(report, "", why.text);
		return 0;
	}
	return store_put(store, &document, err);
}

static int copy_records(struct xc_searcher *from, struct store *to,
	struct report *report, struct error *err)
{
	struct xc_results *one;
	struct xc_error why = {0};
	struct arena arena;
	uint64_t after = 0;
	int result = 0;

	arena_init(&arena);
	while (result == 0 && !session_stop &&
		(one = xc_searcher_next(from, after, &why))) {
		size_t found = one->hits_count;

		if (found > 0) {
			after = one->hits[0].docid;
			result = copy_record(to, report, &one->hits[0],
				&arena, err);
		}
		xc_results_free(one);
		if (found == 0)
			break;
		report_progress(report, report->read);
	}
	arena_clear(&arena);
	if (result == 0 && why.code != XC_OK)
		return error_set(err, ERROR_IO, "the old generation: %s",
			why.text);
	if (result == 0 && session_stop)
		return error_set(err, ERROR_IO,
			"stopped: the old generation stays in force");
	return result;
}

static int fill(struct session *session, struct xc_searcher *from,
	const struct generation *generation, struct report *report,
	struct error *err)
{
	unsigned jobs = session->options->jobs;
	struct store *store = store_open(generation, jobs > 0 ? jobs : 1,
		session->analyser, session->thesaurus, report_refused, report,
		err);
	int result = -1;

	if (store && copy_records(from, store, report, err) == 0)
		result = store_commit(store, err);
	if (store)
		report->counts = store_counts(store);
	store_close(store);
	return result;
}

static int rebuild(struct session *session, struct report *report,
	struct error *err)
{
	const struct options *options = session->options;
	const struct generation *old = &session->generation;
	struct generation made = {0};
	struct xc_statistics statistics = {0};
	struct xc_error why = {0};
	struct xc_searcher *from = xc_searcher_open(
		(const char *const *)old->shard_paths, old->shards, &why);
	int result = -1;

	if (!from || xc_searcher_statistics(from, &statistics, &why) < 0) {
		error_set(err, ERROR_IO, "%s: %s", old->path, why.text);
		goto out;
	}
	report->bytes_all = statistics.documents;
	if (generation_create(options->index,
		    options->jobs > 0 ? options->jobs : old->shards,
		    session->thesaurus, &made, err) < 0)
		goto out;
	if (fill(session, from, &made, report, err) == 0 &&
		generation_publish(options->index, &made, err) == 0)
		result = generation_sweep(options->index, GENERATIONS_KEPT,
			err);
	else
		generation_remove(options->index, made.name, NULL);
out:
	xc_searcher_close(from);
	if (made.path)
		generation_clear(&made);
	return result;
}

int command_rebuild(const struct options *options, char *const *none,
	size_t count)
{
	struct session session;
	struct report report;
	struct error err = {0};

	(void)none;
	(void)count;
	if (session_open_any(&session, options, &err) < 0)
		return command_failed(options, &err);
	session_catch_signals();
	report_init(&report, "rebuild", options->json);
	int result = rebuild(&session, &report, &err);
	int status = report_status(&report);

	session_close(&session);
	if (result < 0) {
		status = command_failed(options, &err);
	} else {
		report_print(&report);
		/* An index without papers is rebuilt just as well. */
		if (report.read == 0)
			status = EXIT_ALL;
	}
	report_clear(&report);
	return status;
}
