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
#include "indexer/records.h"

struct verification {
	const struct generation *generation;
	struct report *report;
	unsigned shard; /* being looked at */
};

static void problem(
	struct verification *all, const char *where, const char *what)
{
	report_failure(all->report, where, what);
}

static int verify_place(void *context, const struct document *document,
	struct arena *arena, struct error *err)
{
	struct verification *all = context;

	(void)err;
	if (generation_shard_of(all->generation, document->id) != all->shard)
		problem(all, all->generation->shard_paths[all->shard],
			arena_printf(arena, "%.*s lies in the wrong shard",
				SLICE_PRINT(document->id))
				.data);
	return 0;
}

static void verify_records(struct verification *all)
{
	const char *path = all->generation->shard_paths[all->shard];
	struct xc_error why = {0};
	struct error err = {0};
	struct xc_searcher *searcher = xc_searcher_open(&path, 1, &why);

	if (!searcher)
		problem(all, path, why.text);
	else if (records_each(searcher, path, all->report, verify_place, all,
			 &err) < 0)
		problem(all, path, err.text);
	xc_searcher_close(searcher);
}

static void verify_shard(struct verification *all)
{
	const char *path = all->generation->shard_paths[all->shard];
	struct xc_error why = {0};
	char text[1024] = "";
	size_t problems = 0;

	if (xc_check(path, &problems, text, sizeof(text), &why) < 0)
		problem(all, path, why.text);
	else if (problems > 0)
		problem(all, path, text);
	verify_records(all);
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
			all->generation->name, (unsigned long long)report->read,
			(unsigned long long)report->failed);
		return;
	}
	json_t *object = json_pack("{s:s,s:s,s:I,s:I,s:o}", "command", "verify",
		"generation", all->generation->name, "papers",
		(json_int_t)report->read, "problems", (json_int_t)report->failed,
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
	for (; all.shard < generation.shards && !session_stop; all.shard++)
		verify_shard(&all);
	if (session_stop)
		problem(&all, "", "stopped before the end");
	report_end(&run->report);
	print(run->options, &all);
	run->printed = true;
	generation_clear(&generation);
	return 0;
}
