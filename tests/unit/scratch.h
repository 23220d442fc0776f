/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of the test's own, removed when it ends. */
#ifndef MEDLIT_TESTS_SCRATCH_H
#define MEDLIT_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

static inline char *scratch_make(char *path, size_t room)
{
	const char *temporary = getenv("TMPDIR");

	snprintf(path, room, "%s/medlit-XXXXXX",
		temporary ? temporary : "/tmp");
	return mkdtemp(path);
}

static inline void scratch_remove(const char *path)
{
	folder_remove(path, NULL);
}

#endif
