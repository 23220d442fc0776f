/* SPDX-License-Identifier: GPL-2.0-or-later */
/* add PATH...: files and folders of papers into the index. */
#include "config.h"

#include <stdlib.h>

#include "base/file.h"
#include "indexer/commands.h"
#include "indexer/pipeline.h"

static int index_files(const struct options *options, struct store *store,
	struct report *report, char *const *paths, size_t count,
	struct error *err)
{
	char *extractor = path_of_ours("medlit-extract", MEDLIT_LIBEXECDIR);
	struct pipeline pipeline = {
		.options = {.type = options->type, .extractor = extractor},
		.store = store,
		.report = report,
		.stop = &session_stop};
	struct walk walk;

	walk_paths(&walk, paths, count, options->index);
	if (walk.count == 0)
		report_failure(report, paths[0], "no papers in this folder");
	int result = pipeline_run(&pipeline, &walk, err);

	walk_clear(&walk);
	free(extractor);
	return result;
}

static int add_to_index(const struct options *options, struct report *report,
	char *const *paths, size_t count, struct error *err)
{
	struct session session;
	struct store *store = NULL;
	int result = -1;

	if (session_open(&session, options, true, err) < 0)
		return -1;
	store = store_open(&session.generation,
		options->jobs > 0 ? options->jobs : 1, session.analyser,
		session.thesaurus, report_refused, report, err);
	if (store)
		result = index_files(options, store, report, paths, count,
			err);
	store_close(store);
	session_close(&session);
	return result;
}

int command_add(const struct options *options, char *const *paths,
	size_t count)
{
	struct report report;
	struct error err = {0};

	session_catch_signals();
	report_init(&report, "add", options->json);
	int result = options->dry_run
			     ? index_files(options, NULL, &report, paths,
				       count, &err)
			     : add_to_index(options, &report, paths, count,
				       &err);
	int status = EXIT_NOTHING;

	if (result < 0 && report.read == 0) {
		status = command_failed(options, &err);
	} else {
		if (result < 0)
			report_failure(&report, "", err.text);
		status = report_status(&report);
		/* What was committed before the error stays. */
		if (result < 0 && status == EXIT_NOTHING)
			status = session_status(&err);
		report_print(&report);
	}
	report_clear(&report);
	return status;
}
