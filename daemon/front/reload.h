/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Settings and thesaurus read anew, whole or not at all: all of the new is good
 * and a second set of workers ready with it before anything of the old is given
 * up.
 *
 *	start -> begin: read settings, token -> pool: workers -> ended
 *	           ^            '--- wrong ------------------------^ |
 *	           '------ asked for meanwhile: once more -----------'
 *
 * Who asks while one is under way is answered by the one after it, which reads
 * what there was when they asked; however many ask, that is one.
 */
#ifndef MEDLIT_DAEMON_RELOAD_H
#define MEDLIT_DAEMON_RELOAD_H

#include "daemon/front/front.h"
#include "daemon/settings.h"

struct reload;
struct reload_waiter;

/* `settings` are those in force and are taken over; argc and argv are kept. */
struct reload *reload_new(
	struct front *front, struct settings *settings, int argc, char **argv);
void reload_free(struct reload *reload);

/* Those in force; until the next reload. */
const struct settings *reload_settings(const struct reload *reload);

/* done(): NULL, or why the old settings and workers stay; not called before
 * this returns.  A NULL done is not called. */
typedef void reload_done(void *arg, const char *reason);
struct reload_waiter *reload_start(
	struct reload *reload, reload_done *done, void *arg);
/* done() will not be called. */
void reload_cancel(struct reload_waiter *waiter);

/* What the pool tells its owner: the new workers took over (NULL), or why the
 * old ones stay. */
void reload_ended(struct reload *reload, const char *reason);

#endif
