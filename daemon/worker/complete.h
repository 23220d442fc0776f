/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The start of a name to whole names, with their concepts and how many papers
 * mention these by whatever name: for a box that completes what is typed.
 * Names come from the thesaurus, never from what others asked.
 */
#ifndef MEDLIT_DAEMON_COMPLETE_H
#define MEDLIT_DAEMON_COMPLETE_H

#include "base/buffer.h"
#include "daemon/worker/engine.h"
#include "daemon/worker/request.h"

/* Appends the answer as JSON: at most request->limit names, those of the most
 * frequent concepts first, one of a concept. */
int complete_names(const struct engine *engine, const struct request *request,
	struct buffer *out, struct fault *fault);

#endif
