/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folded words to their stems and lemmas, with a cache in front of
 * morphology.c.
 *
 * The words of a language are few and stemming one costs about as much as all
 * else done to it.  An entry is one cache line.  A word has four places; when
 * all are taken by others it takes one of them.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "libxapian-c/xapian-c.h"

#define STEM_ENTRIES 16384 /* 1 MiB; a power of two */
#define STEM_PLACES  4
#define STEM_WORD    26

struct stem_entry {
	uint64_t lemma_hash;
	uint8_t length, stem_length; /* length 0: free */
	bool stop;
	char word[STEM_WORD];
	char stem[STEM_WORD];
};

struct text_analyser *text_analyser_new(struct error *err)
{
	struct xc_error cause;

	assert(singular_tables_sorted() && morphology_tables_sorted());
	struct xc_stemmer *stemmer = xc_stemmer_open("english", &cause);

	if (!stemmer) {
		error_set(err, ERROR_INTERNAL, "no English stemmer: %s",
			cause.text);
		return NULL;
	}
	struct text_analyser *analyser = memory_new(sizeof(*analyser));

	analyser->stemmer = stemmer;
	analyser->stems = memory_new(STEM_ENTRIES * sizeof(struct stem_entry));
	return analyser;
}

void text_analyser_free(struct text_analyser *analyser)
{
	if (!analyser)
		return;
	xc_stemmer_close(analyser->stemmer);
	free(analyser->stems);
	free(analyser->atoms);
	free(analyser->compounds);
	free(analyser->notations);
	free(analyser);
}

/* A stem is mostly the start of its word: then nothing is copied. */
static struct slice share(struct slice folded, const char *stem, size_t length,
	struct arena *arena)
{
	if (length == 0 || length > TOKEN_TERM_MAX)
		return folded;
	if (length <= folded.length && memcmp(folded.data, stem, length) == 0)
		return (struct slice){folded.data, length};
	return arena_copy(arena, stem, length);
}

bool is_english(struct slice folded)
{
	if (folded.length == 0 || folded.length > TOKEN_TERM_MAX)
		return false;
	for (size_t i = 0; i < folded.length; i++)
		if (!is_small(folded.data[i]))
			return false;
	return true;
}

static struct stem_entry *find_entry(struct text_analyser *analyser,
	struct slice word, uint64_t hash, bool *found)
{
	struct stem_entry *first =
		&analyser->stems[(hash ^ hash >> 32) & (STEM_ENTRIES - 1) &
				 ~(uint64_t)(STEM_PLACES - 1)];

	*found = true;
	for (size_t i = 0; i < STEM_PLACES; i++) {
		struct stem_entry *entry = &first[i];

		if (entry->length == word.length &&
			memcmp(entry->word, word.data, word.length) == 0)
			return entry;
		if (entry->length == 0) {
			*found = false;
			return entry;
		}
	}
	*found = false;
	return first + (hash >> 40) % STEM_PLACES;
}

static struct word read_word(struct text_analyser *analyser,
	struct slice folded, uint64_t hash, struct word_buffer *stem)
{
	struct word_buffer lemma;

	morphology_stem(analyser->stemmer, folded, stem);
	morphology_lemma(folded, &lemma);
	return (struct word){.stem = {stem->data, stem->length},
		.hash = hash,
		.lemma_hash = hash_bytes(lemma.data, lemma.length),
		.stop = text_is_stop_word(folded)};
}

static void fill_entry(
	struct stem_entry *entry, struct slice folded, const struct word *word)
{
	entry->lemma_hash = word->lemma_hash;
	entry->length = (uint8_t)folded.length;
	entry->stem_length = (uint8_t)word->stem.length;
	entry->stop = word->stop;
	memcpy(entry->word, folded.data, folded.length);
	memcpy(entry->stem, word->stem.data, word->stem.length);
}

struct word word_of(struct text_analyser *analyser, struct slice folded,
	struct arena *arena)
{
	uint64_t hash = hash_bytes(folded.data, folded.length);
	struct word_buffer stem;
	bool found = false;

	if (!is_english(folded))
		return (struct word){folded, hash, hash, false};
	struct stem_entry *entry =
		folded.length > STEM_WORD
			? NULL
			: find_entry(analyser, folded, hash, &found);

	if (!found) {
		struct word word = read_word(analyser, folded, hash, &stem);

		if (entry && word.stem.length <= STEM_WORD)
			fill_entry(entry, folded, &word);
		word.stem =
			share(folded, word.stem.data, word.stem.length, arena);
		return word;
	}
	return (struct word){
		share(folded, entry->stem, entry->stem_length, arena), hash,
		entry->lemma_hash, entry->stop};
}

/* The longest start of at most `limit` bytes that ends between characters. */
static struct slice cut(struct slice text, size_t limit)
{
	if (text.length <= limit)
		return text;
	while (limit > 0 && ((unsigned char)text.data[limit] & 0xc0) == 0x80)
		limit--;
	return (struct slice){text.data, limit};
}

struct slice text_stem(struct text_analyser *analyser, struct slice folded,
	struct arena *arena)
{
	struct slice stem =
		word_of(analyser, cut(folded, TOKEN_TERM_MAX), arena).stem;

	return arena_copy(arena, stem.data, stem.length);
}
