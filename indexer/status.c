/* SPDX-License-Identifier: GPL-2.0-or-later */
/* status: what the index holds and what it was made with. */
#include "config.h"

#include <jansson.h>
#include <stdio.h>

#include "base/plural.h"
#include "index/sources.h"
#include "indexer/commands.h"
#include "indexer/lookup.h"
#include "indexer/space.h"

/* What is told of the index. */
struct state {
	struct generation generation;
	struct xc_statistics statistics;
	char previous[GENERATION_NAME_MAX]; /* "" */
	uint64_t bytes;
	uint64_t files, failed; /* mirrored, and those that cannot be read */
};

static void count_files(struct state *state)
{
	struct sources *sources =
		sources_open(state->generation.path, false, NULL);

	for (size_t i = 0; sources && i < sources_count(sources); i++) {
		const struct source *source = sources_at(sources, i);

		state->files += source->spans_count > 0;
		state->failed += source->state == SOURCE_FAILED;
	}
	sources_close(sources);
}

static void print_files(const struct state *state)
{
	printf("mirrors:    %llu file%s", (unsigned long long)state->files,
		plural_s(state->files));
	if (state->failed > 0)
		printf(", of which %llu cannot be read",
			(unsigned long long)state->failed);
	putchar('\n');
}

static void print_text(const char *index, const struct state *state)
{
	const struct generation *generation = &state->generation;

	printf("index:      %s\n"
	       "generation: %s%s%s\n"
	       "papers:     %llu\n"
	       "size:       %.1f MB in %u shard%s\n",
		index, generation->name,
		state->previous[0] ? ", before it " : "", state->previous,
		(unsigned long long)state->statistics.documents,
		(double)state->bytes / 1e6, generation->shards,
		plural_s(generation->shards));
	if (state->files > 0)
		print_files(state);
	printf("thesaurus:  %s%s\n"
	       "schema:     %u, analysis %u\n",
		generation->thesaurus,
		generation->pending_count ? "; another is being applied" : "",
		generation->schema, generation->analysis);
}

static void print_json(const struct state *state)
{
	const struct generation *generation = &state->generation;
	json_t *all = json_pack(
		"{s:s,s:s,s:I,s:I,s:I,s:I,s:s,s:i,s:i,s:i,s:I,s:I}",
		"generation", generation->name, "previous", state->previous,
		"papers", (json_int_t)state->statistics.documents, "revision",
		(json_int_t)state->statistics.revision, "bytes",
		(json_int_t)state->bytes, "shards",
		(json_int_t)generation->shards, "thesaurus",
		generation->thesaurus, "schema", (int)generation->schema,
		"analysis", (int)generation->analysis, "thesauri_pending",
		(int)generation->pending_count, "files_mirrored",
		(json_int_t)state->files, "files_failed",
		(json_int_t)state->failed);

	if (!state->previous[0])
		json_object_set_new(all, "previous", json_null());
	json_dumpf(all, stdout, 0);
	putchar('\n');
	json_decref(all);
}

static void look(const char *index, struct state *state)
{
	struct generation previous;

	state->bytes = space_used(state->generation.path);
	count_files(state);
	if (generation_previous(index, &previous, NULL) < 0)
		return;
	snprintf(state->previous, sizeof(state->previous), "%s", previous.name);
	generation_clear(&previous);
}

int command_status(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	const char *index = run->options->index;
	struct state state = {.bytes = 0};
	struct xc_error why = {0};
	int result = 0;

	(void)none;
	(void)count;
	if (generation_current(index, &state.generation, err) < 0)
		return -1;
	struct xc_searcher *searcher = lookup_open(&state.generation, err);

	if (!searcher) {
		result = -1;
	} else if (xc_searcher_statistics(searcher, &state.statistics, &why) <
		   0) {
		result = error_set(err, ERROR_FORMAT, "%s: %s",
			state.generation.path, why.text);
	} else {
		look(index, &state);
		if (run->options->json)
			print_json(&state);
		else
			print_text(index, &state);
		run->printed = true;
	}
	xc_searcher_close(searcher);
	generation_clear(&state.generation);
	return result;
}
