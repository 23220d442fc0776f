/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Target and body to struct request.  A query string and a JSON body are first
 * brought to one form (request_pairs.h); what is allowed then stands in one
 * table.
 */
#include "config.h"

#include "daemon/worker/request.h"

#include <stddef.h>

#include "analysis/text/text.h"
#include "daemon/worker/component.h"
#include "daemon/worker/hit_field.h"
#include "daemon/worker/request_pairs.h"

#define DOCUMENT_PATH "/v1/documents/"
#define SNIPPETS_MAX  10
#define CHOICES       5

static const struct {
	const char *path;
	enum request_verb verb;
	bool post;
} verbs[] = {
	{"/v1/search", VERB_SEARCH, true},
	{"/v1/analyze", VERB_ANALYZE, true},
	{"/v1/suggest", VERB_SUGGEST, true},
	{"/v1/status", VERB_STATUS, false},
	{"/readyz", VERB_READY, false},
};

enum kind {
	KIND_TEXT,
	KIND_PAPER,
	KIND_NUMBER,
	KIND_SNIPPETS,
	KIND_CHOICE,
	KIND_FIELDS,
	KIND_COMPONENTS
};

#define OF(member)    offsetof(struct request, member)
#define LIMIT(member) offsetof(struct settings, member)

static const struct parameter {
	const char *name;
	unsigned verbs;
	enum kind kind;
	size_t offset;         /* of its uint32_t in struct request */
	size_t limit;          /* of the greatest number in the settings */
	const char *choice[CHOICES]; /* of 0, 1 ...; NULL: no more */
} parameters[] = {
	{"q", VERB_SEARCH | VERB_SUGGEST, KIND_TEXT, 0, 0, {NULL, NULL}},
	{"like", VERB_SEARCH, KIND_PAPER, 0, 0, {NULL, NULL}},
	{"limit", VERB_SEARCH | VERB_SUGGEST, KIND_NUMBER, OF(limit),
		LIMIT(page), {NULL, NULL}},
	{"offset", VERB_SEARCH, KIND_NUMBER, OF(offset), LIMIT(window),
		{NULL, NULL}},
	{"snippets", VERB_SEARCH, KIND_SNIPPETS, OF(snippets), 0, {NULL, NULL}},
	{"synonyms", VERB_SEARCH, KIND_CHOICE, OF(synonyms), 0, {"off", "on"}},
	{"syntax", VERB_SEARCH, KIND_CHOICE, OF(syntax), 0,
		{"auto", "plain", "strict", "pubmed", "strategy"}},
	{"sort", VERB_SEARCH, KIND_CHOICE, OF(sort), 0,
		{"relevance", "date", "-date"}},
	{"without", VERB_SEARCH, KIND_COMPONENTS, OF(without), 0, {NULL, NULL}},
	{"fields", VERB_SEARCH, KIND_FIELDS, OF(fields), 0, {NULL, NULL}},
	{"explain", VERB_SEARCH, KIND_CHOICE, OF(explain), 0, {"0", "1"}},
	{"text", VERB_ANALYZE, KIND_TEXT, 0, 0, {NULL, NULL}},
	{"as", VERB_ANALYZE, KIND_CHOICE, OF(as_query), 0, {"index", "query"}},
};
#define PARAMETERS (sizeof(parameters) / sizeof(parameters[0]))

static struct slice path_of(struct slice target)
{
	const char *end =
		target.length ? memchr(target.data, '?', target.length) : NULL;

	if (end)
		target.length = (size_t)(end - target.data);
	return target;
}

int request_route(const struct wire_request *wire, enum request_verb *verb,
	struct fault *fault)
{
	struct slice path = path_of(wire->target);
	bool post = false, found = false;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (!slice_is(path, verbs[i].path))
			continue;
		*verb = verbs[i].verb;
		post = verbs[i].post;
		found = true;
	}
	if (slice_starts(path, DOCUMENT_PATH) &&
		path.length > strlen(DOCUMENT_PATH)) {
		*verb = VERB_DOCUMENT;
		found = true;
	}
	if (!found)
		return fault_set(fault, 404, "not_found", 0,
			"There is nothing at this path");
	if (wire->method == WIRE_POST && !post)
		return fault_set(fault, 405, "method_not_allowed", 0,
			"This path takes GET and HEAD only");
	return 0;
}

/* Text a person typed: whatever bytes they are, they become UTF-8. */
static void take_text(const struct pair *pair, struct arena *arena,
	struct request *request, struct slice *out)
{
	struct slice text = pair->value;

	if (text.length && memchr(text.data, '\0', text.length)) {
		char *copy = arena_alloc(arena, text.length);

		/* No byte of UTF-8 is 0xff: cleaned with the rest. */
		for (size_t i = 0; i < text.length; i++)
			copy[i] = text.data[i] ? text.data[i] : '\xff';
		text.data = copy;
	}
	*out = text;
	request->typed_bytes = pair->value.length;
	request->replaced = text_clean(text, arena, out);
}

static int take_number(const struct pair *pair, uint32_t max,
	struct arena *arena, uint32_t *out, struct fault *fault)
{
	struct slice text = pair->value;
	uint64_t number = 0;
	bool digits = text.length > 0;

	for (size_t i = 0; i < text.length && digits; i++) {
		digits = text.data[i] >= '0' && text.data[i] <= '9';
		if (digits && number <= UINT32_MAX)
			number = number * 10 + (uint64_t)(text.data[i] - '0');
	}
	if (!digits || number > max)
		return fault_set(fault, 400, "invalid", max,
			"'%.*s' is a whole number from 0 to %u, not '%.*s'",
			SLICE_PRINT(pair->name), max,
			SLICE_PRINT(pair_shown(text, arena)));
	*out = (uint32_t)number;
	return 0;
}

static int take_choice(const struct pair *pair,
	const struct parameter *parameter, struct arena *arena, uint32_t *out,
	struct fault *fault)
{
	const char *const *choice = parameter->choice;
	char list[80] = "";
	size_t length = 0;

	for (uint32_t i = 0; i < CHOICES && choice[i]; i++) {
		int last = i + 1 == CHOICES || !choice[i + 1];

		if (slice_is(pair->value, choice[i])) {
			*out = i;
			return 0;
		}
		length += (size_t)snprintf(list + length, sizeof(list) - length,
			"%s'%s'", !i ? "" : last ? " or " : ", ", choice[i]);
	}
	return fault_set(fault, 400, "invalid", 0, "'%s' is %s, not '%.*s'",
		parameter->name, list,
		SLICE_PRINT(pair_shown(pair->value, arena)));
}

static int refuse_list(const struct pair *pair, const char *const *names,
	struct slice unknown, struct arena *arena, struct fault *fault)
{
	struct slice all = SLICE_EMPTY;

	for (; *names; names++)
		all = arena_printf(arena, "%.*s%s%s", SLICE_PRINT(all),
			all.length > 0 ? ", " : "", *names);
	return fault_set(fault, 400, "invalid", 0,
		"'%.*s' is a list of %.*s; '%.*s' is none of them",
		SLICE_PRINT(pair->name), SLICE_PRINT(all),
		SLICE_PRINT(pair_shown(unknown, arena)));
}

/* title,year */
static int take_list(const struct pair *pair, uint32_t bit_of(struct slice),
	const char *const *names, struct arena *arena, uint32_t *out,
	struct fault *fault)
{
	struct slice rest = pair->value;

	*out = 0;
	for (;;) {
		const char *comma =
			rest.length ? memchr(rest.data, ',', rest.length)
				    : NULL;
		struct slice name = rest;
		uint32_t bit;

		if (comma)
			name.length = (size_t)(comma - rest.data);
		bit = bit_of(name);
		if (!bit)
			return refuse_list(pair, names, name, arena, fault);
		*out |= bit;
		if (!comma)
			return 0;
		rest.length -= name.length + 1;
		rest.data = comma + 1;
	}
}

static int refuse_name(const struct pair *pair, enum request_verb verb,
	struct arena *arena, struct fault *fault)
{
	struct slice all = SLICE_EMPTY;

	for (size_t i = 0; i < PARAMETERS; i++)
		if (parameters[i].verbs & verb)
			all = arena_printf(arena, "%.*s%s%s", SLICE_PRINT(all),
				all.length ? ", " : "", parameters[i].name);
	return fault_set(fault, 400, "unknown_parameter", 0,
		"There is no parameter '%.*s' here; %s%.*s",
		SLICE_PRINT(pair_shown(pair->name, arena)),
		all.length ? "known are " : "this path takes none",
		SLICE_PRINT(all));
}

static int take_pair(const struct pair *pair, const struct settings *settings,
	struct arena *arena, struct request *request, struct fault *fault)
{
	const struct parameter *parameter = NULL;
	const uint32_t *max;
	uint32_t *out;

	for (size_t i = 0; i < PARAMETERS; i++) {
		if ((parameters[i].verbs & request->verb) &&
			slice_is(pair->name, parameters[i].name))
			parameter = &parameters[i];
	}
	if (!parameter)
		return refuse_name(pair, request->verb, arena, fault);
	out = (uint32_t *)(void *)((char *)request + parameter->offset);
	switch (parameter->kind) {
	case KIND_TEXT:
		take_text(pair, arena, request, &request->text);
		return 0;
	case KIND_PAPER:
		take_text(pair, arena, request, &request->like);
		return 0;
	case KIND_CHOICE:
		return take_choice(pair, parameter, arena, out, fault);
	case KIND_FIELDS:
		return take_list(pair, hit_field_bit, hit_field_names, arena,
			out, fault);
	case KIND_COMPONENTS:
		return take_list(pair, component_bit, component_names, arena,
			out, fault);
	case KIND_SNIPPETS:
		return take_number(pair, SNIPPETS_MAX, arena, out, fault);
	default: /* KIND_NUMBER */
		max = (const uint32_t *)(const void *)((const char *)settings +
						       parameter->limit);
		return take_number(pair, *max, arena, out, fault);
	}
}

static const char *required_of(enum request_verb verb)
{
	if (verb == VERB_SEARCH || verb == VERB_SUGGEST)
		return "q";
	return verb == VERB_ANALYZE ? "text" : NULL;
}

/* A paper takes the place of a question. */
static int check_like(const struct request *request, const struct pairs *pairs,
	struct fault *fault)
{
	if (pairs_has(pairs, "q"))
		return fault_set(fault, 400, "invalid", 0,
			"'q' and 'like' exclude each other; in a question "
			"like:ID asks for papers like one");
	if (!slice_trim(request->like).length)
		return fault_set(
			fault, 400, "invalid", 0,
			"'like' is empty; it is the id of a paper");
	return 0;
}

static int check_length(const struct request *request,
	const struct settings *settings, struct fault *fault)
{
	int lines = request->syntax == SYNTAX_STRATEGY;
	uint32_t most =
		lines ? settings->strategy_bytes : settings->query_bytes;

	if (request->verb == VERB_ANALYZE || request->typed_bytes <= most)
		return 0;
	return fault_set(fault, 413, "too_long", most,
		"The %s has %zu bytes; %u is the limit",
		lines ? "strategy" : "question", request->typed_bytes, most);
}

static int check(const struct request *request, const struct pairs *pairs,
	const struct settings *settings, struct fault *fault)
{
	const char *required = required_of(request->verb);

	if (pairs_has(pairs, "like") && check_like(request, pairs, fault))
		return -1;
	if (required && !pairs_has(pairs, required) && !pairs_has(pairs, "like"))
		return fault_set(fault, 400, "missing_parameter", 0,
			"The parameter '%s' is missing", required);
	if (check_length(request, settings, fault))
		return -1;
	if ((uint64_t)request->offset + request->limit > settings->window)
		return fault_set(fault, 400, "invalid", settings->window,
			"'offset' and 'limit' together are more than %u, "
			"behind which no paper is shown; a narrower question "
			"brings what is wanted to the front",
			settings->window);
	return 0;
}

static struct request defaults(
	enum request_verb verb, const struct settings *settings)
{
	struct request request = {.verb = verb,
		.limit = 10,
		.snippets = 2,
		.fields = HIT_ALL,
		.synonyms = 1};

	if (request.limit > settings->page)
		request.limit = settings->page;
	return request;
}

int request_read(const struct wire_request *wire,
	const struct settings *settings, enum request_verb verb,
	struct arena *arena, struct request *request, struct fault *fault)
{
	struct slice path = path_of(wire->target);
	struct pairs pairs = {.count = 0};

	*request = defaults(verb, settings);
	if (verb == VERB_DOCUMENT) {
		struct slice id = {path.data + strlen(DOCUMENT_PATH),
			path.length - strlen(DOCUMENT_PATH)};

		if (pair_decode(id, false, arena, &request->id, fault))
			return -1;
	}
	if (path.length < wire->target.length) {
		struct slice query = {path.data + path.length + 1,
			wire->target.length - path.length - 1};

		if (pairs_read_query(query, &pairs, arena, fault))
			return -1;
	}
	if (wire->method == WIRE_POST &&
		pairs_read_body(wire->body, &pairs, arena, fault))
		return -1;
	for (size_t i = 0; i < pairs.count; i++) {
		if (take_pair(&pairs.items[i], settings, arena, request, fault))
			return -1;
	}
	if (request->without & COMPONENT_SYNONYMS)
		request->synonyms = 0;
	return check(request, &pairs, settings, fault);
}
