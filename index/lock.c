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

/* Who only looks leaves no pid. */
static int busy(int fd, const char *index, struct error *err)
{
	struct flock other = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char pid[32] = "";

	if (fcntl(fd, F_OFD_GETLK, &other) == 0 && other.l_type == F_RDLCK)
		return error_set(err, ERROR_BUSY,
			"%s is being verified by another medlit-index: wait "
			"for it or stop it",
			index);
	ssize_t got = pread(fd, pid, sizeof(pid) - 1, 0);

	if (got > 0)
		pid[strcspn(pid, "\n")] = '\0';
	return error_set(err, ERROR_BUSY,
		"%s is being changed by another medlit-index (pid %s): wait "
		"for it or stop it",
		index, pid[0] ? pid : "unknown");
}

/* -1: somebody else's lock forbids it, or the system does. */
static int take(int fd, short type, const char *index, const char *path,
	struct error *err)
{
	struct flock whole = {.l_type = type, .l_whence = SEEK_SET};

	if (fcntl(fd, F_OFD_SETLK, &whole) == 0)
		return 0;
	if (errno == EAGAIN || errno == EACCES)
		return busy(fd, index, err);
	return error_set_errno(err, "cannot lock %s", path);
}

static struct index_lock *lock_new(int fd)
{
	struct index_lock *lock = memory_new(sizeof(*lock));

	lock->fd = fd;
	return lock;
}

struct index_lock *index_lock_open(const char *index, struct error *err)
{
	struct index_lock *lock = NULL;
	char *path = path_join(index, "lock");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0) {
		error_set_errno(err, "cannot open %s", path);
		goto out;
	}
	if (take(fd, F_WRLCK, index, path, err) < 0) {
		close(fd);
		goto out;
	}
	if (ftruncate(fd, 0) < 0 || dprintf(fd, "%d\n", (int)getpid()) < 0) {
		error_set_errno(err, "cannot write %s", path);
		close(fd);
		goto out;
	}
	lock = lock_new(fd);
out:
	free(path);
	return lock;
}

struct index_lock *index_lock_share(const char *index, struct error *err)
{
	struct index_lock *lock = NULL;
	char *path = path_join(index, "lock");
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		error_set_errno(err, "cannot open %s", path);
	else if (take(fd, F_RDLCK, index, path, err) < 0)
		close(fd);
	else
		lock = lock_new(fd);
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
