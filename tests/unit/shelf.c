/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"

static void check(int result, const struct error *err)
{
	if (result)
		fail_msg("%s", err->text);
}

static void check_engine(int result, const struct xc_error *error)
{
	if (result < 0)
		fail_msg("%s", error->text);
}

static struct settings limits(void)
{
	struct settings settings = {.deadline_soft = 60000,
		.deadline_hard = 61000,
		.query_bytes = 4096,
		.strategy_bytes = 32768,
		.strategy_lines = 100,
		.query_terms = 64,
		.query_names = 100,
		.phrase_terms = 16,
		.cut_terms = 100,
		.syntax_depth = 24,
		.page = 200,
		.window = 10000,
		.gzip_bytes = 1024};

	return settings;
}

static void open_writer(struct shelf *shelf)
{
	struct xc_error error;
	struct error err;

	check(generation_create(shelf->index, 1, shelf->thesaurus,
		      &shelf->generation, &err),
		&err);
	shelf->writer = xc_writer_open(
		shelf->generation.shard_paths[0], XC_WRITER_CREATE, &error);
	check_engine(shelf->writer ? 0 : -1, &error);
}

void shelf_open(struct shelf *shelf, const char *thesaurus)
{
	struct error err;

	memset(shelf, 0, sizeof(*shelf));
	strcpy(shelf->folder, "/tmp/medlit-shelf-XXXXXX");
	assert_non_null(mkdtemp(shelf->folder));
	snprintf(shelf->index, sizeof(shelf->index), "%s/index", shelf->folder);
	snprintf(shelf->thesaurus_path, sizeof(shelf->thesaurus_path),
		"%s/words.tsv", shelf->folder);
	arena_init(&shelf->arena);
	shelf->settings = limits();
	shelf->settings.index = shelf->index;
	shelf->settings.thesaurus = shelf->folder + strlen(shelf->folder);
	shelf->analyser = text_analyser_new(&err);
	assert_non_null(shelf->analyser);
	if (thesaurus) {
		check(file_replace(
			      shelf->thesaurus_path, slice_of(thesaurus), &err),
			&err);
		shelf->thesaurus = thesaurus_open(
			shelf->thesaurus_path, shelf->analyser, &err);
		check(shelf->thesaurus ? 0 : -1, &err);
	}
	open_writer(shelf);
}

void shelf_close(struct shelf *shelf)
{
	struct error err;

	service_close(shelf->service);
	xc_writer_close(shelf->writer);
	generation_clear(&shelf->generation);
	thesaurus_close(shelf->thesaurus);
	text_analyser_free(shelf->analyser);
	arena_clear(&shelf->arena);
	check(folder_remove(shelf->folder, &err), &err);
}

void shelf_put(struct shelf *shelf, struct document *document)
{
	struct analysed_document analysed;
	struct xc_document entry;
	struct xc_error error;
	struct error err;

	check(document_identify(document, &shelf->arena, &err), &err);
	analysed = index_analyse(
		document, shelf->analyser, shelf->thesaurus, &shelf->arena);
	entry = schema_entry(
		document, &analysed, shelf->thesaurus, &shelf->arena);
	check_engine(
		xc_writer_put(shelf->writer, &entry, NULL, &error), &error);
}

void shelf_add(struct shelf *shelf, const char *id, const char *title,
	const char *abstract)
{
	struct document document = {.title = slice_of(title)};

	if (strspn(id, "0123456789") == strlen(id))
		document.pmid = slice_of(id);
	else
		document.own = slice_of(id);
	if (abstract[0])
		document_add_section(&document, SECTION_ABSTRACT, SLICE_EMPTY,
			slice_of(abstract), &shelf->arena);
	shelf_put(shelf, &document);
}

void shelf_commit(struct shelf *shelf)
{
	char name[GENERATION_NAME_MAX] = "";
	struct xc_error error;
	struct error err;

	check_engine(xc_writer_commit(shelf->writer, &error), &error);
	if (generation_current_name(shelf->index, name, &err) ||
		strcmp(name, shelf->generation.name) != 0)
		check(generation_publish(
			      shelf->index, &shelf->generation, &err),
			&err);
}

void shelf_next_generation(struct shelf *shelf)
{
	xc_writer_close(shelf->writer);
	generation_clear(&shelf->generation);
	open_writer(shelf);
}

json_t *shelf_get(struct shelf *shelf, const char *target, unsigned *status)
{
	struct wire_request request = {
		.method = WIRE_GET, .target = slice_of(target)};
	struct wire_reply reply;
	json_t *json;

	if (!shelf->service) {
		struct error err;

		shelf->service = service_open(&shelf->settings, &err);
		check(shelf->service ? 0 : -1, &err);
	}
	service_answer(shelf->service, &request, &reply);
	if (status)
		*status = reply.status;
	json = json_loadb(reply.body.data, reply.body.length,
		JSON_REJECT_DUPLICATES, NULL);
	if (!json)
		fail_msg("no JSON for %s: %.*s", target,
			SLICE_PRINT(reply.body));
	return json;
}

json_t *shelf_ask(struct shelf *shelf, struct slice question, const char *more)
{
	struct buffer target = BUFFER_INIT;
	unsigned status;
	json_t *json;

	buffer_add_string(&target, "/v1/search?q=");
	for (size_t i = 0; i < question.length; i++)
		buffer_printf(&target, "%%%02x",
			(unsigned)(unsigned char)question.data[i]);
	buffer_add_string(&target, more);
	/* only what the question itself finds */
	if (!strstr(more, "without="))
		buffer_add_string(&target, "&without=feedback");
	json = shelf_get(shelf, target.data, &status);
	if (status != 200)
		fail_msg("%u for %s", status, target.data);
	buffer_clear(&target);
	return json;
}

struct slice shelf_ids(struct shelf *shelf, const json_t *reply)
{
	struct slice ids = SLICE("");
	json_t *hit;
	size_t i;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
	{
		const char *id = json_string_value(json_object_get(hit, "id"));

		ids = arena_printf(
			&shelf->arena, "%.*s%s ", SLICE_PRINT(ids), id);
	}
	return ids;
}
