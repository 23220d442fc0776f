/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/verb.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "index/words.h"
#include "indexer/reader/reader.h"

int command_failed(const struct options *options, const struct error *err)
{
	fprintf(stderr, "medlit-index: %s\n", err->text);
	if (options->json) {
		json_t *all = json_pack("{s:{s:s,s:s}}", "error", "code",
			error_code_name(err->code), "message", err->text);

		if (all) {
			json_dumpf(all, stdout, 0);
			putchar('\n');
		}
		json_decref(all);
	}
	return session_status(err);
}

struct store *run_store(struct run *run, struct error *err)
{
	struct session *session = &run->session;
	unsigned jobs = run->options->jobs;

	if (run->options->dry_run)
		return store_open_dry(
			&session->generation, &run->reading, err);
	if (session_prepare(session, err) < 0)
		return NULL;
	return store_open(&session->generation, jobs > 0 ? jobs : 1,
		session->analyser, session->thesaurus, &run->reading,
		report_refused, &run->report, err);
}

void run_store_end(
	struct run *run, struct store *store, int *result, struct error *err)
{
	/* After an error too: other writers may hold what is whole. */
	if (store && store_commit(store, *result == 0 ? err : NULL) < 0)
		*result = -1;
	if (store)
		run->report.counts = store_counts(store);
	store_close(store);
}

/* For what is not there no index is made. */
static int look_at_paths(const struct options *options, char *const *paths,
	size_t count, struct error *err)
{
	struct stat status;
	size_t i = 0;

	if (!session_is_new(options))
		return 0;
	while (i < count && strcmp(paths[i], READER_STDIN) != 0 &&
		stat(paths[i], &status) < 0)
		i++;
	return i < count ? 0 : error_set_errno(err, "%s", paths[0]);
}

static int open_session(struct run *run, const struct verb *verb,
	char *const *operands, size_t count, struct error *err)
{
	if (!(verb->flags & VERB_LOCKS))
		return 0;
	if ((verb->flags & VERB_CREATES) && run->options->index &&
		look_at_paths(run->options, operands, count, err) < 0)
		return -1;
	if (run->options->dry_run)
		return session_open_dry(&run->session, run->options,
			verb->flags & VERB_CREATES, err);
	if (verb->flags & VERB_ANY_VERSION)
		return session_open_any(&run->session, run->options, err);
	return session_open_late(
		&run->session, run->options, verb->flags & VERB_CREATES, err);
}

static bool has_changed(const struct run *run, const struct generation *current)
{
	const struct counts *counts = &run->report.counts;

	return counts->added + counts->updated + counts->deleted > 0 ||
	       strcmp(current->name, run->session.generation.name) != 0;
}

void run_refresh_words(struct run *run)
{
	const struct session *session = &run->session;
	struct generation current;
	struct error why;

	if (generation_current(run->options->index, &current, &why) < 0)
		return;
	if (has_changed(run, &current) &&
		words_refresh(&current, session->thesaurus, session->analyser,
			false, &why) < 0)
		fprintf(stderr,
			"medlit-index: no spelling suggestions: %s\n",
			why.text);
	generation_clear(&current);
}

static int run_status(const struct run *run)
{
	const struct report *report = &run->report;
	int status = report_status(report);

	if (run->damaged)
		return EXIT_CONFIG;
	if (status == EXIT_NOTHING && (run->fine || run->printed))
		return report->failed > 0 ? EXIT_SOME : EXIT_ALL;
	return status;
}

/* What was committed before an error stays, and is told beside it. */
static int tell_error(
	struct run *run, const struct verb *verb, const struct error *err)
{
	int status;

	if ((verb->flags & VERB_WHOLE) || run->report.read == 0) {
		report_end(&run->report);
		return command_failed(run->options, err);
	}
	report_failure(&run->report, "", err->text);
	status = report_status(&run->report);
	report_print(&run->report);
	return status == EXIT_NOTHING ? session_status(err) : status;
}

int verb_run(const struct verb *verb, const struct options *options,
	char *const *operands, size_t count)
{
	struct run run = {.options = options};
	struct error err = {0};
	int status;

	session_catch_signals();
	report_init(&run.report, verb->name, options->json);
	run.report.dry_run = options->dry_run;
	int result = open_session(&run, verb, operands, count, &err);

	if (result == 0)
		result = verb->work(&run, operands, count, &err);
	if (result == 0 && (verb->flags & VERB_LOCKS) && !options->dry_run)
		run_refresh_words(&run);
	session_close(&run.session);
	reading_clear(&run.reading);
	if (result < 0) {
		status = tell_error(&run, verb, &err);
	} else {
		if (!run.printed)
			report_print(&run.report);
		status = run_status(&run);
	}
	report_clear(&run.report);
	return status;
}
