/* SPDX-License-Identifier: GPL-2.0-or-later */
/* add PATH...: files and folders of papers into the index. */
#include "config.h"

#include "indexer/aside.h"
#include "indexer/commands.h"
#include "indexer/pipeline.h"

static int index_files(struct run *run, struct store *store, char *const *paths,
	size_t count, struct error *err)
{
	struct pipeline pipeline;
	struct walk walk;

	pipeline_init(&pipeline, run->options, &run->report);
	pipeline.store = store;
	walk_paths(&walk, paths, count, run->options->index);
	if (walk.count == 0)
		report_failure(
			&run->report, paths[0], "no papers in this folder");
	int result = pipeline_run(&pipeline, &walk, err);

	walk_clear(&walk);
	pipeline_clear(&pipeline);
	return result;
}

int command_add(
	struct run *run, char *const *paths, size_t count, struct error *err)
{
	reading_init(&run->reading, paths, count);
	if (aside_begin(run, paths, count, err) < 0)
		return -1;

	struct store *store = run_store(run, err);
	int result = store ? index_files(run, store, paths, count, err) : -1;

	run_store_end(run, store, &result, err);
	return aside_end(run, result, err);
}
