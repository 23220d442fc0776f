/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/component.h"

/* Bit n of enum component. */
const char *const component_names[] = {
	"synonyms", "acronyms", "proximity", "feedback", "coverage", NULL};

uint32_t component_bit(struct slice name)
{
	for (uint32_t i = 0; component_names[i]; i++)
		if (slice_is(name, component_names[i]))
			return 1u << i;
	return 0;
}
