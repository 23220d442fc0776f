/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 1: the bytes of a request to its checked parameters.  Everything
 * outside is checked here: names, ranges, lengths, encodings.
 */
#ifndef MEDLIT_DAEMON_REQUEST_H
#define MEDLIT_DAEMON_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "daemon/worker/fault.h"
#include "daemon/settings.h"
#include "daemon/wire.h"

enum request_verb {
	VERB_SEARCH = 1,
	VERB_DOCUMENT = 2,
	VERB_ANALYZE = 4,
	VERB_STATUS = 8,
	VERB_READY = 16,
	VERB_SUGGEST = 32,
};

/* Fields of a hit, one bit each, in the order they are written. */
enum hit_field {
	HIT_RANK = 1 << 0,
	HIT_ID = 1 << 1,
	HIT_IDS = 1 << 2,
	HIT_SCORE = 1 << 3,
	HIT_TITLE = 1 << 4,
	HIT_AUTHORS = 1 << 5,
	HIT_JOURNAL = 1 << 6,
	HIT_PUBLISHER = 1 << 7,
	HIT_YEAR = 1 << 8,
	HIT_DATE = 1 << 9,
	HIT_VOLUME = 1 << 10,
	HIT_ISSUE = 1 << 11,
	HIT_PAGES = 1 << 12,
	HIT_TYPES = 1 << 13,
	HIT_STATUS = 1 << 14,
	HIT_URL = 1 << 15,
	HIT_MATCHED_AS = 1 << 16,
	HIT_SNIPPETS = 1 << 17,
	HIT_ALL = (1 << 18) - 1,
};

/* Whether a question is read with the syntax of experts. */
enum request_syntax {
	SYNTAX_AUTO,
	SYNTAX_PLAIN,
	SYNTAX_STRICT, /* as auto, and a mistake is a fault */
	SYNTAX_PUBMED, /* all words are meant; operators from left to right */
	SYNTAX_STRATEGY, /* lines of that, which name one another */
};

enum request_sort {
	SORT_RELEVANCE,
	SORT_NEWEST,
	SORT_OLDEST,
};

struct request {
	enum request_verb verb;
	struct slice text; /* q or text: UTF-8 without NUL */
	size_t typed_bytes; /* of it as sent */
	size_t replaced;   /* bytes of it that were not, now U+FFFD */
	struct slice like; /* instead of text: the id of a paper */
	struct slice id;   /* of /v1/documents/{id}, decoded */
	uint32_t limit, offset, snippets;
	uint32_t fields;   /* enum hit_field bits */
	uint32_t synonyms; /* 0 or 1 */
	uint32_t syntax;   /* enum request_syntax */
	uint32_t sort;     /* enum request_sort */
	uint32_t without;  /* enum component bits left out */
	uint32_t explain;  /* 0 or 1 */
	uint32_t as_query; /* analyze: as a question, not as a paper */
};

/* The verb a target's path names: 404 and 405 come from here. */
int request_route(const struct wire_request *wire, enum request_verb *verb,
	struct fault *fault);

/*
 * Path, query string and JSON body to a request whose slices live in the arena.
 * Unknown and repeated names, values out of range, a missing question, a
 * malformed escape or body are faults.
 */
int request_read(const struct wire_request *wire,
	const struct settings *settings, enum request_verb verb,
	struct arena *arena, struct request *request, struct fault *fault);

#endif
