/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a request gets no answer, as HTTP will say it: the inside of a worker
 * passes this on instead of struct error, because a reply needs a status, a
 * stable word and the limit that was broken.
 */
#ifndef MEDLIT_DAEMON_FAULT_H
#define MEDLIT_DAEMON_FAULT_H

#include <stdint.h>

#include "base/error.h"
#include "libxapian-c/xapian-c.h"

struct fault {
	unsigned status;  /* HTTP */
	const char *code; /* "too_long": see ARCHITECTURE.md */
	uint64_t limit;   /* the limit that was broken, or 0 */
	int has_position; /* 1: `position` is the byte of the question */
	uint32_t position;
	int retry;        /* 1: the same request may be answered later */
	char detail[ERROR_TEXT_MAX];
};

/* Both return -1. */
int fault_set(struct fault *fault, unsigned status, const char *code,
	uint64_t limit, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* What the engine said. */
int fault_set_engine(struct fault *fault, const struct xc_error *error);

#endif
