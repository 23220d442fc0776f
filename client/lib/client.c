/* SPDX-License-Identifier: MIT */
/* The calls of medlit.h: arguments to a request, its reply to a struct. */
#include "config.h"

#include "client/lib/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct medlit_client *medlit_open(
	const struct medlit_options *options, struct medlit_error *err)
{
	static const struct medlit_options defaults;
	struct medlit_client *client = calloc(1, sizeof(*client));

	if (!client) {
		fail_memory(err);
		return NULL;
	}
	if (!options)
		options = &defaults;
	if (address_choose(client, options, err) ||
		token_read(client, options->token_file, err) ||
		transport_open(client, options, err)) {
		medlit_close(client);
		return NULL;
	}
	return client;
}

void medlit_close(struct medlit_client *client)
{
	if (!client)
		return;
	transport_close(client);
	free(client->socket);
	free(client->base);
	free(client->address);
	free(client->bearer);
	free(client);
}

const char *medlit_address(const struct medlit_client *client)
{
	return client->address;
}

/* Ask, and read the reply as `shape`.  NULL on failure. */
static void *ask(struct medlit_client *client, const char *path,
	const char *body, enum shape_name shape, struct medlit_error *err)
{
	struct answer answer = {NULL, 0, 0, false};
	void *object = NULL;

	if (transport_call(client, path, body, &answer, err) == 0)
		object = reply_parse(shape, &answer, err);
	answer_clear(&answer);
	return object;
}

/* JSON as a line in our own memory, or NULL when memory ends. */
static char *json_line(const json_t *json)
{
	size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(15);
	size_t size = json_dumpb(json, NULL, 0, flags);
	char *line = size ? malloc(size + 1) : NULL;

	if (!line)
		return NULL;
	if (json_dumpb(json, line, size, flags) != size) {
		free(line);
		return NULL;
	}
	line[size] = '\0';
	return line;
}

/*
 * As a POST: a question in a URL would end up in the logs of whatever stands
 * between.  Takes `request`; NULL stands for memory that ran out.
 */
static void *ask_json(struct medlit_client *client, const char *path,
	json_t *request, enum shape_name shape, struct medlit_error *err)
{
	char *body = json_line(request);
	void *object = NULL;

	if (body)
		object = ask(client, path, body, shape, err);
	else
		fail_memory(err);
	json_decref(request);
	free(body);
	return object;
}

/* Bytes that may follow in the character `lead` begins; -1: none begins so. */
static int utf8_tail(unsigned char lead)
{
	if (lead < 0x80)
		return 0;
	if (lead < 0xc2 || lead > 0xf4)
		return -1;
	return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
}

static bool utf8_is_valid(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		unsigned char lead = *at++;
		/* Overlong forms, surrogates and what is beyond U+10FFFF. */
		unsigned char low = lead == 0xe0   ? 0xa0
				    : lead == 0xf0 ? 0x90
						   : 0x80;
		unsigned char high = lead == 0xed   ? 0x9f
				     : lead == 0xf4 ? 0x8f
						    : 0xbf;
		int tail = utf8_tail(lead);

		if (tail < 0)
			return false;
		for (; tail > 0; tail--, low = 0x80, high = 0xbf)
			if (*at < low || *at++ > high)
				return false;
	}
	return true;
}

static int check_text(
	const char *what, const char *text, struct medlit_error *err)
{
	if (!text)
		return fail_with(
			err, MEDLIT_INVALID, "the %s is missing", what);
	if (!utf8_is_valid(text))
		return fail_with(
			err, MEDLIT_INVALID, "the %s is not valid UTF-8", what);
	return 0;
}

/* Nothing for NULL; -1 when memory ends. */
static int set_text(json_t *request, const char *name, const char *text)
{
	return text ? json_object_set_new(request, name, json_string(text)) : 0;
}

/* {"q":...}; NULL when memory ends. */
static json_t *search_request(const struct medlit_query *query)
{
	json_t *request = json_pack("{s:I, s:I, s:i, s:s}", "limit",
		(json_int_t)query->limit, "offset", (json_int_t)query->offset,
		"snippets", (int)query->snippets, "synonyms",
		query->synonyms ? "on" : "off");

	if (!request ||
		(set_text(request, "q", query->text) == 0 &&
			set_text(request, "like", query->like) == 0 &&
			set_text(request, "explain",
				query->explain ? "1" : NULL) == 0 &&
			set_text(request, "fields", query->fields) == 0 &&
			set_text(request, "syntax", query->syntax) == 0 &&
			set_text(request, "without", query->without) == 0 &&
			set_text(request, "sort", query->sort) == 0))
		return request;
	json_decref(request);
	return NULL;
}

/* One of the two. */
static int check_question(
	const struct medlit_query *query, struct medlit_error *err)
{
	if (!query->like)
		return check_text("question", query->text, err);
	if (query->text)
		return fail_with(err, MEDLIT_INVALID,
			"a question and a paper to be like exclude each other");
	return check_text("id", query->like, err);
}

int medlit_search(struct medlit_client *client,
	const struct medlit_query *query, struct medlit_results **results,
	struct medlit_error *err)
{
	struct medlit_results *made;

	if (check_question(query, err) ||
		(query->fields &&
			check_text("field list", query->fields, err)) ||
		(query->syntax && check_text("syntax", query->syntax, err)) ||
		(query->without && check_text("list", query->without, err)) ||
		(query->sort && check_text("order", query->sort, err)))
		return -1;
	made = ask_json(client, "/v1/search", search_request(query),
		SHAPE_RESULTS, err);
	if (!made)
		return -1;
	*results = made;
	return 0;
}

void medlit_results_free(struct medlit_results *results)
{
	reply_free(results);
}

const char *medlit_results_json(const struct medlit_results *results)
{
	return reply_json(results);
}

char *medlit_hit_json(const struct medlit_results *results, size_t hit)
{
	const json_t *hits = json_object_get(reply_tree(results), "hits");

	return json_line(json_array_get(hits, hit));
}

char *medlit_summary_json(const struct medlit_results *results)
{
	json_t *summary = json_copy(reply_tree(results));
	char *line;

	json_object_del(summary, "hits");
	line = json_line(summary);
	json_decref(summary);
	return line;
}

int medlit_document(struct medlit_client *client, const char *id,
	struct medlit_document **document, struct medlit_error *err)
{
	static const char prefix[] = "/v1/documents/";
	struct medlit_document *made = NULL;
	char *escaped, *path;
	size_t size;

	if (check_text("id", id, err))
		return -1;
	if (!*id)
		return fail_with(err, MEDLIT_INVALID, "the id is empty");
	escaped = transport_escape(client, id);
	size = sizeof(prefix) + (escaped ? strlen(escaped) : 0);
	path = escaped ? malloc(size) : NULL;
	if (path) {
		snprintf(path, size, "%s%s", prefix, escaped);
		made = ask(client, path, NULL, SHAPE_DOCUMENT, err);
	} else {
		fail_memory(err);
	}
	free(escaped);
	free(path);
	if (!made)
		return -1;
	*document = made;
	return 0;
}

void medlit_document_free(struct medlit_document *document)
{
	reply_free(document);
}

const char *medlit_document_json(const struct medlit_document *document)
{
	return reply_json(document);
}

int medlit_analyze(struct medlit_client *client, const char *text,
	const char *as, struct medlit_analysis **analysis,
	struct medlit_error *err)
{
	struct medlit_analysis *made;

	as = as ? as : "query";
	if (check_text("text", text, err) || check_text("purpose", as, err))
		return -1;
	made = ask_json(client, "/v1/analyze",
		json_pack("{s:s, s:s}", "text", text, "as", as), SHAPE_ANALYSIS,
		err);
	if (!made)
		return -1;
	*analysis = made;
	return 0;
}

void medlit_analysis_free(struct medlit_analysis *analysis)
{
	reply_free(analysis);
}

const char *medlit_analysis_json(const struct medlit_analysis *analysis)
{
	return reply_json(analysis);
}

int medlit_suggest(struct medlit_client *client, const char *start,
	size_t limit, struct medlit_names **names, struct medlit_error *err)
{
	struct medlit_names *made;

	if (check_text("start of a name", start, err))
		return -1;
	made = ask_json(client, "/v1/suggest",
		json_pack("{s:s, s:I}", "q", start, "limit", (json_int_t)limit),
		SHAPE_NAMES, err);
	if (!made)
		return -1;
	*names = made;
	return 0;
}

void medlit_names_free(struct medlit_names *names)
{
	reply_free(names);
}

const char *medlit_names_json(const struct medlit_names *names)
{
	return reply_json(names);
}

int medlit_status(struct medlit_client *client, struct medlit_status **status,
	struct medlit_error *err)
{
	struct medlit_status *made =
		ask(client, "/v1/status", NULL, SHAPE_STATUS, err);

	if (!made)
		return -1;
	*status = made;
	return 0;
}

void medlit_status_free(struct medlit_status *status)
{
	reply_free(status);
}

const char *medlit_status_json(const struct medlit_status *status)
{
	return reply_json(status);
}
