/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A writer process reads frames from a pipe and owns the shards whose number
 * leaves its own when divided by the number of jobs:
 *
 *	frame  = uint32 length | op | shard | bytes
 *	P bytes   put the record        D id   remove
 *	A id      make its terms anew
 *	C         commit all
 *	reply  = uint32 length | struct reply | refused papers (id, code, text) ...
 *
 * A writer replies when its shards are open, to each C, and when it fails: then
 * it closes its pipe first and ends.  So the parent's next write fails with
 * EPIPE, and the reply says why; there is none from a writer that was killed.
 * The pipe's own size is the queue.  The writers are forked before any shard is
 * open: a lock must not be inherited.
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
#include "indexer/shard_set.h"

struct reply {
	int32_t failed; /* enum error_code, 0 = all went well */
	struct counts counts;
	char text[ERROR_TEXT_MAX];
};

struct job {
	pid_t pid;
	int to, from; /* pipes; to is -1 once the writer has failed */
};

struct store {
	struct generation generation; /* borrowed strings */
	struct shard_set here;	      /* jobs == 1 */
	struct job *jobs;	      /* jobs > 1 */
	unsigned jobs_count;
	bool failed;
	struct counts counts;
	store_refused *refused;
	void *context;
	struct buffer record;
};

/* ---- pipes ------------------------------------------------------------ */

static int write_full(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length > 0) {
		ssize_t done = write(fd, at, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		at += done;
		length -= (size_t)done;
	}
	return 0;
}

/* 1 whole, 0 the other end is closed, -1 cut. */
static int read_full(int fd, void *data, size_t length)
{
	char *at = data;
	size_t wanted = length;

	while (length > 0) {
		ssize_t got = read(fd, at, length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return length == wanted && got == 0 ? 0 : -1;
		at += got;
		length -= (size_t)got;
	}
	return 1;
}

/* ---- a writer process ------------------------------------------------- */

static void collect_refused(void *context, struct slice id,
	const struct error *why)
{
	struct buffer *refused = context;

	buffer_add_varint(refused, id.length);
	buffer_add_slice(refused, id);
	buffer_add_varint(refused, why->code);
	buffer_add_varint(refused, strlen(why->text));
	buffer_add_string(refused, why->text);
}

static int send_reply(int to, struct shard_set *set, struct buffer *refused,
	const struct error *err)
{
	struct reply reply = {.failed = (int32_t)err->code,
		.counts = set->counts};
	uint32_t length = (uint32_t)(sizeof(reply) + refused->length);

	snprintf(reply.text, sizeof(reply.text), "%s", err->text);
	set->counts = (struct counts){0};
	if (write_full(to, &length, sizeof(length)) < 0 ||
		write_full(to, &reply, sizeof(reply)) < 0 ||
		write_full(to, refused->data, refused->length) < 0)
		return -1;
	buffer_reset(refused);
	return 0;
}

static void obey(struct shard_set *set, struct slice frame, struct error *err)
{
	uint32_t shard;

	if (frame.data[0] == 'C') {
		shard_set_commit(set, err);
		return;
	}
	memcpy(&shard, frame.data + 1, sizeof(shard));
	shard_set_change(set, frame.data[0], shard,
		(struct slice){frame.data + 5, frame.length - 5}, err);
}

/* Until the parent closes its end, or until something fails. */
static int serve(struct shard_set *set, int from, int to,
	struct buffer *refused, struct error *err)
{
	struct buffer frame = BUFFER_INIT;
	uint32_t length;
	int more = 1;

	while (err->code == ERROR_NONE &&
		(more = read_full(from, &length, sizeof(length))) > 0) {
		buffer_reset(&frame);
		buffer_reserve(&frame, length);
		if (length < 5 || read_full(from, frame.data, length) <= 0) {
			more = -1;
			break;
		}
		frame.length = length;
		obey(set, buffer_slice(&frame), err);
		if (frame.data[0] == 'C' && err->code == ERROR_NONE &&
			send_reply(to, set, refused, err) < 0) {
			more = -1;
			break;
		}
	}
	buffer_clear(&frame);
	return more;
}

static void run_job(const struct generation *generation, unsigned job,
	unsigned jobs, struct shard_set *set, int from, int to)
{
	struct buffer refused = BUFFER_INIT;
	struct error err = {0};

	/* The parent decides when to stop; ^C reaches the whole group. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	set->refused = collect_refused;
	set->context = &refused;
	int result = shard_set_open(set, generation, job, jobs, &err);

	if (result == 0)
		result = send_reply(to, set, &refused, &err);
	if (result == 0)
		result = serve(set, from, to, &refused, &err);
	close(from);
	if (err.code != ERROR_NONE)
		send_reply(to, set, &refused, &err);
	shard_set_close(set);
	buffer_clear(&refused);
	_exit(result == 0 ? 0 : 1);
}

/* ---- the parent ------------------------------------------------------- */

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
	pid_t pid = fork();

	if (pid == 0) {
		struct shard_set mine = *set;

		close(to[1]);
		close(from[0]);
		close_parent_ends(store);
		run_job(&store->generation, number, jobs, &mine, to[0],
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
	struct reply reply;
	uint32_t length;
	struct buffer rest = BUFFER_INIT;

	if (read_full(fd, &length, sizeof(length)) <= 0 ||
		length < sizeof(reply) ||
		read_full(fd, &reply, sizeof(reply)) <= 0)
		return ended_early(&store->jobs[job], err);
	length -= (uint32_t)sizeof(reply);
	buffer_reserve(&rest, length);
	int whole = length == 0 || read_full(fd, rest.data, length) > 0;

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
	store_refused *refused, void *context, struct error *err)
{
	struct store *store = memory_new(sizeof(*store));
	struct shard_set set = {.refused = refused, .context = context};
	int result = 0;

	store->generation = *generation;
	store->refused = refused;
	store->context = context;
	set.annotator.analyser = analyser;
	set.annotator.thesaurus = thesaurus;
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
	if (result < 0) {
		store_close(store);
		return NULL;
	}
	return store;
}

void store_close(struct store *store)
{
	if (!store)
		return;
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
	if (write_full(fd, head, sizeof(head)) < 0 ||
		write_full(fd, bytes.data, bytes.length) < 0)
		return job_failed(store, job, err);
	return 0;
}

static int change_shard(struct store *store, char op, struct slice id,
	struct slice bytes, struct error *err)
{
	unsigned shard = generation_shard_of(&store->generation, id);
	int result;

	if (store->jobs) {
		result = send_frame(store, shard % store->jobs_count, op, shard,
			bytes, err);
	} else {
		result = shard_set_change(&store->here, op, shard, bytes, err);
		counts_add(&store->counts, &store->here.counts);
		store->here.counts = (struct counts){0};
	}
	store->failed |= result < 0;
	return result;
}

int store_put(struct store *store, const struct document *document,
	struct error *err)
{
	buffer_reset(&store->record);
	record_encode(document, &store->record);
	return change_shard(store, 'P', document->id,
		buffer_slice(&store->record), err);
}

int store_remove(struct store *store, struct slice id, struct error *err)
{
	return change_shard(store, 'D', id, id, err);
}

int store_annotate(struct store *store, struct slice id, struct error *err)
{
	return change_shard(store, 'A', id, id, err);
}

static int commit_here(struct store *store, struct error *err)
{
	if (store->failed)
		return error_set(err, ERROR_INTERNAL,
			"a batch that failed is not committed");
	int result = shard_set_commit(&store->here, err);

	counts_add(&store->counts, &store->here.counts);
	store->here.counts = (struct counts){0};
	return result;
}

int store_commit(struct store *store, struct error *err)
{
	int result = store->failed ? -1 : 0;

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

struct counts store_counts(const struct store *store)
{
	return store->counts;
}
