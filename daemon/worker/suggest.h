/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What they may have meant: words of a question that no paper has, or hardly
 * one, and the words papers have instead.  Suggested, never applied.
 *
 * Left alone are numbers, codes and whatever else has a digit, words in
 * capitals of up to SUGGEST_CAPITALS letters and others with capitals inside
 * (ALL, PDGFRA, mTOR), short words, common English, quotations, and what is
 * part of a concept.
 */
#ifndef MEDLIT_DAEMON_SUGGEST_H
#define MEDLIT_DAEMON_SUGGEST_H

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

#define SUGGEST_CAPITALS 7

enum suggestion_kind {
	SUGGESTION_SPELLING,
	SUGGESTION_SPLIT,      /* a blank is missing */
	SUGGESTION_JOIN,       /* a blank is too many */
	SUGGESTION_LOOK_ALIKE, /* another drug whose name is mistaken for it */
};

struct suggestion {
	enum suggestion_kind kind;
	struct slice question; /* with the word in its place */
	struct slice word;     /* instead of [start, end) of the question */
	uint32_t start, end;
	uint64_t documents; /* that have the word */
};

struct suggestions {
	struct suggestion *items; /* best first */
	size_t count;
};

/* Everything lives in the arena.  Without a list of words only look-alikes are
 * named. */
int suggest_words(const struct engine *engine, const struct query *query,
	struct suggestions *out, struct fault *fault);

/* "spelling", "split" ... */
const char *suggestion_kind_name(enum suggestion_kind kind);

#endif
