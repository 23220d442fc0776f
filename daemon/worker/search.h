/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second flow: a question comes out as an answer. */
#ifndef MEDLIT_DAEMON_SEARCH_H
#define MEDLIT_DAEMON_SEARCH_H

#include "base/buffer.h"
#include "daemon/wire.h"
#include "daemon/worker/engine.h"

/* Appends the answer as JSON. */
int search_run(const struct engine *engine, const struct wire_request *wire,
	struct buffer *out, struct fault *fault);

#endif
