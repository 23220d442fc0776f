/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a question quotes: what stands between two quotation marks. */
#ifndef MEDLIT_DAEMON_QUOTE_H
#define MEDLIT_DAEMON_QUOTE_H

#include <stdint.h>

#include "base/arena.h"

struct quote {
	uint32_t start, end; /* bytes between the marks */
};
#define QUOTE_NONE UINT32_MAX

struct quotes {
	struct quote *items; /* by start, apart */
	size_t count;
	uint32_t open; /* the mark that none closes, or QUOTE_NONE */
};

/* Marks (", U+201C, U+201D) pair up in order; a last one without partner opens
 * nothing. */
struct quotes quotes_find(struct slice text, struct arena *arena);

#endif
