/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * thesaurus apply FILE: another thesaurus in force, in the generation that
 * answers.
 *
 *	lists differ -> papers that may hold a differing name
 *	begin        -> readers take both lists into account
 *	papers       -> their terms made anew from the stored record, committed
 *	finish       -> the new list is in force
 *
 * Broken off anywhere, the same command again does what is left.
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/plural.h"
#include "indexer/commands.h"
#include "indexer/report.h"
#include "indexer/store.h"
#include "indexer/thesaurus/candidates.h"
#include "indexer/thesaurus/tools.h"

struct application {
	const struct options *options;
	struct session session; /* its thesaurus is the one in force */
	struct thesaurus *newer;
	struct thesaurus *pending[GENERATION_PENDING_MAX];
	const struct thesaurus *older[GENERATION_PENDING_MAX + 1];
	unsigned pending_count;
	struct change change;
	struct delta *delta;
	struct slices papers;
	char from[64];
	struct report report;
	struct arena arena;
};

static int open_lists(
	struct application *a, const char *file, struct error *err)
{
	struct session *session = &a->session;
	size_t count = 0;

	if (session_open(session, a->options, false, err) < 0)
		return -1;
	snprintf(a->from, sizeof(a->from), "%s", session->generation.thesaurus);
	a->newer = thesaurus_open(file, session->analyser, err);
	if (!a->newer)
		return -1;
	a->older[count++] = session->thesaurus;
	while (a->pending_count < session->generation.pending_count) {
		struct thesaurus **one = &a->pending[a->pending_count];

		if (generation_pending(&session->generation, a->pending_count,
			    session->analyser, one, err) < 0)
			return -1;
		a->older[count++] = *one;
		a->pending_count++;
	}
	a->delta = delta_new(a->older, count, a->newer, session->analyser);
	a->change = (struct change){a->older, count, a->newer, a->delta};
	return 0;
}

static void close_lists(struct application *a)
{
	delta_free(a->delta);
	for (unsigned i = 0; i < a->pending_count; i++)
		thesaurus_close(a->pending[i]);
	thesaurus_close(a->newer);
	session_close(&a->session);
}

static int annotate_papers(struct application *a, struct error *err)
{
	unsigned jobs = a->options->jobs;
	struct store *store = store_open(&a->session.generation,
		jobs > 0 ? jobs : 1, a->session.analyser, a->newer,
		NULL, report_refused, &a->report, err);
	int result = store ? 0 : -1;

	a->report.bytes_all = a->papers.count;
	for (size_t i = 0; result == 0 && i < a->papers.count; i++) {
		if (session_stop)
			break;
		result = store_annotate(store, a->papers.items[i], err);
		report_progress(&a->report, i);
	}
	if (result == 0)
		result = store_commit(store, err);
	if (store)
		a->report.counts = store_counts(store);
	store_close(store);
	return result;
}

static int stopped(struct error *err)
{
	return error_set(err, ERROR_IO,
		"stopped before the end: run the same again to go on");
}

static int apply(struct application *a, struct error *err)
{
	struct generation *generation = &a->session.generation;
	const char *index = a->options->index;

	if (a->delta && candidates_find(generation, &a->change,
				a->session.analyser, &a->report, &session_stop,
				&a->papers, &a->arena, err) < 0)
		return -1;
	if (a->options->dry_run) {
		a->report.counts.updated = a->papers.count;
		return session_stop ? stopped(err) : 0;
	}
	/* Killed when only the readers were still to be told, the run before
	 * left that to do. */
	if (!a->delta && generation->pending_count == 0)
		return generation_finish(index, generation, a->newer, err);
	if (!session_stop && a->papers.count > 0 &&
		(generation_begin(index, generation, a->newer, err) < 0 ||
			annotate_papers(a, err) < 0))
		return -1;
	if (session_stop)
		return stopped(err);
	/* Without papers to change the image is still to be written. */
	if (a->papers.count == 0 &&
		generation_begin(index, generation, a->newer, err) < 0)
		return -1;
	return generation_finish(index, generation, a->newer, err);
}

static void print(const struct application *a)
{
	const struct report *report = &a->report;
	struct slice to = thesaurus_version(a->newer);
	size_t differ = a->delta ? delta_concepts(a->delta) : 0;

	if (!a->options->json) {
		printf("thesaurus apply: %s to %.*s, %zu concept%s, "
		       "%llu paper%s %s, %llu failed\n",
			a->from, SLICE_PRINT(to), differ,
			plural(differ, " differs", "s differ"),
			(unsigned long long)report->counts.updated,
			plural_s(report->counts.updated),
			a->options->dry_run ? "would be made anew"
					    : "made anew",
			(unsigned long long)report->failed);
		return;
	}
	json_t *all = json_pack("{s:s,s:s,s:s%,s:I,s:I,s:I,s:I,s:b}", "command",
		"thesaurus apply", "from", a->from, "to", to.data, to.length,
		"concepts", (json_int_t)differ, "read",
		(json_int_t)report->read, "updated",
		(json_int_t)report->counts.updated, "failed",
		(json_int_t)report->failed, "dry_run", a->options->dry_run);

	json_dumpf(all, stdout, 0);
	putchar('\n');
	json_decref(all);
}

static int run(const struct options *options, const char *file)
{
	struct application a = {.options = options};
	struct error err = {0};
	int status;

	session_catch_signals();
	arena_init(&a.arena);
	report_init(&a.report, "thesaurus apply", options->json);
	if (open_lists(&a, file, &err) < 0 || apply(&a, &err) < 0) {
		status = command_failed(options, &err);
		if (session_stop)
			status = EXIT_SOME;
	} else {
		report_end(&a.report);
		print(&a);
		status = a.report.failed > 0 ? EXIT_SOME : EXIT_ALL;
	}
	close_lists(&a);
	report_clear(&a.report);
	arena_clear(&a.arena);
	return status;
}

int thesaurus_apply(int argc, char **argv)
{
	struct tool_options tool;
	int status = tool_options(&tool, "ijnr", argc, argv);
	struct options options = tool.report;

	if (status != EXIT_ALL)
		return status;
	if (tool.count != 1)
		return thesaurus_usage("apply", "takes one FILE");
	options.index = tool.index ? tool.index : getenv("MEDLIT_INDEX");
	if (!options.index || !*options.index)
		return thesaurus_usage("apply", "--index DIR is missing");
	options.dry_run = tool.dry_run;
	return run(&options, tool.operands[0]);
}
