/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The side that has the papers.  It counts what a shard has got and says when
 * it commits, for it may have to write something down before.
 */
#include "config.h"

#include "indexer/store.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/process.h"
#include "indexer/dry.h"
#include "indexer/job.h"
#include "indexer/join.h"

/* Papers a batch: the engine's maps stay in the cache and its memory small; a
 * measured optimum lies between 500 and 4000. */
#define BATCH_PAPERS 3000
#define BATCH_BYTES  ((size_t)32 * 1024 * 1024)

struct job {
	pid_t pid;
	int to, from; /* pipes; to is -1 once the writer has failed */
};

/* What a shard has got since its last commit. */
struct batch {
	size_t changes, bytes;
};

struct store {
	struct generation generation; /* borrowed strings */
	struct batch batches[INDEX_SHARDS_MAX];
	store_before_commit *before;
	void *before_context;
	struct dry *dry; /* instead of writers */
	struct join *join;
	struct shard_set here;	      /* jobs == 1 */
	struct job *jobs;	      /* jobs > 1 */
	unsigned jobs_count;
	bool failed;
	struct counts counts;
	store_refused *refused;
	void *context;
	struct buffer record;
};

static void close_parent_ends(struct store *store)
{
	for (unsigned i = 0; i < store->jobs_count; i++) {
		if (store->jobs[i].to >= 0)
			close(store->jobs[i].to);
		close(store->jobs[i].from);
	}
}

static int start_job(struct store *store, unsigned jobs,
	const struct shard_set *set, struct error *err)
{
	unsigned number = store->jobs_count;
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) < 0)
		return error_set_errno(err, "cannot make a pipe");
	if (pipe2(from, O_CLOEXEC) < 0) {
		error_set_errno(err, "cannot make a pipe");
		close(to[0]);
		close(to[1]);
		return -1;
	}
	fflush(NULL);
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		struct shard_set mine = *set;

		process_end_with(parent);
		close(to[1]);
		close(from[0]);
		close_parent_ends(store);
		job_run(&store->generation, number, jobs, &mine, to[0],
			from[1]);
	}
	close(to[0]);
	close(from[1]);
	if (pid < 0) {
		error_set_errno(err, "cannot start a writer");
		close(to[1]);
		close(from[0]);
		return -1;
	}
	store->jobs[number] =
		(struct job){.pid = pid, .to = to[1], .from = from[0]};
	store->jobs_count++;
	return 0;
}

static void tell_refused(struct store *store, const char *at, const char *end)
{
	uint64_t id_length, code, text_length;

	while (at < end && varint_read(&at, end, &id_length) == 0) {
		struct slice id = {at, (size_t)id_length};
		struct error why = {0};

		at += id_length;
		varint_read(&at, end, &code);
		varint_read(&at, end, &text_length);
		error_set(&why, (enum error_code)code, "%.*s",
			(int)text_length, at);
		at += text_length;
		store->refused(store->context, id, &why);
	}
}

static int ended_early(const struct job *job, struct error *err)
{
	return error_set(err, ERROR_IO,
		"a writer process (pid %d) was killed: what it had not "
		"committed is missing, run the same again",
		(int)job->pid);
}

static int receive_reply(struct store *store, unsigned job, struct error *err)
{
	int fd = store->jobs[job].from;
	struct job_reply reply;
	uint32_t length;
	struct buffer rest = BUFFER_INIT;

	if (job_read(fd, &length, sizeof(length)) <= 0 ||
		length < sizeof(reply) ||
		job_read(fd, &reply, sizeof(reply)) <= 0)
		return ended_early(&store->jobs[job], err);
	length -= (uint32_t)sizeof(reply);
	buffer_reserve(&rest, length);
	int whole = length == 0 || job_read(fd, rest.data, length) > 0;

	if (whole)
		tell_refused(store, rest.data, rest.data + length);
	buffer_clear(&rest);
	counts_add(&store->counts, &reply.counts);
	if (!whole)
		return ended_early(&store->jobs[job], err);
	if (reply.failed)
		return error_set(err, (enum error_code)reply.failed, "%s",
			reply.text);
	return 0;
}

/* One reply from each, so that none blocks; the first error is told. */
static int receive_replies(struct store *store, struct error *err)
{
	int result = 0;

	for (unsigned i = 0; i < store->jobs_count; i++) {
		struct error why = {0};

		if (store->jobs[i].to < 0 || receive_reply(store, i, &why) == 0)
			continue;
		close(store->jobs[i].to);
		store->jobs[i].to = -1;
		if (result == 0)
			result = error_set(err, why.code, "%s", why.text);
	}
	return result;
}

struct store *store_open(const struct generation *generation, unsigned jobs,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	const struct reading *reading, store_refused *refused, void *context,
	struct error *err)
{
	struct store *store = memory_new(sizeof(*store));
	struct shard_set set = {.refused = refused, .context = context};
	int result = 0;

	store->generation = *generation;
	store->refused = refused;
	store->context = context;
	set.annotator.analyser = analyser;
	set.annotator.thesaurus = thesaurus;
	set.annotator.reading = reading;
	arena_init(&set.annotator.arena);
	if (jobs > generation->shards)
		jobs = generation->shards;
	if (jobs <= 1) {
		store->here = set;
		result = shard_set_open(&store->here, generation, 0, 1, err);
	} else {
		signal(SIGPIPE, SIG_IGN);
		store->jobs = memory_new(jobs * sizeof(*store->jobs));
		while (result == 0 && store->jobs_count < jobs)
			result = start_job(store, jobs, &set, err);
		if (result == 0)
			result = receive_replies(store, err);
	}
	if (result == 0)
		store->join = join_open(generation, err);
	if (store->join)
		return store;
	store_close(store);
	return NULL;
}

struct store *store_open_dry(const struct generation *generation,
	const struct reading *reading, struct error *err)
{
	struct store *store = memory_new(sizeof(*store));

	store->dry = dry_open(generation, reading, err);
	if (store->dry)
		store->join = join_open(generation, err);
	if (store->join)
		return store;
	store_close(store);
	return NULL;
}

void store_set_before_commit(struct store *store, store_before_commit *before,
	void *context)
{
	store->before = before;
	store->before_context = context;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	dry_close(store->dry);
	join_close(store->join);
	shard_set_close(&store->here);
	close_parent_ends(store);
	for (unsigned i = 0; i < store->jobs_count; i++)
		while (waitpid(store->jobs[i].pid, NULL, 0) < 0 &&
			errno == EINTR)
			;
	free(store->jobs);
	buffer_clear(&store->record);
	free(store);
}

/* Its last reply tells why, if it came to that. */
static int job_failed(struct store *store, unsigned number, struct error *err)
{
	struct job *job = &store->jobs[number];

	if (job->to >= 0)
		close(job->to);
	job->to = -1;
	if (receive_reply(store, number, err) == 0)
		ended_early(job, err);
	return -1;
}

static int send_frame(struct store *store, unsigned job, char op,
	uint32_t shard, struct slice bytes, struct error *err)
{
	char head[9];
	uint32_t length = (uint32_t)(5 + bytes.length);
	int fd = store->jobs[job].to;

	if (fd < 0)
		return ended_early(&store->jobs[job], err);
	memcpy(head, &length, 4);
	head[4] = op;
	memcpy(head + 5, &shard, 4);
	if (job_write(fd, head, sizeof(head)) < 0 ||
		job_write(fd, bytes.data, bytes.length) < 0)
		return job_failed(store, job, err);
	return 0;
}

static int tell_before_commit(struct store *store, struct error *err)
{
	return store->before ? store->before(store->before_context, err) : 0;
}

/* What the shards of this process did. */
static void take_counts(struct store *store)
{
	counts_add(&store->counts, &store->here.counts);
	store->here.counts = (struct counts){0};
}

static int commit_shard(struct store *store, unsigned shard,
	struct error *err)
{
	store->batches[shard] = (struct batch){0};
	if (tell_before_commit(store, err) < 0)
		return -1;
	if (store->jobs)
		return send_frame(store, shard % store->jobs_count, 'K', shard,
			SLICE_EMPTY, err);
	int result = shard_set_commit_one(&store->here, shard, err);

	take_counts(store);
	return result;
}

int store_change(struct store *store, char op, struct slice id,
	struct slice bytes, struct error *err)
{
	if (store->dry)
		return dry_change(store->dry, op, id, bytes, &store->counts,
			err);
	unsigned shard = generation_shard_of(&store->generation, id);
	struct batch *batch = &store->batches[shard];
	int result = store->jobs ? send_frame(store, shard % store->jobs_count,
					   op, shard, bytes, err)
				 : shard_set_change(&store->here, op, shard,
					   bytes, err);

	batch->bytes += bytes.length;
	if (result == 0 && (++batch->changes >= BATCH_PAPERS ||
				   batch->bytes >= BATCH_BYTES))
		result = commit_shard(store, shard, err);
	store->failed |= result < 0;
	return result;
}

/* The record an entry has in the shards of another process. */
static int receive_record(struct store *store, unsigned job,
	struct buffer *record, struct error *err)
{
	int fd = store->jobs[job].from;
	struct job_reply reply;
	uint32_t length;

	if (job_read(fd, &length, sizeof(length)) <= 0 ||
		length < sizeof(reply) ||
		job_read(fd, &reply, sizeof(reply)) <= 0)
		return ended_early(&store->jobs[job], err);
	if (reply.failed)
		return error_set(err, (enum error_code)reply.failed, "%s",
			reply.text);
	length -= (uint32_t)sizeof(reply);
	if (length > 0 &&
		job_read(fd, buffer_reserve(record, length), length) <= 0)
		return ended_early(&store->jobs[job], err);
	record->length += length;
	return length > 0;
}

int store_get(struct store *store, struct slice id, struct buffer *record,
	struct error *err)
{
	if (store->dry)
		return dry_get(store->dry, id, record, err);
	unsigned shard = generation_shard_of(&store->generation, id);

	if (!store->jobs)
		return shard_set_get(&store->here, shard, id, record, err);
	unsigned job = shard % store->jobs_count;
	int result;

	result = send_frame(store, job, 'G', shard, id, err);
	if (result == 0)
		result = receive_record(store, job, record, err);
	store->failed |= result < 0;
	return result;
}

void store_count_update(struct store *store)
{
	store->counts.updated++;
}

int store_put(struct store *store, const struct document *document, bool anew,
	struct error *err)
{
	return join_put(store->join, store, document, anew, err);
}

int store_remove(struct store *store, struct slice id, struct error *err)
{
	return join_remove(store->join, store, id, err);
}

int store_put_entry(struct store *store, const struct document *document,
	struct error *err)
{
	buffer_reset(&store->record);
	record_encode(document, &store->record);
	return store_change(store, 'E', document->id,
		buffer_slice(&store->record), err);
}

int store_annotate(struct store *store, struct slice id, struct error *err)
{
	return store_change(store, 'A', id, id, err);
}

static int commit_here(struct store *store, struct error *err)
{
	if (store->failed)
		return error_set(err, ERROR_INTERNAL,
			"a batch that failed is not committed");
	int result = shard_set_commit(&store->here, err);

	take_counts(store);
	return result;
}

static int commit_all(struct store *store, struct error *err)
{
	int result = store->failed ? -1 : 0;

	if (store->dry)
		return 0;
	memset(store->batches, 0, sizeof(store->batches));
	if (tell_before_commit(store, result == 0 ? err : NULL) < 0) {
		store->failed = true;
		return -1;
	}
	if (!store->jobs)
		return commit_here(store, err);
	for (unsigned i = 0; i < store->jobs_count; i++)
		if (store->jobs[i].to >= 0 &&
			send_frame(store, i, 'C', 0, SLICE_EMPTY,
				result == 0 ? err : NULL) < 0)
			result = -1;
	if (receive_replies(store, result == 0 ? err : NULL) < 0)
		result = -1;
	store->failed = result < 0;
	return result;
}

/* What moved to another entry goes only when that one is on the disk. */
int store_commit(struct store *store, struct error *err)
{
	if (commit_all(store, err) < 0)
		return -1;
	int moved = join_forget_moved(store->join, store, err);

	return moved <= 0 ? moved : commit_all(store, err);
}

struct counts store_counts(const struct store *store)
{
	return store->counts;
}
