/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The members of a tar or zip archive, each read as the file it is.
 *
 * medlit-extract unpacks; what comes is one stream of frames, in which the
 * bytes of the member at hand are the input of a reader of its own.  So an
 * archive of any size passes through in bounded memory.  An archive in an
 * archive is refused: that is how a small file becomes endless.
 */
#include "config.h"

#include "indexer/reader/internal.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "indexer/reader/child.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/limits.h"

/* Of extract_cpu: an archive is as long as many pages. */
#define CPU_FACTOR 30

struct members {
	struct source *source;
	struct child_job job;
	struct child *child;
	struct buffer frames;
	size_t at;             /* of what is not yet taken of them */
	struct slice data;     /* of the member, in frames */
	bool inside;           /* its end is still to come */
	bool ended;            /* the archive's */
	char *name;            /* of the member */
	struct reader *reader; /* of the member; NULL: none is open */
	uint64_t bytes;
};

static bool looks(struct slice head)
{
	if (head.length >= 265 && memcmp(head.data + 257, "ustar", 5) == 0)
		return true;
	return (slice_starts(head, "PK\x03\x04") ||
		       slice_starts(head, "PK\x05\x06")) &&
	       !sniff_contains((struct slice){head.data,
				       head.length < 512 ? head.length : 512},
		       "[Content_Types].xml") &&
	       !sniff_contains((struct slice){head.data,
				       head.length < 64 ? head.length : 64},
		       "mimetype");
}

/* The ratio takes the place of the output in what the child is told: an archive
 * has no output but its members. */
static void *open_archive(struct source *source, struct error *err)
{
	struct members *members;

	if (source->inside) {
		error_set(err, ERROR_LIMIT,
			"is an archive inside an archive, which is not opened: "
			"unpack it first");
		return NULL;
	}
	members = memory_new(sizeof(*members));
	members->source = source;
	members->job = (struct child_job){.mode = "archive",
		.what = "the archive",
		.bytes = source->limits->archive_bytes,
		.bytes_name = "archive_bytes",
		.cpu = source->limits->extract_cpu * CPU_FACTOR,
		.output = source->limits->unpack_ratio};
	members->child = child_start(source, &members->job, err);
	if (members->child)
		return members;
	free(members);
	return NULL;
}

static void close_archive(void *state)
{
	struct members *members = state;
	struct error ignored;

	reader_close(members->reader);
	if (members->child)
		child_finish(members->child, false, &ignored);
	buffer_clear(&members->frames);
	free(members->name);
	free(members);
}

/* As child_finish(), once. */
static int finish(struct members *members, bool whole, struct error *err)
{
	struct child *child = members->child;

	members->child = NULL;
	members->ended = true;
	return child ? child_finish(child, whole, err) : 0;
}

/* What was taken makes room. */
static void drop_taken(struct members *members)
{
	struct buffer *frames = &members->frames;

	if (members->at == 0)
		return;
	frames->length -= members->at;
	memmove(frames->data, frames->data + members->at, frames->length);
	members->at = 0;
}

/* 1: a frame, valid until the next call; 0: the archive's end; -1. */
static int next_frame(
	struct members *members, struct frame *frame, struct error *err)
{
	for (;;) {
		struct buffer *frames = &members->frames;
		const char *at = frames->data + members->at;
		int status =
			frames->data
				? frame_next(&at, frames->data + frames->length,
					  frame)
				: -2;

		if (status >= 0)
			members->at = (size_t)(at - frames->data);
		if (status == 0)
			return finish(members, true, err);
		if (status == 1)
			return 1;
		if (status == -1) {
			finish(members, true, err);
			return error_set(err, ERROR_FORMAT,
				"the extractor failed on the archive");
		}
		drop_taken(members);
		child_rest(members->child);
		status = child_read(members->child, frames, err);
		if (status > 0)
			continue;
		finish(members, status < 0, err);
		return -1;
	}
}

static int check_bytes(struct members *members, struct error *err)
{
	uint64_t limit = members->source->limits->archive_bytes;

	if (members->bytes <= limit)
		return 0;
	finish(members, true, err);
	return error_set(err, ERROR_LIMIT,
		"its members are longer than %" PRIu64
		" bytes (limit archive_bytes)",
		limit);
}

/* The next bytes of the member: 1, 0 at its end, -1. */
static int next_data(struct members *members, struct error *err)
{
	struct frame frame;
	int more;

	while (members->inside && members->data.length == 0) {
		more = next_frame(members, &frame, err);
		if (more <= 0) {
			members->inside = false;
			return more < 0 ? -1
					: error_set(err, ERROR_FORMAT,
						  "the archive ends early");
		}
		if (frame.kind == FRAME_DATA) {
			members->data = frame.text;
			members->bytes += frame.text.length;
			if (check_bytes(members, err) != 0)
				members->inside = false;
			if (!members->inside)
				return -1;
			continue;
		}
		members->inside = false;
		if (frame.kind == FRAME_REFUSED)
			return error_set(err, ERROR_LIMIT, "%.*s",
				SLICE_PRINT(frame.text));
	}
	return members->inside ? 1 : 0;
}

static ssize_t fill(void *context, void *into, size_t size, struct error *err)
{
	struct members *members = context;
	int more = next_data(members, err);

	if (more <= 0)
		return more;
	if (size > members->data.length)
		size = members->data.length;
	memcpy(into, members->data.data, size);
	members->data.data += size;
	members->data.length -= size;
	return (ssize_t)size;
}

/* The reader had enough of it; the rest is passed over. */
static void leave_member(struct members *members)
{
	struct error ignored;

	reader_close(members->reader);
	members->reader = NULL;
	do
		members->data = SLICE_EMPTY;
	while (next_data(members, &ignored) > 0);
}

static int refuse_member(struct members *members, struct error *err)
{
	leave_member(members);
	error_prefix(err, "%s: ", members->name);
	return READER_BAD_RECORD;
}

static int enter_member(
	struct members *members, const struct frame *frame, struct error *err)
{
	struct source *source = members->source;

	free(members->name);
	members->name = memory_printf("%.*s", SLICE_PRINT(frame->name));
	source->record++;
	if (source->record > source->limits->archive_members) {
		finish(members, true, err);
		return error_set(err, ERROR_LIMIT,
			"has more than %" PRIu64
			" members (limit archive_members)",
			source->limits->archive_members);
	}
	if (frame->kind == FRAME_REFUSED) {
		error_set(err, ERROR_LIMIT, "%s: %.*s", members->name,
			SLICE_PRINT(frame->text));
		return READER_BAD_RECORD;
	}
	members->inside = true;
	members->data = SLICE_EMPTY;
	members->reader =
		reader_open_member(source, members->name, fill, members, err);
	return members->reader ? READER_DOCUMENT : refuse_member(members, err);
}

static int next_of_member(struct members *members, struct document *document,
	struct arena *arena, struct error *err)
{
	int event = reader_next(members->reader, document, arena, err);

	if (event == READER_END)
		leave_member(members);
	else if (event < 0)
		event = refuse_member(members, err);
	else if (event == READER_BAD_RECORD)
		error_prefix(err, "%s: ", members->name);
	return event;
}

static int next_archive(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct members *members = state;
	struct frame frame;
	int event;

	for (;;) {
		if (members->reader) {
			event = next_of_member(members, document, arena, err);
			if (event != READER_END)
				return event;
		}
		if (members->ended)
			return READER_END;
		event = next_frame(members, &frame, err);
		if (event <= 0)
			return event;
		if (frame.kind != FRAME_MEMBER && frame.kind != FRAME_REFUSED)
			continue;
		event = enter_member(members, &frame, err);
		if (event != READER_DOCUMENT)
			return event;
	}
}

const struct format format_archive = {
	.name = "archive",
	.unit = "member",
	.binary = true,
	.looks = looks,
	.open = open_archive,
	.next = next_archive,
	.close = close_archive,
};
