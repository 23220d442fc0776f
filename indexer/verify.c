/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verify: the seal and the checksums of the files, every block of every shard,
 * that what a shard holds adds up to what was put in, every record, and that
 * each paper lies in the shard its id names.
 *
 * Where nobody may write, or somebody does, the engine's check and the seal of
 * the shards would tell of damage that is none; there they are left out.
 */
#include "config.h"

#include <errno.h>
#include <fts.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/plural.h"
#include "base/process.h"
#include "index/sources.h"
#include "index/words.h"
#include "indexer/commands.h"
#include "indexer/records.h"
#include "indexer/session.h"

struct verification {
	const struct generation *generation;
	struct report *report;
	bool still;          /* nobody writes meanwhile */
	const char *partial; /* why blocks without content are not looked at */
	unsigned shard;      /* being looked at */
};

static void problem(
	struct verification *all, const char *where, const char *what)
{
	report_failure(all->report, where, what);
}

/* ---- shards ----------------------------------------------------------- */

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

/* The last line of what the engine said is the one that counts. */
static const char *last_line(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	char *line = strrchr(text, '\n');

	return line ? line + 1 : text;
}

/* Says what is wrong with the tables. */
static void read_blocks(const void *context, int tell)
{
	const struct verification *all = context;
	const char *path = all->generation->shard_paths[all->shard];
	struct xc_error why = {0};
	char text[4096] = "";
	size_t problems = 0;

	if (!all->partial &&
		xc_check(path, &problems, text, sizeof(text), &why) < 0)
		dprintf(tell, "%s", why.text);
	else if (problems > 0)
		dprintf(tell, "%.1000s", last_line(text));
	else if (xc_read_all(path, &why) < 0)
		dprintf(tell, "%s", why.text);
}

/*
 * A process of its own reads the tables: of some damage the engine does not
 * tell, it falls over it.  False when it does; then nobody else reads them.
 */
static bool verify_blocks(struct verification *all)
{
	const char *path = all->generation->shard_paths[all->shard];
	struct process reader;
	char text[1024];
	struct error err = {0};
	int status;

	if (process_start(&reader, read_blocks, all, &err) < 0) {
		problem(all, path, err.text);
		return false;
	}
	status = process_wait(&reader, text, sizeof(text), &session_stop);
	if (session_stop)
		problem(all, path, "stopped before all of it was read");
	else if (status != 0)
		problem(all, path, "so damaged that it cannot be read");
	else if (*text)
		problem(all, path, text);
	return status == 0 && !session_stop;
}

/* ---- the other files -------------------------------------------------- */

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

/* There may be none yet. */
static void verify_words(struct verification *all)
{
	struct error err = {0};
	struct spelling *words = words_open(all->generation, &err);

	if (!words && err.code != ERROR_NOT_FOUND)
		problem(all, all->generation->path, err.text);
	spelling_close(words);
}

static bool is_in_shard(const struct verification *all, const char *path)
{
	for (unsigned i = 0; i < all->generation->shards; i++) {
		const char *shard = all->generation->shard_paths[i];
		size_t length = strlen(shard);

		if (strncmp(path, shard, length) == 0 && path[length] == '/')
			return true;
	}
	return false;
}

static void tell_broken(void *context, const char *path, const char *what)
{
	struct verification *all = context;

	if (all->still || !is_in_shard(all, path))
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

/* ---- what can be looked at -------------------------------------------- */

/* What may not be read says nothing of damage. *writable: all may be written
 * to. */
static int look_at_rights(const char *folder, bool *writable, struct error *err)
{
	char *const roots[] = {(char *)(uintptr_t)folder, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int result = 0;

	*writable = true;
	for (FTSENT *entry; result == 0 && tree && (entry = fts_read(tree));) {
		int need = entry->fts_info == FTS_D ? R_OK | X_OK : R_OK;

		if (entry->fts_info != FTS_F && entry->fts_info != FTS_D)
			continue;
		if (access(entry->fts_path, need) < 0)
			result = error_set(err, ERROR_IO,
				"cannot read %s: %s: verify as the user who "
				"owns the index, or root",
				entry->fts_path, strerror(errno));
		else if (access(entry->fts_path, W_OK) < 0)
			*writable = false;
	}
	if (tree)
		fts_close(tree);
	return result;
}

/* The lock, as far as it can be had. */
static struct index_lock *look_at_writers(
	struct verification *all, const char *index, bool writable)
{
	struct error why = {0};
	struct index_lock *lock = index_lock_share(index, &why);

	all->still = lock || why.code != ERROR_BUSY;
	if (!all->still)
		all->partial = "another medlit-index is changing it";
	else if (!writable)
		all->partial = "this user may not write to it";
	return lock;
}

/* ---- the outcome ------------------------------------------------------ */

static void print(const struct options *options, const struct verification *all)
{
	const struct report *report = all->report;

	if (!options->json) {
		printf("verify: generation %s, %llu paper%s, %llu problem%s",
			all->generation->name, (unsigned long long)report->read,
			plural_s(report->read),
			(unsigned long long)report->failed,
			plural_s(report->failed));
		if (all->partial)
			printf(" (unused blocks were not looked at: %s)",
				all->partial);
		putchar('\n');
		return;
	}
	json_t *object = json_pack("{s:s,s:s,s:I,s:I,s:b,s:o}", "command",
		"verify", "generation", all->generation->name, "papers",
		(json_int_t)report->read, "problems",
		(json_int_t)report->failed, "partial", all->partial != NULL,
		"failures", report_failures_json(report));

	json_dumpf(object, stdout, 0);
	putchar('\n');
	json_decref(object);
}

/* Going back loses what came since, and that can be added again; rebuilding
 * loses what cannot be read. */
static void tell_remedy(const struct options *options)
{
	const char *index = options->index;
	struct generation before;

	if (generation_previous(index, &before, NULL) == 0) {
		fprintf(stderr,
			"medlit-index: the index is damaged: run medlit-index "
			"--index %s rollback, and %s, the generation before, "
			"answers again; or rebuild, which keeps only what can "
			"be read\n",
			index, before.name);
		generation_clear(&before);
		return;
	}
	fprintf(stderr,
		"medlit-index: the index is damaged: run medlit-index --index "
		"%s rebuild, which keeps only what can be read; if that fails, "
		"put back a copy, or add the papers to a new index\n",
		index);
}

static int verify(struct verification *all, struct run *run)
{
	verify_files(all);
	verify_words(all);
	verify_thesaurus(all);
	for (; all->shard < all->generation->shards && !session_stop;
		all->shard++) {
		if (verify_blocks(all))
			verify_records(all);
	}
	run->damaged = all->report->failed > 0;
	if (session_stop)
		problem(all, "", "stopped before the end");
	report_end(&run->report);
	print(run->options, all);
	run->printed = true;
	if (run->damaged)
		tell_remedy(run->options);
	return 0;
}

int command_verify(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	const char *index = run->options->index;
	struct generation generation;
	bool writable;
	int result = -1;

	(void)none;
	(void)count;
	if (generation_current(index, &generation, err) < 0)
		return -1;
	if (look_at_rights(generation.path, &writable, err) == 0) {
		struct verification all = {
			.generation = &generation, .report = &run->report};
		struct index_lock *lock =
			look_at_writers(&all, index, writable);

		result = verify(&all, run);
		index_lock_close(lock);
	}
	generation_clear(&generation);
	return result;
}
