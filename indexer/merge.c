/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "indexer/session.h"

/* ---- one shard, in a process of its own ------------------------------- */

struct copying {
	const char *from, *to;
};

/* Says what went wrong. */
static void write_shard(const void *context, int tell)
{
	const struct copying *shard = context;
	struct xc_error why = {0};
	size_t problems = 0;
	int length = 0;

	if (xc_compact(&shard->from, 1, shard->to, &why) < 0)
		length = dprintf(tell, "%s: %s", shard->from, why.text);
	else if (xc_check(shard->to, &problems, NULL, 0, &why) < 0 ||
		 problems > 0)
		length = dprintf(tell, "%s: what was made of it is damaged: %s",
			shard->from, why.text);
	if (length != 0)
		_exit(EXIT_FAILURE);
}

static int start_writer(struct process *writer, const char *from,
	const char *to, struct error *err)
{
	const struct copying shard = {from, to};

	return process_start(writer, write_shard, &shard, err);
}

static int wait_writer(struct process *writer, struct error *err)
{
	char text[ERROR_TEXT_MAX];
	int status = process_wait(writer, text, sizeof(text), &session_stop);

	if (session_stop)
		return error_set(err, ERROR_IO, "stopped");
	if (status != 0)
		return error_set(err, ERROR_IO, "%s",
			*text ? text : "a writer process was killed");
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
	struct process writers[INDEX_SHARDS_MAX] = {{0}};
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

int merge_in_place(
	const struct generation *generation, unsigned jobs, struct error *err)
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
