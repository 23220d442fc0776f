/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Three fences.  Resource limits are everywhere and bound what is used up.
 * seccomp is in every kernel of the supported systems and needs no rights, as a
 * namespace of users does; it takes away sockets, writing and new processes.
 * Landlock, where the kernel has it, leaves of the file system only what a
 * program needs to start, so that it cannot read what lies beside the papers.
 */
#include "config.h"

#include "indexer/reader/extract/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>
#include <seccomp.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Both are open, so there is no other; poll() takes no more than this. */
#define PARSE_FILES 2
/* Its libraries, opened one after the other, and a font or two. */
#define PROGRAM_FILES 32

static int limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit value = {soft, hard};

	return setrlimit(resource, &value);
}

/* The sanitizers' shadow needs terabytes of address space: no limit there. */
#ifdef MEDLIT_SANITIZERS
#define LIMIT_MEMORY false
#else
#define LIMIT_MEMORY true
#endif

static int set_limits(const struct sandbox *limits, rlim_t files)
{
	int failed = limit(RLIMIT_NOFILE, files, files) |
		     limit(RLIMIT_FSIZE, 0, 0) | limit(RLIMIT_CORE, 0, 0) |
		     limit(RLIMIT_CPU, limits->cpu, limits->cpu + 1);

	if (LIMIT_MEMORY)
		failed |= limit(RLIMIT_AS, limits->memory, limits->memory);
	failed |= prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	failed |= prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	return failed ? -1 : 0;
}

static const int parse_calls[] = {SCMP_SYS(brk), SCMP_SYS(clock_gettime),
	SCMP_SYS(close), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(fstat),
	SCMP_SYS(futex), SCMP_SYS(getpid), SCMP_SYS(getrandom),
	SCMP_SYS(gettid), SCMP_SYS(gettimeofday), SCMP_SYS(lseek),
	SCMP_SYS(_llseek), SCMP_SYS(madvise), SCMP_SYS(mmap), SCMP_SYS(mmap2),
	SCMP_SYS(mprotect), SCMP_SYS(mremap), SCMP_SYS(munmap), SCMP_SYS(poll),
	SCMP_SYS(ppoll), SCMP_SYS(pread64), SCMP_SYS(read), SCMP_SYS(readv),
	SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield),
	SCMP_SYS(sigaltstack), SCMP_SYS(time), SCMP_SYS(wait4),
	SCMP_SYS(waitid), SCMP_SYS(waitpid), SCMP_SYS(write), SCMP_SYS(writev)};

/* What the loader and the C++ library do besides. */
static const int run_calls[] = {SCMP_SYS(access), SCMP_SYS(arch_prctl),
	SCMP_SYS(dup), SCMP_SYS(execve), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(fadvise64), SCMP_SYS(fcntl),
	SCMP_SYS(fcntl64), SCMP_SYS(fstat64), SCMP_SYS(fstatat64),
	SCMP_SYS(fstatfs), SCMP_SYS(getcwd), SCMP_SYS(getdents64),
	SCMP_SYS(getegid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getrlimit), SCMP_SYS(getuid), SCMP_SYS(lstat),
	SCMP_SYS(newfstatat), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(rseq), SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
	SCMP_SYS(set_tid_address), SCMP_SYS(stat), SCMP_SYS(stat64),
	SCMP_SYS(statfs), SCMP_SYS(statx), SCMP_SYS(sysinfo),
	SCMP_SYS(ugetrlimit), SCMP_SYS(uname)};

/* A call this machine does not have is passed over by the library. */
static int allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) < 0)
			return -1;
	return 0;
}

/* A call with what its arguments must be. */
struct rule {
	int call;
	unsigned count;
	struct scmp_arg_cmp arguments[2];
};

static int allow_rules(
	scmp_filter_ctx filter, const struct rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
			    rules[i].call, rules[i].count,
			    rules[i].arguments) < 0)
			return -1;
	return 0;
}

/* Files may be opened, but only to be read; limits asked for, but only its
 * own. */
static int allow_reading(scmp_filter_ctx filter)
{
	const scmp_datum_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC |
				    O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
	const struct rule rules[] = {
		{SCMP_SYS(open), 1, {SCMP_A1(SCMP_CMP_MASKED_EQ, writes, 0)}},
		{SCMP_SYS(openat), 1, {SCMP_A2(SCMP_CMP_MASKED_EQ, writes, 0)}},
		{SCMP_SYS(prlimit64), 2,
			{SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A2(SCMP_CMP_EQ, 0)}},
	};

	return allow_rules(filter, rules, COUNT(rules));
}

/* What the C library makes of fstat(): of a descriptor, not of a path. */
static int allow_fstat(scmp_filter_ctx filter)
{
	const scmp_datum_t empty = AT_EMPTY_PATH;
	const struct rule rules[] = {
		{SCMP_SYS(newfstatat), 1,
			{SCMP_A3(SCMP_CMP_MASKED_EQ, empty, empty)}},
		{SCMP_SYS(fstatat64), 1,
			{SCMP_A3(SCMP_CMP_MASKED_EQ, empty, empty)}},
		{SCMP_SYS(statx), 1,
			{SCMP_A2(SCMP_CMP_MASKED_EQ, empty, empty)}},
	};

	return allow_rules(filter, rules, COUNT(rules));
}

static int filter_calls(bool run)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int failed = !filter;

	if (!failed)
		failed = allow(filter, parse_calls, COUNT(parse_calls));
	if (!failed && !run)
		failed = allow_fstat(filter);
	if (!failed && run)
		failed = allow(filter, run_calls, COUNT(run_calls)) ||
			 allow_reading(filter);
	if (!failed)
		failed = seccomp_load(filter) < 0;
	if (filter)
		seccomp_release(filter);
	return failed ? -1 : 0;
}

static void open_folder(int rules, const char *path)
{
	struct landlock_path_beneath_attr below = {
		.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE |
				  LANDLOCK_ACCESS_FS_READ_FILE |
				  LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(path, O_PATH | O_CLOEXEC | O_DIRECTORY)};

	if (below.parent_fd < 0)
		return; /* not on this system */
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		&below, 0);
	close(below.parent_fd);
}

/* Without Landlock the other fences stand. */
static void hide_files(const char *program)
{
	static const char *const folders[] = {
		"/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc"};
	struct landlock_ruleset_attr handled = {
		.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
	const char *slash = strrchr(program, '/');
	char folder[4096];
	int rules = (int)syscall(
		SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);

	if (rules < 0)
		return;
	for (size_t i = 0; i < COUNT(folders); i++)
		open_folder(rules, folders[i]);
	if (slash && slash > program &&
		(size_t)(slash - program) < sizeof(folder)) {
		memcpy(folder, program, (size_t)(slash - program));
		folder[slash - program] = '\0';
		open_folder(rules, folder);
	}
	syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}

int sandbox_parse(const struct sandbox *limits)
{
	return set_limits(limits, PARSE_FILES) != 0 ? -1 : filter_calls(false);
}

int sandbox_run(const struct sandbox *limits, const char *program)
{
	if (set_limits(limits, PROGRAM_FILES) != 0)
		return -1;
	hide_files(program);
	return filter_calls(true);
}
