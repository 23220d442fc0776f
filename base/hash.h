/* SPDX-License-Identifier: MIT */
/*
 * FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): for tables and for
 * short stable names.  No defence against somebody who looks for collisions.
 */
#ifndef MEDLIT_BASE_HASH_H
#define MEDLIT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START 0xcbf29ce484222325ULL

static inline uint64_t hash_add(uint64_t hash, const void *data, size_t length)
{
	const unsigned char *at = data;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ at[i]) * 0x100000001b3ULL;
	return hash;
}

static inline uint64_t hash_bytes(const void *data, size_t length)
{
	return hash_add(HASH_START, data, length);
}

#endif
