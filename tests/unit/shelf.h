/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A real index of a few invented papers in a scratch folder, and a service that
 * answers from it. Whatever goes wrong here fails the test. */
#ifndef MEDLIT_TESTS_SHELF_H
#define MEDLIT_TESTS_SHELF_H

#include <jansson.h>

#include "daemon/worker/service.h"
#include "index/index.h"

struct shelf {
	char folder[64], index[80], thesaurus_path[80];
	struct settings settings;
	struct text_analyser *analyser;
	struct thesaurus *thesaurus;
	struct generation generation;
	struct xc_writer *writer;
	struct service *service; /* NULL until asked */
	struct arena arena;
};

/* thesaurus: its text, or NULL. */
void shelf_open(struct shelf *shelf, const char *thesaurus);
void shelf_close(struct shelf *shelf);

/* The id is given as PMID when it is all digits. */
void shelf_add(struct shelf *shelf, const char *id, const char *title,
	const char *abstract);
void shelf_put(struct shelf *shelf, struct document *document);
/* Publish the generation if it is new, and commit. */
void shelf_commit(struct shelf *shelf);
/* Start a second generation; what is put now is put there. */
void shelf_next_generation(struct shelf *shelf);

/* The reply to GET of a target; *status may be NULL. */
json_t *shelf_get(struct shelf *shelf, const char *target, unsigned *status);
/* GET /v1/search?q= with the question's bytes encoded, then `more`;
 * without feedback unless `more` says what to leave out. */
json_t *shelf_ask(struct shelf *shelf, struct slice question, const char *more);
/* The ids of a reply's hits, each with a blank behind. */
struct slice shelf_ids(struct shelf *shelf, const json_t *reply);

#endif
