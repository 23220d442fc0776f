/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which word did they mean?  A list of words, kept as an image that programs
 * map, and the words of it that a mistyped one is near to.
 *
 *	typed     hydroxiclorokine
 *	key       hidroksiklorokin      how it sounds: key.c
 *	near      hidroksiklorokin      keys at most two edits away: near.c
 *	ranked    hydroxychloroquine    by weighted edits and papers: cost.c
 *
 * The list is made of an index (index/words.c): the terms it has, which are
 * stems, and the words of the names of its concepts, as the thesaurus writes
 * them.  It also holds these names whole, sorted, to complete one that somebody
 * is typing.  Words are of the letters a to z alone: no code, gene, dose or
 * variant with a digit is in it.
 */
#ifndef MEDLIT_ANALYSIS_SPELLING_H
#define MEDLIT_ANALYSIS_SPELLING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

/* Words are of so many letters; shorter ones are too near to too many. */
#define SPELLING_WORD_MIN 4
#define SPELLING_WORD_MAX 40

/* ---- making a list ------------------------------------------------------- */

struct spelling_maker;

struct spelling_maker *spelling_maker_new(void);
void spelling_maker_free(struct spelling_maker *maker); /* NULL is fine */

/* A word and how many papers it finds.  `stem`: it is a stem, not a word that
 * somebody would write.  False when it is no word for this list; it may come
 * several times, the greatest number counts. */
bool spelling_add_word(struct spelling_maker *maker, struct slice word,
	bool stem, uint64_t documents);
/* A whole name: as folded, as written, of which concept, in how many papers. */
void spelling_add_name(struct spelling_maker *maker, struct slice folded,
	struct slice written, struct slice slug, uint64_t documents);
/* The image, appended; `documents`: papers in the index it is made of. */
void spelling_finish(
	struct spelling_maker *maker, uint64_t documents, struct buffer *out);

/* ---- reading one --------------------------------------------------------- */

struct spelling;

/* Mapped, and looked at whole: ERROR_NOT_FOUND, ERROR_FORMAT (damaged, or of
 * another version), ERROR_IO. */
struct spelling *spelling_open(const char *path, struct error *err);
void spelling_close(struct spelling *spelling); /* NULL is fine */

uint64_t spelling_documents(const struct spelling *spelling);
uint32_t spelling_words(const struct spelling *spelling);

struct spelling_match {
	struct slice text;  /* in the image */
	bool stem;          /* it is a stem */
	uint32_t documents; /* when the list was made */
	double cost;        /* weighted edits, 1 for a plain one */
};

/*
 * The best `room` words for a typed one of small letters whose stem is `stem`,
 * best first; returns how many.  Nothing for a word too short or too long, and
 * nothing that is the word itself or has its stem.
 */
size_t spelling_near(const struct spelling *spelling, struct slice typed,
	struct slice stem, struct spelling_match *out, size_t room);

/*
 * The word of a name that is the typed one but for an e at the end
 * (vincristin): these have one stem, so papers are found by it, but no name of
 * a concept is. Empty: there is none, or the typed word is one itself.
 */
struct slice spelling_with_e(
	const struct spelling *spelling, struct slice typed);

struct spelling_name {
	struct slice written, slug;
	uint32_t documents; /* when the list was made */
};

/* Names that start so (folded), of each concept the one with most papers
 * first: the `room` most frequent ones, ties by alphabet. */
size_t spelling_complete(const struct spelling *spelling, struct slice folded,
	struct spelling_name *out, size_t room);

/* ---- parts of it, for tests ---------------------------------------------- */

/* How a word sounds: at most SPELLING_KEY_MAX letters; returns how many. */
#define SPELLING_KEY_MAX (2 * SPELLING_WORD_MAX)
size_t spelling_key(struct slice word, char key[SPELLING_KEY_MAX]);
/* Weighted edits from a typed word to another. */
double spelling_cost(struct slice typed, struct slice word);

/*
 * Names of drugs that are mistaken for one another (hydroxyzine, hydralazine):
 * the others of `word` into out[], at most `room`; returns how many.
 */
#define SPELLING_ALIKE_MAX 4
size_t spelling_look_alikes(struct slice word, struct slice out[], size_t room);

#endif
