/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the index has of a word that may be meant, and how papers write it. */
#include "config.h"

#include "daemon/worker/suggest_internal.h"

#include <ctype.h>

#include "index/index.h"

/* Of a paper, to find out how a stem is written. */
#define READ_MAX 32768

int suggest_frequency(
	const struct suggester *s, struct slice term, uint64_t *documents)
{
	struct xc_bytes wanted = {term.data, term.length};
	struct xc_error error;

	if (xc_searcher_frequencies(s->searcher, &wanted, 1, documents, &error))
		return fault_set_engine(s->fault, &error);
	return 0;
}

int suggest_count(
	const struct suggester *s, struct slice word, uint64_t *documents)
{
	struct tokens tokens = text_tokens(s->analyser, word, s->arena);
	struct concept_hits hits =
		concept_find(s->thesaurus, &tokens, 1, s->arena);
	uint64_t found;

	*documents = 0;
	if (tokens.count != 1)
		return 0;
	if (suggest_frequency(s, tokens.items[0].term, documents))
		return -1;
	for (size_t i = 0; i < hits.count; i++) {
		struct slice slug =
			concept_slug(s->thesaurus, hits.items[i].concept);

		if (suggest_frequency(s,
			    schema_term(PREFIX_CONCEPT, slug, s->arena),
			    &found))
			return -1;
		if (found > *documents)
			*documents = found;
	}
	return 0;
}

/* The first word of a text with this stem, as folded; empty: there is none.
 * A word and its stem nearly always have one first letter. */
static struct slice word_of_stem(
	const struct suggester *s, struct slice text, struct slice stem)
{
	size_t i = 0;

	if (text.length > READ_MAX)
		text.length = READ_MAX;
	while (i < text.length) {
		size_t start = i;

		while (i < text.length && isalpha((unsigned char)text.data[i]))
			i++;
		if (i - start + 2 >= stem.length && i > start &&
			tolower((unsigned char)text.data[start]) ==
				stem.data[0]) {
			struct tokens tokens = text_tokens(s->analyser,
				(struct slice){text.data + start, i - start},
				s->arena);

			if (tokens.count == 1 &&
				slice_equal(tokens.items[0].term, stem))
				return tokens.items[0].folded;
		}
		i += i == start;
	}
	return SLICE_EMPTY;
}

static struct slice word_in_record(
	const struct suggester *s, const struct xc_hit *hit, struct slice stem)
{
	struct slice record = {hit->data.data, hit->data.length};
	struct document document;
	struct slice word;

	if (record_decode(record, &document, s->arena, NULL))
		return SLICE_EMPTY;
	word = word_of_stem(s, document.title, stem);
	for (size_t i = 0; i < document.sections_count && !word.length; i++)
		word = word_of_stem(s, document.sections[i].text, stem);
	return word;
}

int suggest_written(
	const struct suggester *s, struct slice stem, struct slice *word)
{
	struct xc_node node = {
		.op = XC_TERM, .term = stem.data, .length = stem.length};
	struct xc_query search = {.nodes = &node,
		.nodes_count = 1,
		.scale = index_scale,
		.limit = 1,
		.want_data = 1};
	struct xc_error error;
	struct xc_results *results = xc_search(s->searcher, &search, &error);

	if (!results)
		return fault_set_engine(s->fault, &error);
	*word = SLICE_EMPTY;
	if (results->hits_count)
		*word = word_in_record(s, &results->hits[0], stem);
	/* It may be a piece of the record. */
	*word = word->length ? arena_copy(s->arena, word->data, word->length)
			     : stem;
	xc_results_free(results);
	return 0;
}

int suggest_count_pair(const struct suggester *s, struct slice left,
	struct slice right, uint64_t *documents)
{
	struct xc_node nodes[] = {
		{.op = XC_TERM, .term = left.data, .length = left.length},
		{.op = XC_TERM, .term = right.data, .length = right.length},
		{.op = XC_PHRASE, .children = 2}};
	struct xc_query search = {.nodes = nodes,
		.nodes_count = 3,
		.scale = index_scale,
		.limit = 1,
		.check_at_least = 100};
	struct xc_error error;
	struct xc_results *results = xc_search(s->searcher, &search, &error);

	if (!results)
		return fault_set_engine(s->fault, &error);
	*documents = results->total_lower;
	xc_results_free(results);
	return 0;
}
