/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run did to the index, in papers. */
#ifndef MEDLIT_INDEXER_COUNTS_H
#define MEDLIT_INDEXER_COUNTS_H

#include <stdint.h>

struct counts {
	uint64_t added, updated, unchanged, deleted;
};

static inline void counts_add(struct counts *sum, const struct counts *more)
{
	sum->added += more->added;
	sum->updated += more->updated;
	sum->unchanged += more->unchanged;
	sum->deleted += more->deleted;
}

#endif
