/* SPDX-License-Identifier: MIT */
/*
 * A run of bytes that somebody else owns.  Not terminated; may hold NULs.
 * Valid while its owner (an arena, a buffer, a mapped file) lives.
 */
#ifndef MEDLIT_BASE_SLICE_H
#define MEDLIT_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *data; /* NULL only when length is 0 */
	size_t length;	  /* bytes */
};

#define SLICE(literal)	   ((struct slice){literal, sizeof(literal) - 1})
#define SLICE_EMPTY	   ((struct slice){NULL, 0})
/* For printf("%.*s"). */
#define SLICE_PRINT(slice) (int)(slice).length, (slice).data ? (slice).data : ""

static inline struct slice slice_of(const char *text)
{
	struct slice slice = {text, text ? strlen(text) : 0};

	return slice;
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length &&
	       (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool slice_is(struct slice a, const char *text)
{
	return slice_equal(a, slice_of(text));
}

/* Bytewise order, a prefix before what it starts. */
int slice_compare(struct slice a, struct slice b);

/* Without ASCII white space at both ends. */
struct slice slice_trim(struct slice slice);

/* ASCII case ignored. */
bool slice_equal_fold(struct slice a, struct slice b);

bool slice_starts(struct slice slice, const char *prefix);

#endif
