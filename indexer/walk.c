/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "indexer/reader/reader.h"

static void add_file(struct walk *walk, const char *path,
	const struct stat *status, const char *wrong)
{
	if (walk->count == 0 || (walk->count & (walk->count - 1)) == 0)
		walk->files = memory_resize(walk->files,
			walk->count ? 2 * walk->count : 1,
			sizeof(*walk->files));
	struct walk_file *file = &walk->files[walk->count++];

	*file = (struct walk_file){.path = memory_copy(path), .wrong = wrong};
	if (wrong)
		return;
	file->status = *status;
	file->size = (uint64_t)status->st_size;
	walk->bytes += file->size;
}

static void add_entry(struct walk *walk, const FTSENT *entry)
{
	switch (entry->fts_info) {
	case FTS_F:
		add_file(walk, entry->fts_path, entry->fts_statp, NULL);
		break;
	case FTS_SL:
	case FTS_SLNONE:
		add_file(walk, entry->fts_path, NULL,
			"a link inside a folder is not followed: name its "
			"target instead");
		break;
	case FTS_DEFAULT:
		add_file(walk, entry->fts_path, NULL,
			"not a regular file (a pipe, socket or device)");
		break;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		add_file(walk, entry->fts_path, NULL,
			strerror(entry->fts_errno));
		break;
	case FTS_DC:
		add_file(walk, entry->fts_path, NULL,
			"a folder that contains itself");
		break;
	default: /* folders themselves */
		break;
	}
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int is_passed_over(const FTSENT *entry, const struct stat *index)
{
	if (entry->fts_level > 0 && entry->fts_name[0] == '.')
		return 1;
	return entry->fts_info == FTS_D && index &&
	       entry->fts_statp->st_dev == index->st_dev &&
	       entry->fts_statp->st_ino == index->st_ino;
}

static void walk_path(struct walk *walk, char *path, const struct stat *index)
{
	char *const roots[] = {path, NULL};
	static const struct stat unknown;

	if (strcmp(path, READER_STDIN) == 0) {
		add_file(walk, path, &unknown, NULL);
		return;
	}
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR,
		by_name);

	if (!tree) {
		add_file(walk, path, NULL, strerror(errno));
		return;
	}
	for (FTSENT *entry; (entry = fts_read(tree));) {
		if (!is_passed_over(entry, index))
			add_entry(walk, entry);
		else if (entry->fts_info == FTS_D)
			fts_set(tree, entry, FTS_SKIP);
	}
	fts_close(tree);
}

void walk_paths(struct walk *walk, char *const *paths, size_t count,
	const char *index)
{
	struct stat status;
	int there = index && stat(index, &status) == 0;

	*walk = (struct walk){0};
	for (size_t i = 0; i < count; i++)
		walk_path(walk, paths[i], there ? &status : NULL);
}

void walk_clear(struct walk *walk)
{
	for (size_t i = 0; i < walk->count; i++)
		free(walk->files[i].path);
	free(walk->files);
	*walk = (struct walk){0};
}
