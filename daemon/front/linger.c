/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/linger.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/memory.h"

#define BYTES_MAX ((size_t)256 * 1024)

struct linger_socket {
	struct linger_socket *next, **from;
	struct linger_set *set;
	struct event *readable, *timer;
	int fd;
	size_t read;
};

static void linger_end(struct linger_socket *linger)
{
	*linger->from = linger->next;
	if (linger->next)
		linger->next->from = linger->from;
	linger->set->count--;
	event_free(linger->readable);
	event_free(linger->timer);
	close(linger->fd);
	free(linger);
}

static void discard(evutil_socket_t fd, short what, void *arg)
{
	struct linger_socket *linger = arg;
	char bytes[16384];
	ssize_t length = what & EV_TIMEOUT ? 0 : read(fd, bytes, sizeof(bytes));

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (length > 0)
		linger->read += (size_t)length;
	if (length <= 0 || linger->read > BYTES_MAX)
		linger_end(linger);
}

void linger_on(struct linger_set *set, int fd)
{
	static const struct timeval second = {1, 0};
	int copy = set->count < LINGER_MAX ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;

	if (copy < 0)
		return;
	struct linger_socket *linger = memory_new(sizeof(*linger));

	linger->set = set;
	linger->fd = copy;
	linger->from = &set->first;
	linger->next = set->first;
	if (linger->next)
		linger->next->from = &linger->next;
	set->first = linger;
	set->count++;
	linger->readable = event_new(
		set->base, copy, EV_READ | EV_PERSIST, discard, linger);
	linger->timer = evtimer_new(set->base, discard, linger);
	event_add(linger->readable, NULL);
	event_add(linger->timer, &second);
}

void linger_clear(struct linger_set *set)
{
	while (set->first)
		linger_end(set->first);
}
