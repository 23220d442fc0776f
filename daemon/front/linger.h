/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing behind a reply while the peer still sends would destroy the reply:
 * the kernel answers unread bytes with a reset.  So the socket is kept a
 * moment, read and thrown away, until the peer closes.
 */
#ifndef MEDLIT_DAEMON_LINGER_H
#define MEDLIT_DAEMON_LINGER_H

struct event_base;
struct linger_socket;

struct linger_set {
	struct event_base *base;
	struct linger_socket *first;
	unsigned count;
};

#define LINGER_MAX 32u

/* Keep a copy of this socket for a second, and 256 KiB, at most; does nothing
 * when there are LINGER_MAX already. */
void linger_on(struct linger_set *set, int fd);
void linger_clear(struct linger_set *set);

#endif
