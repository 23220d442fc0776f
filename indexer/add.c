/* SPDX-License-Identifier: GPL-2.0-or-later */
/* add PATH...: files and folders of papers into the index. */
#include "config.h"

#include <stdlib.h>

#include "base/file.h"
#include "indexer/commands.h"
#include "indexer/pipeline.h"

static int index_files(struct run *run, struct store *store, char *const *paths,
	size_t count, struct error *err)
{
	char *extractor = path_of_ours("medlit-extract", MEDLIT_LIBEXECDIR);
	struct pipeline pipeline = {.options = {.type = run->options->type,
					    .extractor = extractor,
					    .limits = &run->options->limits},
		.store = store,
		.report = &run->report,
		.stop = &session_stop};
	struct walk walk;

	walk_paths(&walk, paths, count, run->options->index);
	if (walk.count == 0)
		report_failure(
			&run->report, paths[0], "no papers in this folder");
	int result = pipeline_run(&pipeline, &walk, err);

	walk_clear(&walk);
	free(extractor);
	return result;
}

int command_add(
	struct run *run, char *const *paths, size_t count, struct error *err)
{
	struct store *store = run_store(run, err);
	int result = store ? index_files(run, store, paths, count, err) : -1;

	run_store_end(run, store, &result, err);
	return result;
}
