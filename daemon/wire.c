/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Frames between front and worker.  The fixed header holds the lengths of the
 * variable parts, which follow in that order without padding; they must add up
 * to the frame's length exactly, so a frame has one reading.
 */
#include "config.h"

#include "daemon/wire.h"

struct request_header {
	uint32_t version, method, flags, unused;
	uint64_t deadline;
	uint32_t lengths[4];
};

struct reply_header {
	uint32_t version, status, flags;
	uint32_t lengths[3];
};

/* Header and parts behind their common length. */
static void put_frame(struct buffer *out, const void *header, size_t size,
	const struct slice *const *parts, size_t count)
{
	size_t total = size;

	for (size_t i = 0; i < count; i++)
		total += parts[i]->length;

	uint32_t length = (uint32_t)total;

	buffer_reserve(out, sizeof(length) + total);
	buffer_add(out, &length, sizeof(length));
	buffer_add(out, header, size);
	for (size_t i = 0; i < count; i++)
		buffer_add_slice(out, *parts[i]);
}

void wire_put_request(struct buffer *out, const struct wire_request *request)
{
	const struct slice *const parts[] = {&request->target, &request->body,
		&request->if_none_match, &request->front};
	struct request_header header = {.version = WIRE_VERSION,
		.method = request->method,
		.flags = request->flags,
		.deadline = request->deadline};

	for (size_t i = 0; i < 4; i++)
		header.lengths[i] = (uint32_t)parts[i]->length;
	put_frame(out, &header, sizeof(header), parts, 4);
}

void wire_put_reply(struct buffer *out, const struct wire_reply *reply)
{
	const struct slice *const parts[] = {
		&reply->content_type, &reply->etag, &reply->body};
	struct reply_header header = {.version = WIRE_VERSION,
		.status = reply->status,
		.flags = reply->flags};

	for (size_t i = 0; i < 3; i++)
		header.lengths[i] = (uint32_t)parts[i]->length;
	put_frame(out, &header, sizeof(header), parts, 3);
}

size_t wire_frame_length(struct slice bytes)
{
	uint32_t length;

	if (bytes.length < sizeof(length))
		return 0;
	memcpy(&length, bytes.data, sizeof(length));
	return sizeof(length) + length;
}

/* 1 with *frame set when a whole frame of at least `size` bytes is there. */
static int get_frame(struct slice bytes, size_t size, size_t limit,
	struct slice *frame, struct error *err)
{
	size_t whole = wire_frame_length(bytes);

	if (whole == 0)
		return 0;
	size_t length = whole - sizeof(uint32_t);

	if (length < size || length > limit)
		return error_set(err, ERROR_FORMAT,
			"a frame of %zu bytes, not of %zu to %zu", length, size,
			limit);
	if (bytes.length < whole)
		return 0;
	*frame = (struct slice){bytes.data + sizeof(uint32_t), length};
	return 1;
}

/* Cut `rest` into the parts; they must use it up. */
static int cut_parts(struct slice rest, const uint32_t *lengths,
	struct slice *const *parts, size_t count, struct error *err)
{
	uint64_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += lengths[i];
	if (total != rest.length)
		return error_set(err, ERROR_FORMAT,
			"the parts of a frame do not fill it");
	for (size_t i = 0; i < count; i++) {
		*parts[i] = (struct slice){rest.data, lengths[i]};
		rest.data += lengths[i];
	}
	return 0;
}

static int check_version(uint32_t version, struct error *err)
{
	if (version != WIRE_VERSION)
		return error_set(err, ERROR_FORMAT,
			"a frame of version %u, not %u: front and worker are "
			"not of one build",
			version, WIRE_VERSION);
	return 0;
}

int wire_get_request(struct slice bytes, struct wire_request *out, size_t *used,
	struct error *err)
{
	struct request_header header;
	struct wire_request request = {0};
	struct slice *const parts[] = {&request.target, &request.body,
		&request.if_none_match, &request.front};
	struct slice frame;
	int have =
		get_frame(bytes, sizeof(header), WIRE_REQUEST_MAX, &frame, err);

	if (have <= 0)
		return have;
	memcpy(&header, frame.data, sizeof(header));
	if (check_version(header.version, err))
		return -1;
	if (header.method > WIRE_POST)
		return error_set(err, ERROR_FORMAT, "a frame of no method");
	frame.data += sizeof(header);
	frame.length -= sizeof(header);
	if (cut_parts(frame, header.lengths, parts, 4, err))
		return -1;
	request.method = header.method;
	request.flags = header.flags;
	request.deadline = header.deadline;
	*out = request;
	*used = wire_frame_length(bytes);
	return 1;
}

int wire_get_reply(struct slice bytes, struct wire_reply *out, size_t *used,
	struct error *err)
{
	struct reply_header header;
	struct wire_reply reply = {0};
	struct slice *const parts[] = {
		&reply.content_type, &reply.etag, &reply.body};
	struct slice frame;
	int have =
		get_frame(bytes, sizeof(header), WIRE_REPLY_MAX, &frame, err);

	if (have <= 0)
		return have;
	memcpy(&header, frame.data, sizeof(header));
	if (check_version(header.version, err))
		return -1;
	if (header.status < 200 || header.status > 599)
		return error_set(err, ERROR_FORMAT, "a frame of no status");
	frame.data += sizeof(header);
	frame.length -= sizeof(header);
	if (cut_parts(frame, header.lengths, parts, 3, err))
		return -1;
	reply.status = header.status;
	reply.flags = header.flags;
	*out = reply;
	*used = wire_frame_length(bytes);
	return 1;
}
