/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/slice.h"

#include <strings.h>

int slice_compare(struct slice a, struct slice b)
{
	size_t shared = a.length < b.length ? a.length : b.length;
	int order = shared ? memcmp(a.data, b.data, shared) : 0;

	if (order != 0)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice slice)
{
	while (slice.length > 0 && is_space(slice.data[0])) {
		slice.data++;
		slice.length--;
	}
	while (slice.length > 0 && is_space(slice.data[slice.length - 1]))
		slice.length--;
	return slice;
}

bool slice_equal_fold(struct slice a, struct slice b)
{
	return a.length == b.length &&
	       (a.length == 0 || strncasecmp(a.data, b.data, a.length) == 0);
}

bool slice_starts(struct slice slice, const char *prefix)
{
	size_t length = strlen(prefix);

	return slice.length >= length &&
	       memcmp(slice.data ? slice.data : "", prefix, length) == 0;
}
