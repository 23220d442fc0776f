/* SPDX-License-Identifier: MIT */
/* English behind a number: 1 paper, 2 papers. */
#ifndef MEDLIT_BASE_PLURAL_H
#define MEDLIT_BASE_PLURAL_H

#include <stdint.h>

/* The word that stands behind `count`. */
static inline const char *plural(
	uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

/* The ending of a word that takes an s: "%llu paper%s". */
static inline const char *plural_s(uint64_t count)
{
	return plural(count, "", "s");
}

#endif
