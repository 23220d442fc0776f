/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/report.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "daemon/worker/json.h"

static void put_slices(
	json_t *json, const char *name, const struct slices *list)
{
	json_t *array;

	if (!list->count)
		return;
	array = json_array();
	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, json_slice(list->items[i]));
	json_object_set_new(json, name, array);
}

static json_t *ids_json(const struct document *document)
{
	json_t *json = json_object();

	json_put_slice(json, "own", document->own);
	json_put_slice(json, "pmid", document->pmid);
	json_put_slice(json, "pmcid", document->pmcid);
	json_put_slice(json, "doi", document->doi);
	put_slices(json, "nct", &document->nct);
	return json;
}

/* The gravest of what is known. */
static const char *status_name(uint32_t status)
{
	return status & DOCUMENT_RETRACTED   ? "retracted"
	       : status & DOCUMENT_CONCERN   ? "concern"
	       : status & DOCUMENT_CORRECTED ? "corrected"
					     : "ok";
}

void report_summary(json_t *json, const struct document *document,
	uint32_t fields, double score)
{
	if (fields & HIT_ID)
		json_put_slice(json, "id", document->id);
	if (fields & HIT_IDS)
		json_object_set_new(json, "ids", ids_json(document));
	if (fields & HIT_SCORE)
		json_object_set_new(json, "score", json_real(score));
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

static json_t *sections_json(const struct document *document)
{
	json_t *array = json_array();

	for (size_t i = 0; i < document->sections_count; i++) {
		const struct section *section = &document->sections[i];
		json_t *json = json_object();

		json_put_text(json, "kind", section_kind_name(section->kind));
		json_put_slice(json, "title", section->title);
		json_object_set_new(json, "text", json_slice(section->text));
		json_array_append_new(array, json);
	}
	return array;
}

static json_t *mesh_json(const struct document *document)
{
	json_t *array = json_array();

	for (size_t i = 0; i < document->mesh_count; i++) {
		const struct mesh_heading *heading = &document->mesh[i];
		json_t *json = json_object();

		json_put_slice(json, "name", heading->name);
		json_put_slice(json, "ui", heading->ui);
		json_put_slice(json, "qualifier", heading->qualifier);
		json_object_set_new(
			json, "major", json_boolean(heading->major));
		json_array_append_new(array, json);
	}
	return array;
}

void report_document(const struct document *document, const char *generation,
	uint64_t revision, struct buffer *out)
{
	json_t *json = json_object();

	json_put_number(json, "v", 1);
	json_put_text(json, "generation", generation);
	json_put_number(json, "revision", revision);
	report_summary(json, document, HIT_ALL & ~(uint32_t)HIT_SCORE, 0);
	json_put_slice(json, "vernacular_title", document->vernacular_title);
	json_put_slice(json, "journal_short", document->journal_short);
	json_put_slice(json, "language", document->language);
	put_slices(json, "keywords", &document->keywords);
	if (document->mesh_count)
		json_object_set_new(json, "mesh", mesh_json(document));
	json_put_slice(json, "format", document->format);
	json_put_slice(json, "source", document->source);
	json_put_slice(json, "warnings", document->warnings);
	json_object_set_new(json, "sections", sections_json(document));
	json_finish(json, out);
}

/* ---- an analysis --------------------------------------------------------- */

static const char *const kinds[] = {
	"word", "acronym", "number", "code", "compound"};

static const struct {
	uint8_t flag;
	const char *name;
} flags[] = {
	{TOKEN_PART, "part"},
	{TOKEN_STOP, "stop"},
	{TOKEN_UPPER, "upper"},
	{TOKEN_CAPITAL, "capital"},
	{TOKEN_SENTENCE, "sentence"},
	{TOKEN_GLUED, "glued"},
};

static json_t *flags_json(uint8_t bits)
{
	json_t *array = json_array();

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (bits & flags[i].flag)
			json_array_append_new(
				array, json_string(flags[i].name));
	}
	return array;
}

static json_t *token_json(struct slice text, const struct token *token)
{
	json_t *json = json_object();

	json_object_set_new(json, "text",
		json_slice((struct slice){
			text.data + token->start, token->end - token->start}));
	json_put_number(json, "start", token->start);
	json_put_number(json, "end", token->end);
	json_put_number(json, "position", token->position);
	json_put_number(json, "span", token->span);
	json_put_text(json, "kind", kinds[token->kind]);
	json_object_set_new(json, "flags", flags_json(token->flags));
	json_put_slice(json, "term", token->term);
	return json;
}

static json_t *concept_json(struct slice text, const struct concept_hit *hit,
	const struct thesaurus *thesaurus)
{
	json_t *json = json_object();

	json_put_slice(json, "slug", concept_slug(thesaurus, hit->concept));
	json_put_slice(
		json, "preferred", concept_preferred(thesaurus, hit->concept));
	json_put_slice(json, "form",
		(struct slice){text.data + hit->start, hit->end - hit->start});
	json_put_number(json, "start", hit->start);
	json_put_number(json, "end", hit->end);
	return json;
}

void report_analysis(const struct tokens *tokens,
	const struct concept_hits *hits, const struct thesaurus *thesaurus,
	struct buffer *out)
{
	json_t *json = json_object(), *list = json_array(),
	       *concepts = json_array();

	for (size_t i = 0; i < tokens->count; i++)
		json_array_append_new(
			list, token_json(tokens->text, &tokens->items[i]));
	for (size_t i = 0; i < hits->count; i++)
		json_array_append_new(concepts,
			concept_json(tokens->text, &hits->items[i], thesaurus));
	json_put_number(json, "v", 1);
	json_put_slice(json, "synonyms_version", thesaurus_version(thesaurus));
	json_object_set_new(json, "tokens", list);
	json_object_set_new(json, "concepts", concepts);
	json_finish(json, out);
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

static json_t *thesaurus_json(const struct snapshot *snapshot, int match)
{
	json_t *json = json_object();

	json_put_slice(json, "version", thesaurus_version(snapshot->thesaurus));
	json_put_text(json, "index_version", snapshot->generation.thesaurus);
	json_object_set_new(json, "match", json_boolean(match));
	if (!snapshot->thesaurus)
		return json;
	json_put_number(
		json, "concepts", thesaurus_concepts(snapshot->thesaurus));
	json_put_number(json, "forms", thesaurus_forms(snapshot->thesaurus));
	return json;
}

static void put_front(json_t *json, struct slice front)
{
	json_t *members =
		json_loadb(front.data ? front.data : "", front.length, 0, NULL);

	if (json_is_object(members))
		json_object_update(json, members);
	json_decref(members);
}

void report_status(const struct snapshot *snapshot,
	const struct xc_statistics *statistics, struct slice front,
	struct buffer *out)
{
	const struct generation *generation = &snapshot->generation;
	int match = slice_is(
		thesaurus_version(snapshot->thesaurus), generation->thesaurus);
	json_t *json = json_object(), *warnings = json_array();
	uint64_t bytes = 0;

	for (unsigned i = 0; i < generation->shards; i++)
		bytes += folder_bytes(generation->shard_paths[i]);
	if (!match)
		json_array_append_new(warnings,
			json_string("The index was built with another version "
				    "of the thesaurus: new names are not found "
				    "until medlit-index rebuild"));
	json_put_number(json, "v", 1);
	json_put_text(json, "version", PACKAGE_VERSION);
	json_put_text(json, "generation", generation->name);
	json_put_number(json, "revision", statistics->revision);
	json_put_number(json, "documents", statistics->documents);
	json_put_number(json, "shards", generation->shards);
	json_put_number(json, "bytes", bytes);
	json_put_number(json, "schema", generation->schema);
	json_put_number(json, "analysis", generation->analysis);
	json_object_set_new(json, "thesaurus", thesaurus_json(snapshot, match));
	put_front(json, front);
	json_object_set_new(json, "warnings", warnings);
	json_finish(json, out);
}
