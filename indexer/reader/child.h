/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running medlit-extract: a page in, its frames out, within its limits. */
#ifndef MEDLIT_READER_CHILD_H
#define MEDLIT_READER_CHILD_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

/*
 * Appends the frames of the page.  ERROR_NOT_FOUND: no such program.
 * ERROR_LIMIT: it took more than `seconds`, its CPU time, memory or output.
 * ERROR_FORMAT: it died of the page, or cannot read its encoding.
 */
int child_extract(const char *program, struct slice page, unsigned seconds,
	struct buffer *frames, struct error *err);

#endif
