/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The front process: sockets, signals, and the parts it is put together from.
 *
 *	SIGTERM, SIGINT: stop accepting, finish what runs, end; again: end now
 *	SIGHUP: read the settings anew; new workers take over when all are ready
 */
#ifndef MEDLIT_DAEMON_SERVER_H
#define MEDLIT_DAEMON_SERVER_H

#include "base/error.h"
#include "daemon/settings.h"

struct server;

/*
 * Listens and starts workers.  argc and argv are kept for reloads, the settings
 * are taken over.  ERROR_FORMAT: the configuration is wrong; any other: it
 * cannot start.
 */
struct server *server_open(
	struct settings *settings, int argc, char **argv, struct error *err);
/* Until a signal stops it: 0, or -1 when no worker ever started. */
int server_run(struct server *server);
void server_close(struct server *server);

#endif
