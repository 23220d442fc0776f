/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting our slices into jansson's objects, and those into bytes. */
#ifndef MEDLIT_DAEMON_JSON_H
#define MEDLIT_DAEMON_JSON_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/slice.h"

/* Always a string: what is not UTF-8 becomes U+FFFD. */
json_t *json_slice(struct slice text);
/* Under `name`; an empty text is left out. */
void json_put_slice(json_t *object, const char *name, struct slice text);
void json_put_text(json_t *object, const char *name, const char *text);
void json_put_number(json_t *object, const char *name, uint64_t number);
/* [a,b] */
json_t *json_pair(uint64_t a, uint64_t b);

/* Appends the value on one line with a line feed, and drops it. */
void json_finish(json_t *value, struct buffer *out);

#endif
