/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

char *path_join(const char *folder, const char *name)
{
	size_t length = strlen(folder), more = strlen(name);
	char *path = memory_new(length + more + 2), *at = path + length;

	memcpy(path, folder, length);
	if (length == 0 || at[-1] != '/')
		*at++ = '/';
	memcpy(at, name, more);
	return path;
}

char *path_of_ours(const char *name, const char *installed)
{
	char program[4096];
	ssize_t length =
		readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[length > 0 ? length : 0] = '\0';
	char *slash = strrchr(program, '/');

	if (slash) {
		*slash = '\0';
		/* Where libtool puts a program it has wrapped. */
		size_t folder = strlen(program);

		if (folder > 6 && strcmp(program + folder - 6, "/.libs") == 0)
			program[folder - 6] = '\0';
		char *beside = path_join(program, name);

		if (access(beside, R_OK) == 0)
			return beside;
		free(beside);
	}
	const char *last = strrchr(name, '/');

	return path_join(installed, last ? last + 1 : name);
}

int file_read(const char *path, size_t limit, struct buffer *out,
	struct error *err)
{
	int result = -1;
	size_t before = out->length;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_set_errno(err, "cannot read %s", path);
	for (;;) {
		char *at = buffer_reserve(out, 64 * 1024);
		ssize_t got = read(fd, at, 64 * 1024);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			error_set_errno(err, "cannot read %s", path);
			break;
		}
		out->length += (size_t)got;
		out->data[out->length] = '\0';
		if (out->length - before > limit) {
			error_set(err, ERROR_LIMIT,
				"%s is larger than %zu bytes", path, limit);
			break;
		}
		if (got == 0) {
			result = 0;
			break;
		}
	}
	close(fd);
	if (result < 0) {
		out->length = before;
		out->data[before] = '\0';
	}
	return result;
}

void file_mark_clear(struct file_mark *mark)
{
	if (mark->held)
		close(mark->fd);
	mark->held = false;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool file_changed(struct file_mark *mark, const char *path)
{
	struct stat now;

	if (mark->held && stat(path, &now) == 0 &&
		same_file(&mark->status, &now))
		return false;
	file_mark_clear(mark);
	mark->fd = open(path, O_PATH | O_CLOEXEC);
	mark->held = mark->fd >= 0;
	if (mark->held && fstat(mark->fd, &mark->status))
		file_mark_clear(mark);
	return true;
}

int write_whole(int fd, struct slice bytes)
{
	while (bytes.length > 0) {
		ssize_t done = write(fd, bytes.data, bytes.length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		bytes.data += done;
		bytes.length -= (size_t)done;
	}
	return 0;
}

int folder_sync(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return error_set_errno(err, "cannot open folder %s", path);
	int result = fsync(fd);

	if (result < 0)
		error_set_errno(err, "cannot sync folder %s", path);
	close(fd);
	return result;
}

/* As opendir(), but not through a link. */
static DIR *open_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !folder)
		close(fd);
	return folder;
}

static int file_sync(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return error_set_errno(err, "cannot open %s", path);
	int result = fsync(fd);

	if (result < 0)
		error_set_errno(err, "cannot sync %s", path);
	close(fd);
	return result;
}

int folder_sync_files(const char *path, struct error *err)
{
	int result = 0;
	DIR *folder = open_folder(path);

	if (!folder)
		return error_set_errno(err, "cannot open folder %s", path);
	for (struct dirent *item; result == 0 && (item = readdir(folder));) {
		char *inside = path_join(path, item->d_name);
		struct stat what;

		if (lstat(inside, &what) == 0 && S_ISREG(what.st_mode))
			result = file_sync(inside, err);
		free(inside);
	}
	closedir(folder);
	return result < 0 ? -1 : folder_sync(path, err);
}

static int sync_parent(const char *path, struct error *err)
{
	const char *slash = strrchr(path, '/');
	char *parent = slash == path ? memory_copy("/")
		       : slash	     ? memory_printf("%.*s",
				 (int)(slash - path), path)
				     : memory_copy(".");
	int result = folder_sync(parent, err);

	free(parent);
	return result;
}

int file_replace(const char *path, struct slice bytes, struct error *err)
{
	char *beside = memory_printf("%s.new", path);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	int result = -1;

	if (fd < 0) {
		error_set_errno(err, "cannot write %s", beside);
		goto out;
	}
	int wrong = write_whole(fd, bytes) < 0 || fsync(fd) < 0;
	int cause = errno;

	close(fd);
	errno = cause;
	if (wrong || rename(beside, path) < 0) {
		error_set_errno(err, "cannot write %s", path);
		unlink(beside);
		goto out;
	}
	result = sync_parent(path, err);
out:
	free(beside);
	return result;
}

int folder_make(const char *path, struct error *err)
{
	struct stat there;

	if (mkdir(path, 0755) == 0)
		return 0;
	if (errno == EEXIST && stat(path, &there) == 0) {
		if (S_ISDIR(there.st_mode))
			return 0;
		errno = ENOTDIR;
	}
	return error_set_errno(err, "cannot create folder %s", path);
}

int folder_remove(const char *path, struct error *err)
{
	int result = 0;
	DIR *folder = open_folder(path);

	if (!folder)
		return error_set_errno(err, "cannot open folder %s", path);
	for (struct dirent *item; result == 0 && (item = readdir(folder));) {
		struct stat what;

		if (strcmp(item->d_name, ".") == 0 ||
			strcmp(item->d_name, "..") == 0)
			continue;
		char *inside = path_join(path, item->d_name);

		if (lstat(inside, &what) == 0 && S_ISDIR(what.st_mode))
			result = folder_remove(inside, err);
		else if (unlink(inside) < 0)
			result = error_set_errno(err, "cannot remove %s",
				inside);
		free(inside);
	}
	closedir(folder);
	if (result == 0 && rmdir(path) < 0)
		result = error_set_errno(err, "cannot remove %s", path);
	return result;
}
