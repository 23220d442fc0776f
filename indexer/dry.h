/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changes would do to an index, found out without making them. */
#ifndef MEDLIT_INDEXER_DRY_H
#define MEDLIT_INDEXER_DRY_H

#include "index/index.h"
#include "indexer/counts.h"

struct dry;
struct reading;

/* A generation without a path, or NULL, is one without papers. */
struct dry *dry_open(const struct generation *generation,
	const struct reading *reading, struct error *err);
/* NULL is fine. */
void dry_close(struct dry *dry);

/* The record stored under the id before the run: as store_get(). */
int dry_get(struct dry *dry, struct slice id, struct buffer *record,
	struct error *err);

/* Count what the change of job.h to the entry would do, after the changes
 * counted before. */
int dry_change(struct dry *dry, char op, struct slice id, struct slice record,
	struct counts *counts, struct error *err);

#endif
