/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Room on the disk. */
#ifndef MEDLIT_INDEXER_SPACE_H
#define MEDLIT_INDEXER_SPACE_H

#include <stdint.h>

#include "base/error.h"

/* Bytes of all files below a folder. */
uint64_t space_used(const char *folder);
/* Bytes that a program may still write to the disk of the folder; UINT64_MAX
 * where that cannot be told. */
uint64_t space_free(const char *folder);
/* ERROR_LIMIT when there is less room for `what` ("rebuild") than this many
 * bytes on the disk of the folder; where that cannot be told there is room. */
int space_need(const char *folder, const char *what, uint64_t bytes,
	struct error *err);

#endif
