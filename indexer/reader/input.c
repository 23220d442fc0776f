/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bytes of a regular file in order, gunzipped when they are gzip (RFC 1952,
 * members one behind the other allowed).
 *
 * The file is opened without waiting, so that a FIFO or a terminal in a folder
 * of papers cannot hold the run up.  gzip is held to INPUT_RATIO once it has
 * given a mebibyte: real papers stay far below, bombs come to 1030.
 */
#include "config.h"

#include "indexer/reader/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "base/memory.h"

#define RATIO_FREE ((uint64_t)1024 * 1024)

struct input {
	int fd;              /* -1: the bytes are in memory or come */
	struct slice memory; /* those not yet read */
	input_fill *fill;    /* NULL: there are no more than these */
	void *context;
	bool given_away; /* a child reads the file */
	uint64_t ratio;
	struct stat opened; /* the file */
	uint64_t size;
	uint64_t consumed; /* read from the file */
	uint64_t given;    /* bytes after gunzip */
	bool gzip;
	bool between; /* gzip members */
	bool ended;
	bool line_ended;
	z_stream z;
	bool failed; /* `error` is given once the bytes before it are */
	struct error error;
	struct buffer head; /* bytes read ahead and not yet given */
	size_t head_at;
	char first[4096];
	unsigned char raw[64 * 1024];
};

static const char *kind_name(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a folder";
	if (S_ISFIFO(mode))
		return "a named pipe";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static int check_file(struct input *input, struct error *err)
{
	struct stat status;

	if (fstat(input->fd, &status) != 0)
		return error_set_errno(err, "cannot be read");
	if (!S_ISREG(status.st_mode))
		return error_set(err, ERROR_FORMAT, "is %s, not a file",
			kind_name(status.st_mode));
	if (status.st_size == 0)
		return error_set(err, ERROR_FORMAT, "is empty");
	input->size = (uint64_t)status.st_size;
	input->opened = status;
	return 0;
}

int input_check(const struct input *input, struct error *err)
{
	const struct stat *opened = &input->opened;
	struct stat status;

	if (input->fd < 0 ||
		(fstat(input->fd, &status) == 0 &&
			status.st_size == opened->st_size &&
			status.st_mtim.tv_sec == opened->st_mtim.tv_sec &&
			status.st_mtim.tv_nsec == opened->st_mtim.tv_nsec))
		return 0;
	return error_set(err, ERROR_IO,
		"changed while it was read: read it again when it is whole");
}

static ssize_t read_memory(struct input *input, void *into, size_t size)
{
	if (size > input->memory.length)
		size = input->memory.length;
	if (size > 0)
		memcpy(into, input->memory.data, size);
	input->memory.data += size;
	input->memory.length -= size;
	input->consumed += size;
	return (ssize_t)size;
}

/* Up to `size` raw bytes; 0 at the end. */
static ssize_t read_raw(
	struct input *input, void *into, size_t size, struct error *err)
{
	ssize_t got;

	if (input->fd < 0 && (input->memory.length > 0 || !input->fill))
		return read_memory(input, into, size);
	if (input->fill) {
		got = input->fill(input->context, into, size, err);
		input->consumed += got > 0 ? (uint64_t)got : 0;
		return got;
	}
	do {
		got = read(input->fd, into, size);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_set_errno(err, "cannot be read");
	input->consumed += (uint64_t)got;
	return got > 0 ? got : input_check(input, err);
}

static bool is_gzip(const struct input *input)
{
	char magic[2];

	if (input->fd < 0)
		return slice_starts(input->memory, "\x1f\x8b");
	return pread(input->fd, magic, 2, 0) == 2 &&
	       memcmp(magic, "\x1f\x8b", 2) == 0;
}

static int start_gzip(struct input *input, struct error *err)
{
	if (!is_gzip(input))
		return 0;
	if (inflateInit2(&input->z, 15 + 16) != Z_OK)
		return error_set(err, ERROR_INTERNAL, "zlib cannot start");
	input->gzip = true;
	return 0;
}

static struct input *new_input(int fd)
{
	struct input *input = memory_new(sizeof(*input));

	input->fd = fd;
	input->line_ended = true;
	input->ratio = INPUT_RATIO;
	return input;
}

struct input *input_open(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0) {
		/* A socket in the file system. */
		if (errno == ENXIO)
			error_set(err, ERROR_FORMAT, "is %s, not a file",
				kind_name(S_IFSOCK));
		else
			error_set_errno(err, "cannot be opened");
		return NULL;
	}
	struct input *input = new_input(fd);

	if (check_file(input, err) == 0 && start_gzip(input, err) == 0)
		return input;
	input_close(input);
	return NULL;
}

struct input *input_open_memory(struct slice bytes, struct error *err)
{
	if (bytes.length == 0) {
		error_set(err, ERROR_FORMAT, "is empty");
		return NULL;
	}
	struct input *input = new_input(-1);

	input->memory = bytes;
	input->size = bytes.length;
	if (start_gzip(input, err) == 0)
		return input;
	input_close(input);
	return NULL;
}

/* The first bytes are looked at for gzip, so they wait in `first`. */
struct input *input_open_stream(
	input_fill *fill, void *context, struct error *err)
{
	struct input *input = new_input(-1);
	size_t got = 0;
	ssize_t more = 1;

	while (more > 0 && got < 2) {
		more = fill(context, input->first + got,
			sizeof(input->first) - got, err);
		got += more > 0 ? (size_t)more : 0;
	}
	input->memory = (struct slice){input->first, got};
	input->fill = fill;
	input->context = context;
	if (more >= 0 && got == 0)
		more = error_set(err, ERROR_FORMAT, "is empty");
	if (more >= 0 && start_gzip(input, err) == 0)
		return input;
	input_close(input);
	return NULL;
}

void input_set_ratio(struct input *input, uint64_t ratio)
{
	input->ratio = ratio;
}

int input_file(struct input *input)
{
	if (input->fd < 0 || input->gzip || lseek(input->fd, 0, SEEK_SET) != 0)
		return -1;
	input->given_away = true;
	return input->fd;
}

void input_close(struct input *input)
{
	if (!input)
		return;
	if (input->gzip)
		inflateEnd(&input->z);
	if (input->fd >= 0)
		close(input->fd);
	buffer_clear(&input->head);
	free(input);
}

/* Behind a gzip member: another one, padding of zeros, or the end.
 * Returns 1 when another starts. */
static int next_member(struct input *input, struct error *err)
{
	while (input->z.avail_in > 0 && *input->z.next_in == 0) {
		input->z.next_in++;
		input->z.avail_in--;
	}
	if (input->z.avail_in == 0)
		return 0;
	if (*input->z.next_in != 0x1f || inflateReset(&input->z) != Z_OK)
		return error_set(err, ERROR_FORMAT,
			"other bytes follow the end of the gzip data");
	input->between = false;
	return 1;
}

static int refill(struct input *input, struct error *err)
{
	ssize_t got = read_raw(input, input->raw, sizeof(input->raw), err);

	if (got < 0)
		return -1;
	input->z.next_in = input->raw;
	input->z.avail_in = (uInt)got;
	if (got > 0)
		return 1;
	if (input->between)
		return 0;
	return error_set(err, ERROR_FORMAT, "gzip data ends early");
}

static int check_ratio(const struct input *input, struct error *err)
{
	if (input->given <= RATIO_FREE ||
		input->given / input->ratio <= input->consumed)
		return 0;
	return error_set(err, ERROR_LIMIT,
		"gzip data grows to more than %" PRIu64
		" times its size (limit unpack_ratio)",
		input->ratio);
}

/* One step of inflate(): 1 to go on, 0 at the end of the file, -1. */
static int inflate_step(struct input *input, struct error *err)
{
	if (input->z.avail_in == 0) {
		int more = refill(input, err);

		if (more <= 0)
			return more;
	}
	if (input->between) {
		int member = next_member(input, err);

		if (member != 0)
			return member;
		return 1; /* padding used up */
	}
	int status = inflate(&input->z, Z_NO_FLUSH);

	if (status == Z_STREAM_END)
		input->between = true;
	else if (status != Z_OK && status != Z_BUF_ERROR)
		return error_set(err, ERROR_FORMAT, "gzip data is damaged: %s",
			input->z.msg ? input->z.msg : "unknown reason");
	return 1;
}

static ssize_t read_gzip(
	struct input *input, void *into, size_t size, struct error *err)
{
	int step = 1;

	input->z.next_out = into;
	input->z.avail_out = (uInt)size;
	while (step > 0 && input->z.avail_out > 0)
		step = inflate_step(input, err);
	size_t got = size - input->z.avail_out;

	input->given += got;
	if (step >= 0)
		step = check_ratio(input, err);
	if (step < 0 && got > 0) {
		input->failed = true;
		input->error = *err;
	}
	return got > 0 ? (ssize_t)got : step;
}

/* From the file, past what was read ahead. */
static ssize_t read_file(
	struct input *input, void *into, size_t size, struct error *err)
{
	struct error cause;
	ssize_t got;

	if (input->ended)
		return 0;
	if (input->failed) {
		*err = input->error;
		return -1;
	}
	if (size > INPUT_HEAD)
		size = INPUT_HEAD;
	got = input->gzip ? read_gzip(input, into, size, &cause)
			  : read_raw(input, into, size, &cause);
	if (got < 0) {
		input->failed = true;
		input->error = cause;
		*err = cause;
	}
	input->ended = got == 0;
	return got;
}

int input_head(struct input *input, struct slice *head, struct error *err)
{
	while (input->head.length < INPUT_HEAD) {
		char *to = buffer_reserve(&input->head, INPUT_HEAD);
		ssize_t got = read_file(
			input, to, INPUT_HEAD - input->head.length, err);

		if (got < 0 && input->head.length == 0)
			return -1;
		if (got <= 0)
			break;
		input->head.length += (size_t)got;
		input->head.data[input->head.length] = '\0';
	}
	*head = buffer_slice(&input->head);
	return 0;
}

ssize_t input_read(
	struct input *input, void *into, size_t size, struct error *err)
{
	size_t ahead = input->head.length - input->head_at;

	if (ahead == 0)
		return read_file(input, into, size, err);
	if (ahead > size)
		ahead = size;
	memcpy(into, input->head.data + input->head_at, ahead);
	input->head_at += ahead;
	return (ssize_t)ahead;
}

/* Make at least one byte stand ahead: 1, 0 at the end, -1. */
static int read_ahead(struct input *input, struct error *err)
{
	if (input->head_at < input->head.length)
		return 1;
	input->head_at = 0;
	buffer_reset(&input->head);

	ssize_t got = read_file(input, buffer_reserve(&input->head, INPUT_HEAD),
		INPUT_HEAD, err);

	if (got <= 0)
		return (int)got;
	input->head.length = (size_t)got;
	input->head.data[got] = '\0';
	return 1;
}

int input_line(struct input *input, size_t limit, struct buffer *line,
	struct error *err)
{
	bool any = false;
	int more;

	buffer_reset(line);
	input->line_ended = false;
	while ((more = read_ahead(input, err)) > 0) {
		const char *from = input->head.data + input->head_at;
		size_t ahead = input->head.length - input->head_at;
		const char *end = memchr(from, '\n', ahead);
		size_t length = end ? (size_t)(end - from) : ahead;
		size_t room = limit + 1 - line->length;

		any = true;
		buffer_add(line, from, length < room ? length : room);
		input->head_at += end ? length + 1 : length;
		input->line_ended = end != NULL;
		if (end)
			break;
	}
	/* A line cut by an error is no line. */
	if (more < 0)
		return -1;
	if (line->length > 0 && line->data[line->length - 1] == '\r')
		line->data[--line->length] = '\0';
	return any;
}

bool input_line_ended(const struct input *input)
{
	return input->line_ended;
}

int input_all(struct input *input, size_t limit, const char *name,
	struct buffer *out, struct error *err)
{
	for (;;) {
		ssize_t got = input_read(input, buffer_reserve(out, INPUT_HEAD),
			INPUT_HEAD, err);

		if (got < 0)
			return -1;
		if (got == 0)
			return 0;
		out->length += (size_t)got;
		out->data[out->length] = '\0';
		if (out->length > limit)
			return error_set(err, ERROR_LIMIT,
				"is longer than %zu bytes (limit %s)", limit,
				name);
	}
}

uint64_t input_consumed(const struct input *input)
{
	off_t at = input->given_away ? lseek(input->fd, 0, SEEK_CUR) : -1;

	if (at >= 0)
		return (uint64_t)at;
	return input->consumed;
}

uint64_t input_size(const struct input *input)
{
	return input->size;
}
