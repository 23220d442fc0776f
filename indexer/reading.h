/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * In which order a run reads its files, and so which of two records of one
 * paper in a register stays: what came with the later file, whichever is read
 * first.  Without this, two files that give one paper would replace each
 * other's record each time they are read.
 */
#ifndef MEDLIT_INDEXER_READING_H
#define MEDLIT_INDEXER_READING_H

#include "base/arena.h"
#include "document/document.h"

/* The files below each root, in the order of their paths, root after root. */
struct reading {
	char **roots; /* real paths, its own */
	size_t count;
};

/* Paths that are not there are passed over. */
void reading_init(struct reading *reading, char *const *paths, size_t count);
void reading_clear(struct reading *reading);

/*
 * Does the stored record stay when `fresh`, of the same part, is put?  It does
 * when its revision is the higher one; of two with the same one when its file
 * is still to be read, behind that of `fresh`.
 */
bool reading_keeps(const struct reading *reading,
	const struct document *stored, const struct document *fresh,
	struct arena *arena);

#endif
