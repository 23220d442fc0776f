/* SPDX-License-Identifier: GPL-2.0-or-later */
/* status: what the index holds and what it was made with. */
#include "config.h"

#include <fts.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>

#include "indexer/commands.h"

static uint64_t folder_bytes(char *path)
{
	char *const roots[] = {path, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	uint64_t bytes = 0;

	for (FTSENT *entry; tree && (entry = fts_read(tree));)
		if (entry->fts_info == FTS_F)
			bytes += (uint64_t)entry->fts_statp->st_size;
	if (tree)
		fts_close(tree);
	return bytes;
}

static void print(const struct options *options,
	const struct generation *generation,
	const struct xc_statistics *statistics)
{
	uint64_t bytes = folder_bytes(generation->path);

	if (!options->json) {
		printf("index:      %s\n"
		       "generation: %s\n"
		       "papers:     %llu\n"
		       "size:       %.1f MB in %u shard%s\n"
		       "thesaurus:  %s%s\n"
		       "schema:     %u, analysis %u\n",
			options->index, generation->name,
			(unsigned long long)statistics->documents,
			(double)bytes / 1e6, generation->shards,
			generation->shards == 1 ? "" : "s",
			generation->thesaurus,
			generation->pending_count
				? "; another is being applied"
				: "",
			generation->schema, generation->analysis);
		return;
	}
	json_t *all = json_pack("{s:s,s:I,s:I,s:I,s:I,s:s,s:i,s:i,s:i}",
		"generation", generation->name, "papers",
		(json_int_t)statistics->documents, "revision",
		(json_int_t)statistics->revision, "bytes", (json_int_t)bytes,
		"shards", (json_int_t)generation->shards, "thesaurus",
		generation->thesaurus, "schema", (int)generation->schema,
		"analysis", (int)generation->analysis, "thesauri_pending",
		(int)generation->pending_count);

	json_dumpf(all, stdout, 0);
	putchar('\n');
	json_decref(all);
}

int command_status(struct run *run, char *const *none, size_t count,
	struct error *err)
{
	struct generation generation;
	struct xc_statistics statistics;
	struct xc_error why = {0};
	int result = 0;

	(void)none;
	(void)count;
	if (generation_current(run->options->index, &generation, err) < 0)
		return -1;
	struct xc_searcher *searcher = xc_searcher_open(
		(const char *const *)generation.shard_paths,
		generation.shards, &why);

	if (searcher &&
		xc_searcher_statistics(searcher, &statistics, &why) == 0)
		print(run->options, &generation, &statistics);
	else
		result = error_set(err, ERROR_FORMAT, "%s: %s",
			generation.path, why.text);
	run->printed = true;
	xc_searcher_close(searcher);
	generation_clear(&generation);
	return result;
}
