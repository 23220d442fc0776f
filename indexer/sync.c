/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sync PATH...: the index as its files are now. */
#include "config.h"

#include "indexer/aside.h"
#include "indexer/commands.h"
#include "indexer/mirror.h"

static int mirror_paths(
	struct run *run, char *const *paths, size_t count, struct error *err)
{
	struct mirror mirror;

	if (mirror_open(&mirror, run, err) < 0)
		return -1;
	int result = mirror_run(&mirror, paths, count, err);

	if (result == 0 && !run->options->dry_run)
		result = sources_tidy(
			mirror.sources, run->session.generation.path, err);
	mirror_close(&mirror);
	return result;
}

int command_sync(
	struct run *run, char *const *paths, size_t count, struct error *err)
{
	if (aside_begin(run, paths, count, err) < 0)
		return -1;
	int result = mirror_paths(run, paths, count, err);

	return aside_end(run, result, err);
}
