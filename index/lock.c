/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One indexer at a time.  An fcntl lock ends with its process and those forked
 * by it, which end with it (base/process.h), however that ends; so there is no
 * stale lock, and the pid in the file is for the message.
 */
#include "config.h"

#include "index/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

struct index_lock {
	int fd;
};

static int busy(int fd, const char *index, struct error *err)
{
	char pid[32] = "";
	ssize_t got = pread(fd, pid, sizeof(pid) - 1, 0);

	if (got > 0)
		pid[strcspn(pid, "\n")] = '\0';
	return error_set(err, ERROR_BUSY,
		"%s is being changed by another medlit-index (pid %s): wait "
		"for it or stop it",
		index, pid[0] ? pid : "unknown");
}

struct index_lock *index_lock_open(const char *index, struct error *err)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	struct index_lock *lock = NULL;
	char *path = path_join(index, "lock");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0) {
		error_set_errno(err, "cannot open %s", path);
		goto out;
	}
	if (fcntl(fd, F_OFD_SETLK, &whole) < 0) {
		if (errno == EAGAIN || errno == EACCES)
			busy(fd, index, err);
		else
			error_set_errno(err, "cannot lock %s", path);
		close(fd);
		goto out;
	}
	if (ftruncate(fd, 0) < 0 || dprintf(fd, "%d\n", (int)getpid()) < 0) {
		error_set_errno(err, "cannot write %s", path);
		close(fd);
		goto out;
	}
	lock = memory_new(sizeof(*lock));
	lock->fd = fd;
out:
	free(path);
	return lock;
}

void index_lock_close(struct index_lock *lock)
{
	if (!lock)
		return;
	close(lock->fd);
	free(lock);
}
