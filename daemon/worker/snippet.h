/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 5: hits to what a reader wants to see of them: the sentences that
 * answer best, and under which name each concept was found.
 *
 * A snippet is a whole sentence of the stored text, byte for byte; a sentence
 * longer than SNIPPET_LONG is cut to a window at word borders.  No snippet is
 * without a mark.
 */
#ifndef MEDLIT_DAEMON_SNIPPET_H
#define MEDLIT_DAEMON_SNIPPET_H

#include "daemon/worker/mark.h"
#include "daemon/worker/match.h"
#include "document/document.h"

#define SNIPPET_LONG 400 /* bytes */

struct span {
	uint32_t start, end;
};

struct snippet {
	uint32_t section;    /* index into the document's sections */
	uint32_t start, end; /* bytes of the section's text */
	struct span *spans;  /* relative to start, ascending, apart */
	size_t spans_count;
};

/* Where a concept was found, best place first. */
enum mention_field {
	MENTION_TITLE,
	MENTION_ABSTRACT,
	MENTION_BODY,
	MENTION_CAPTION,
	MENTION_MESH,
	MENTION_KEYWORD,
};

struct mention {
	uint32_t concept; /* the one asked for */
	enum mention_field field;
	uint32_t index;      /* of the section, heading or keyword */
	uint32_t start, end; /* bytes of its text */
	struct slice form;   /* as written */
	int narrower;        /* names something narrower */
};

/* One hit, ready to be written. */
struct shown {
	struct document document;
	struct mention *mentions; /* at most one a concept of the question */
	size_t mentions_count;
	struct snippet *snippets; /* best first */
	size_t snippets_count;
};

struct page {
	struct shown *items; /* one a hit */
	size_t count;
	int timed_out; /* the deadline passed: later hits lack snippets */
};

/* "title", "abstract" ... */
const char *mention_field_name(enum mention_field field);

/* A record that cannot be read is a fault. */
int snippet_make(const struct query *query, const struct matches *matches,
	const struct request *request, uint64_t deadline,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena, struct page *page, struct fault *fault);

#endif
