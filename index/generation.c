/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Generations: made aside, published by one rename of CURRENT, swept later.
 * Whatever happens in between, CURRENT names a whole generation.
 */
#include "config.h"

#include "index/index.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "index/manifest.h"

#define CURRENT_MAX 256

unsigned generation_number(const char *name)
{
	char *end;
	unsigned long number;

	if (name[0] != 'g' || name[1] < '0' || name[1] > '9')
		return 0;
	number = strtoul(name + 1, &end, 10);
	return *end == '\0' && number < 1000000000 ? (unsigned)number : 0;
}

static char *generation_path(const char *index, const char *name)
{
	return memory_printf("%s/generations/%s", index, name);
}

static void set_shard_paths(struct generation *generation)
{
	generation->shard_paths =
		memory_new(generation->shards * sizeof(char *));
	for (unsigned i = 0; i < generation->shards; i++)
		generation->shard_paths[i] =
			memory_printf("%s/shard-%u", generation->path, i);
}

void generation_clear(struct generation *generation)
{
	for (unsigned i = 0; generation->shard_paths && i < generation->shards;
		i++)
		free(generation->shard_paths[i]);
	free(generation->shard_paths);
	free(generation->path);
	*generation = (struct generation){0};
}

int generation_current_name(const char *index, char name[GENERATION_NAME_MAX],
	struct error *err)
{
	struct buffer text = BUFFER_INIT;
	char *path = path_join(index, "CURRENT");
	struct error why = {0};
	int result = file_read(path, CURRENT_MAX, &text, &why);

	if (result < 0 && why.code == ERROR_NOT_FOUND)
		error_set(err, ERROR_NOT_FOUND,
			"there is no index in %s: make one with medlit-index "
			"--index %s add PATH...",
			index, index);
	else if (result < 0)
		error_set(err, why.code, "%s", why.text);
	if (result == 0) {
		text.data[strcspn(text.data, "\n")] = '\0';
		if (generation_number(text.data) == 0 ||
			strlen(text.data) >= GENERATION_NAME_MAX)
			result = error_set(err, ERROR_FORMAT,
				"%s is damaged: write into it the name of a "
				"folder in %s/generations, as a rule that of "
				"the highest number, and run medlit-index "
				"--index %s verify",
				path, index, index);
		else
			snprintf(name, GENERATION_NAME_MAX, "%s", text.data);
	}
	free(path);
	buffer_clear(&text);
	return result;
}

int current_write(const char *index, const struct generation *generation,
	struct error *err)
{
	char line[GENERATION_NAME_MAX + 1];
	char *current = path_join(index, "CURRENT");
	int length = snprintf(line, sizeof(line), "%s\n", generation->name);
	int result = file_replace(current,
		(struct slice){line, (size_t)length}, err);

	free(current);
	return result;
}

bool generation_changed(const char *index, struct file_mark *mark)
{
	char *path = path_join(index, "CURRENT");
	bool changed = file_changed(mark, path);

	free(path);
	return changed;
}

int generation_named(const char *index, const char *name,
	struct generation *out, struct error *err)
{
	struct generation found = {0};

	snprintf(found.name, sizeof(found.name), "%s", name);
	found.path = generation_path(index, name);
	if (manifest_read(&found, err) < 0) {
		found.shards = 0;
		generation_clear(&found);
		return -1;
	}
	set_shard_paths(&found);
	*out = found;
	return 0;
}

int generation_current_any(const char *index, struct generation *out,
	struct error *err)
{
	char name[GENERATION_NAME_MAX];

	if (generation_current_name(index, name, err) < 0)
		return -1;
	return generation_named(index, name, out, err);
}

int generation_current(const char *index, struct generation *out,
	struct error *err)
{
	struct generation found = {0};

	if (generation_current_any(index, &found, err) < 0)
		return -1;
	if (found.schema == INDEX_SCHEMA_VERSION &&
		found.analysis == TEXT_ANALYSIS_VERSION) {
		*out = found;
		return 0;
	}
	error_set(err, ERROR_FORMAT,
		"the index in %s has schema %u and analysis %u, this program "
		"needs %d and %d: run medlit-index --index %s rebuild",
		index, found.schema, found.analysis, INDEX_SCHEMA_VERSION,
		TEXT_ANALYSIS_VERSION, index);
	generation_clear(&found);
	return -1;
}

unsigned generation_before(const char *index, unsigned number)
{
	char *generations = path_join(index, "generations");
	DIR *folder = opendir(generations);
	unsigned before = 0;

	for (struct dirent *item; folder && (item = readdir(folder));) {
		unsigned found = generation_number(item->d_name);

		if (found > before && found < number)
			before = found;
	}
	if (folder)
		closedir(folder);
	free(generations);
	return before;
}

/* Also true of a whole generation whose shards cannot be read. */
static bool may_have_papers(const char *index, const char *name)
{
	struct generation generation = {.path = generation_path(index, name)};
	struct xc_statistics statistics = {.documents = 1};

	/* The manifest is made last: without it nothing was put in yet. */
	if (manifest_read(&generation, NULL) < 0) {
		free(generation.path);
		return false;
	}
	set_shard_paths(&generation);
	struct xc_searcher *searcher = xc_searcher_open(
		(const char *const *)generation.shard_paths, generation.shards,
		NULL);

	if (searcher)
		xc_searcher_statistics(searcher, &statistics, NULL);
	xc_searcher_close(searcher);
	generation_clear(&generation);
	return statistics.documents > 0;
}

/*
 * What a crashed rebuild left behind was never published: the caller holds the
 * lock, so nobody is building it.  Without CURRENT nothing tells it from the
 * one that answered, so there only what is empty goes.
 */
static int remove_unpublished(const char *index, const char *generations,
	struct error *err)
{
	char current[GENERATION_NAME_MAX] = "";
	struct error why = {0};
	unsigned published = 0, number;

	if (generation_current_name(index, current, &why) == 0)
		published = generation_number(current);
	else if (why.code != ERROR_NOT_FOUND)
		return error_set(err, why.code, "%s", why.text);
	while ((number = generation_before(index, UINT_MAX)) > published) {
		char name[GENERATION_NAME_MAX];

		snprintf(name, sizeof(name), "g%06u", number);
		if (published == 0 && may_have_papers(index, name))
			return error_set(err, ERROR_FORMAT,
				"%s/CURRENT is missing, but %s/%s holds "
				"papers: write %s into CURRENT, or move %s "
				"away to start anew",
				index, generations, name, name, index);
		if (generation_remove(index, name, NULL) < 0)
			break;
	}
	return 0;
}

static int write_thesaurus(const struct generation *generation,
	const struct thesaurus *thesaurus, struct error *err)
{
	if (!thesaurus)
		return 0;
	char *path = path_join(generation->path, generation->image);
	int result = file_replace(path, thesaurus_image(thesaurus), err);

	free(path);
	return result;
}

static int make_shards(const struct generation *generation, struct error *err)
{
	for (unsigned i = 0; i < generation->shards; i++) {
		struct xc_error why = {0};
		struct xc_writer *writer =
			xc_writer_open(generation->shard_paths[i],
				XC_WRITER_CREATE, &why);

		if (!writer || xc_writer_commit(writer, &why) < 0) {
			xc_writer_close(writer);
			return error_set(err, ERROR_IO, "cannot create %s: %s",
				generation->shard_paths[i], why.text);
		}
		xc_writer_close(writer);
	}
	return 0;
}

int generation_create(const char *index, unsigned shards,
	const struct thesaurus *thesaurus, struct generation *out,
	struct error *err)
{
	struct slice version = thesaurus_version(thesaurus);
	struct generation made = {.schema = INDEX_SCHEMA_VERSION,
		.analysis = TEXT_ANALYSIS_VERSION,
		.shards = shards,
		.aside = true};
	char *generations = path_join(index, "generations");
	int result = -1;

	if (folder_make(index, err) < 0 || folder_make(generations, err) < 0)
		goto out;
	if (remove_unpublished(index, generations, err) < 0)
		goto out;
	snprintf(made.name, sizeof(made.name), "g%06u",
		generation_before(index, UINT_MAX) + 1);
	snprintf(made.thesaurus, sizeof(made.thesaurus), "%.*s",
		SLICE_PRINT(version));
	snprintf(made.image, sizeof(made.image), "%s", MANIFEST_IMAGE);
	made.path = generation_path(index, made.name);
	set_shard_paths(&made);
	if (folder_make(made.path, err) < 0)
		goto out;
	if (write_thesaurus(&made, thesaurus, err) < 0 ||
		make_shards(&made, err) < 0 || manifest_write(&made, err) < 0) {
		folder_remove(made.path, NULL);
		goto out;
	}
	*out = made;
	made = (struct generation){0};
	result = 0;
out:
	free(generations);
	generation_clear(&made);
	return result;
}

int generation_publish(
	const char *index, struct generation *generation, struct error *err)
{
	char *generations = path_join(index, "generations");
	int result = -1;

	if (generation_answers(generation, err) < 0 ||
		generation_seal(generation, err) < 0)
		goto out;
	/* Xapian syncs no folder, and no file of what is made aside. */
	for (unsigned i = 0; i < generation->shards; i++)
		if (folder_sync_files(generation->shard_paths[i], err) < 0)
			goto out;
	if (folder_sync(generation->path, err) == 0 &&
		folder_sync(generations, err) == 0)
		result = current_write(index, generation, err);
	generation->aside = result < 0;
out:
	free(generations);
	return result;
}

int generation_remove(const char *index, const char *name, struct error *err)
{
	char current[GENERATION_NAME_MAX] = "";

	if (generation_number(name) == 0)
		return error_set(err, ERROR_INVALID,
			"%s is no name of a generation", name);
	if (generation_current_name(index, current, NULL) == 0 &&
		strcmp(current, name) == 0)
		return error_set(err, ERROR_INVALID,
			"generation %s answers questions and stays", name);
	char *path = generation_path(index, name);
	int result = folder_remove(path, err);

	free(path);
	return result;
}

int generation_sweep(const char *index, unsigned keep, struct error *err)
{
	char name[GENERATION_NAME_MAX];
	int result = 0;

	if (generation_current_name(index, name, err) < 0)
		return -1;
	unsigned number = generation_number(name);

	while (result == 0 &&
		(number = generation_before(index, number)) > 0) {
		if (keep > 0) {
			keep--;
			continue;
		}
		snprintf(name, sizeof(name), "g%06u", number);
		result = generation_remove(index, name, err);
	}
	return result;
}

unsigned generation_shard_of(const struct generation *generation,
	struct slice id)
{
	return (unsigned)(hash_bytes(id.data, id.length) % generation->shards);
}
