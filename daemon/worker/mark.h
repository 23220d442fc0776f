/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a text has what a question asked for: the same tokens and concepts that
 * were indexed, found again with their bytes.
 */
#ifndef MEDLIT_DAEMON_MARK_H
#define MEDLIT_DAEMON_MARK_H

#include "analysis/concept/concept.h"
#include "analysis/text/text.h"
#include "daemon/worker/query.h"

/* What to look for; made once a question. */
struct marker;

/* Bytes [start, end) of the text; a mention is one mark however many words it
 * has. */
struct mark {
	uint32_t start, end;
	uint32_t clause;
	uint8_t narrower; /* 1: names something narrower than the concept */
};
struct marks {
	struct mark *items; /* by start, longer first */
	size_t count;
};

struct marker *marker_new(const struct query *query,
	const struct thesaurus *thesaurus, struct arena *arena);

/* Words that only expand.c added are no marks: a lone word of a concept's name
 * was not asked for. */
struct marks marker_find(const struct marker *marker,
	const struct tokens *tokens, const struct concept_hits *concepts,
	struct arena *arena);

#endif
