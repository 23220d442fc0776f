/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of lines: counted, compared, looked up. */
#ifndef MEDLIT_READER_PHRASE_H
#define MEDLIT_READER_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/* Words are apart by single spaces. */
size_t phrase_words(struct slice text);
/* Takes the next word off; empty at the end. */
struct slice phrase_next(struct slice *rest);
/* In any case. */
bool phrase_is_one_of(struct slice word, const char *const *list, size_t count);
bool phrase_is_capital(char c);
/* Its letters and digits alone, in lower case: what two spellings share. */
struct slice phrase_squeeze(struct slice text, struct arena *arena);
/* Short items between commas or semicolons, as opposed to a paragraph. */
bool phrase_is_list(struct slice text);
/* The last byte; '\0' of none. */
char phrase_last(struct slice text);
/* Does it end as a sentence does? */
bool phrase_ends(struct slice text);
/* The sentence that the text starts with, without its end but for ! and ?; of a
 * longer one the words within so many bytes. */
struct slice phrase_sentence(struct slice text, size_t most);
bool phrase_contains(struct slice text, struct slice part);
/* In any case, as phrase_find(): the text from where `part` first stands on,
 * empty when it does not. */
bool phrase_starts(struct slice text, const char *start);
struct slice phrase_find(struct slice text, const char *part);

/* The words of four letters and more that a text has, in any case. */
struct word_set {
	uint64_t *hashes;
	size_t count, capacity;
};

/* `last`: the word at the end of the text, too. */
void word_set_add(struct word_set *set, struct slice text, bool last,
	struct arena *arena);
/* Before it is asked. */
void word_set_sort(struct word_set *set);
bool word_set_holds(const struct word_set *set, uint64_t hash);
/* Does it hold the word that the two are together? */
bool word_set_has(const struct word_set *set, struct slice a, struct slice b);

#endif
