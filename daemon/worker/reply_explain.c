/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a hit stands where it does, as JSON. */
#include "config.h"

#include "daemon/worker/reply_internal.h"

static const char *clause_kind_name(enum clause_kind kind)
{
	switch (kind) {
	case CLAUSE_CONCEPT:
		return "concept";
	case CLAUSE_PHRASE:
		return "phrase";
	case CLAUSE_NUMBER:
		return "number";
	case CLAUSE_IDENTIFIER:
		return "identifier";
	case CLAUSE_JOINED:
		return "joined";
	default:
		return "word";
	}
}

static const char *reason_name(
	const struct query *query, const struct reason *reason)
{
	switch (reason->share.kind) {
	case SHARE_TYPED:
		return "typed";
	case SHARE_COMPARISON:
		return "comparison";
	case SHARE_LIKE:
		return "like";
	case SHARE_ADDED:
		return "feedback";
	default:
		return reason->by_words
			       ? "name_words"
			       : clause_kind_name(
					 query->clauses[reason->share.number]
						 .kind);
	}
}

static void put_terms(struct json *json, const struct slices *terms)
{
	json_begin(json, "terms", '[');
	for (size_t i = 0; i < terms->count; i++)
		json_put_string(json, NULL, terms->items[i]);
	json_end(json, ']');
}

static void put_ways(struct json *json, const struct reason *reason)
{
	json_begin(json, "ways", '[');
	for (size_t i = 0; i < reason->ways_count; i++) {
		const struct way *way = &reason->ways[i];

		json_begin(json, NULL, '{');
		json_put_text(json, "way", explain_way_name(way->part));
		json_put_exact(json, "weight", way->found.weight);
		put_terms(json, &way->found.terms);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_written(struct json *json, const struct reason *reason)
{
	json_begin(json, "forms", '[');
	for (size_t i = 0; i < reason->written_count; i++) {
		const struct written *written = &reason->written[i];

		json_begin(json, NULL, '{');
		json_put_string(json, "form", written->text);
		json_put_text(
			json, "field", mention_field_name(written->field));
		json_put_number(json, "count", written->count);
		json_end(json, '}');
	}
	json_end(json, ']');
}

/* What was typed, and what it is in the index. */
static void put_clause(struct json *json, const struct reply *reply,
	const struct reason *reason)
{
	uint32_t number = reason->share.number;
	const struct clause *clause = &reply->query->clauses[number];

	json_put_slice(json, "text", query_clause_text(reply->query, number));
	if (clause->kind == CLAUSE_CONCEPT)
		reply_put_concept(json, reply, clause->concept);
	if (reason->share.kind != SHARE_CLAUSE)
		return;
	json_put_number(json, "documents", clause->documents);
	json_put_exact(json, "rarity", reply->explanations->rarity[number]);
	put_ways(json, reason);
	put_written(json, reason);
}

static void put_reason(struct json *json, const struct reply *reply,
	const struct reason *reason)
{
	json_begin(json, NULL, '{');
	json_put_text(json, "part", reason_name(reply->query, reason));
	json_put_exact(json, "weight", reason->weight);
	switch (reason->share.kind) {
	case SHARE_CLAUSE:
	case SHARE_TYPED:
		put_clause(json, reply, reason);
		break;
	case SHARE_LIKE:
		json_put_string(json, "text",
			reply->query->filters[reason->share.number].value);
		put_terms(json, &reason->terms);
		put_written(json, reason);
		break;
	case SHARE_ADDED:
		put_terms(json, &reason->terms);
		put_written(json, reason);
		break;
	default:
		break;
	}
	json_end(json, '}');
}

static void put_extra(struct json *json, const char *name, double weight)
{
	if (weight == 0)
		return;
	json_begin(json, NULL, '{');
	json_put_text(json, "part", name);
	json_put_exact(json, "weight", weight);
	json_end(json, '}');
}

void reply_put_explanation(
	struct json *json, const struct reply *reply, size_t hit)
{
	const struct explanation *item = &reply->explanations->items[hit];
	const struct extra *extra = &reply->matches->extras[hit];

	json_begin(json, "explanation", '{');
	json_put_exact(json, "score", reply->matches->hits[hit].score);
	json_begin(json, "parts", '[');
	for (size_t i = 0; i < item->count; i++)
		put_reason(json, reply, &item->reasons[i]);
	put_extra(json, "nearness", reply->matches->hits[hit].bonus);
	put_extra(json, "order", extra->lowered);
	json_end(json, ']');
	json_end(json, '}');
}
