/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of what a request may want of a hit: fields=title,year. */
#ifndef MEDLIT_DAEMON_HIT_FIELD_H
#define MEDLIT_DAEMON_HIT_FIELD_H

#include <stdint.h>

#include "base/slice.h"

/* Their names, and "all", up to a NULL. */
extern const char *const hit_field_names[];
/* The bit of enum hit_field that a name has, 0 when it is none. */
uint32_t hit_field_bit(struct slice name);

#endif
