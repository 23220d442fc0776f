/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files are new, changed or gone. */
#include "config.h"

#include "indexer/mirror.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "index/digest.h"

/* A file written less than this before it is looked at may be written again
 * with the same times: kernels keep them by ticks, FAT by two seconds. */
#define FRESH_NANOSECONDS 2000000000LL

static bool is_below_roots(const struct mirror *mirror, const char *path)
{
	for (size_t i = 0; i < mirror->roots_count; i++)
		if (source_is_below(path, mirror->roots[i]))
			return true;
	return false;
}

/* ---- the walk --------------------------------------------------------- */

/* One that is not there keeps what it gave: that is a failure, and no wish,
 * unless it was seen to go. */
static void find_roots(struct mirror *mirror, char *const *paths, size_t count)
{
	mirror->roots = memory_new((count + 1) * sizeof(*mirror->roots));
	for (size_t i = 0; i < count; i++) {
		char *root = mirror->watching ? memory_copy(paths[i])
					      : realpath(paths[i], NULL);

		if (root)
			mirror->roots[mirror->roots_count++] = root;
		else
			report_failure(&mirror->run->report, paths[i],
				strerror(errno));
	}
}

static void walk_roots(struct mirror *mirror)
{
	char **there = memory_new((mirror->roots_count + 1) * sizeof(*there));
	size_t count = 0;
	struct stat status;

	for (size_t i = 0; i < mirror->roots_count; i++)
		if (lstat(mirror->roots[i], &status) == 0)
			there[count++] = mirror->roots[i];
	walk_paths(&mirror->walk, there, count, mirror->run->options->index);
	free(there);
}

static int compare_files(const void *a, const void *b)
{
	return source_compare_paths(((const struct walk_file *)a)->path,
		((const struct walk_file *)b)->path);
}

/* Roots may lie in each other. */
static void sort_walk(struct walk *walk)
{
	size_t kept = 0;

	if (walk->count == 0)
		return;
	qsort(walk->files, walk->count, sizeof(*walk->files), compare_files);
	for (size_t i = 0; i < walk->count; i++) {
		if (kept > 0 && strcmp(walk->files[kept - 1].path,
					walk->files[i].path) == 0)
			free(walk->files[i].path);
		else
			walk->files[kept++] = walk->files[i];
	}
	walk->count = kept;
}

/* ---- one file --------------------------------------------------------- */

bool mirror_is_fresh(const struct source_facts *facts)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	int64_t then = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec -
		       FRESH_NANOSECONDS;

	/* Also from the future, by a clock that jumped. */
	return facts->changed >= then || facts->modified >= then;
}

/* Facts with the digest, of the file as it is now. */
static int look_closely(const char *path, struct source_facts *facts)
{
	struct stat status;
	uint64_t digest;

	if (digest_file(path, &digest, &status, NULL) < 0)
		return -1;
	*facts = source_facts_of(&status);
	facts->digest = digest;
	facts->fresh = mirror_is_fresh(facts);
	return 0;
}

/* With a changed stat, or one that proves nothing, the content decides. */
static bool is_same_content(struct mirror *mirror, struct source *source)
{
	struct source_facts facts;

	if (source->facts.digest == 0 ||
		look_closely(source->path, &facts) < 0 ||
		facts.size != source->facts.size ||
		facts.digest != source->facts.digest)
		return false;
	if (source->state == SOURCE_DONE)
		sources_done(mirror->sources, source, &facts, source->papers);
	else
		sources_failed(mirror->sources, source, &facts, source->reason);
	return true;
}

static bool is_unchanged(struct mirror *mirror, const struct walk_file *file,
	struct source *source)
{
	struct source_facts facts = source_facts_of(&file->status);

	if (source->state == SOURCE_BEGUN || source->spans_count == 0)
		return false;
	if (source->state == SOURCE_FAILED && mirror->run->options->force)
		return false;
	if (source_facts_equal(&facts, &source->facts) && !source->facts.fresh)
		return true;
	return is_same_content(mirror, source);
}

static void add_task(struct mirror *mirror, const struct walk_file *file,
	struct source *source)
{
	size_t count = mirror->tasks_count;

	if (count == 0 || (count & (count - 1)) == 0)
		mirror->tasks = memory_resize(mirror->tasks,
			count ? 2 * count : 1, sizeof(*mirror->tasks));
	mirror->tasks[mirror->tasks_count++] =
		(struct mirror_task){.file = file,
			.source = source,
			.old_spans = source->spans_count};
	mirror->run->report.bytes_all += file->size;
}

static void look_at_file(struct mirror *mirror, const struct walk_file *file)
{
	struct report *report = &mirror->run->report;
	struct source *source = sources_know(mirror->sources, file->path);

	if (file->wrong) {
		report_failure(report, file->path, file->wrong);
		return;
	}
	mirror->papers_before += source->papers;
	if (!is_unchanged(mirror, file, source)) {
		add_task(mirror, file, source);
		return;
	}
	mirror->unchanged += source->papers;
	if (source->state == SOURCE_FAILED)
		report_failure(report, file->path, source->reason);
}

/* ---- what is gone ----------------------------------------------------- */

/* In the walk, or below what could not be looked at: both are sorted. */
static bool is_there(const struct walk *walk, const char *path)
{
	struct walk_file wanted = {.path = (char *)(uintptr_t)path};

	if (walk->count > 0 && bsearch(&wanted, walk->files, walk->count,
				       sizeof(wanted), compare_files))
		return true;
	for (size_t i = 0; i < walk->count; i++)
		if (walk->files[i].wrong &&
			source_is_below(path, walk->files[i].path))
			return true;
	return false;
}

static void find_gone(struct mirror *mirror)
{
	size_t count = sources_count(mirror->sources);

	mirror->gone = memory_new((count + 1) * sizeof(*mirror->gone));
	for (size_t i = 0; i < count; i++) {
		struct source *source = sources_at(mirror->sources, i);

		if (source->spans_count == 0 ||
			!is_below_roots(mirror, source->path) ||
			is_there(&mirror->walk, source->path))
			continue;
		mirror->gone[mirror->gone_count++] = source;
		mirror->papers_before += source->papers;
	}
}

/* A change is a few paths; what is much of it is little of all. */
static void count_all(struct mirror *mirror)
{
	mirror->papers_before = 0;
	for (size_t i = 0; i < sources_count(mirror->sources); i++)
		mirror->papers_before += sources_at(mirror->sources, i)->papers;
}

/* A root that gave papers and has no file left is rather one not mounted. */
static bool is_emptied(const struct mirror *mirror, const char *root)
{
	for (size_t i = 0; i < mirror->walk.count; i++)
		if (source_is_below(mirror->walk.files[i].path, root))
			return false;
	for (size_t i = 0; i < mirror->gone_count; i++)
		/* A file that was cut gave papers, too. */
		if (mirror->gone[i]->spans_count > 0 &&
			source_is_below(mirror->gone[i]->path, root))
			return true;
	return false;
}

/* ---- does it matter what other files give? ---------------------------- */

/*
 * Not when every file to be read is new and stands behind all others, as the
 * file of a new day does.
 */
static bool is_order_at_stake(struct mirror *mirror)
{
	uint64_t first = UINT64_MAX;

	if (mirror->gone_count > 0)
		return true;
	for (size_t i = 0; i < mirror->tasks_count; i++) {
		if (mirror->tasks[i].old_spans > 0)
			return true;
		if (mirror->tasks[i].source->rank < first)
			first = mirror->tasks[i].source->rank;
	}
	for (size_t i = sources_count(mirror->sources); i > 0; i--) {
		const struct source *source =
			sources_at(mirror->sources, i - 1);

		if (source->rank < first)
			return false;
		if (source->spans_count > 0)
			return true;
	}
	return false;
}

static void note_id(void *context, struct slice id, bool took_out)
{
	const struct said said = {.over = 1};

	(void)took_out;
	*id_table_put(context, id) = said_number(said);
}

static int note_old_ids(struct mirror *mirror, struct error *err)
{
	for (size_t i = 0; i < mirror->gone_count; i++)
		if (sources_each(mirror->sources, mirror->gone[i], note_id,
			    mirror->affected, err) < 0)
			return -1;
	for (size_t i = 0; i < mirror->tasks_count; i++)
		if (sources_each(mirror->sources, mirror->tasks[i].source,
			    note_id, mirror->affected, err) < 0)
			return -1;
	return 0;
}

int mirror_look(struct mirror *mirror, char *const *paths, size_t count,
	struct error *err)
{
	find_roots(mirror, paths, count);
	walk_roots(mirror);
	sort_walk(&mirror->walk);
	for (size_t i = 0; i < mirror->walk.count; i++)
		look_at_file(mirror, &mirror->walk.files[i]);
	find_gone(mirror);
	if (mirror->watching)
		count_all(mirror);
	for (size_t i = 0; i < mirror->roots_count && !mirror->watching; i++)
		if (is_emptied(mirror, mirror->roots[i]))
			mirror->emptied = mirror->roots[i];
	if (mirror->walk.count == 0 && mirror->gone_count == 0 &&
		mirror->roots_count > 0 && !mirror->watching)
		report_failure(&mirror->run->report, mirror->roots[0],
			"no papers in this folder");
	sources_sort(mirror->sources);
	if (!is_order_at_stake(mirror))
		return 0;
	mirror->affected = id_table_new();
	return note_old_ids(mirror, err);
}
