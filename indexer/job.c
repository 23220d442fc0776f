/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/job.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* ---- pipes ------------------------------------------------------------ */

int job_write(int fd, const void *data, size_t length)
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

int job_read(int fd, void *data, size_t length)
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

static void collect_refused(
	void *context, struct slice id, const struct error *why)
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
	struct job_reply reply = {
		.failed = (int32_t)err->code, .counts = set->counts};
	uint32_t length = (uint32_t)(sizeof(reply) + refused->length);

	snprintf(reply.text, sizeof(reply.text), "%s", err->text);
	set->counts = (struct counts){0};
	if (job_write(to, &length, sizeof(length)) < 0 ||
		job_write(to, &reply, sizeof(reply)) < 0 ||
		job_write(to, refused->data, refused->length) < 0)
		return -1;
	buffer_reset(refused);
	return 0;
}

static int send_record(
	int to, struct shard_set *set, struct slice frame, struct error *err)
{
	struct buffer record = BUFFER_INIT;
	struct job_reply reply = {0};
	uint32_t shard, length;
	int result;

	memcpy(&shard, frame.data + 1, sizeof(shard));
	result = shard_set_get(set, shard,
		(struct slice){frame.data + 5, frame.length - 5}, &record,
		err);
	length = (uint32_t)(sizeof(reply) + record.length);
	if (result >= 0 &&
		(job_write(to, &length, sizeof(length)) < 0 ||
			job_write(to, &reply, sizeof(reply)) < 0 ||
			job_write(to, record.data, record.length) < 0))
		result = -1;
	buffer_clear(&record);
	return result;
}

static void obey(struct shard_set *set, struct slice frame, struct error *err)
{
	uint32_t shard;

	if (frame.data[0] == 'C') {
		shard_set_commit(set, err);
		return;
	}
	memcpy(&shard, frame.data + 1, sizeof(shard));
	if (frame.data[0] == 'K')
		shard_set_commit_one(set, shard, err);
	else
		shard_set_change(set, frame.data[0], shard,
			(struct slice){frame.data + 5, frame.length - 5}, err);
}

static int answer(struct shard_set *set, struct slice frame, int to,
	struct buffer *refused, struct error *err)
{
	if (frame.data[0] == 'G')
		return send_record(to, set, frame, err);
	obey(set, frame, err);
	if (frame.data[0] != 'C' || err->code != ERROR_NONE)
		return 0;
	return send_reply(to, set, refused, err);
}

/* Until the parent closes its end, or until something fails. */
static int serve(struct shard_set *set, int from, int to,
	struct buffer *refused, struct error *err)
{
	struct buffer frame = BUFFER_INIT;
	uint32_t length;
	int more = 1;

	while (err->code == ERROR_NONE &&
		(more = job_read(from, &length, sizeof(length))) > 0) {
		buffer_reset(&frame);
		buffer_reserve(&frame, length);
		if (length < 5 || job_read(from, frame.data, length) <= 0) {
			more = -1;
			break;
		}
		frame.length = length;
		if (answer(set, buffer_slice(&frame), to, refused, err) < 0) {
			more = -1;
			break;
		}
	}
	buffer_clear(&frame);
	return more;
}

void job_run(const struct generation *generation, unsigned job, unsigned jobs,
	struct shard_set *set, int from, int to)
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
