/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that write an answer share. */
#ifndef MEDLIT_DAEMON_REPLY_INTERNAL_H
#define MEDLIT_DAEMON_REPLY_INTERNAL_H

#include "daemon/worker/json.h"
#include "daemon/worker/reply.h"

/* Its slug and its preferred name. */
void reply_put_concept(
	struct json *json, const struct reply *reply, uint32_t concept);
/* The member "explanation" of a hit. */
void reply_put_explanation(
	struct json *json, const struct reply *reply, size_t hit);

#endif
