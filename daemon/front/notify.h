/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What systemd's notify protocol needs, and no more: one datagram. */
#ifndef MEDLIT_DAEMON_NOTIFY_H
#define MEDLIT_DAEMON_NOTIFY_H

/* "READY=1", "RELOADING=1", "STOPPING=1"; nothing without NOTIFY_SOCKET. */
void notify_supervisor(const char *state);

#endif
