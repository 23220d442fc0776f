/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ids of papers to numbers, in 16 bytes an id whatever its length: only a
 * 64-bit hash of the id is kept.  Of a million ids two share one with a chance
 * of 1 in 37 million.
 */
#ifndef MEDLIT_INDEXER_ID_TABLE_H
#define MEDLIT_INDEXER_ID_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct id_table;

struct id_table *id_table_new(void);
/* NULL is fine. */
void id_table_free(struct id_table *table);

/* The number of an id, 0 when it is new; valid until the next put. */
uint64_t *id_table_put(struct id_table *table, struct slice id);
/* NULL: not there. */
uint64_t *id_table_get(const struct id_table *table, struct slice id);
size_t id_table_count(const struct id_table *table);

#endif
