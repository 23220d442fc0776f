/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock that deadlines are of: CLOCK_MONOTONIC in ns, 0 = none. */
#ifndef MEDLIT_DAEMON_CLOCK_H
#define MEDLIT_DAEMON_CLOCK_H

#include <stdint.h>

uint64_t clock_now(void);
/* Is the deadline over?  Never, when there is none. */
int clock_is_late(uint64_t deadline);

#endif
