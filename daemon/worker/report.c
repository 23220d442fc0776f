/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/report.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/plural.h"
#include "daemon/worker/json.h"

static void put_slices(
	struct json *json, const char *name, const struct slices *list)
{
	if (!list->count)
		return;
	json_begin(json, name, '[');
	for (size_t i = 0; i < list->count; i++)
		json_put_string(json, NULL, list->items[i]);
	json_end(json, ']');
}

static void put_ids(struct json *json, const struct document *document)
{
	json_begin(json, "ids", '{');
	json_put_slice(json, "own", document->own);
	json_put_slice(json, "pmid", document->pmid);
	json_put_slice(json, "pmcid", document->pmcid);
	json_put_slice(json, "doi", document->doi);
	put_slices(json, "nct", &document->nct);
	json_end(json, '}');
}

/* The gravest of what is known. */
static const char *status_name(uint32_t status)
{
	return status & DOCUMENT_RETRACTED   ? "retracted"
	       : status & DOCUMENT_CONCERN   ? "concern"
	       : status & DOCUMENT_CORRECTED ? "corrected"
					     : "ok";
}

void report_summary(struct json *json, const struct document *document,
	uint32_t fields, double score)
{
	if (fields & HIT_ID)
		json_put_slice(json, "id", document->id);
	if (fields & HIT_IDS)
		put_ids(json, document);
	if (fields & HIT_SCORE)
		json_put_real(json, "score", score);
	if (fields & HIT_TITLE)
		json_put_slice(json, "title", document->title);
	if (fields & HIT_AUTHORS)
		put_slices(json, "authors", &document->authors);
	if (fields & HIT_JOURNAL)
		json_put_slice(json, "journal", document->journal);
	if (fields & HIT_PUBLISHER)
		json_put_slice(json, "publisher", document->publisher);
	if ((fields & HIT_YEAR) && document_year(document))
		json_put_number(json, "year", document_year(document));
	if (fields & HIT_DATE)
		json_put_slice(json, "date", document->date);
	if (fields & HIT_VOLUME)
		json_put_slice(json, "volume", document->volume);
	if (fields & HIT_ISSUE)
		json_put_slice(json, "issue", document->issue);
	if (fields & HIT_PAGES)
		json_put_slice(json, "pages", document->pages);
	if (fields & HIT_TYPES)
		put_slices(json, "types", &document->types);
	if (fields & HIT_STATUS)
		json_put_text(json, "status", status_name(document->status));
	if (fields & HIT_URL)
		json_put_slice(json, "url", document->url);
}

/* ---- a paper ------------------------------------------------------------- */

static void put_sections(struct json *json, const struct document *document)
{
	json_begin(json, "sections", '[');
	for (size_t i = 0; i < document->sections_count; i++) {
		const struct section *section = &document->sections[i];

		json_begin(json, NULL, '{');
		json_put_text(json, "kind", section_kind_name(section->kind));
		json_put_slice(json, "title", section->title);
		json_put_string(json, "text", section->text);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_mesh(struct json *json, const struct document *document)
{
	if (!document->mesh_count)
		return;
	json_begin(json, "mesh", '[');
	for (size_t i = 0; i < document->mesh_count; i++) {
		const struct mesh_heading *heading = &document->mesh[i];

		json_begin(json, NULL, '{');
		json_put_slice(json, "name", heading->name);
		json_put_slice(json, "ui", heading->ui);
		json_put_slice(json, "qualifier", heading->qualifier);
		json_put_boolean(json, "major", heading->major);
		json_end(json, '}');
	}
	json_end(json, ']');
}

void report_document(const struct document *document, const char *generation,
	uint64_t revision, struct buffer *out)
{
	struct json json = {out, 0};

	json_begin(&json, NULL, '{');
	json_put_number(&json, "v", 1);
	json_put_text(&json, "generation", generation);
	json_put_number(&json, "revision", revision);
	report_summary(&json, document, HIT_ALL & ~(uint32_t)HIT_SCORE, 0);
	json_put_slice(&json, "vernacular_title", document->vernacular_title);
	json_put_slice(&json, "journal_short", document->journal_short);
	json_put_slice(&json, "language", document->language);
	put_slices(&json, "keywords", &document->keywords);
	put_mesh(&json, document);
	json_put_slice(&json, "format", document->format);
	json_put_slice(&json, "source", document->source);
	json_put_slice(&json, "warnings", document->warnings);
	put_sections(&json, document);
	json_finish(&json);
}

/* ---- the state ----------------------------------------------------------- */

/* Bytes of the files in a folder; a shard has no folders inside. */
static uint64_t folder_bytes(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	struct stat status;
	uint64_t bytes = 0;

	if (!folder)
		return 0;
	while ((entry = readdir(folder))) {
		if (fstatat(dirfd(folder), entry->d_name, &status,
			    AT_SYMLINK_NOFOLLOW) == 0 &&
			S_ISREG(status.st_mode))
			bytes += (uint64_t)status.st_size;
	}
	closedir(folder);
	return bytes;
}

/* 1: every paper was made with the list in force. */
static int is_same_list(const struct snapshot *snapshot)
{
	return !snapshot->delta;
}

static void put_thesaurus(struct json *json, const struct snapshot *snapshot)
{
	json_begin(json, "thesaurus", '{');
	json_put_slice(json, "version", thesaurus_version(snapshot->thesaurus));
	json_put_text(json, "index_version", snapshot->generation.thesaurus);
	json_put_boolean(json, "match", is_same_list(snapshot));
	if (snapshot->delta)
		json_put_number(
			json, "differ", delta_concepts(snapshot->delta));
	if (snapshot->thesaurus) {
		json_put_number(json, "concepts",
			thesaurus_concepts(snapshot->thesaurus));
		json_put_number(
			json, "forms", thesaurus_forms(snapshot->thesaurus));
	}
	json_end(json, '}');
}

/* What to do about papers made with another list. */
static void put_list_warning(struct json *json,
	const struct snapshot *snapshot, const struct settings *settings,
	struct arena *arena)
{
	const char *file = settings->thesaurus && settings->thesaurus[0]
				   ? settings->thesaurus
				   : "FILE";
	struct slice version = thesaurus_version(snapshot->thesaurus);
	size_t differ = delta_concepts(snapshot->delta);

	if (snapshot->generation.pending_count)
		json_put_string(json, NULL,
			arena_printf(arena,
				"Another thesaurus is being applied to the "
				"index, or this was broken off: medlit-index "
				"--index %s thesaurus apply %s",
				settings->index, file));
	else
		json_put_string(json, NULL,
			arena_printf(arena,
				"The papers were indexed with thesaurus %s, "
				"from which %.*s differs in %zu concept%s, "
				"searched name by name until medlit-index "
				"--index %s thesaurus apply %s",
				snapshot->generation.thesaurus,
				SLICE_PRINT(version), differ, plural_s(differ),
				settings->index, file));
}

void report_status(const struct snapshot *snapshot,
	const struct settings *settings, const struct xc_statistics *statistics,
	struct slice front, struct arena *arena, struct buffer *out)
{
	const struct generation *generation = &snapshot->generation;
	struct json json = {out, 0};
	uint64_t bytes = 0;

	for (unsigned i = 0; i < generation->shards; i++)
		bytes += folder_bytes(generation->shard_paths[i]);
	json_begin(&json, NULL, '{');
	json_put_number(&json, "v", 1);
	json_put_text(&json, "version", PACKAGE_VERSION);
	json_put_text(&json, "generation", generation->name);
	json_put_number(&json, "revision", statistics->revision);
	json_put_number(&json, "documents", statistics->documents);
	json_put_number(&json, "shards", generation->shards);
	json_put_number(&json, "bytes", bytes);
	json_put_number(&json, "schema", generation->schema);
	json_put_number(&json, "analysis", generation->analysis);
	put_thesaurus(&json, snapshot);
	json_put_members(&json, front);
	json_begin(&json, "warnings", '[');
	if (!is_same_list(snapshot))
		put_list_warning(&json, snapshot, settings, arena);
	json_end(&json, ']');
	json_finish(&json);
}
