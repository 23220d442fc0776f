/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in a file, in 64 bits (XXH3): against decay, not against malice. */
#ifndef MEDLIT_INDEX_DIGEST_H
#define MEDLIT_INDEX_DIGEST_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/error.h"

/*
 * The digest of all bytes of a regular file, never 0, and its status as it was
 * when reading began (may be NULL).  ERROR_IO, ERROR_NOT_FOUND, or ERROR_FORMAT
 * for anything but a regular file, which is not opened for long.
 */
int digest_file(const char *path, uint64_t *digest, struct stat *status,
	struct error *err);
/* The same of its first bytes alone, of all when it has no more. */
int digest_start(const char *path, uint64_t most, uint64_t *digest,
	struct stat *status, struct error *err);

#endif
