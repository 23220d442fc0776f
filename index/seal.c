/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file "seal" of a generation:
 *
 *	medlit-seal 1
 *	shard 0 revision 12
 *	0123456789abcdef 8192 shard-0/postlist.glass
 *	...
 *	0123456789abcdef 2699688 thesaurus.image
 *	end 0123456789abcdef          of all before
 *
 * The engine's own check finds nearly all damage, but needs minutes for what a
 * digest tells in seconds, and does not name the file.
 */
#include "config.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "index/digest.h"
#include "index/index.h"

#define FIRST_LINE "medlit-seal 1\n"
#define SEAL_MAX   ((size_t)64 * 1024)

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The engine's lock file is none of the content. */
static bool is_content(const char *name)
{
	return name[0] != '.' && strcmp(name, "flintlock") != 0;
}

/* Sorted; the caller frees each and all. */
static char **list_folder(const char *path, size_t *count)
{
	char **names = memory_new(sizeof(*names));
	DIR *folder = opendir(path);

	*count = 0;
	for (struct dirent *item; folder && (item = readdir(folder));) {
		if (!is_content(item->d_name))
			continue;
		names = memory_resize(names, *count + 1, sizeof(*names));
		names[(*count)++] = memory_copy(item->d_name);
	}
	if (folder)
		closedir(folder);
	qsort(names, *count, sizeof(*names), compare_names);
	return names;
}

static int add_file(const struct generation *generation, const char *name,
	struct buffer *text, struct error *err)
{
	char *path = path_join(generation->path, name);
	struct stat status;
	uint64_t digest;
	int result = digest_file(path, &digest, &status, err);

	if (result == 0)
		buffer_printf(text, "%016" PRIx64 " %lld %s\n", digest,
			(long long)status.st_size, name);
	free(path);
	return result;
}

static int revision_of(const char *path, uint64_t *revision)
{
	struct xc_searcher *searcher = xc_searcher_open(&path, 1, NULL);
	struct xc_statistics statistics;
	int result =
		searcher ? xc_searcher_statistics(searcher, &statistics, NULL)
			 : -1;

	if (result == 0)
		*revision = statistics.revision;
	xc_searcher_close(searcher);
	return result;
}

static int add_shard(const struct generation *generation, unsigned shard,
	struct buffer *text, struct error *err)
{
	const char *path = generation->shard_paths[shard];
	uint64_t revision = 0;
	size_t count;
	int result = 0;

	if (revision_of(path, &revision) < 0)
		return error_set(err, ERROR_IO, "cannot open %s", path);
	buffer_printf(text, "shard %u revision %" PRIu64 "\n", shard, revision);
	char **names = list_folder(path, &count);

	for (size_t i = 0; i < count; i++) {
		char *name = memory_printf("shard-%u/%s", shard, names[i]);

		if (result == 0)
			result = add_file(generation, name, text, err);
		free(name);
		free(names[i]);
	}
	free(names);
	return result;
}

int generation_seal(const struct generation *generation, struct error *err)
{
	struct buffer text = BUFFER_INIT;
	char *path = path_join(generation->path, "seal");
	int result = 0;

	buffer_add_string(&text, FIRST_LINE);
	for (unsigned i = 0; result == 0 && i < generation->shards; i++)
		result = add_shard(generation, i, &text, err);
	if (result == 0 && strcmp(generation->thesaurus, "none") != 0)
		result = add_file(generation, generation->image, &text, err);
	buffer_printf(&text, "end %016" PRIx64 "\n",
		hash_bytes(text.data, text.length));
	if (result == 0)
		result = file_replace(path, buffer_slice(&text), err);
	free(path);
	buffer_clear(&text);
	return result;
}

/* ---- checking --------------------------------------------------------- */

struct checking {
	const struct generation *generation;
	seal_broken *broken;
	void *context;
	bool moved_on; /* the shard was committed to since */
};

/*
 * A shard's file may have grown: a commit that was not finished writes behind
 * what is in force, and nothing reads that.
 */
static void check_file(
	struct checking *c, const char *name, uint64_t digest, long long size)
{
	char *path = path_join(c->generation->path, name);
	struct stat status = {0};
	struct error why = {0};
	uint64_t now = 0;
	char what[ERROR_TEXT_MAX + 64] = "";

	if (digest_start(path, (uint64_t)size, &now, &status, &why) < 0)
		snprintf(what, sizeof(what), "%s", why.text);
	else if (status.st_size < size ||
		 (status.st_size > size && strncmp(name, "shard-", 6) != 0))
		snprintf(what, sizeof(what),
			"has %lld bytes, and had %lld when it was made",
			(long long)status.st_size, size);
	else if (now != digest)
		snprintf(what, sizeof(what),
			"has other bytes than when it was made");
	if (what[0])
		c->broken(c->context, path, what);
	free(path);
}

static void check_line(struct checking *c, const char *line)
{
	unsigned shard;
	uint64_t revision, now = 0, digest;
	long long size;
	int at = 0;

	if (sscanf(line, "shard %u revision %" SCNu64, &shard, &revision) ==
		2) {
		c->moved_on = shard < c->generation->shards &&
			      revision_of(c->generation->shard_paths[shard],
				      &now) == 0 &&
			      now != revision;
		return;
	}
	if (sscanf(line, "%16" SCNx64 " %lld %n", &digest, &size, &at) < 2 ||
		at == 0)
		return;
	/* The image of a list that another has followed may be gone. */
	if (strncmp(line + at, "shard-", 6) == 0
			? c->moved_on
			: strcmp(line + at, c->generation->image) != 0)
		return;
	check_file(c, line + at, digest, size);
}

static int check_lines(struct checking *c, char *text)
{
	char *end = strstr(text, "\nend ");
	uint64_t digest;

	if (strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) != 0 || !end ||
		sscanf(end, "\nend %16" SCNx64, &digest) != 1 ||
		digest != hash_bytes(text, (size_t)(end + 1 - text)))
		return -1;
	*end = '\0';
	for (char *line; (line = strsep(&text, "\n"));)
		check_line(c, line);
	return 0;
}

int generation_check_seal(const struct generation *generation,
	seal_broken *broken, void *context, struct error *err)
{
	struct checking c = {
		.generation = generation, .broken = broken, .context = context};
	struct buffer text = BUFFER_INIT;
	char *path = path_join(generation->path, "seal");
	struct error why = {0};
	int result = file_read(path, SEAL_MAX, &text, &why);

	if (result == 0 && check_lines(&c, text.data) < 0)
		result = error_set(err, ERROR_FORMAT,
			"%s is damaged: what it says of the other files is "
			"not known",
			path);
	else if (result < 0 && why.code == ERROR_NOT_FOUND)
		result = 0;
	else if (result < 0)
		error_set(err, why.code, "%s", why.text);
	free(path);
	buffer_clear(&text);
	return result;
}
