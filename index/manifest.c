/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/manifest.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

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
	int result = file_replace(path, buffer_slice(&text), err);

	free(path);
	buffer_clear(&text);
	return result;
}

static void read_line(struct generation *generation, const char *line)
{
	sscanf(line, "schema = %u", &generation->schema);
	sscanf(line, "analysis = %u", &generation->analysis);
	sscanf(line, "shards = %u", &generation->shards);
	sscanf(line, "thesaurus = %63[^\n]", generation->thesaurus);
	sscanf(line, "image = %47[^\n/]", generation->image);
	if (generation->pending_count < GENERATION_PENDING_MAX &&
		sscanf(line, "pending = %47[^\n/]",
			generation->pending[generation->pending_count]) == 1)
		generation->pending_count++;
}

static int parse(struct generation *generation, char *text, const char *path,
	struct error *err)
{
	char *rest = text;
	char *line = strsep(&rest, "\n");

	if (strcmp(line, MANIFEST_FIRST_LINE) != 0)
		return error_set(err, ERROR_FORMAT,
			"%s: not the manifest of a medlit index", path);
	snprintf(generation->image, sizeof(generation->image), "%s",
		MANIFEST_IMAGE);
	generation->pending_count = 0;
	while ((line = strsep(&rest, "\n")))
		read_line(generation, line);
	if (generation->shards == 0 ||
		generation->shards > INDEX_SHARDS_MAX ||
		generation->schema == 0 || generation->thesaurus[0] == '\0')
		return error_set(err, ERROR_FORMAT,
			"%s: damaged: schema, shards or thesaurus is missing",
			path);
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
