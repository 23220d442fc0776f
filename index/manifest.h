/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manifest of a generation: what a reader must know before it opens the
 * shards. Lines of `name = value`. */
#ifndef MEDLIT_INDEX_MANIFEST_H
#define MEDLIT_INDEX_MANIFEST_H

#include "index/index.h"

int manifest_write(const struct generation *generation, struct error *err);
/* Fills schema, analysis, shards and thesaurus. */
int manifest_read(struct generation *generation, struct error *err);

#endif
