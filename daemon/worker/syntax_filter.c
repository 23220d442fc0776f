/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of fields to filters; what is no value is searched or left out. */
#include "config.h"

#include <string.h>

#include "daemon/worker/syntax_internal.h"

static struct slice value_of(const struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	uint32_t start = lexeme->start, end = r->items[last].end;

	if (lexeme->kind == LEX_QUOTE || lexeme->kind == LEX_NAMES)
		syntax_inside_of(r, lexeme, &start, &end);
	while (end > start && r->query->text.data[end - 1] == '*')
		end--;
	return (struct slice){r->query->text.data + start, end - start};
}

struct slice syntax_name_of(const struct reader *r, const struct lexeme *said)
{
	struct slice name = {
		r->query->text.data + said->start, said->end - said->start};

	while (name.length && strchr("[: ", name.data[0])) {
		name.data++;
		name.length--;
	}
	while (name.length && strchr("]: ", name.data[name.length - 1]))
		name.length--;
	return name;
}

/* One token: the value with its tag or prefix. */
static void account_filter(
	struct reader *r, size_t first, size_t last, enum query_status status)
{
	const struct lexeme *lexeme = &r->items[first], *said = lexeme->said;
	uint32_t start = lexeme->start, end = r->items[last].end;

	if (said + 1 == lexeme)
		start = said->start;
	if (said == &r->items[last] + 1)
		end = said->end;
	account_bytes(r->b, start, end, status, CLAUSE_NONE);
}

/* Its words are searched instead. */
static void search_value(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first], *said = lexeme->said;
	size_t from;

	if (said->kind == LEX_PREFIX && said + 1 == lexeme)
		account_bytes(r->b, said->start, said->end, STATUS_UNMATCHED,
			CLAUSE_NONE);
	from = r->query->tokens_count;
	read_run(r->b, lexeme->start, r->items[last].end, PLACE_ANYWHERE, 1);
	syntax_push_clauses(r, from);
	if (said->kind == LEX_TAG && said == &r->items[last] + 1)
		account_bytes(r->b, said->start, said->end, STATUS_UNMATCHED,
			CLAUSE_NONE);
}

static void leave_out(struct reader *r, size_t first, size_t last)
{
	account_filter(r, first, last, STATUS_UNMATCHED);
	r->b->omitted++;
}

static struct slice backwards(
	const struct reader *r, struct slice value, struct slice field)
{
	return arena_printf(r->b->arena,
		"\"%.*s\" ends before it begins; [%.*s] was left out",
		SLICE_PRINT(value), SLICE_PRINT(field));
}

/* What there is no filter for: told, and searched where that asks for nearly
 * the same. */
static void refuse_filter(struct reader *r, size_t first, size_t last,
	enum filter_outcome outcome)
{
	const struct lexeme *lexeme = &r->items[first];
	struct slice value = value_of(r, first, last);
	struct slice name = syntax_name_of(r, lexeme->said), why;

	if (outcome == FILTER_BACKWARDS)
		why = backwards(r, value, name);
	else if (outcome == FILTER_UNKNOWN)
		why = arena_printf(r->b->arena,
			"No filter is called \"%.*s\"; it was left out",
			SLICE_PRINT(value));
	else
		why = arena_printf(r->b->arena,
			"\"%.*s\" is no value of the field \"%.*s\"; its words "
			"were searched everywhere",
			SLICE_PRINT(value), SLICE_PRINT(name));
	parse_note(&r->parser, lexeme->start, why);
	if (outcome == FILTER_NO_VALUE)
		search_value(r, first, last);
	else
		leave_out(r, first, last);
}

void syntax_read_absent(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	const struct field *field = syntax_field_of(lexeme);

	parse_note(&r->parser, lexeme->start,
		arena_printf(r->b->arena,
			"The index has no %s: [%.*s] \"%.*s\" was left out",
			field->note,
			SLICE_PRINT(syntax_name_of(r, lexeme->said)),
			SLICE_PRINT(value_of(r, first, last))));
	leave_out(r, first, last);
}

/* "2013"[dp] : "2018"[dp].  One that ends before it begins takes in all. */
static void close_range(struct reader *r, const struct lexeme *lexeme,
	const struct filter *last)
{
	struct filter *first = &r->query->filters[r->range];

	first->high = last->high;
	first->value = arena_printf(r->b->arena, "%.*s:%.*s",
		SLICE_PRINT(first->value), SLICE_PRINT(last->value));
	if (slice_compare(first->low, last->high) <= 0)
		return;
	parse_note(&r->parser, lexeme->start,
		backwards(r, first->value, first->name));
	first->low = SLICE("00000000");
	first->high = SLICE("99999999");
}

static int is_cut(const struct reader *r, const struct lexeme *last)
{
	uint32_t start, end = last->end;

	if (last->kind == LEX_QUOTE)
		syntax_inside_of(r, last, &start, &end);
	return last->kind == LEX_CUT ||
	       (last->kind == LEX_QUOTE && end > last->start &&
		       r->query->text.data[end - 1] == '*');
}

void syntax_read_value(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	const struct field *field = syntax_field_of(lexeme);
	struct query *query = r->query;
	struct filter filter;
	enum filter_outcome outcome = filter_make(field,
		value_of(r, first, last), lexeme->kind == LEX_QUOTE,
		is_cut(r, &r->items[last]), r->b->analyser,
		r->b->synonyms ? r->b->thesaurus : NULL, r->b->arena, &filter);

	if (outcome != FILTER_MADE) {
		refuse_filter(r, first, last, outcome);
		return;
	}
	if (query->filters_count >= r->b->settings->query_terms) {
		account_filter(r, first, last, STATUS_UNMATCHED);
		r->b->left_out++;
		return;
	}
	account_filter(r, first, last, STATUS_FILTER);
	syntax_tell_field(r, field);
	if (r->range != SIZE_MAX && filter.low.length) {
		close_range(r, lexeme, &filter);
		return;
	}
	filter.at = lexeme->start;
	filter.name = syntax_name_of(r, lexeme->said);
	query->filters = query_grow(query->filters, query->filters_count,
		sizeof(*query->filters), r->b->arena);
	query->filters[query->filters_count++] = filter;
	parse_operand(&r->parser,
		node_leaf(NODE_FILTER, (uint32_t)query->filters_count - 1,
			r->b->arena));
}
