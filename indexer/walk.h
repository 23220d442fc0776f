/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths as given to the files below them, in a stable order. */
#ifndef MEDLIT_INDEXER_WALK_H
#define MEDLIT_INDEXER_WALK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct walk_file {
	char *path;
	uint64_t size;	   /* bytes */
	const char *wrong; /* why it cannot be read, NULL = it may */
	struct stat status; /* when nothing is wrong */
};

struct walk {
	struct walk_file *files;
	size_t count;
	uint64_t bytes; /* of all files that may be read */
};

/*
 * Folders are walked through without following links inside them; names that
 * start with a dot are passed over.  What is no regular file or cannot be
 * looked at is listed with the reason.  The folder `index` (NULL: none) is passed
 * over: it is no paper, and may lie among them.  "-" is standard input, of which
 * nothing is known.
 */
void walk_paths(struct walk *walk, char *const *paths, size_t count,
	const char *index);
void walk_clear(struct walk *walk);

#endif
