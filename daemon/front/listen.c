/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define BACKLOG 1024
#define KIND    (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)

/* A folder that is gone since the last boot, as /run/medlit, is made anew; what
 * is missing above it, or in /, was mistyped. */
static bool may_make(char *folder)
{
	char *slash = strrchr(folder, '/');
	struct stat above;

	if (!slash)
		return true;
	if (slash == folder)
		return false;
	*slash = '\0';
	int there = stat(folder, &above) == 0 && S_ISDIR(above.st_mode);

	*slash = '/';
	return there;
}

static int make_folder(const char *path, struct error *err)
{
	char *folder = memory_copy(path);
	char *slash = strrchr(folder, '/');
	struct stat there;
	int result = 0;

	if (slash && slash != folder) {
		*slash = '\0';
		if (stat(folder, &there) && errno == ENOENT &&
			!may_make(folder))
			result = error_set(err, ERROR_IO,
				"there is no folder %s for the socket: create "
				"it, or name another socket with --socket",
				folder);
		else
			result = folder_make(folder, err);
	}
	free(folder);
	return result;
}

static int open_and_connect(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, KIND, 0);

	if (fd < 0)
		return -1;
	int result =
		connect(fd, (const struct sockaddr *)address, sizeof(*address));
	int cause = errno;

	close(fd);
	errno = cause;
	return result;
}

/* Nobody listens behind the file of a daemon that was killed. */
static int remove_stale(const struct sockaddr_un *address, struct error *err)
{
	const char *path = address->sun_path;
	struct stat status;

	if (lstat(path, &status))
		return errno == ENOENT ? 0
				       : error_set_errno(
						 err, "cannot look at %s", path);
	if (!S_ISSOCK(status.st_mode))
		return error_set(err, ERROR_IO,
			"%s is there and is not a socket: remove it, or name "
			"another with --socket",
			path);
	if (open_and_connect(address) == 0 || errno == EAGAIN)
		return error_set(err, ERROR_BUSY,
			"another medlitd answers on %s: stop it, or name "
			"another with --socket",
			path);
	if (errno != ECONNREFUSED)
		return error_set_errno(err, "cannot look at %s", path);
	if (unlink(path) && errno != ENOENT)
		return error_set_errno(err, "cannot replace %s", path);
	return 0;
}

static int bind_with_mode(
	int fd, const struct sockaddr_un *address, uint32_t mode)
{
	/* bind() makes the file; a chmod() afterwards would come too late. */
	mode_t before = umask(~mode & 0777);
	int result =
		bind(fd, (const struct sockaddr *)address, sizeof(*address));

	umask(before);
	return result;
}

int listen_unix(const char *path, uint32_t mode, struct error *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(err, ERROR_INVALID,
			"the path of a socket is too long: %s", path);
	strcpy(address.sun_path, path);
	if (make_folder(path, err) || remove_stale(&address, err))
		return -1;
	int fd = socket(AF_UNIX, KIND, 0);

	if (fd < 0)
		return error_set_errno(err, "cannot listen on %s", path);
	if (bind_with_mode(fd, &address, mode) || listen(fd, BACKLOG)) {
		error_set_errno(err, "cannot listen on %s", path);
		close(fd);
		return -1;
	}
	return fd;
}

int listen_tcp(const struct address *address, struct error *err)
{
	char host[ADDRESS_TEXT_MAX];
	int on = 1;
	int fd = socket(address->socket.ss_family, KIND, 0);

	address_host(address, host);
	if (fd < 0)
		return error_set_errno(err, "cannot listen on %s", host);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->socket.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&address->socket,
		    address->length) ||
		listen(fd, BACKLOG)) {
		if (errno == EADDRINUSE)
			error_set(err, ERROR_BUSY,
				"port %u of %s is taken by another program: "
				"stop that, or listen on another",
				address_port(address), host);
		else
			error_set_errno(err, "cannot listen on port %u of %s",
				address_port(address), host);
		close(fd);
		return -1;
	}
	return fd;
}

int listen_passed(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");

	if (!pid || !fds || strtol(pid, NULL, 10) != getpid())
		return 0;
	long count = strtol(fds, NULL, 10);

	if (count < 0 || count > 16)
		return 0;
	for (int fd = LISTEN_PASSED; fd < LISTEN_PASSED + count; fd++) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, O_NONBLOCK);
	}
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	return (int)count;
}
