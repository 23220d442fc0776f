/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A request to its verb, and what the verb wrote to a reply. */
#include "config.h"

#include "daemon/worker/service.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "daemon/worker/complete.h"
#include "daemon/worker/pack.h"
#include "daemon/worker/paper.h"
#include "daemon/problem.h"
#include "daemon/worker/query.h"
#include "daemon/worker/report.h"
#include "daemon/worker/request.h"
#include "daemon/worker/search.h"

#define JSON_TYPE "application/json"

struct service {
	const struct settings *settings;
	struct text_analyser *analyser;
	struct thesaurus *thesaurus; /* of the settings; NULL: the index's */
	struct snapshot snapshot;
	struct packer *packer;
	struct arena arena; /* of one request */
	struct buffer body, packed;
	char etag[32];
	int followed; /* 1: the snapshot is what the index was last */
};

struct service *service_open(const struct settings *settings, struct error *err)
{
	struct service *service = memory_new(sizeof(*service));

	service->settings = settings;
	arena_init(&service->arena);
	service->packer = packer_new();
	service->analyser = text_analyser_new(err);
	if (!service->analyser)
		goto fail;
	if (settings->thesaurus && settings->thesaurus[0]) {
		service->thesaurus = thesaurus_open(
			settings->thesaurus, service->analyser, err);
		if (!service->thesaurus)
			goto fail;
	}
	if (snapshot_open(settings->index, service->thesaurus,
		    service->analyser, &service->snapshot, err))
		goto fail;
	return service;
fail:
	service_close(service);
	return NULL;
}

struct slice service_thesaurus(const struct service *service)
{
	return service->thesaurus ? thesaurus_image(service->thesaurus)
				  : SLICE_EMPTY;
}

void service_close(struct service *service)
{
	if (!service)
		return;
	snapshot_close(&service->snapshot);
	thesaurus_close(service->thesaurus);
	text_analyser_free(service->analyser);
	packer_free(service->packer);
	buffer_clear(&service->body);
	buffer_clear(&service->packed);
	arena_clear(&service->arena);
	free(service);
}

/* ---- verbs --------------------------------------------------------------- */

static int answer_document(struct service *service,
	const struct request *request, struct fault *fault)
{
	struct xc_error error;
	struct xc_results *results = paper_find(service->snapshot.searcher,
		request->id, &service->arena, &error);
	struct document document;
	struct error damage;
	int result = -1;

	if (!results)
		return fault_set_engine(fault, &error);
	if (!results->hits_count) {
		fault_set(fault, 404, "not_found", 0,
			"The index has no paper with this identifier");
		goto out;
	}
	struct slice record = {
		results->hits[0].data.data, results->hits[0].data.length};

	if (record_decode(record, &document, &service->arena, &damage)) {
		fault_set(fault, 500, "internal", 0, "%s", damage.text);
		goto out;
	}
	report_document(&document, service->snapshot.generation.name,
		results->statistics.revision, &service->body);
	result = 0;
out:
	xc_results_free(results);
	return result;
}

/* A question is read without its definitions, for it is not a paper. */
static void answer_analyze(
	struct service *service, const struct request *request)
{
	const struct thesaurus *thesaurus = service->snapshot.thesaurus;
	struct text_analyser *analyser = service->analyser;
	struct arena *arena = &service->arena;
	struct tokens tokens = text_tokens(analyser, request->text, arena);
	int any_case = request->as_query && !query_has_capitals(&tokens);
	struct concept_hits hits =
		concept_find(thesaurus, &tokens, any_case, arena);
	struct abbreviations found =
		abbreviations_find(analyser, tokens.text, arena);
	struct abbreviation_sense *each =
		arena_array(arena, struct abbreviation_sense, found.count + 1);
	struct abbreviation_senses senses = {NULL, 0};
	struct request question = *request;
	struct query query;

	for (size_t i = 0; i < found.count; i++)
		each[i] = abbreviation_sense_of(&found.items[i], tokens.text,
			analyser, thesaurus, arena);
	if (!request->as_query) {
		abbreviation_senses_add(
			&senses, tokens.text, analyser, thesaurus, arena);
		abbreviation_senses_apply(
			&senses, thesaurus, &tokens, &hits, arena);
	}
	question.synonyms = 1;
	if (request->as_query)
		query_make(&question, service->settings, analyser, thesaurus,
			arena, &query);
	report_analysis(&(struct analysis){.tokens = &tokens,
				.hits = &hits,
				.query = request->as_query ? &query : NULL,
				.abbreviations = &found,
				.senses = each,
				.thesaurus = thesaurus,
				.arena = arena},
		&service->body);
}

static int answer_status(struct service *service,
	const struct wire_request *wire, struct fault *fault)
{
	struct xc_statistics statistics;
	struct xc_error error;

	if (xc_searcher_statistics(
		    service->snapshot.searcher, &statistics, &error))
		return fault_set_engine(fault, &error);
	report_status(&service->snapshot, service->settings, &statistics,
		wire->front, &service->arena, &service->body);
	return 0;
}

/* Ready is who can read a record out of the index. */
static int answer_ready(struct service *service, struct fault *fault)
{
	struct xc_error error;
	struct xc_results *results =
		xc_searcher_next(service->snapshot.searcher, 0, &error);

	if (!results)
		return fault_set(fault, 503, "no_index", 0, "%s", error.text);
	xc_results_free(results);
	buffer_add_string(&service->body, "{\"v\":1,\"ready\":true}\n");
	return 0;
}

static int answer_verb(struct service *service, const struct wire_request *wire,
	enum request_verb verb, struct fault *fault)
{
	struct engine engine = {service->settings, service->analyser,
		&service->snapshot, &service->arena};
	struct request request;

	if (verb == VERB_SEARCH)
		return search_run(&engine, wire, &service->body, fault);
	if (request_read(wire, service->settings, verb, &service->arena,
		    &request, fault))
		return -1;
	switch (verb) {
	case VERB_DOCUMENT:
		return answer_document(service, &request, fault);
	case VERB_ANALYZE:
		answer_analyze(service, &request);
		return 0;
	case VERB_SUGGEST:
		return complete_names(
			&engine, &request, &service->body, fault);
	case VERB_STATUS:
		return answer_status(service, wire, fault);
	default:
		return answer_ready(service, fault);
	}
}

/* ---- replies ------------------------------------------------------------- */

/* Same content and same question, same tag.  Weak: the time it took and the
 * encoding are in the bytes, too. */
static int make_etag(struct service *service, const struct wire_request *wire,
	struct fault *fault)
{
	const struct snapshot *snapshot = &service->snapshot;
	struct slice version = thesaurus_version(snapshot->thesaurus);
	struct xc_statistics statistics;
	struct xc_error error;
	uint64_t hash;

	if (xc_searcher_statistics(snapshot->searcher, &statistics, &error))
		return fault_set_engine(fault, &error);
	hash = hash_bytes(PACKAGE_VERSION, sizeof(PACKAGE_VERSION));
	hash = hash_add(hash, snapshot->generation.name,
		strlen(snapshot->generation.name) + 1);
	hash = hash_add(
		hash, &statistics.revision, sizeof(statistics.revision));
	hash = hash_add(hash, version.data, version.length);
	/* Two lists may carry one version, and a list its papers of another. */
	hash = hash_add(hash, &snapshot->list_hash, sizeof(uint64_t));
	hash = hash_add(hash, &wire->target.length, sizeof(size_t));
	hash = hash_add(hash, wire->target.data, wire->target.length);
	hash = hash_add(hash, wire->body.data, wire->body.length);
	snprintf(service->etag, sizeof(service->etag), "W/\"%016llx\"",
		(unsigned long long)hash);
	return 0;
}

/* Is the tag in a list of tags?  Only W/ may differ (RFC 9110, 8.8.3.2). */
static int is_known(struct slice list, const char *etag)
{
	struct slice opaque = slice_of(strchr(etag, '"'));

	list = slice_trim(list);
	if (slice_is(list, "*"))
		return 1;
	for (size_t i = 0; i + opaque.length <= list.length; i++) {
		if (memcmp(list.data + i, opaque.data, opaque.length) == 0)
			return 1;
	}
	return 0;
}

static void take_body(struct service *service, const struct wire_request *wire,
	struct wire_reply *reply)
{
	reply->body = buffer_slice(&service->body);
	if (!(wire->flags & WIRE_ACCEPT_GZIP) ||
		reply->body.length < service->settings->gzip_bytes)
		return;
	packer_run(service->packer, reply->body, &service->packed);
	reply->body = buffer_slice(&service->packed);
	reply->flags |= WIRE_GZIP;
}

static void refuse(struct service *service, const struct fault *fault,
	struct wire_reply *reply)
{
	buffer_reset(&service->body);
	if (fault->has_position)
		problem_write_at(&service->body, fault->status, fault->code,
			fault->detail, fault->limit, fault->position);
	else
		problem_write(&service->body, fault->status, fault->code,
			fault->detail, fault->limit);
	*reply = (struct wire_reply){.status = fault->status,
		.flags = fault->retry ? WIRE_RETRY : 0,
		.content_type = SLICE(PROBLEM_TYPE),
		.body = buffer_slice(&service->body)};
}

static int answer(struct service *service, const struct wire_request *wire,
	struct wire_reply *reply, struct fault *fault)
{
	enum request_verb verb;
	struct error ignored;

	if (request_route(wire, &verb, fault))
		return -1;
	/* An index that cannot be followed still answers as it was. */
	service->followed = snapshot_refresh(service->settings->index,
				    service->thesaurus, service->analyser,
				    &service->snapshot, &ignored) == 0;
	*reply = (struct wire_reply){
		.status = 200, .content_type = SLICE(JSON_TYPE)};
	if (verb & (VERB_SEARCH | VERB_DOCUMENT | VERB_ANALYZE)) {
		if (make_etag(service, wire, fault))
			return -1;
		reply->etag = slice_of(service->etag);
		if (is_known(wire->if_none_match, service->etag)) {
			reply->status = 304;
			return 0;
		}
	}
	if (answer_verb(service, wire, verb, fault))
		return -1;
	take_body(service, wire, reply);
	return 0;
}

/* An answer made while the index was given another thesaurus may be of papers
 * made with it, but read with the one before: it is made again, once. */
void service_answer(struct service *service, const struct wire_request *request,
	struct wire_reply *reply)
{
	struct fault fault;

	service->followed = 0;
	for (int try = 0; try < 2; try++) {
		arena_reset(&service->arena);
		buffer_reset(&service->body);
		buffer_reset(&service->packed);
		if (answer(service, request, reply, &fault))
			refuse(service, &fault, reply);
		if (!service->followed ||
			!snapshot_is_stale(service->settings->index,
				&service->snapshot))
			break;
	}
}
