/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/merge.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "indexer/session.h"

struct writer {
	pid_t pid;
	int from; /* what went wrong, as text */
};

/* ---- one shard, in a process of its own ------------------------------- */

static void write_shard(const char *from, const char *to, int tell)
{
	struct xc_error why = {0};
	size_t problems = 0;
	char text[ERROR_TEXT_MAX] = "";
	int length = 0;

	/* The parent decides when to stop; ^C reaches the whole group. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	if (xc_compact(&from, 1, to, &why) < 0)
		length = snprintf(text, sizeof(text), "%s: %s", from, why.text);
	else if (xc_check(to, &problems, NULL, 0, &why) < 0 || problems > 0)
		length = snprintf(text, sizeof(text),
			"%s: what was made of it is damaged: %s", from,
			why.text);
	if (length > 0 && write(tell, text, strlen(text)) < 0)
		_exit(2);
	_exit(length > 0 ? 1 : 0);
}

static int start_writer(struct writer *writer, const char *from, const char *to,
	struct error *err)
{
	int ends[2];

	if (pipe(ends) < 0)
		return error_set_errno(err, "cannot make a pipe");
	fflush(NULL);
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		process_end_with(parent);
		close(ends[0]);
		write_shard(from, to, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return error_set_errno(err, "cannot start a writer");
	}
	*writer = (struct writer){pid, ends[0]};
	return 0;
}

/* Ends with the writer, or when the run is to stop: that breaks waitpid(). */
static int wait_writer(struct writer *writer, struct error *err)
{
	char text[ERROR_TEXT_MAX] = "";
	int status = 0;

	while (waitpid(writer->pid, &status, 0) < 0 && errno == EINTR)
		if (session_stop)
			kill(writer->pid, SIGKILL);
	ssize_t got = read(writer->from, text, sizeof(text) - 1);

	close(writer->from);
	writer->pid = 0;
	if (session_stop)
		return error_set(err, ERROR_IO, "stopped");
	if (status != 0)
		return error_set(err, ERROR_IO, "%s",
			got > 0 ? text : "a writer process was killed");
	return 0;
}

/* A place for a shard to be made in. */
static int make_room(const char *path, struct error *err)
{
	struct stat found;

	return lstat(path, &found) < 0 ? 0 : folder_remove(path, err);
}

/* `jobs` at a time. */
static int write_shards(char *const *from, char *const *to, unsigned count,
	unsigned jobs, struct error *err)
{
	struct writer writers[INDEX_SHARDS_MAX] = {{0}};
	unsigned started = 0, ended = 0;
	int result = 0;

	if (jobs == 0)
		jobs = 1;
	while (ended < started || (result == 0 && started < count)) {
		if (result == 0 && started < count && started - ended < jobs &&
			!session_stop) {
			result = make_room(to[started], err);
			if (result == 0)
				result = start_writer(&writers[started],
					from[started], to[started], err);
			started += result == 0;
			continue;
		}
		if (ended == started)
			return error_set(err, ERROR_IO, "stopped");
		if (wait_writer(&writers[ended], result == 0 ? err : NULL) < 0)
			result = -1;
		ended++;
	}
	return result;
}

int merge_shards(const struct generation *from, const struct generation *to,
	unsigned jobs, struct error *err)
{
	return write_shards(
		from->shard_paths, to->shard_paths, from->shards, jobs, err);
}

/* ---- in their place --------------------------------------------------- */

static int take_place(const char *made, const char *path, struct error *err)
{
	if (folder_remove(path, err) < 0)
		return -1;
	if (rename(made, path) < 0)
		return error_set_errno(err, "cannot rename %s", made);
	return 0;
}

int merge_in_place(const struct generation *generation, unsigned jobs,
	struct error *err)
{
	unsigned count = generation->shards;
	char **paths = generation->shard_paths;
	char *made[INDEX_SHARDS_MAX] = {0};

	for (unsigned i = 0; i < count; i++)
		made[i] = memory_printf("%s.merged", paths[i]);
	int result = write_shards(paths, made, count, jobs, err);

	for (unsigned i = 0; i < count; i++) {
		if (result == 0)
			result = take_place(made[i], paths[i], err);
		else
			make_room(made[i], NULL);
		free(made[i]);
	}
	return result;
}
