/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of papers (document_names()) to the ids of their entries: as this run
 * left them, else as the index has them.
 */
#ifndef MEDLIT_INDEXER_PAPERS_H
#define MEDLIT_INDEXER_PAPERS_H

#include "index/index.h"

struct papers;

/* A generation without a path, or NULL, is one without papers. */
struct papers *papers_open(
	const struct generation *generation, struct error *err);
/* NULL is fine. */
void papers_close(struct papers *papers);

/* 1 and the id of an entry, in the arena; 0: no paper of that name; -1. */
int papers_find(struct papers *papers, struct slice name, struct slice *id,
	struct arena *arena, struct error *err);
/* From now on the name is of that entry; an empty id: of none. */
void papers_set(struct papers *papers, struct slice name, struct slice id);

#endif
