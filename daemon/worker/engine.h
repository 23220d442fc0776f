/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the stages of one request work with. */
#ifndef MEDLIT_DAEMON_ENGINE_H
#define MEDLIT_DAEMON_ENGINE_H

#include "base/arena.h"
#include "daemon/settings.h"
#include "daemon/worker/fault.h"
#include "daemon/worker/snapshot.h"

struct engine {
	const struct settings *settings;
	struct text_analyser *analyser;
	struct snapshot *snapshot;
	struct arena *arena; /* emptied after the request */
};

#endif
