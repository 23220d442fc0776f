/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The thesauri of a generation: the one in force, those begun, and the steps
 * from one to another.
 *
 *	begin    image written aside, manifest names it as pending, CURRENT
 *	         replaced: readers look at the manifest again
 *	         ... papers are made anew and committed ...
 *	finish   manifest names it as the one in force, CURRENT replaced
 *
 * A reader that has read a manifest opens the images after it, so an image
 * stays until the next begin.
 */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "index/index.h"
#include "index/manifest.h"

static struct thesaurus *open_image(const struct generation *generation,
	const char *name, struct text_analyser *analyser, struct error *err)
{
	char *path = path_join(generation->path, name);
	struct error why = {0};
	struct thesaurus *opened = thesaurus_open(path, analyser, &why);

	free(path);
	/* An image is no file of the user's: what mends it is another one. */
	if (!opened)
		error_set(err, ERROR_FORMAT,
			"the index's own thesaurus cannot be used (%s): run "
			"medlit-index rebuild with --thesaurus FILE",
			why.text);
	return opened;
}

int generation_thesaurus(const struct generation *generation,
	struct text_analyser *analyser, struct thesaurus **out,
	struct error *err)
{
	*out = NULL;
	if (strcmp(generation->thesaurus, "none") == 0)
		return 0;
	*out = open_image(generation, generation->image, analyser, err);
	return *out ? 0 : -1;
}

int generation_pending(const struct generation *generation, unsigned n,
	struct text_analyser *analyser, struct thesaurus **out,
	struct error *err)
{
	*out = open_image(generation, generation->pending[n], analyser, err);
	return *out ? 0 : -1;
}

/* By content: another list never takes the file of one that a reader maps. */
static void name_image(char name[GENERATION_IMAGE_MAX], struct slice image)
{
	snprintf(name, GENERATION_IMAGE_MAX, "thesaurus-%016llx.image",
		(unsigned long long)hash_bytes(image.data, image.length));
}

static bool is_named(const struct generation *generation, const char *name)
{
	bool named = strcmp(generation->image, name) == 0;

	for (unsigned i = 0; i < generation->pending_count; i++)
		named |= strcmp(generation->pending[i], name) == 0;
	return named;
}

/* Images of lists that are over, and what a crash left half written. */
static void sweep_images(const struct generation *generation)
{
	DIR *folder = opendir(generation->path);

	if (!folder)
		return;
	for (struct dirent *item; (item = readdir(folder));)
		if (strncmp(item->d_name, "thesaurus", 9) == 0 &&
			!is_named(generation, item->d_name))
			unlinkat(dirfd(folder), item->d_name, 0);
	closedir(folder);
}

static int tell_readers(const char *index, const struct generation *generation,
	struct error *err)
{
	if (manifest_write(generation, err) < 0)
		return -1;
	return current_write(index, generation, err);
}

int generation_begin(const char *index, struct generation *generation,
	const struct thesaurus *thesaurus, struct error *err)
{
	struct slice image = thesaurus_image(thesaurus);
	char name[GENERATION_IMAGE_MAX];

	sweep_images(generation);
	name_image(name, image);
	if (is_named(generation, name))
		return tell_readers(index, generation, err);
	if (generation->pending_count == GENERATION_PENDING_MAX)
		return error_set(err, ERROR_LIMIT,
			"%d lists were begun here and not finished: apply one "
			"of them, or run medlit-index --index %s rebuild",
			GENERATION_PENDING_MAX, index);
	char *path = path_join(generation->path, name);
	int result = file_replace(path, image, err);

	free(path);
	if (result < 0)
		return -1;
	snprintf(generation->pending[generation->pending_count++],
		GENERATION_IMAGE_MAX, "%s", name);
	return tell_readers(index, generation, err);
}

int generation_finish(const char *index, struct generation *generation,
	const struct thesaurus *thesaurus, struct error *err)
{
	struct generation finished = *generation;

	/* The engine syncs its files but no folder. */
	for (unsigned i = 0; i < generation->shards; i++)
		if (folder_sync(generation->shard_paths[i], err) < 0)
			return -1;
	name_image(finished.image, thesaurus_image(thesaurus));
	finished.pending_count = 0;
	snprintf(finished.thesaurus, sizeof(finished.thesaurus), "%.*s",
		SLICE_PRINT(thesaurus_version(thesaurus)));
	if (tell_readers(index, &finished, err) < 0)
		return -1;
	*generation = finished;
	return 0;
}
