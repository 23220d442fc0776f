/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens the sockets that are listened on; all non-blocking and closed on exec.
 */
#ifndef MEDLIT_DAEMON_LISTEN_H
#define MEDLIT_DAEMON_LISTEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "daemon/address.h"

/*
 * A unix socket at `path` with these permission bits from its first moment on.
 * A socket file nobody answers on is replaced; one somebody answers on is
 * ERROR_BUSY.  Makes the folder it is in, not more.
 */
int listen_unix(const char *path, uint32_t mode, struct error *err);

/* ERROR_BUSY when the port is taken. */
int listen_tcp(const struct address *address, struct error *err);

/* How many sockets a supervisor passed, from descriptor 3 on (LISTEN_FDS). */
#define LISTEN_PASSED 3
int listen_passed(void);

#endif
