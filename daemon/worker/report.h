/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other things a worker says as JSON: a paper, an analysis, its state. */
#ifndef MEDLIT_DAEMON_REPORT_H
#define MEDLIT_DAEMON_REPORT_H

#include "analysis/concept/abbreviation.h"
#include "base/buffer.h"
#include "daemon/worker/query.h"
#include "daemon/worker/request.h"
#include "daemon/worker/snapshot.h"
#include "document/document.h"

struct json;

/* The facts of a paper that a list shows: those of `fields` (enum hit_field)
 * from the identifier to the address. */
void report_summary(struct json *json, const struct document *document,
	uint32_t fields, double score);

/* The whole record. */
void report_document(const struct document *document, const char *generation,
	uint64_t revision, struct buffer *out);

/* A text, read as a paper's or as a question. */
struct analysis {
	const struct tokens *tokens;
	const struct concept_hits *hits;
	const struct query *query; /* what became of it; NULL: of a paper */
	const struct abbreviations *abbreviations;
	const struct abbreviation_sense *senses; /* one of each */
	const struct thesaurus *thesaurus;
	struct arena *arena;
};

/* Each token with its terms, the concept it is part of and, if nothing is
 * searched by it, why. */
void report_analysis(const struct analysis *analysis, struct buffer *out);

/* The index and its lists; `front` is a JSON object whose members are added. */
void report_status(const struct snapshot *snapshot,
	const struct settings *settings, const struct xc_statistics *statistics,
	struct slice front, struct arena *arena, struct buffer *out);

#endif
