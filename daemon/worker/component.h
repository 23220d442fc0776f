/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parts of the search that a request may leave out, to measure what each of
 * them adds: without=proximity,feedback.
 */
#ifndef MEDLIT_DAEMON_COMPONENT_H
#define MEDLIT_DAEMON_COMPONENT_H

#include <stdint.h>

#include "base/slice.h"

enum component {
	COMPONENT_SYNONYMS = 1 << 0,  /* concepts, joined neighbours */
	COMPONENT_ACRONYMS = 1 << 1,  /* a short form is more than a word */
	COMPONENT_PROXIMITY = 1 << 2, /* see nearness.h */
	COMPONENT_FEEDBACK = 1 << 3,  /* see feedback.h */
	COMPONENT_COVERAGE = 1 << 4,  /* see nearness.h */
};

/* Their names, up to a NULL. */
extern const char *const component_names[];
/* The bit of a name, 0 when it is none. */
uint32_t component_bit(struct slice name);

#endif
