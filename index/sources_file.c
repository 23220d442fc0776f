/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part that was there is mapped; what is added stands in a buffer until it
 * is flushed.  Offsets count from the begin of the file through both.
 */
#include "config.h"

#include "index/sources_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

#define FIRST_LINE "medlit-sources 1\n"
#define PAUSE_AT   ((size_t)1024 * 1024)

struct sources_file {
	char *folder, *path, *made; /* `made`: replaces `path`, or NULL */
	int fd;                     /* -1: no file, changes stay in memory */
	bool write;
	uint64_t written; /* bytes of the file that count */
	const char *map;
	size_t mapped;
	struct buffer added;  /* behind `written` */
	XXH3_state_t *digest; /* of what came since the last "=" line */
	bool part;            /* something came */
};

/* ---- text ------------------------------------------------------------- */

static void add_escaped(struct buffer *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 || c == 0x7f || c == '%')
			buffer_printf(out, "%%%02x", c);
		else
			buffer_add_char(out, (char)c);
	}
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

static void add_plain(struct buffer *out, struct slice text)
{
	buffer_reset(out);
	buffer_add_string(out, "");
	for (size_t i = 0; i < text.length; i++) {
		bool escaped = text.data[i] == '%' && i + 2 < text.length &&
			       hex(text.data[i + 1]) >= 0 &&
			       hex(text.data[i + 2]) >= 0;

		if (!escaped) {
			buffer_add_char(out, text.data[i]);
			continue;
		}
		buffer_add_char(out, (char)(hex(text.data[i + 1]) << 4 |
					     hex(text.data[i + 2])));
		i += 2;
	}
}

/* ---- adding ----------------------------------------------------------- */

uint64_t sources_file_end(const struct sources_file *file)
{
	return file->written + file->added.length;
}

static void digest_from(struct sources_file *file, size_t begin)
{
	XXH3_64bits_update(file->digest, file->added.data + begin,
		file->added.length - begin);
	file->part = true;
}

void sources_file_add(
	struct sources_file *file, const struct sources_line *line)
{
	const struct source_facts *facts = &line->facts;
	struct buffer *out = &file->added;
	size_t begin = out->length;

	buffer_printf(out, "%c ", line->op);
	if (line->op == 'D' || line->op == 'F')
		buffer_printf(out,
			"%" PRIu64 " %" PRIu64 " %" PRId64 " %" PRId64
			" %016" PRIx64 " %d ",
			facts->size, facts->inode, facts->modified,
			facts->changed, facts->digest, facts->fresh);
	if (line->op == 'D')
		buffer_printf(out, "%" PRIu64 " ", line->papers);
	if (line->op == 'F') {
		add_escaped(out, line->reason, strlen(line->reason));
		buffer_add_char(out, '\t');
	}
	add_escaped(out, line->path, strlen(line->path));
	buffer_add_char(out, '\n');
	digest_from(file, begin);
}

void sources_file_add_id(struct sources_file *file, char op, struct slice id)
{
	size_t begin = file->added.length;

	buffer_add_char(&file->added, op);
	buffer_add_char(&file->added, ' ');
	add_escaped(&file->added, id.data, id.length);
	buffer_add_char(&file->added, '\n');
	digest_from(file, begin);
}

static int write_added(struct sources_file *file, struct error *err)
{
	size_t done = 0;

	while (done < file->added.length) {
		ssize_t got = pwrite(file->fd, file->added.data + done,
			file->added.length - done,
			(off_t)(file->written + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set_errno(
				err, "cannot write %s", file->path);
		done += (size_t)got;
	}
	file->written += file->added.length;
	buffer_reset(&file->added);
	return 0;
}

static int open_to_write(struct sources_file *file, struct error *err)
{
	if (file->fd >= 0)
		return 0;
	file->fd = open(file->made ? file->made : file->path,
		O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	return file->fd < 0 ? error_set_errno(err, "cannot open %s", file->path)
			    : folder_sync(file->folder, err);
}

static void add_whole_line(struct sources_file *file)
{
	buffer_printf(&file->added, "= %016" PRIx64 "\n",
		(uint64_t)XXH3_64bits_digest(file->digest));
	XXH3_64bits_reset(file->digest);
	file->part = false;
}

int sources_file_flush(struct sources_file *file, struct error *err)
{
	if (!file->write || file->added.length == 0)
		return 0;
	if (file->part)
		add_whole_line(file);
	if (open_to_write(file, err) < 0 || write_added(file, err) < 0)
		return -1;
	return fdatasync(file->fd) < 0
		       ? error_set_errno(err, "cannot sync %s", file->path)
		       : 0;
}

int sources_file_pause(struct sources_file *file, struct error *err)
{
	if (file->added.length < PAUSE_AT)
		return 0;
	return write_added(file, err);
}

/* ---- reading ---------------------------------------------------------- */

static void unmap(struct sources_file *file)
{
	if (file->map)
		munmap((void *)(uintptr_t)file->map, file->mapped);
	file->map = NULL;
	file->mapped = 0;
}

/* At least up to `end`, of what is written. */
static int map_until(struct sources_file *file, uint64_t end, struct error *err)
{
	if (end <= file->mapped || file->written == 0)
		return 0;
	unmap(file);
	void *map =
		mmap(NULL, file->written, PROT_READ, MAP_SHARED, file->fd, 0);

	if (map == MAP_FAILED)
		return error_set_errno(err, "cannot map %s", file->path);
	file->map = map;
	file->mapped = file->written;
	return 0;
}

/* The line at *at without its end, *at behind it; false: none is whole. */
static bool next_line(const char **at, const char *end, struct slice *line)
{
	const char *stop =
		*at < end ? memchr(*at, '\n', (size_t)(end - *at)) : NULL;

	if (!stop)
		return false;
	*line = (struct slice){*at, (size_t)(stop - *at)};
	*at = stop + 1;
	return true;
}

static void tell_ids(
	const char *at, const char *end, source_told *told, void *context)
{
	struct buffer id = BUFFER_INIT;
	struct slice line;

	while (next_line(&at, end, &line)) {
		if (line.length < 2 || line.data[0] == '=')
			continue;
		add_plain(&id, (struct slice){line.data + 2, line.length - 2});
		told(context, buffer_slice(&id), line.data[0] == '-');
	}
	buffer_clear(&id);
}

int sources_file_each(struct sources_file *file, const struct source_span *span,
	source_told *told, void *context, struct error *err)
{
	uint64_t split = span->end < file->written ? span->end : file->written;

	if (map_until(file, split, err) < 0)
		return -1;
	if (span->begin < split)
		tell_ids(file->map + span->begin, file->map + split, told,
			context);
	if (span->end > file->written) {
		uint64_t begin = span->begin > file->written ? span->begin
							     : file->written;

		tell_ids(file->added.data + (begin - file->written),
			file->added.data + (span->end - file->written), told,
			context);
	}
	return 0;
}

static bool parse_facts(const char **at, struct source_facts *facts)
{
	int fresh, length = 0;

	if (sscanf(*at,
		    "%" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNd64 " %" SCNx64
		    " %d %n",
		    &facts->size, &facts->inode, &facts->modified,
		    &facts->changed, &facts->digest, &fresh, &length) != 6)
		return false;
	facts->fresh = fresh != 0;
	*at += length;
	return true;
}

static bool parse_papers(const char **at, uint64_t *papers)
{
	char *end;

	*papers = strtoull(*at, &end, 10);
	if (end == *at || *end != ' ')
		return false;
	*at = end + 1;
	return true;
}

struct reading {
	struct buffer text, path, reason;
	sources_apply *apply;
	void *context;
};

static bool parse_line(
	struct reading *reading, struct slice text, struct sources_line *line)
{
	buffer_reset(&reading->text);
	buffer_add(&reading->text, text.data, text.length);
	const char *at = reading->text.data + 2;

	if (text.length < 3 || text.data[1] != ' ')
		return false;
	line->op = text.data[0];
	if (line->op == '=')
		return true;
	if ((line->op == 'D' || line->op == 'F') &&
		!parse_facts(&at, &line->facts))
		return false;
	if (line->op == 'D' && !parse_papers(&at, &line->papers))
		return false;
	if (line->op == 'F') {
		const char *tab = strchr(at, '\t');

		if (!tab)
			return false;
		add_plain(&reading->reason,
			(struct slice){at, (size_t)(tab - at)});
		at = tab + 1;
	}
	add_plain(&reading->path, slice_of(at));
	line->path = reading->path.data;
	line->reason = reading->reason.data;
	return strchr("BDFX", line->op) != NULL;
}

/* The lines of a part that its "=" line says to be whole. */
static bool apply_part(struct sources_file *file, struct reading *reading,
	const char *at, const char *end)
{
	struct slice text;

	for (const char *begin = at; next_line(&at, end, &text); begin = at) {
		struct sources_line line = {
			.begin = (uint64_t)(begin - file->map),
			.end = (uint64_t)(at - file->map)};

		if (text.length > 1 &&
			(text.data[0] == '+' || text.data[0] == '-'))
			continue;
		if (!parse_line(reading, text, &line))
			return false;
		reading->apply(reading->context, &line);
	}
	return true;
}

static bool is_whole(struct slice line, const char *part)
{
	uint64_t digest;

	return line.length == 18 &&
	       sscanf(line.data, "= %16" SCNx64, &digest) == 1 &&
	       digest == XXH3_64bits(part, (size_t)(line.data - part));
}

static int damaged(const struct sources_file *file, struct error *err)
{
	return error_set(err, ERROR_FORMAT,
		"%s is damaged: move it away and run sync again with all the "
		"folders it mirrors; what their files no longer give is then "
		"left in the index",
		file->path);
}

static int read_parts(
	struct sources_file *file, struct reading *reading, struct error *err)
{
	const char *end = file->map + file->mapped;
	const char *at = file->map + strlen(FIRST_LINE), *part = at;
	struct slice line;

	if (file->mapped < strlen(FIRST_LINE) ||
		memcmp(file->map, FIRST_LINE, strlen(FIRST_LINE)) != 0)
		return damaged(file, err);
	while (next_line(&at, end, &line)) {
		if (line.length == 0 || line.data[0] != '=')
			continue;
		/* A part that was cut has no such line; but when the power goes
		 * the last may have pages that never came to the disk. */
		if (!is_whole(line, part))
			return at == end && memchr(part, 0, (size_t)(at - part))
				       ? 0
				       : damaged(file, err);
		if (!apply_part(file, reading, part, at))
			return damaged(file, err);
		part = at;
		file->written = (uint64_t)(at - file->map);
	}
	return 0;
}

static int read_file(struct sources_file *file, sources_apply *apply,
	void *context, struct error *err)
{
	struct reading reading = {.apply = apply, .context = context};
	struct stat status;

	file->fd =
		open(file->path, (file->write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	if (file->fd < 0 && errno == ENOENT)
		return 0;
	if (file->fd < 0 || fstat(file->fd, &status) < 0)
		return error_set_errno(err, "cannot open %s", file->path);
	/* Made, and killed before the first line. */
	if (status.st_size == 0)
		return 0;
	file->written = (uint64_t)status.st_size;
	if (map_until(file, file->written, err) < 0)
		return -1;
	file->written = strlen(FIRST_LINE);
	int result = read_parts(file, &reading, err);

	buffer_clear(&reading.text);
	buffer_clear(&reading.path);
	buffer_clear(&reading.reason);
	return result;
}

/* ---- opening ---------------------------------------------------------- */

static struct sources_file *new_file(const char *folder, bool write)
{
	struct sources_file *file = memory_new(sizeof(*file));

	if (folder) {
		file->folder = memory_copy(folder);
		file->path = path_join(folder, "sources");
	}
	file->fd = -1;
	file->write = write;
	file->digest = XXH3_createState();
	XXH3_64bits_reset(file->digest);
	return file;
}

struct sources_file *sources_file_open(const char *folder, bool write,
	sources_apply *apply, void *context, struct error *err)
{
	struct sources_file *file = new_file(folder, write);

	if (folder && read_file(file, apply, context, err) < 0) {
		sources_file_close(file);
		return NULL;
	}
	/* What a crash left behind the last whole part. */
	if (write && file->mapped > file->written)
		if (ftruncate(file->fd, (off_t)file->written) < 0) {
			error_set_errno(err, "cannot write %s", file->path);
			sources_file_close(file);
			return NULL;
		}
	if (file->written == 0)
		buffer_add_string(&file->added, FIRST_LINE);
	return file;
}

struct sources_file *sources_file_create(const char *folder, struct error *err)
{
	struct sources_file *file = new_file(folder, true);

	file->made = memory_printf("%s.new", file->path);
	unlink(file->made);
	buffer_add_string(&file->added, FIRST_LINE);
	if (open_to_write(file, err) == 0)
		return file;
	sources_file_close(file);
	return NULL;
}

int sources_file_replace(struct sources_file *file, struct error *err)
{
	if (sources_file_flush(file, err) < 0)
		return -1;
	if (rename(file->made, file->path) < 0)
		return error_set_errno(err, "cannot rename %s", file->made);
	return folder_sync(file->folder, err);
}

void sources_file_close(struct sources_file *file)
{
	if (!file)
		return;
	unmap(file);
	if (file->fd >= 0)
		close(file->fd);
	if (file->made)
		unlink(file->made);
	buffer_clear(&file->added);
	XXH3_freeState(file->digest);
	free(file->folder);
	free(file->path);
	free(file->made);
	free(file);
}
