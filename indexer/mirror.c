/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/mirror.h"

#include <stdlib.h>

#include "base/memory.h"
#include "index/digest.h"

/* So often the outcomes of files are remembered, so that a run that was killed
 * need not begin at the first one. */
#define PAPERS_A_COMMIT 10000

int mirror_open(struct mirror *mirror, struct run *run, struct error *err)
{
	const struct options *options = run->options;
	const char *folder = run->session.generation.path;
	char root[] = "/", *all = root;

	*mirror = (struct mirror){.run = run};
	/* Whatever is read now, all is as if read in the order of paths. */
	reading_clear(&run->reading); /* of an earlier try */
	reading_init(&run->reading, &all, 1);
	pipeline_init(&mirror->pipeline, options, &run->report);
	mirror->pipeline.context = mirror;
	mirror->sources = sources_open(folder, !options->dry_run, err);
	if (mirror->sources)
		return 0;
	mirror_close(mirror);
	return -1;
}

static void forget_run(struct mirror *mirror)
{
	for (size_t i = 0; i < mirror->roots_count; i++)
		free(mirror->roots[i]);
	free(mirror->roots);
	for (size_t i = 0; i < mirror->tasks_count; i++)
		free(mirror->tasks[i].reason);
	free(mirror->tasks);
	free(mirror->gone);
	walk_clear(&mirror->walk);
	id_table_free(mirror->affected);
	mirror->roots = NULL;
	mirror->tasks = NULL;
	mirror->gone = NULL;
	mirror->affected = NULL;
	mirror->emptied = NULL;
	mirror->roots_count = mirror->tasks_count = mirror->gone_count = 0;
	mirror->told = 0;
	mirror->papers_before = mirror->unchanged = 0;
	mirror->held = false;
}

void mirror_close(struct mirror *mirror)
{
	forget_run(mirror);
	store_close(mirror->store);
	sources_close(mirror->sources);
	pipeline_clear(&mirror->pipeline);
	*mirror = (struct mirror){0};
}

/* ---- reading ---------------------------------------------------------- */

static int flush_sources(void *mirror, struct error *err)
{
	return sources_flush(((struct mirror *)mirror)->sources, err);
}

/* Writers are started when there is something to write. */
static int need_store(struct mirror *mirror, struct error *err)
{
	if (mirror->store)
		return 0;
	mirror->store = run_store(mirror->run, err);
	if (!mirror->store)
		return -1;
	store_set_before_commit(mirror->store, flush_sources, mirror);
	mirror->pipeline.store = mirror->store;
	return 0;
}

static enum pipeline_choice note_paper(
	void *context, struct slice id, bool take_out)
{
	struct mirror *mirror = context;
	enum pipeline_choice choice = PIPELINE_TAKE;

	if (take_out)
		sources_took_out(mirror->sources, id);
	else
		sources_gave(mirror->sources, id);
	if (!mirror->affected)
		return choice;
	uint64_t *number = id_table_put(mirror->affected, id);
	struct said said = said_of(*number);

	said_add(&said, mirror->rank, take_out);
	if (!take_out)
		choice = said_put(&said);
	*number = said_number(said);
	return choice;
}

/* A reason in the file's bytes stays as long as these. */
static bool is_lasting(const struct error *why)
{
	return why->code == ERROR_FORMAT || why->code == ERROR_LIMIT;
}

static void settle_task(
	struct mirror_task *task, const struct pipeline_outcome *outcome)
{
	struct source_facts before = source_facts_of(&task->file->status);
	struct source_facts now;
	struct stat status;
	uint64_t digest;

	task->facts = before;
	task->facts.fresh = true;
	if (digest_file(task->file->path, &digest, &status, NULL) == 0) {
		now = source_facts_of(&status);
		/* Changed meanwhile, it is read again the next time. */
		if (source_facts_equal(&now, &before)) {
			task->facts.digest = digest;
			task->facts.fresh = mirror_is_fresh(&now);
		}
	}
	task->papers = outcome->papers;
	task->done = outcome->error.code == ERROR_NONE;
	task->failed = is_lasting(&outcome->error);
	if (task->failed)
		task->reason = memory_copy(outcome->error.text);
}

static int read_task(
	struct mirror *mirror, struct mirror_task *task, struct error *err)
{
	struct pipeline_outcome outcome;

	mirror->rank = task->source->rank;
	sources_begin(mirror->sources, task->source);
	mirror->pipeline.heed = note_paper;
	if (pipeline_file(&mirror->pipeline, task->file, &outcome, err) < 0)
		return -1;
	mirror->stopped |= outcome.stopped;
	mirror->since_commit += outcome.papers;
	settle_task(task, &outcome);
	return 0;
}

int mirror_read(struct mirror *mirror, struct error *err)
{
	for (size_t i = 0; i < mirror->tasks_count; i++) {
		mirror->stopped |= session_stop != 0;
		if (mirror->stopped)
			break;
		if (read_task(mirror, &mirror->tasks[i], err) < 0)
			return -1;
		/* Where others matter, outcomes wait for what these say. */
		if (mirror->since_commit >= PAPERS_A_COMMIT &&
			!mirror->affected && mirror_commit(mirror, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- remembering ------------------------------------------------------ */

static void tell_outcome(struct mirror *mirror, struct mirror_task *task)
{
	if (task->done)
		sources_done(mirror->sources, task->source, &task->facts,
			task->papers);
	else if (task->failed)
		sources_failed(mirror->sources, task->source, &task->facts,
			task->reason);
}

static void tell_outcomes(struct mirror *mirror)
{
	for (; mirror->told < mirror->tasks_count; mirror->told++) {
		struct mirror_task *task = &mirror->tasks[mirror->told];

		/* Not come to yet. */
		if (!task->done && !task->failed &&
			task->source->spans_count == task->old_spans)
			break;
		/* What it gave before and is not to go yet stays its own. */
		if (!mirror->held || task->old_spans == 0)
			tell_outcome(mirror, task);
	}
	if (mirror->held)
		return;
	for (size_t i = 0; i < mirror->gone_count; i++)
		sources_forget(mirror->sources, mirror->gone[i]);
	mirror->gone_count = 0;
}

int mirror_commit(struct mirror *mirror, struct error *err)
{
	mirror->since_commit = 0;
	if (mirror->store && store_commit(mirror->store, err) < 0)
		return -1;
	/* Stopped before it was known what others say, nothing is settled. */
	if (!mirror->stopped || !mirror->affected)
		tell_outcomes(mirror);
	return sources_flush(mirror->sources, err);
}

static int change(struct mirror *mirror, struct error *err)
{
	if (mirror->tasks_count + mirror->gone_count == 0)
		return sources_flush(mirror->sources, err);
	if (need_store(mirror, err) < 0 || mirror_read(mirror, err) < 0)
		return -1;
	if (mirror->affected && !mirror->stopped &&
		mirror_resolve(mirror, err) < 0)
		return -1;
	return mirror_commit(mirror, err);
}

int mirror_run(struct mirror *mirror, char *const *paths, size_t count,
	struct error *err)
{
	struct report *report = &mirror->run->report;
	int result = mirror_look(mirror, paths, count, err);

	if (result == 0)
		result = change(mirror, err);
	/* What is whole stays, whatever went wrong behind it. */
	if (result < 0 && mirror->store)
		store_commit(mirror->store, NULL);
	if (mirror->stopped)
		pipeline_report_stop(&mirror->pipeline);
	mirror->unchanged_all += mirror->unchanged;
	if (mirror->store)
		report->counts = store_counts(mirror->store);
	report->counts.unchanged += mirror->unchanged_all;
	forget_run(mirror);
	return result;
}
