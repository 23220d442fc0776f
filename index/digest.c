/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/memory.h"

#define PIECE ((size_t)256 * 1024)

static int digest_open(int fd, uint64_t most, uint64_t *digest)
{
	XXH3_state_t *state = XXH3_createState();
	char *piece = memory_new(PIECE);
	ssize_t got;

	XXH3_64bits_reset(state);
	do {
		got = read(fd, piece, most < PIECE ? (size_t)most : PIECE);
		if (got > 0) {
			XXH3_64bits_update(state, piece, (size_t)got);
			most -= (uint64_t)got;
		}
	} while (got > 0 || (got < 0 && errno == EINTR));
	*digest = XXH3_64bits_digest(state);
	*digest += *digest == 0;
	free(piece);
	XXH3_freeState(state);
	return got < 0 ? -1 : 0;
}

int digest_start(const char *path, uint64_t most, uint64_t *digest,
	struct stat *status, struct error *err)
{
	struct stat found;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int result = 0;

	if (fd < 0)
		return error_set_errno(err, "cannot open %s", path);
	if (fstat(fd, &found) < 0)
		result = error_set_errno(err, "cannot look at %s", path);
	else if (!S_ISREG(found.st_mode))
		result = error_set(
			err, ERROR_FORMAT, "%s is no regular file", path);
	else if (digest_open(fd, most, digest) < 0)
		result = error_set_errno(err, "cannot read %s", path);
	else if (status)
		*status = found;
	close(fd);
	return result;
}

int digest_file(const char *path, uint64_t *digest, struct stat *status,
	struct error *err)
{
	return digest_start(path, UINT64_MAX, digest, status, err);
}
