/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cut word is compared with what the index has: stems.  Most stems are the
 * start of their word, so the terms that start as typed are nearly all.  Others
 * are shorter or other than what was typed ("randomi*": the stem of randomized
 * is "random"); they are found by stemming what was typed with each of the
 * usual endings.
 */
#include "config.h"

#include "daemon/worker/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/worker/heading.h"
#include "daemon/worker/node.h"
#include "index/index.h"

/* Terms that are looked through for one cut word. */
#define LISTED_MAX 10000
/* Terms of all cut words and values of a question: each is several nodes of the
 * engine's query, which has XC_QUERY_NODES_MAX. */
#define TERMS_MAX 1000

static const char *const endings[] = {"a", "ability", "able", "al", "ally",
	"ance", "ant", "ate", "ated", "ates", "ating", "ation", "ational",
	"ative", "ator", "c", "cal", "e", "ed", "ement", "ence", "ent", "er",
	"ers", "es", "est", "ful", "ial", "ible", "ic", "ical", "ied", "ies",
	"ing", "ingly", "ings", "ion", "ional", "is", "isation", "ism", "ise",
	"ised", "ises", "ising", "ities", "ity", "ium", "ive", "ization", "ize",
	"ized", "izes", "izing", "ly", "ment", "ness", "ous", "s", "ses", "sis",
	"tic", "ular", "um", "us", "y"};
#define ENDINGS   (sizeof(endings) / sizeof(endings[0]))
#define STEMS_MAX 128 /* of one cut word that are tried */

struct vocabulary {
	struct query *query;
	struct xc_searcher *searcher;
	struct text_analyser *analyser;
	struct arena *arena;
	struct fault *fault;
	size_t left; /* of TERMS_MAX */
	size_t wait; /* cut words and values not yet looked up */
};

struct counted {
	struct slice term;
	uint64_t documents;
};
struct counted_list {
	struct counted *items;
	size_t count;
	int more; /* the index has more than was listed */
};

static void warn(struct vocabulary *v, struct slice text)
{
	slices_add(&v->query->warnings, text, v->arena);
}

static void add(struct vocabulary *v, struct counted_list *list,
	struct slice term, uint64_t documents)
{
	list->items = query_grow(
		list->items, list->count, sizeof(*list->items), v->arena);
	list->items[list->count++] = (struct counted){term, documents};
}

/* How many papers have each term. */
static int count(
	struct vocabulary *v, const struct slices *terms, uint64_t *frequencies)
{
	struct xc_bytes *bytes =
		arena_array(v->arena, struct xc_bytes, terms->count + 1);
	struct xc_error error;

	for (size_t i = 0; i < terms->count; i++)
		bytes[i] = (struct xc_bytes){
			terms->items[i].data, terms->items[i].length};
	if (terms->count && xc_searcher_frequencies(v->searcher, bytes,
				    terms->count, frequencies, &error))
		return fault_set_engine(v->fault, &error);
	return 0;
}

static int list_terms(
	struct vocabulary *v, struct slice start, struct counted_list *list)
{
	struct xc_error error;
	struct xc_term_counts *terms = xc_searcher_terms(
		v->searcher, start.data, start.length, LISTED_MAX, &error);

	if (!terms)
		return fault_set_engine(v->fault, &error);
	for (size_t i = 0; i < terms->count; i++)
		add(v, list,
			arena_copy(v->arena, terms->items[i].data,
				terms->items[i].length),
			terms->items[i].documents);
	list->more = terms->more;
	xc_term_counts_free(terms);
	return 0;
}

static int by_documents(const void *a, const void *b)
{
	const struct counted *left = a, *right = b;

	if (left->documents != right->documents)
		return left->documents > right->documents ? -1 : 1;
	return slice_compare(left->term, right->term);
}

/* The most frequent of a list that are in any paper, `most` or the list's share
 * of what is left; says when that is not all. */
static struct slices choose(struct vocabulary *v, struct counted_list *list,
	size_t most, struct slice typed)
{
	struct slices chosen = {NULL, 0};
	size_t present = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items),
			by_documents);
	while (present < list->count && list->items[present].documents)
		present++;
	if (most > v->left / v->wait)
		most = v->left / v->wait ? v->left / v->wait : 1;
	v->wait--;
	for (size_t i = 0; i < present && i < most; i++)
		slices_add(&chosen, list->items[i].term, v->arena);
	v->left -= chosen.count < v->left ? chosen.count : v->left;
	if (present > most || list->more)
		warn(v, arena_printf(v->arena,
				"\"%.*s\" stands for %s%zu terms; the %zu most "
				"frequent were searched",
				SLICE_PRINT(typed),
				list->more ? "more than " : "", present,
				chosen.count));
	return chosen;
}

static int starts_with(struct slice text, struct slice start)
{
	return text.length >= start.length &&
	       memcmp(text.data, start.data, start.length) == 0;
}

/* ---- cut words ----------------------------------------------------------- */

/* The stem of a word that starts as typed, unless it does so itself. */
static void add_stem(struct vocabulary *v, struct slice start, const char *rest,
	struct slices *stems)
{
	struct slice stem = text_stem(v->analyser,
		arena_printf(v->arena, "%.*s%s", SLICE_PRINT(start), rest),
		v->arena);

	if (starts_with(stem, start) || stems->count == STEMS_MAX)
		return;
	for (size_t i = 0; i < stems->count; i++)
		if (slice_equal(stems->items[i], stem))
			return;
	slices_add(stems, stem, v->arena);
}

/* The cut may be inside an ending: "random", "i" of "ized". */
static void add_endings(struct vocabulary *v, struct slice start,
	const char *ending, struct slices *stems)
{
	size_t length = strlen(ending);

	for (size_t n = 0; n < length && n < start.length; n++)
		if (memcmp(start.data + start.length - n, ending, n) == 0)
			add_stem(v, start, ending + n, stems);
}

static int add_other_stems(
	struct vocabulary *v, struct slice start, struct counted_list *list)
{
	struct slices stems = {NULL, 0};
	uint64_t frequencies[STEMS_MAX];

	add_stem(v, start, "", &stems);
	for (size_t i = 0; i < ENDINGS; i++)
		add_endings(v, start, endings[i], &stems);
	if (count(v, &stems, frequencies))
		return -1;
	for (size_t i = 0; i < stems.count; i++)
		add(v, list, stems.items[i], frequencies[i]);
	return 0;
}

static int expand_cut(struct vocabulary *v, uint32_t number)
{
	struct clause *clause = &v->query->clauses[number];
	struct slice start = clause->parts[0].terms[0];
	struct counted_list list = {NULL, 0, 0};
	struct slices chosen;

	if (list_terms(v, start, &list) || add_other_stems(v, start, &list))
		return -1;
	chosen = choose(v, &list, v->query->cut_terms,
		query_clause_text(v->query, number));
	clause->parts[0].join = PART_ANY;
	clause->parts[0].terms = chosen.items;
	clause->parts[0].terms_count = chosen.count;
	for (size_t i = 0; i < chosen.count; i++)
		if (!starts_with(chosen.items[i], start)) {
			warn(v, arena_printf(v->arena,
					"\"%.*s\" is compared with the stems "
					"of words: it also finds other words "
					"with the stem \"%.*s\"",
					SLICE_PRINT(query_clause_text(
						v->query, number)),
					SLICE_PRINT(chosen.items[i])));
			break;
		}
	return 0;
}

/* ---- filters ------------------------------------------------------------- */

static int expand_filter(struct vocabulary *v, struct filter *filter)
{
	struct counted_list list = {NULL, 0, 0};
	uint64_t *frequencies;

	if (filter->low.length || filter->like)
		return 0;
	if (filter->starts) {
		if (list_terms(v, filter->terms.items[0], &list))
			return -1;
	} else {
		frequencies = arena_array(
			v->arena, uint64_t, filter->terms.count + 1);
		if (count(v, &filter->terms, frequencies))
			return -1;
		for (size_t i = 0; i < filter->terms.count; i++)
			add(v, &list, filter->terms.items[i], frequencies[i]);
	}
	if (filter->terms.count >= HEADING_TERMS)
		list.more = 1;
	filter->terms = choose(v, &list, TERMS_MAX, filter->value);
	if (!filter->terms.count)
		warn(v, arena_printf(v->arena, "No paper has \"%.*s\" in %.*s",
				SLICE_PRINT(filter->value),
				SLICE_PRINT(filter->name)));
	return 0;
}

int vocabulary_expand(struct query *query, struct text_analyser *analyser,
	struct xc_searcher *searcher, struct arena *arena, struct fault *fault)
{
	struct vocabulary v = {
		query, searcher, analyser, arena, fault, TERMS_MAX, 0};
	struct slices body = {NULL, 0};
	uint64_t papers;

	for (size_t i = 0; i < query->clauses_count; i++)
		v.wait += query->clauses[i].kind == CLAUSE_CUT;
	for (size_t i = 0; i < query->filters_count; i++)
		v.wait += !query->filters[i].low.length &&
			  !query->filters[i].like;
	/* values first: most take one term and leave the rest */
	for (size_t i = 0; i < query->filters_count; i++)
		if (expand_filter(&v, &query->filters[i]))
			return -1;
	for (uint32_t i = 0; i < query->clauses_count; i++)
		if (query->clauses[i].kind == CLAUSE_CUT && expand_cut(&v, i))
			return -1;
	slices_add(&body, SLICE(TERM_BODY), arena);
	if (count(&v, &body, &papers))
		return -1;
	query->body = papers > 0;
	return 0;
}

/* ---- places and distances ------------------------------------------------ */

static const char *const places[] = {"", "its title", "title or abstract"};

/* Of a term in a title its own; of one in title or abstract those papers that
 * have it only elsewhere, to be taken off.  With bodies that is an upper
 * bound. */
static int check_place(struct vocabulary *v, uint32_t number)
{
	struct clause *clause = &v->query->clauses[number];
	int title = clause->place == PLACE_TITLE;
	const char *prefix = title ? PREFIX_TITLE : PREFIX_ELSEWHERE;
	uint64_t most = 0;

	for (size_t p = 0; p < clause->parts_count; p++) {
		struct part *part = &clause->parts[p];
		struct slices terms = {NULL, 0};
		uint64_t *found =
			arena_array(v->arena, uint64_t, part->terms_count + 1);

		for (size_t i = 0; i < part->terms_count; i++)
			slices_add(&terms,
				schema_term(prefix, part->terms[i], v->arena),
				v->arena);
		if (count(v, &terms, found))
			return -1;
		for (size_t i = 0; i < part->terms_count; i++) {
			uint64_t here = title                        ? found[i]
					: part->documents > found[i] ? 1
								     : 0;

			if (here > most)
				most = here;
		}
	}
	if (!most && clause->parts_count)
		warn(v, arena_printf(v->arena, "No paper has \"%.*s\" in %s",
				SLICE_PRINT(query_clause_text(v->query, number)),
				places[clause->place]));
	return 0;
}

/* Does it also stand for narrower concepts, or is it a phrase? */
static void check_near_clause(struct vocabulary *v, const struct node *leaf)
{
	const struct query *query = v->query;
	const struct clause *clause =
		&query->clauses[query->tokens[leaf->number].clause];
	struct slice typed =
		query_clause_text(query, query->tokens[leaf->number].clause);

	for (size_t i = 0; i < clause->parts_count; i++) {
		const struct part *part = &clause->parts[i];

		if (part->join == PART_PHRASE)
			warn(v, arena_printf(v->arena,
					"NEAR measures from the first and the "
					"last word of \"%.*s\", wherever these "
					"stand",
					SLICE_PRINT(typed)));
		if (part->join == PART_TERM &&
			slice_starts(part->terms[0], PREFIX_ANCESTOR))
			warn(v, arena_printf(v->arena,
					"NEAR sees the names of \"%.*s\" and "
					"not those of what is narrower",
					SLICE_PRINT(typed)));
	}
}

static void check_near(
	struct vocabulary *v, const struct node *node, int inside)
{
	inside |= node->kind == NODE_NEAR || node->kind == NODE_ORDER;
	if (node->kind == NODE_CLAUSE && inside)
		check_near_clause(v, node);
	for (size_t i = 0; i < node->count; i++)
		check_near(v, node->children[i], inside);
}

int vocabulary_check(struct query *query, struct xc_searcher *searcher,
	struct arena *arena, struct fault *fault)
{
	struct vocabulary v = {query, searcher, NULL, arena, fault, 0, 0};

	for (uint32_t i = 0; i < query->clauses_count; i++)
		if (query->clauses[i].place != PLACE_ANYWHERE &&
			check_place(&v, i))
			return -1;
	check_near(&v, query->tree, 0);
	return 0;
}
