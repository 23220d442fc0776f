/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verify: the seal of the files, every block of every shard, every record, and
 * that each paper lies in the shard its id names.  Exit status 0 only when
 * nothing was found.
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>

#include "index/sources.h"
#include "indexer/commands.h"

struct verification {
	const struct generation *generation;
	struct report *report;
	uint64_t papers;
};

static void problem(
	struct verification *all, const char *where, const char *what)
{
	report_failure(all->report, where, what);
}

static void verify_record(struct verification *all, unsigned shard,
	const struct xc_hit *hit, struct arena *arena)
{
	const char *where = all->generation->shard_paths[shard];
	struct slice record = {hit->data.data, hit->data.length};
	struct document document;
	struct error err = {0};

	arena_reset(arena);
	all->papers++;
	if (record_decode(record, &document, arena, &err) < 0)
		problem(all, where, err.text);
	else if (generation_shard_of(all->generation, document.id) != shard)
		problem(all, where,
			arena_printf(arena, "%.*s lies in the wrong shard",
				SLICE_PRINT(document.id))
				.data);
}

static void verify_records(struct verification *all, unsigned shard)
{
	const char *path = all->generation->shard_paths[shard];
	struct xc_error why = {0};
	struct xc_searcher *searcher = xc_searcher_open(&path, 1, &why);
	struct xc_results *one;
	struct arena arena;
	uint64_t after = 0;

	arena_init(&arena);
	while (searcher && (one = xc_searcher_next(searcher, after, &why))) {
		size_t found = one->hits_count;

		if (found > 0) {
			verify_record(all, shard, &one->hits[0], &arena);
			after = one->hits[0].docid;
		}
		xc_results_free(one);
		if (found == 0)
			break;
	}
	if (why.code != XC_OK)
		problem(all, path, why.text);
	arena_clear(&arena);
	xc_searcher_close(searcher);
}

static void verify_shard(struct verification *all, unsigned shard)
{
	const char *path = all->generation->shard_paths[shard];
	struct xc_error why = {0};
	char text[1024] = "";
	size_t problems = 0;

	if (xc_check(path, &problems, text, sizeof(text), &why) < 0)
		problem(all, path, why.text);
	else if (problems > 0)
		problem(all, path, text);
	verify_records(all, shard);
}

static void verify_thesaurus(struct verification *all)
{
	struct error err = {0};
	struct text_analyser *analyser = text_analyser_new(&err);
	struct thesaurus *thesaurus = NULL;

	if (!analyser || generation_thesaurus(all->generation, analyser,
				 &thesaurus, &err) < 0)
		problem(all, all->generation->path, err.text);
	thesaurus_close(thesaurus);
	for (unsigned i = 0; analyser && i < all->generation->pending_count;
		i++) {
		if (generation_pending(
			    all->generation, i, analyser, &thesaurus, &err) < 0)
			problem(all, all->generation->path, err.text);
		else
			thesaurus_close(thesaurus);
	}
	text_analyser_free(analyser);
}

static void tell_broken(void *all, const char *path, const char *what)
{
	problem(all, path, what);
}

static void verify_files(struct verification *all)
{
	const char *path = all->generation->path;
	struct error err = {0};

	if (generation_check_seal(all->generation, tell_broken, all, &err) < 0)
		problem(all, path, err.text);
	struct sources *sources = sources_open(path, false, &err);

	if (!sources)
		problem(all, path, err.text);
	sources_close(sources);
}

static void print(const struct options *options, const struct verification *all)
{
	const struct report *report = all->report;

	if (!options->json) {
		printf("verify: generation %s, %llu papers, %llu problems\n",
			all->generation->name, (unsigned long long)all->papers,
			(unsigned long long)report->failed);
		return;
	}
	json_t *object = json_pack("{s:s,s:s,s:I,s:I,s:o}", "command", "verify",
		"generation", all->generation->name, "papers",
		(json_int_t)all->papers, "problems", (json_int_t)report->failed,
		"failures", report_failures_json(report));

	json_dumpf(object, stdout, 0);
	putchar('\n');
	json_decref(object);
}

int command_verify(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	struct generation generation;

	(void)none;
	(void)count;
	if (generation_current(run->options->index, &generation, err) < 0)
		return -1;
	struct verification all = {
		.generation = &generation, .report = &run->report};

	verify_files(&all);
	verify_thesaurus(&all);
	for (unsigned i = 0; i < generation.shards; i++)
		verify_shard(&all, i);
	report_end(&run->report);
	print(run->options, &all);
	run->printed = true;
	generation_clear(&generation);
	return 0;
}
