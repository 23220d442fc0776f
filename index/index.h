/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an index is on disk.
 *
 *	INDEX/
 *	  CURRENT                 "g000002\n": the generation that answers
 *	  lock                    held by the one indexer; contains its pid
 *	  generations/g000002/
 *	    manifest              schema, analysis, thesaurus version, shards ...
 *	    thesaurus.image       what the concept terms were made with; another
 *	                          list applied later is thesaurus-HASH.image, and
 *	                          the manifest names it
 *	    seal                  digests of its files when it was made
 *	    sources               the files it mirrors, see sources.h
 *	    words                 for spelling; see words.h
 *	    shard-0/ shard-1/ ... Xapian databases
 *
 * Small changes are committed into the current generation.  A rebuild, or a
 * large first load, makes a new folder and publishes it by replacing CURRENT in
 * one rename; a reader that finds another CURRENT opens the new generation and
 * drops the old.
 *
 * Another thesaurus may be applied to a generation in place.  While its papers
 * are made anew one by one, the manifest names the new list as pending, beside
 * the one in force: each paper was made with one of them.  A reader takes
 * either into account; that it should look is told by replacing CURRENT, with
 * the same name in it, before the first paper changes and after the last.
 *
 * The paper with id `i` lives in shard hash(i) % shards, under the key "Q" i.
 */
#ifndef MEDLIT_INDEX_H
#define MEDLIT_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/concept/abbreviation.h"
#include "analysis/concept/concept.h"
#include "analysis/text/text.h"
#include "base/file.h"
#include "document/document.h"
#include "libxapian-c/xapian-c.h"

/* ---- schema: terms, weights of fields, values ------------------------- */

/* Raised when terms, values or records change meaning. */
#define INDEX_SCHEMA_VERSION 4

/* Term prefixes; a word's stem stands without prefix.  Words of a text are
 * never capital, so no word looks like a prefix. */
#define PREFIX_KEY	  "Q"  /* unique paper id */
#define PREFIX_TITLE	  "S"  /* a term of the title: Sliver SXKALL SXCslug */
/* Which terms of a paper's texts stand in its title or abstract.  Of one with
 * a body: those, under XA, and the term XB.  Of one without: the few that do
 * not, under XN.  None has a position. */
#define PREFIX_ABSTRACT	  "XA"
#define PREFIX_ELSEWHERE  "XN"
#define TERM_BODY	  "XB"
#define PREFIX_ACRONYM	  "XK" /* with its capitals: XKALL */
#define PREFIX_CONCEPT	  "XC" /* slug; positions of first and last word */
#define PREFIX_ANCESTOR	  "XP" /* slug of a broader concept, or of one that a
				  narrower form was used of; no position */
#define PREFIX_BESIDE	  "XR" /* slug that a broader or related form was used
				  of; no position */
#define PREFIX_IDENTIFIER "XI" /* document_names(), folded; nct:NCT1 */
#define PREFIX_AUTHOR	  "A"  /* folded name, and folded family name */
#define PREFIX_FIRST	  "XF" /* as A, of the first author only */
#define PREFIX_JOURNAL	  "J"  /* folded, full and short title */
#define PREFIX_MESH	  "XM" /* folded heading; also its ui */
#define PREFIX_MAJOR	  "XJ" /* as XM, of headings that are a main point */
#define PREFIX_KEYWORD	  "XW" /* folded keyword */
#define PREFIX_TYPE	  "XT" /* folded publication type */
#define PREFIX_LANGUAGE	  "L"
#define PREFIX_YEAR	  "Y"

enum index_slot {
	SLOT_ID,    /* the paper id */
	SLOT_DATE,  /* YYYYMMDD, unknown parts 00 */
};

/* What a term says about a paper is its wdf, 0 to INDEX_IMPACT_MAX (one byte in
 * the postings); see impact.h. */
#define INDEX_IMPACT_MAX 125
extern const struct xc_scale index_scale;

/* A section's analysis, as schema_entry() wants it. */
struct analysed {
	struct tokens tokens;
	struct concept_hits concepts;
};
/* All of a paper: [0] is the title, [1 + n] is section n, then one for each
 * MeSH heading and one for each keyword, in their order. */
struct analysed_document {
	struct analysed *items;
	size_t count;
};

/* What a paper's short forms mean by its title and sections, in their order;
 * looked for in the first 256 KiB of text, for a search looks again. */
struct abbreviation_senses index_senses(const struct document *document,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena);
/* One text of a paper whose short forms mean that. */
struct analysed index_analyse_text(struct slice text,
	const struct abbreviation_senses *senses,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena);
/* Analyse every text of a paper: the only way in, for indexer and bench. */
struct analysed_document index_analyse(const struct document *document,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena);

/* The engine's document: terms with positions, values, encoded record.  Terms
 * are distinct and within XC_TERM_MAX. Everything lives in the arena. */
struct xc_document schema_entry(const struct document *document,
	const struct analysed_document *analysed,
	const struct thesaurus *thesaurus, struct arena *arena);

/* A prefixed term, cut to XC_TERM_MAX on a character border. */
struct slice schema_term(const char *prefix, struct slice value,
	struct arena *arena);
/* The XK term of a TOKEN_ACRONYM: its letters and digits with their capitals,
 * a plural s left out (ADCs -> XKADC). */
/* What finds a paper by its whole title, as PREFIX_IDENTIFIER has it, whatever
 * the capitals and punctuation; empty for a title of fewer than
 * TITLE_WORDS_LEAST words, which may be a question of another kind. */
#define TITLE_WORDS_LEAST 7
struct slice schema_title(const struct tokens *tokens, struct arena *arena);
struct slice schema_acronym(const struct tokens *tokens,
	const struct token *token, struct arena *arena);
/* Lower case, one blank between words: how exact fields are spelled. */
struct slice schema_fold(struct slice value, struct arena *arena);

/* ---- generations ------------------------------------------------------ */

#define INDEX_SHARDS_MAX 64
#define GENERATION_NAME_MAX 32
#define GENERATION_IMAGE_MAX 48
#define GENERATION_PENDING_MAX 4

struct generation {
	char name[GENERATION_NAME_MAX]; /* "g000002" */
	char *path;			/* its folder; freed by _clear */
	unsigned schema, analysis;
	unsigned shards;
	char thesaurus[64]; /* version it was built with, "none" */
	char image[GENERATION_IMAGE_MAX]; /* its file */
	/* files of lists that some of the papers may be made with */
	char pending[GENERATION_PENDING_MAX][GENERATION_IMAGE_MAX];
	unsigned pending_count;
	char **shard_paths; /* `shards` of them */
	bool aside; /* not published yet: nobody reads it, and what is put into
		       it need not be on the disk before it is */
};

/* The generation CURRENT names.  ERROR_NOT_FOUND: no index there;
 * ERROR_FORMAT: made by another schema or analysis (says which command mends
 * it), or damaged. */
int generation_current(const char *index, struct generation *out,
	struct error *err);
/* As generation_current(), also for one of another version: to rebuild it. */
int generation_current_any(const char *index, struct generation *out,
	struct error *err);
/* Only CURRENT's name, into `name`. */
int generation_current_name(const char *index, char name[GENERATION_NAME_MAX],
	struct error *err);
/* May CURRENT name another since the last call with this mark?  Cheap enough
 * for every request; see file_changed(). */
bool generation_changed(const char *index, struct file_mark *mark);
/* A new, empty, unpublished generation; creates the index folder when it is
 * missing and removes what an earlier, unfinished one left.  The caller holds
 * the lock.  The thesaurus (NULL: none) is copied into it.  ERROR_FORMAT:
 * CURRENT is damaged, or missing where a generation holds papers. */
int generation_create(const char *index, unsigned shards,
	const struct thesaurus *thesaurus, struct generation *out,
	struct error *err);
/* Seal it, sync it to the disk, see that it answers, and let CURRENT name it. */
int generation_publish(
	const char *index, struct generation *generation, struct error *err);
/* The one before, which generation_rollback() would put in force.
 * ERROR_NOT_FOUND: there is none. */
int generation_previous(const char *index, struct generation *out,
	struct error *err);
/* Let CURRENT name the one before, whatever became of the current one; the
 * caller holds the lock.  The newer one is removed when the next is made.
 * ERROR_NOT_FOUND: there is none; ERROR_FORMAT: it does not answer, or is of
 * another version. */
int generation_rollback(const char *index, struct error *err);
/* Does it open, and give back a paper by its id?  ERROR_FORMAT: it does not. */
int generation_answers(const struct generation *generation,
	struct error *err);
/*
 * A seal is the digests of a generation's files, as of a commit of each shard.
 * The check tells each file that is not as it was, by its path and what is
 * wrong, but those of shards that were committed to since and open.
 * ERROR_FORMAT: the seal itself is damaged; none is no error.
 */
int generation_seal(const struct generation *generation, struct error *err);
typedef void seal_broken(void *context, const char *path, const char *what);
int generation_check_seal(const struct generation *generation,
	seal_broken *broken, void *context, struct error *err);
/* Remove a generation's folder (never the current one). */
int generation_remove(const char *index, const char *name, struct error *err);
/* Remove every generation except the current and the `keep` before it. */
int generation_sweep(const char *index, unsigned keep, struct error *err);
void generation_clear(struct generation *generation);

/* The thesaurus it was built with; *out is NULL when it has none.
 * ERROR_FORMAT: it is missing or damaged. */
int generation_thesaurus(const struct generation *generation,
	struct text_analyser *analyser, struct thesaurus **out,
	struct error *err);
/* The n-th pending one; the same errors. */
int generation_pending(const struct generation *generation, unsigned n,
	struct text_analyser *analyser, struct thesaurus **out,
	struct error *err);

/*
 * Another thesaurus in place, in two steps; whoever holds the lock may stop
 * between them and start again.  begin: readers are told that papers may be
 * made with this one too, so that papers may be changed.  ERROR_LIMIT: too many
 * were begun and not finished.  finish: all papers are made with it.
 */
int generation_begin(const char *index, struct generation *generation,
	const struct thesaurus *thesaurus, struct error *err);
int generation_finish(const char *index, struct generation *generation,
	const struct thesaurus *thesaurus, struct error *err);

unsigned generation_shard_of(const struct generation *generation,
	struct slice id);

/* The indexer's lock: ERROR_BUSY names the holder's pid. */
struct index_lock;
struct index_lock *index_lock_open(const char *index, struct error *err);
/* Keeps others from changing the index, and needs no right to do so itself;
 * many may hold it.  ERROR_BUSY: one who changes it does; ERROR_NOT_FOUND: the
 * index was never changed where it is. */
struct index_lock *index_lock_share(const char *index, struct error *err);
void index_lock_close(struct index_lock *lock);

#endif
