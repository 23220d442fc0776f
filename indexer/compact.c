/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compact: the papers as they are into a new, smaller generation, which then
 * answers.
 */
#include "config.h"

#include <stdio.h>

#include "base/plural.h"
#include "index/sources.h"
#include "indexer/commands.h"
#include "indexer/lookup.h"
#include "indexer/merge.h"
#include "indexer/space.h"

/* Generations kept besides the current one. */
#define GENERATIONS_KEPT 1

static int is_whole(
	const struct run *run, const struct generation *made, struct error *err)
{
	uint64_t papers = 0;

	if (lookup_count(made, &papers, err) < 0)
		return -1;
	return papers == run->report.read
		       ? 0
		       : error_set(err, ERROR_INTERNAL,
				 "%llu of %llu papers are in the new "
				 "generation: the old one stays in force",
				 (unsigned long long)papers,
				 (unsigned long long)run->report.read);
}

static int fill(
	struct run *run, const struct generation *made, struct error *err)
{
	struct error why = {0};

	if (merge_shards(&run->session.generation, made, run->options->jobs,
		    err) < 0)
		return session_stop ? error_set(err, ERROR_IO,
					      "stopped: the old generation "
					      "stays in force")
				    : -1;
	if (is_whole(run, made, err) < 0)
		return -1;
	/* Without it the next sync reads every file again, and that is all. */
	if (sources_carry(run->session.generation.path, made->path, &why) < 0)
		report_failure(&run->report, "", why.text);
	return 0;
}

static void print_text(
	const struct run *run, const char *name, uint64_t before, uint64_t after)
{
	bool dry = run->options->dry_run;

	printf("compact%s: generation %s, %llu paper%s, %.1f MB",
		dry ? " (dry run)" : "", name,
		(unsigned long long)run->report.read,
		plural_s(run->report.read), (double)before / 1e6);
	if (dry)
		printf(": would write a smaller one beside it; %.1f MB are "
		       "free\n",
			(double)after / 1e6);
	else
		printf(" before, %.1f MB now\n", (double)after / 1e6);
}

/* In a dry run nobody knows how small it would be: `after` is what is free. */
static void print(
	struct run *run, const char *name, uint64_t before, uint64_t after)
{
	bool dry = run->options->dry_run;

	run->printed = true;
	report_end(&run->report);
	if (!run->options->json) {
		print_text(run, name, before, after);
		return;
	}
	json_t *all = json_pack("{s:s,s:b,s:s,s:I,s:I,s:I,s:o}", "command",
		"compact", "dry_run", dry, "generation", name, "papers",
		(json_int_t)run->report.read, "bytes_before",
		(json_int_t)before, dry ? "bytes_free" : "bytes",
		(json_int_t)after, "failures",
		report_failures_json(&run->report));

	json_dumpf(all, stdout, 0);
	putchar('\n');
	json_decref(all);
}

static int compact(struct run *run, uint64_t before, struct error *err)
{
	const char *index = run->options->index;
	struct generation made = {0};
	int result = -1;

	if (session_prepare(&run->session, err) < 0 ||
		generation_create(index, run->session.generation.shards,
			run->session.thesaurus, &made, err) < 0)
		return -1;
	if (fill(run, &made, err) == 0 &&
		generation_publish(index, &made, err) == 0) {
		print(run, made.name, before, space_used(made.path));
		result = generation_sweep(index, GENERATIONS_KEPT, err);
	} else {
		generation_remove(index, made.name, NULL);
	}
	generation_clear(&made);
	return result;
}

int command_compact(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	const struct generation *old = &run->session.generation;
	uint64_t before = space_used(old->path);

	(void)none;
	(void)count;
	if (old->pending_count > 0)
		return error_set(err, ERROR_BUSY,
			"another thesaurus is being applied: run thesaurus "
			"apply to its end first");
	if (lookup_count(old, &run->report.read, err) < 0 ||
		space_need(run->options->index, "compact", before, err) < 0)
		return -1;
	if (!run->options->dry_run)
		return compact(run, before, err);
	print(run, old->name, before, space_free(run->options->index));
	return 0;
}
