/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON as it is told, front to back: a tree made first and printed then
 * took a third of what a worker spends around the engine.  Commas, escapes and
 * clean UTF-8 are seen to here; that objects end as they began, and that no
 * name comes twice, is the caller's to see to.
 */
#ifndef MEDLIT_DAEMON_JSON_H
#define MEDLIT_DAEMON_JSON_H

#include "base/buffer.h"
#include "base/slice.h"

struct json {
	struct buffer *out; /* appended to */
	int more;           /* a comma is due before the next value */
};

/* Every value has a name inside an object, and NULL inside an array. */
void json_begin(struct json *json, const char *name, char bracket); /* { [ */
void json_end(struct json *json, char bracket);                     /* } ] */
/* Always a string: what is not UTF-8 becomes U+FFFD. */
void json_put_string(struct json *json, const char *name, struct slice text);
/* As that; an empty text is left out. */
void json_put_slice(struct json *json, const char *name, struct slice text);
void json_put_text(struct json *json, const char *name, const char *text);
void json_put_number(struct json *json, const char *name, uint64_t number);
/* Eight digits; what is not finite is left out. */
void json_put_real(struct json *json, const char *name, double number);
/* All digits that tell it from others; what is not finite is left out. */
void json_put_exact(struct json *json, const char *name, double number);
void json_put_boolean(struct json *json, const char *name, int is_true);
/* The members of an object that is JSON already. */
void json_put_members(struct json *json, struct slice object);
/* Ends the outermost object, and the line. */
void json_finish(struct json *json);

#endif
