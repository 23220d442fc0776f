/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/component.h"

/* Bit n of enum component. */
static const char *const names[] = {
	"synonyms", "acronyms", "proximity", "feedback"};

uint32_t component_bit(struct slice name)
{
	for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_is(name, names[i]))
			return 1u << i;
	return 0;
}
