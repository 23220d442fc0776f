/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Concepts: what a paper or a question names, whatever the name.
 *
 *   thesaurus  the list of concepts and their forms: a text file that people
 *              edit (TSV) and an image compiled from it that programs map
 *   find       the longest forms in a run of tokens
 *
 * The text file, one fact a line, six columns separated by tabs:
 *
 *	#medlit-thesaurus  1  VERSION                          (first line)
 *	concept  relation  value  case  language  source
 *
 * concept is a slug [a-z0-9][a-z0-9.-]{0,63}.  relation is `preferred` (the
 * preferred name, exactly one), `kind` (one), `exact`, `narrower`, `broader`,
 * `related` (a form and how it relates to the concept), `sense` (a short form
 * that names other concepts too), `parent` (value is the
 * slug of a broader concept) or `identifier` (value like MESH:D015470).  case is
 * `exact`, `fold` or `auto` for forms, `-` otherwise.  A column without content
 * holds `-`.  Lines may come in any order; empty ones and those that start with
 * `#` are skipped.  A concept without a `kind` has an empty one.
 *
 * The image is a mapped, checksummed file of arrays addressed by offsets from
 * its start; see image.h for the drawing.  It depends on how tokens are made,
 * so it carries TEXT_ANALYSIS_VERSION and is refused under another one.
 */
#ifndef MEDLIT_ANALYSIS_CONCEPT_H
#define MEDLIT_ANALYSIS_CONCEPT_H

#include <stdint.h>

#include "analysis/text/text.h"
#include "base/buffer.h"

#define CONCEPT_SLUG_MAX 64

enum form_relation {
	FORM_PREFERRED,
	FORM_EXACT,
	FORM_NARROWER, /* the form names something narrower */
	FORM_BROADER,
	FORM_RELATED,
};

/* What a mention by a form says about its concept. */
enum form_reach {
	REACH_SAME,	/* the concept itself: preferred and exact forms */
	REACH_NARROWER, /* something narrower, so the concept, too */
	REACH_BESIDE,	/* something broader or related: perhaps the concept */
};

static inline enum form_reach form_reach(uint8_t relation)
{
	if (relation <= FORM_EXACT)
		return REACH_SAME;
	return relation == FORM_NARROWER ? REACH_NARROWER : REACH_BESIDE;
}

enum form_case {
	FORM_CASE_EXACT, /* matches only with the same capitals */
	FORM_CASE_FOLD,	 /* any capitals */
	FORM_CASE_AUTO,	 /* decided when compiled: exact for short capitals that
			    collide with an English word, else fold */
};

/* Read-only and shareable between threads once open. */
struct thesaurus;

/*
 * Open a compiled image (mapped) or a text file (compiled in memory), told
 * apart by their first bytes.  Errors name the file, and for a text file
 * file:line: what is wrong.  A text file is accepted whole or not at all.
 */
struct thesaurus *thesaurus_open(const char *path,
	struct text_analyser *analyser, struct error *err);
void thesaurus_close(struct thesaurus *thesaurus); /* NULL is fine */

/* Text file to image bytes, appended to `image`. `path` is for messages. */
int thesaurus_compile(const char *path, struct slice text,
	struct text_analyser *analyser, struct buffer *image,
	struct error *err);
/* The image's own bytes, to be stored beside an index. */
struct slice thesaurus_image(const struct thesaurus *thesaurus);

/* Of the image's content. */
uint32_t thesaurus_checksum(const struct thesaurus *thesaurus);

/* The list's own version string; "none" for NULL. */
struct slice thesaurus_version(const struct thesaurus *thesaurus);
uint32_t thesaurus_concepts(const struct thesaurus *thesaurus);
uint32_t thesaurus_forms(const struct thesaurus *thesaurus);

/* Concepts are numbered 0.. in one image; only slugs last across versions. */
#define CONCEPT_NONE UINT32_MAX
uint32_t thesaurus_concept(const struct thesaurus *thesaurus,
	struct slice slug); /* CONCEPT_NONE when unknown */
struct slice concept_slug(const struct thesaurus *thesaurus, uint32_t concept);
struct slice concept_preferred(const struct thesaurus *thesaurus,
	uint32_t concept);
struct slice concept_kind(const struct thesaurus *thesaurus, uint32_t concept);
uint32_t concept_form_count(const struct thesaurus *thesaurus,
	uint32_t concept);

struct concept_form {
	struct slice text;
	uint8_t relation; /* enum form_relation */
	uint8_t letter_case; /* FORM_CASE_EXACT or FORM_CASE_FOLD */
};
/* The concept's n-th form; the preferred name is the 0th. */
struct concept_form concept_form_at(const struct thesaurus *thesaurus,
	uint32_t concept, uint32_t n);

uint32_t concept_parent_count(const struct thesaurus *thesaurus,
	uint32_t concept);
uint32_t concept_parent_at(const struct thesaurus *thesaurus,
	uint32_t concept, uint32_t n);
/*
 * Every broader concept, each once, nearest first, however many ways lead
 * there: at most CONCEPT_ANCESTORS_MAX into found[]; returns how many.
 */
#define CONCEPT_ANCESTORS_MAX 256
size_t concept_ancestors(const struct thesaurus *thesaurus, uint32_t concept,
	uint32_t found[CONCEPT_ANCESTORS_MAX]);
bool concept_is_below(const struct thesaurus *thesaurus, uint32_t concept,
	uint32_t above);
uint32_t concept_identifier_count(const struct thesaurus *thesaurus,
	uint32_t concept);
struct slice concept_identifier_at(const struct thesaurus *thesaurus,
	uint32_t concept, uint32_t n);

/*
 * Short forms with several meanings: MS may be multiple sclerosis or mass
 * spectrometry.  No such form is among the forms of a concept, and
 * concept_find() finds none of them: who asks what a word may mean asks here.
 * It is compared with its capitals; a code may be joined anyhow.
 */
struct concept_sense {
	struct slice text; /* as the list writes it */
	uint32_t concept;
};
uint32_t thesaurus_sense_count(const struct thesaurus *thesaurus);
/* The n-th of all, those of one form side by side. */
struct concept_sense thesaurus_sense_at(
	const struct thesaurus *thesaurus, uint32_t n);
/*
 * The concepts that tokens->items[token] may mean, by number: the first `room`
 * into concepts[]; returns how many there are, 0 for NULL and for an atom
 * inside a code (MS4).
 */
size_t thesaurus_senses(const struct thesaurus *thesaurus,
	const struct tokens *tokens, size_t token, uint32_t concepts[],
	size_t room);

/* Is a folded word one of the commonest of English prose, or one that is a good
 * name of something in medicine (pain)? */
bool is_english_word(struct slice folded);

/* A mention: the tokens [first_token, last_token] name a concept. */
struct concept_hit {
	uint32_t concept;
	uint32_t form; /* number of the form within the concept */
	uint32_t first_token, last_token; /* indexes into tokens.items */
	uint32_t first_position, last_position; /* of atoms, both inside */
	uint32_t start, end; /* bytes of the text */
};
struct concept_hits {
	struct concept_hit *items; /* by first_position */
	size_t count;
};

/*
 * The longest forms in the tokens, left to right, found before any stop word is
 * dropped.  A shorter mention inside a longer one is left out (there is no
 * Hodgkin lymphoma in non-Hodgkin lymphoma); one of another concept that starts
 * in a mention and ends behind it is a mention, too.  None begins or ends inside
 * a code
 * (CD22 does not mention CD), crosses the end of a sentence or leaves a bracket
 * that it stands in.  A word may be in the plural where the form is not, or the
 * reverse (leukemias); where that leaves a choice the form as typed wins.
 * `any_case` lets
 * FORM_CASE_EXACT forms match in any case unless the typed word is an English
 * stop word: for questions typed without capitals.
 * thesaurus may be NULL: no hits.
 */
struct concept_hits concept_find(const struct thesaurus *thesaurus,
	const struct tokens *tokens, int any_case, struct arena *arena);

#endif
