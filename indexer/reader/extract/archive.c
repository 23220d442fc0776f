/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tar or zip archive to frames: each member by name, its bytes behind it.
 *
 * Nothing is unpacked to a place, so that a path can lead nowhere; one that
 * tries is refused all the same, for the archive was made to do harm or by
 * mistake.  Links, devices and encrypted members are refused, folders and
 * hidden files passed over as in a folder.  A member may not grow further than
 * gzip may: real ones stay far below.
 */
#include "config.h"

#include "indexer/reader/extract/extract.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "indexer/reader/extract/frame.h"

#define BLOCK      ((size_t)65536)
#define RATIO_FREE ((uint64_t)1024 * 1024)
#define NAME_MOST  ((size_t)4096)

struct unpack {
	struct archive *archive;
	struct buffer out;
	uint64_t ratio;
	bool failed; /* the parent is gone */
};

static void say(struct unpack *unpack, enum frame_kind kind, struct slice name,
	struct slice text)
{
	frame_add(&unpack->out, (char)kind, 0, name, text);
	if (unpack->out.length < BLOCK)
		return;
	if (write_all(unpack->out.data, unpack->out.length) != 0)
		unpack->failed = true;
	buffer_reset(&unpack->out);
}

static struct slice name_of(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);

	if (!name)
		name = archive_entry_pathname(entry);
	struct slice slice = slice_of(name ? name : "(no name)");

	slice.length = slice.length < NAME_MOST ? slice.length : NAME_MOST;
	return slice;
}

/* Each part of the path; "\" separates them where the archive was made. */
static bool next_part(struct slice *rest, struct slice *part)
{
	size_t length = 0;

	if (rest->length == 0)
		return false;
	while (length < rest->length && !strchr("/\\", rest->data[length]))
		length++;
	*part = (struct slice){rest->data, length};
	length += length < rest->length;
	*rest = (struct slice){rest->data + length, rest->length - length};
	return true;
}

static bool leads_outside(struct slice name)
{
	struct slice part;

	if (name.length > 0 && strchr("/\\", name.data[0]))
		return true;
	if (name.length > 1 && name.data[1] == ':')
		return true;
	while (next_part(&name, &part))
		if (slice_is(part, ".."))
			return true;
	return false;
}

static bool is_hidden(struct slice name)
{
	struct slice part;

	while (next_part(&name, &part))
		if ((slice_starts(part, ".") && part.length > 1 &&
			    !slice_is(part, "..")) ||
			slice_is(part, "__MACOSX"))
			return true;
	return false;
}

static const char *why_refused(struct archive_entry *entry, struct slice name)
{
	if (archive_entry_symlink(entry) || archive_entry_hardlink(entry))
		return "is a link, which is not followed";
	if (archive_entry_filetype(entry) != AE_IFREG)
		return "is no file (a pipe or device)";
	if (leads_outside(name))
		return "its path leads outside the archive";
	if (archive_entry_is_encrypted(entry))
		return "is encrypted";
	return NULL;
}

static void refuse(struct unpack *unpack, struct slice name, const char *why)
{
	say(unpack, FRAME_REFUSED, name, slice_of(why));
}

static void give_data(struct unpack *unpack, struct slice name)
{
	int64_t before = archive_filter_bytes(unpack->archive, -1);
	uint64_t given = 0;
	char block[BLOCK], why[160];

	say(unpack, FRAME_MEMBER, name, SLICE_EMPTY);
	while (!unpack->failed) {
		la_ssize_t got = archive_read_data(
			unpack->archive, block, sizeof(block));
		int64_t took =
			archive_filter_bytes(unpack->archive, -1) - before;

		if (got < 0) {
			const char *error =
				archive_error_string(unpack->archive);

			snprintf(why, sizeof(why), "is damaged: %s",
				error ? error : "unknown reason");
			refuse(unpack, name, why);
			return;
		}
		if (got == 0)
			break;
		given += (uint64_t)got;
		if (given > RATIO_FREE && took >= 0 &&
			given / unpack->ratio > (uint64_t)took) {
			snprintf(why, sizeof(why),
				"grows to more than %" PRIu64 " times its "
				"size (limit unpack_ratio)",
				unpack->ratio);
			refuse(unpack, name, why);
			return;
		}
		say(unpack, FRAME_DATA, SLICE_EMPTY,
			(struct slice){block, (size_t)got});
	}
	say(unpack, FRAME_DONE, SLICE_EMPTY, SLICE_EMPTY);
}

static int read_members(struct unpack *unpack)
{
	struct archive_entry *entry;
	int status = ARCHIVE_OK;

	while (!unpack->failed) {
		status = archive_read_next_header(unpack->archive, &entry);
		if (status == ARCHIVE_EOF || status == ARCHIVE_FATAL)
			break;
		if (status == ARCHIVE_RETRY)
			continue;
		struct slice name = name_of(entry);
		const char *why = why_refused(entry, name);

		if (archive_entry_filetype(entry) == AE_IFDIR ||
			is_hidden(name))
			continue;
		if (why)
			refuse(unpack, name, why);
		else
			give_data(unpack, name);
	}
	return status == ARCHIVE_EOF ? EXTRACT_OK : EXTRACT_DAMAGED;
}

int extract_members(struct archive *archive, uint64_t ratio)
{
	struct unpack unpack = {.archive = archive, .ratio = ratio};
	int status = read_members(&unpack);

	if (status == EXTRACT_OK)
		buffer_add_char(&unpack.out, FRAME_END);
	if (write_all(unpack.out.data, unpack.out.length) != 0 || unpack.failed)
		status = EXTRACT_FAILED;
	buffer_clear(&unpack.out);
	return status;
}

int extract_archive(const struct job *job)
{
	struct archive *archive = archive_read_new();

	if (!archive ||
		archive_read_support_format_tar(archive) != ARCHIVE_OK ||
		archive_read_support_format_zip(archive) < ARCHIVE_WARN)
		return EXTRACT_FAILED;
	if (sandbox_parse(&job->limits) != 0)
		return EXTRACT_CONFINE;
	if (archive_read_open_fd(archive, STDIN_FILENO, BLOCK) != ARCHIVE_OK)
		return EXTRACT_DAMAGED;
	return extract_members(archive, job->output);
}
