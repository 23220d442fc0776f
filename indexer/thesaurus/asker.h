/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A worker of the daemon, started for ourselves: a question is answered by the
 * very program that answers readers, with a thesaurus of our choice.
 */
#ifndef MEDLIT_INDEXER_ASKER_H
#define MEDLIT_INDEXER_ASKER_H

#include <jansson.h>

#include "base/error.h"
#include "base/slice.h"

struct asker;

/* Returns once the worker is ready; its own words say why it is not. */
struct asker *asker_open(
	const char *index, const char *thesaurus, struct error *err);
void asker_close(struct asker *asker); /* NULL is fine */

/* Each question sent is answered by one reply, in their order. */
int asker_send(struct asker *asker, struct slice question, struct error *err);
/*
 * The reply to /v1/search: *reply, the caller's.  NULL in it: the daemon
 * refuses this question, *err says why, and the next one may be sent.
 */
int asker_receive(struct asker *asker, json_t **reply, struct error *err);

#endif
