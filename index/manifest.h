/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manifest of a generation: what a reader must know before it opens the
 * shards. Lines of `name = value`. */
#ifndef MEDLIT_INDEX_MANIFEST_H
#define MEDLIT_INDEX_MANIFEST_H

#include "index/index.h"

/* The file of the thesaurus where a manifest names none. */
#define MANIFEST_IMAGE "thesaurus.image"

int manifest_write(const struct generation *generation, struct error *err);
/* Fills schema, analysis, shards, thesaurus, image and pending. */
int manifest_read(struct generation *generation, struct error *err);
/* "g000012" to 12; 0 for any other name. */
unsigned generation_number(const char *name);
/* The greatest number below this one that is a generation's; 0: none. */
unsigned generation_before(const char *index, unsigned number);
/* The generation of this name, of any version. */
int generation_named(const char *index, const char *name,
	struct generation *out, struct error *err);
/* Let CURRENT name the generation, anew or again. */
int current_write(const char *index, const struct generation *generation,
	struct error *err);

#endif
