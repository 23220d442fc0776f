/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ADDRESS:PORT as people write it, and as sockets want it. */
#ifndef MEDLIT_DAEMON_ADDRESS_H
#define MEDLIT_DAEMON_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/error.h"

#define ADDRESS_TEXT_MAX 64

struct address {
	struct sockaddr_storage socket;
	socklen_t length;
	bool loopback; /* reached from this machine only */
};

/* "127.0.0.1:8017", "[::1]:8017", "localhost:8017"; no other name is looked
 * up.  Port 0 lets the system choose. */
int address_parse(const char *text, struct address *out, struct error *err);

/* Without the port: "127.0.0.1", "::1". */
void address_host(const struct address *address, char text[ADDRESS_TEXT_MAX]);
unsigned address_port(const struct address *address);

#endif
