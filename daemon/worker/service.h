/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of a worker: one searcher, one thesaurus, one arena; it turns the
 * bytes of a request into the bytes of a reply.  worker.c owns the socket and
 * the loop around it.
 */
#ifndef MEDLIT_DAEMON_SERVICE_H
#define MEDLIT_DAEMON_SERVICE_H

#include "base/error.h"
#include "daemon/settings.h"
#include "daemon/wire.h"

struct service;

/* Opens index and thesaurus; the error says why a worker cannot serve. */
struct service *service_open(const struct settings *settings,
	struct error *err);
/* The compiled thesaurus of the settings, empty when they name none. */
struct slice service_thesaurus(const struct service *service);
void service_close(struct service *service);

/*
 * Answer one request; there is always a reply, a failure is a problem+json one
 * (RFC 9457).  Never fails, exits or logs.  The reply's slices are valid until
 * the next call.
 */
void service_answer(struct service *service,
	const struct wire_request *request, struct wire_reply *reply);

#endif
