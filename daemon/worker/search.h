/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second flow: a question comes out as an answer. */
#ifndef MEDLIT_DAEMON_SEARCH_H
#define MEDLIT_DAEMON_SEARCH_H

#include "base/arena.h"
#include "base/buffer.h"
#include "daemon/worker/fault.h"
#include "daemon/settings.h"
#include "daemon/worker/snapshot.h"
#include "daemon/wire.h"

/* What the stages of one request work with. */
struct engine {
	const struct settings *settings;
	struct text_analyser *analyser;
	struct snapshot *snapshot;
	struct arena *arena; /* emptied after the request */
};

/* Appends the answer as JSON. */
int search_run(const struct engine *engine, const struct wire_request *wire,
	struct buffer *out, struct fault *fault);

#endif
