/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper by its name. */
#ifndef MEDLIT_DAEMON_PAPER_H
#define MEDLIT_DAEMON_PAPER_H

#include "base/arena.h"
#include "libxapian-c/xapian-c.h"

/* The paper whose unique id, whose number in a register, or whose name by one
 * of its sources this is, with its record; no hits when there is none. */
struct xc_results *paper_find(struct xc_searcher *searcher, struct slice id,
	struct arena *arena, struct xc_error *error);

#endif
