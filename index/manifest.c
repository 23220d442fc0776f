/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"

#define MANIFEST_FIRST_LINE "medlit-generation 1"
#define MANIFEST_MAX	    ((size_t)64 * 1024)

int manifest_write(const struct generation *generation, struct error *err)
{
	struct buffer text = BUFFER_INIT;
	char *path = path_join(generation->path, "manifest");

	buffer_printf(&text,
		MANIFEST_FIRST_LINE "\n"
		"schema = %u\n"
		"analysis = %u\n"
		"shards = %u\n"
		"thesaurus = %s\n"
		"image = %s\n",
		generation->schema, generation->analysis, generation->shards,
		generation->thesaurus, generation->image);
	for (unsigned i = 0; i < generation->pending_count; i++)
		buffer_printf(&text, "pending = %s\n", generation->pending[i]);
	buffer_printf(&text, "end %016" PRIx64 "\n",
		hash_bytes(text.data, text.length));
	int result = file_replace(path, buffer_slice(&text), err);

	free(path);
	buffer_clear(&text);
	return result;
}

/* False: it says nothing that a manifest says. */
static bool read_line(struct generation *generation, const char *line)
{
	char *pending = generation->pending[generation->pending_count];

	if (sscanf(line, "schema = %u", &generation->schema) == 1 ||
		sscanf(line, "analysis = %u", &generation->analysis) == 1 ||
		sscanf(line, "shards = %u", &generation->shards) == 1 ||
		sscanf(line, "thesaurus = %63[^\n]", generation->thesaurus) ==
			1 ||
		sscanf(line, "image = %47[^\n/]", generation->image) == 1)
		return true;
	if (generation->pending_count == GENERATION_PENDING_MAX ||
		sscanf(line, "pending = %47[^\n/]", pending) != 1)
		return false;
	generation->pending_count++;
	return true;
}

/* The digest of all lines before it; its line is taken off.  1 it is so, 0
 * there is none, as older versions wrote none, -1 it is another. */
static int check_end(char *text)
{
	char *end = strstr(text, "\nend ");
	uint64_t digest;

	if (!end)
		return 0;
	if (sscanf(end, "\nend %16" SCNx64 "\n", &digest) != 1 ||
		digest != hash_bytes(text, (size_t)(end + 1 - text)))
		return -1;
	end[1] = '\0';
	return 1;
}

/* In a whole one a line that is not known is of a newer version. */
static bool read_lines(struct generation *generation, char *rest, bool whole)
{
	for (char *line; (line = strsep(&rest, "\n"));)
		if (line[0] && !read_line(generation, line) && !whole)
			return false;
	return generation->shards > 0 &&
	       generation->shards <= INDEX_SHARDS_MAX &&
	       generation->schema > 0 && generation->thesaurus[0] != '\0';
}

static int parse(struct generation *generation, char *text, const char *path,
	struct error *err)
{
	int end = check_end(text);
	char *rest = text;
	char *line = strsep(&rest, "\n");

	if (strcmp(line, MANIFEST_FIRST_LINE) != 0)
		return error_set(err, ERROR_FORMAT,
			"%s: not the manifest of a medlit index", path);
	snprintf(generation->image, sizeof(generation->image), "%s",
		MANIFEST_IMAGE);
	generation->pending_count = 0;
	if (end < 0 || !read_lines(generation, rest, end > 0))
		return error_set(err, ERROR_FORMAT,
			"%s: damaged: it is not as it was written", path);
	return 0;
}

int manifest_read(struct generation *generation, struct error *err)
{
	struct buffer text = BUFFER_INIT;
	char *path = path_join(generation->path, "manifest");
	struct error why = {0};
	int result = file_read(path, MANIFEST_MAX, &text, &why);

	if (result == 0)
		result = parse(generation, text.data, path, &why);
	if (result < 0 && why.code != ERROR_FORMAT)
		error_set(err, why.code, "the index is damaged: %s", why.text);
	else if (result < 0)
		error_set(err, why.code,
			"%s: put the folder back from a copy, or move the "
			"index away and add the papers again",
			why.text);
	free(path);
	buffer_clear(&text);
	return result;
}
