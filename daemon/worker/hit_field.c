/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/hit_field.h"

#include "daemon/worker/request.h"

/* Bit n of enum hit_field. */
const char *const hit_field_names[] = {"rank", "id", "ids", "score", "title",
	"authors", "journal", "publisher", "year", "date", "volume", "issue",
	"pages", "types", "status", "url", "matched_as", "snippets", "all",
	NULL};

uint32_t hit_field_bit(struct slice name)
{
	if (slice_is(name, "all"))
		return HIT_ALL;
	for (uint32_t i = 0; hit_field_names[i]; i++) {
		if (slice_is(name, hit_field_names[i]))
			return 1u << i;
	}
	return 0;
}
