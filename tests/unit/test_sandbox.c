/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a confined process can no longer do, tried call by call. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "indexer/reader/extract/sandbox.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static char folder[] = "/tmp/medlit-sandbox-XXXXXX";
static char existing[64], other[64];

static int try_socket(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static int try_unix(void) { return socket(AF_UNIX, SOCK_STREAM, 0); }
static int try_pair(void)
{
	int fds[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
}
static int try_create(void) { return open(other, O_WRONLY | O_CREAT, 0600); }
static int try_write(void) { return open(existing, O_WRONLY); }
static int try_change(void) { return open(existing, O_RDWR); }
static int try_cut(void) { return truncate(existing, 0); }
static int try_unlink(void) { return unlink(existing); }
static int try_rename(void) { return rename(existing, other); }
static int try_link(void) { return link(existing, other); }
static int try_mode(void) { return chmod(existing, 0777); }
static int try_folder(void) { return mkdir(other, 0700); }
static int try_fork(void) { return (int)fork(); }
static int try_kill(void) { return kill(getppid(), 0); }
static int try_read(void) { return open(existing, O_RDONLY); }
static int try_system(void) { return open("/etc/passwd", O_RDONLY); }

enum outcome {
	FAILS,
	WORKS,
	FAILS_WITH_LANDLOCK,
};

static const struct {
	const char *name;
	int (*call)(void);
	enum outcome parse, run;
} rows[] = {
	{"socket(AF_INET)", try_socket, FAILS, FAILS},
	{"socket(AF_UNIX)", try_unix, FAILS, FAILS},
	{"socketpair()", try_pair, FAILS, FAILS},
	{"open(O_CREAT)", try_create, FAILS, FAILS},
	{"open(O_WRONLY)", try_write, FAILS, FAILS},
	{"open(O_RDWR)", try_change, FAILS, FAILS},
	{"truncate()", try_cut, FAILS, FAILS},
	{"unlink()", try_unlink, FAILS, FAILS},
	{"rename()", try_rename, FAILS, FAILS},
	{"link()", try_link, FAILS, FAILS},
	{"chmod()", try_mode, FAILS, FAILS},
	{"mkdir()", try_folder, FAILS, FAILS},
	{"fork()", try_fork, FAILS, FAILS},
	{"kill()", try_kill, FAILS, FAILS},
	{"open(O_RDONLY)", try_read, FAILS, FAILS_WITH_LANDLOCK},
	{"open(/etc/passwd)", try_system, FAILS, WORKS},
};

static bool has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0,
		       LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

/* A process of its own: 0 the call failed, 1 it worked, 2 not confined. */
static int attempt(int (*call)(void), bool run)
{
	const struct sandbox limits = {.cpu = 10,
		.memory = (uint64_t)512 * 1024 * 1024};
	pid_t child = fork();
	int status;

	if (child == 0) {
		int failed = run ? sandbox_run(&limits, "/bin/sh")
				 : sandbox_parse(&limits);

		_exit(failed ? 2 : call() >= 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void check_rows(bool run)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum outcome wanted = run ? rows[i].run : rows[i].parse;
		int seen = attempt(rows[i].call, run);

		if (wanted == FAILS_WITH_LANDLOCK)
			wanted = has_landlock() ? FAILS : WORKS;
		if (seen == (wanted == WORKS))
			continue;
		fail_msg("%s %s", rows[i].name,
			seen == 2 ? "not confined" : seen ? "works" : "fails");
	}
	assert_int_equal(access(existing, F_OK), 0);
	assert_int_equal(access(other, F_OK), -1);
}

static void a_parser_can_do_nothing(void **state)
{
	(void)state;
	check_rows(false);
}

static void a_program_can_read_the_system(void **state)
{
	(void)state;
	check_rows(true);
}

/* Everything is there when nothing is confined: the rows can fail. */
static void the_calls_work_outside(void **state)
{
	(void)state;
	assert_true(try_socket() >= 0);
	assert_true(try_write() >= 0);
	assert_true(try_read() >= 0);
	assert_int_equal(try_kill(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_parser_can_do_nothing),
		cmocka_unit_test(a_program_can_read_the_system),
		cmocka_unit_test(the_calls_work_outside),
	};
	int failed, file;

	if (!mkdtemp(folder))
		return 1;
	snprintf(existing, sizeof(existing), "%s/existing", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	file = open(existing, O_WRONLY | O_CREAT, 0600);
	close(file);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(existing);
	rmdir(folder);
	return failed;
}
