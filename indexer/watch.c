/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * watch PATH...: sync, and then sync what changes until a signal comes.
 *
 *	event --> gather until it is quiet --> mirror_run() of these paths
 *
 * The folders are watched before they are read, so that no change falls in
 * between.
 */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "indexer/commands.h"
#include "indexer/mirror.h"
#include "indexer/watcher.h"

/* Milliseconds: a batch begins when nothing has happened for so long, or when
 * the first event is so old. A paper is to be found two seconds after its file
 * was closed. */
#define QUIET_MS  150
#define GATHER_MS 800
/* How long after an error, as of a full disk, all is tried again. */
#define AGAIN_MS 10000

struct watch {
	struct run *run;
	struct mirror mirror;
	struct watcher *watcher;
	char **roots;
	size_t count;
	struct counts before; /* what earlier batches did */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until there is something to read (1), the time is over (0) or a signal came
 * (-1): it is let through only while waiting, so none is missed. */
static int wait_for(const struct watch *watch, int64_t milliseconds)
{
	struct pollfd one = {
		.fd = watcher_fd(watch->watcher), .events = POLLIN};
	struct timespec limit = {.tv_sec = milliseconds / 1000,
		.tv_nsec = milliseconds % 1000 * 1000000};
	sigset_t stop, before;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, &before);
	int ready = session_stop
			    ? -1
			    : ppoll(&one, 1, milliseconds < 0 ? NULL : &limit,
				      &before);

	sigprocmask(SIG_SETMASK, &before, NULL);
	return session_stop ? -1 : ready > 0;
}

/* 1 paths may be taken, 0 stopped or the time is over, -1. */
static int gather(struct watch *watch, int64_t milliseconds, struct error *err)
{
	int ready = wait_for(watch, milliseconds);
	int64_t first = now_ms();
	int more = ready > 0 ? watcher_read(watch->watcher, err) : 0;

	while (more >= 0 && now_ms() - first < GATHER_MS &&
		wait_for(watch, QUIET_MS) > 0)
		more = watcher_read(watch->watcher, err);
	return more;
}

/* A line a batch on standard output, when it did anything.  The papers can be
 * found by then: only suggestions wait for their words. */
static void tell(struct watch *watch)
{
	struct report *report = &watch->run->report;
	struct counts all = report->counts;

	report->counts.added -= watch->before.added;
	report->counts.updated -= watch->before.updated;
	report->counts.deleted -= watch->before.deleted;
	report->counts.unchanged -= watch->before.unchanged;
	if (report->files + report->counts.deleted + report->failed > 0) {
		report_print(report);
		fflush(stdout);
		run_refresh_words(watch->run);
	}
	report_clear(report);
	report_init(report, "watch", watch->run->options->json);
	watch->before = all;
}

static int mirror_paths(struct watch *watch, char *const *paths, size_t count,
	struct error *err)
{
	int result = mirror_run(&watch->mirror, paths, count, err);

	if (result < 0)
		report_failure(&watch->run->report, "", err->text);
	tell(watch);
	return result;
}

/* After an error what the store and the file of sources hold is not known. */
static int open_again(struct watch *watch, struct error *err)
{
	mirror_close(&watch->mirror);
	watch->before = (struct counts){0};
	if (mirror_open(&watch->mirror, watch->run, err) < 0)
		return -1;
	watch->mirror.watching = true;
	return 0;
}

static int follow(struct watch *watch, struct error *err)
{
	bool whole = mirror_paths(watch, watch->roots, watch->count, err) == 0;

	while (!session_stop) {
		int ready = gather(watch, whole ? -1 : AGAIN_MS, err);
		size_t count = watch->count;
		char *const *paths = watch->roots;

		if (ready < 0)
			return -1;
		if (session_stop || (whole && ready == 0))
			continue;
		if (whole)
			paths = watcher_take(watch->watcher, &count);
		else if (open_again(watch, err) < 0)
			return -1;
		whole = mirror_paths(watch, paths, count, err) == 0;
	}
	return 0;
}

static int find_roots(struct watch *watch, char *const *paths, size_t count,
	struct error *err)
{
	watch->roots = memory_new((count + 1) * sizeof(*watch->roots));
	for (; watch->count < count; watch->count++) {
		watch->roots[watch->count] =
			realpath(paths[watch->count], NULL);
		if (!watch->roots[watch->count])
			return error_set_errno(
				err, "cannot watch %s", paths[watch->count]);
	}
	return 0;
}

int command_watch(
	struct run *run, char *const *paths, size_t count, struct error *err)
{
	struct watch watch = {.run = run};
	int result = -1;

	if (run->options->dry_run)
		return error_set(err, ERROR_INVALID,
			"watch has no dry run: see what sync would do");
	if (find_roots(&watch, paths, count, err) == 0)
		watch.watcher = watcher_open(
			watch.roots, watch.count, run->options->index, err);
	if (watch.watcher && open_again(&watch, err) == 0)
		result = follow(&watch, err);
	if (result == 0)
		result = sources_tidy(watch.mirror.sources,
			run->session.generation.path, err);
	mirror_close(&watch.mirror);
	watcher_close(watch.watcher);
	for (size_t i = 0; i < watch.count; i++)
		free(watch.roots[i]);
	free(watch.roots);
	run->printed = result == 0;
	return result;
}
