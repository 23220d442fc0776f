/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/words.h"

#include <stdlib.h>

#include "base/memory.h"

#define WORDS_FILE "words"

/* In a large index what one paper alone writes is most often a mistake. */
#define LARGE 1000

struct term {
	struct slice text;
	uint64_t documents;
	bool named; /* a name has a word with this stem */
};

/* Terms of the index, sorted. */
struct terms {
	struct xc_term_counts *counts[26]; /* hold the texts */
	struct term *items;
	size_t count;
};

struct making {
	struct spelling_maker *maker;
	const struct thesaurus *thesaurus;
	struct text_analyser *analyser;
	struct terms words, concepts;
	struct arena arena;
};

static void terms_clear(struct terms *terms)
{
	for (int i = 0; i < 26; i++)
		xc_term_counts_free(terms->counts[i]);
	free(terms->items);
}

/* Those that start so, behind what is there. */
static int terms_add(struct terms *terms, int slot,
	struct xc_searcher *searcher, struct slice prefix, struct error *err)
{
	struct xc_error why;
	struct xc_term_counts *counts = xc_searcher_terms(
		searcher, prefix.data, prefix.length, UINT32_MAX, &why);

	if (!counts)
		return error_set(
			err, ERROR_IO, "the index's words: %s", why.text);
	terms->counts[slot] = counts;
	terms->items = memory_resize(terms->items,
		terms->count + counts->count + 1, sizeof(*terms->items));
	for (size_t i = 0; i < counts->count; i++) {
		const struct xc_term_count *item = &counts->items[i];

		terms->items[terms->count++] = (struct term){
			{item->data, item->length}, item->documents, false};
	}
	return 0;
}

static int read_terms(
	struct making *making, struct xc_searcher *searcher, struct error *err)
{
	for (int i = 0; i < 26; i++) {
		char letter = (char)('a' + i);

		if (terms_add(&making->words, i, searcher,
			    (struct slice){&letter, 1}, err))
			return -1;
	}
	return terms_add(
		&making->concepts, 0, searcher, SLICE(PREFIX_CONCEPT), err);
}

static int compare_terms(const void *left, const void *right)
{
	const struct term *a = left, *b = right;

	return slice_compare(a->text, b->text);
}

static struct term *find_term(const struct terms *terms, struct slice text)
{
	struct term wanted = {.text = text};

	if (!terms->count)
		return NULL;
	return bsearch(&wanted, terms->items, terms->count, sizeof(wanted),
		compare_terms);
}

/* A word of a name finds what its stem finds; a name of one word also what its
 * concept finds under other names. */
static void add_form(
	struct making *making, struct slice form, uint64_t documents)
{
	struct tokens tokens =
		text_tokens(making->analyser, form, &making->arena);

	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i];
		struct term *term;
		uint64_t found = tokens.positions == 1 ? documents : 0;

		if (token->span != 1 || (token->flags & TOKEN_PART))
			continue;
		term = find_term(&making->words, token->term);
		if (term && term->documents > found)
			found = term->documents;
		if (found &&
			spelling_add_word(
				making->maker, token->folded, false, found) &&
			term)
			term->named = true;
	}
}

static void add_concept(struct making *making, uint32_t concept)
{
	const struct thesaurus *thesaurus = making->thesaurus;
	struct slice slug = concept_slug(thesaurus, concept);
	const struct term *term = find_term(&making->concepts,
		schema_term(PREFIX_CONCEPT, slug, &making->arena));
	uint64_t documents = term ? term->documents : 0;

	for (uint32_t n = 0; n < concept_form_count(thesaurus, concept); n++) {
		struct concept_form form =
			concept_form_at(thesaurus, concept, n);

		add_form(making, form.text, documents);
		if (documents && form_reach(form.relation) == REACH_SAME)
			spelling_add_name(making->maker,
				text_fold(making->analyser, form.text,
					&making->arena),
				form.text, slug, documents);
	}
	arena_reset(&making->arena);
}

static void add_terms(struct making *making, uint64_t documents)
{
	uint64_t least = documents > LARGE ? 2 : 1;

	for (size_t i = 0; i < making->words.count; i++) {
		const struct term *term = &making->words.items[i];

		if (!term->named && term->documents >= least)
			spelling_add_word(making->maker, term->text, true,
				term->documents);
	}
}

static int write_words(const struct generation *generation,
	const struct thesaurus *thesaurus, struct text_analyser *analyser,
	struct xc_searcher *searcher, uint64_t documents, struct error *err)
{
	struct making making = {.maker = spelling_maker_new(),
		.thesaurus = thesaurus,
		.analyser = analyser};
	struct buffer image = BUFFER_INIT;
	int result = read_terms(&making, searcher, err);

	arena_init(&making.arena);
	if (result == 0) {
		char *path = path_join(generation->path, WORDS_FILE);
		uint32_t concepts =
			thesaurus ? thesaurus_concepts(thesaurus) : 0;

		for (uint32_t i = 0; i < concepts; i++)
			add_concept(&making, i);
		add_terms(&making, documents);
		spelling_finish(making.maker, documents, &image);
		result = file_replace(path, buffer_slice(&image), err);
		free(path);
	}
	buffer_clear(&image);
	arena_clear(&making.arena);
	terms_clear(&making.words);
	terms_clear(&making.concepts);
	spelling_maker_free(making.maker);
	return result;
}

/* A file that is damaged is made anew. */
static bool is_good_enough(
	const struct generation *generation, uint64_t documents)
{
	struct spelling *old = words_open(generation, NULL);
	bool good = false;

	if (old) {
		uint64_t then = spelling_documents(old);
		uint64_t change =
			then > documents ? then - documents : documents - then;

		good = change * 20 <= documents;
	}
	spelling_close(old);
	return good;
}

int words_refresh(const struct generation *generation,
	const struct thesaurus *thesaurus, struct text_analyser *analyser,
	bool always, struct error *err)
{
	struct xc_statistics statistics;
	struct xc_error why = {0};
	struct xc_searcher *searcher =
		xc_searcher_open((const char *const *)generation->shard_paths,
			generation->shards, &why);
	int result = 0;

	if (!searcher ||
		xc_searcher_statistics(searcher, &statistics, &why) < 0)
		result = error_set(
			err, ERROR_IO, "%s: %s", generation->path, why.text);
	else if (always || !is_good_enough(generation, statistics.documents))
		result = write_words(generation, thesaurus, analyser, searcher,
				 statistics.documents, err) < 0
				 ? -1
				 : 1;
	xc_searcher_close(searcher);
	return result;
}

struct spelling *words_open(
	const struct generation *generation, struct error *err)
{
	char *path = path_join(generation->path, WORDS_FILE);
	struct spelling *spelling = spelling_open(path, err);

	free(path);
	return spelling;
}

bool words_changed(const struct generation *generation, struct file_mark *mark)
{
	char *path = path_join(generation->path, WORDS_FILE);
	bool changed = file_changed(mark, path);

	free(path);
	return changed;
}
