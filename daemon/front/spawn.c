/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "daemon/wire.h"

/* The front ignores SIGPIPE and handles others; a worker starts as usual. */
static void plain_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setflags(
		attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
}

static int start(
	char *const *arguments, int end, int thesaurus, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	plain_signals(&attributes);
	posix_spawn_file_actions_addopen(
		&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0);
	posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
	/* In this order: `end` may have the number of the second. */
	posix_spawn_file_actions_adddup2(&actions, end, WIRE_FD);
	if (thesaurus >= 0)
		posix_spawn_file_actions_adddup2(
			&actions, thesaurus, WIRE_THESAURUS_FD);
	int failed = posix_spawn(
		pid, arguments[0], &actions, &attributes, arguments, environ);

	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

pid_t spawn_worker(
	char *const *arguments, int thesaurus, int *fd, struct error *err)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return error_set_errno(
			err, "cannot make a socketpair for a worker");
	int failed = start(arguments, ends[1], thesaurus, &pid);

	close(ends[1]);
	if (failed) {
		close(ends[0]);
		errno = failed;
		return error_set_errno(err, "%s", arguments[0]);
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	*fd = ends[0];
	return pid;
}

char *spawn_default_program(void)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length > 0) {
		path[length] = '\0';
		char *slash = strrchr(path, '/');

		if (slash) {
			*slash = '\0';
			char *beside = memory_printf("%s/medlitd-worker", path);

			if (access(beside, X_OK) == 0)
				return beside;
			free(beside);
		}
	}
	return memory_copy(MEDLIT_LIBEXECDIR "/medlitd-worker");
}
