/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The value of a field to what the index says of papers that have it. */
#ifndef MEDLIT_DAEMON_FILTER_H
#define MEDLIT_DAEMON_FILTER_H

#include <stdint.h>

#include "analysis/concept/concept.h"
#include "daemon/worker/field.h"
#include "document/document.h"

struct part;

/* What papers are to be like; set by like.c. */
struct like {
	struct part *parts; /* any of them, their weights added */
	size_t parts_count;
	struct slice key; /* of the paper itself, which is left out */
};

/* A condition, which but for `like` does not count for ranking. */
struct filter {
	const struct field *field;
	struct slice name;   /* of the field, as typed */
	uint32_t at;         /* byte of the question */
	struct slice value;  /* as typed */
	struct slices terms; /* any of them */
	int starts;          /* 1: terms[0] is how the terms start */
	uint8_t quoted, cut; /* how the value was typed */
	/* FIELD_DATE instead: values of SLOT_DATE, both inside */
	struct slice low, high;
	struct like *like; /* FIELD_LIKE instead */
};

enum filter_outcome {
	FILTER_MADE,
	FILTER_NO_VALUE,  /* no date, no number */
	FILTER_BACKWARDS, /* a range that ends before it begins */
	FILTER_UNKNOWN,   /* FIELD_PRESET: none of that name */
};

/*
 * For any field but FIELD_TEXT and FIELD_ABSENT.  quoted: nothing is added to
 * what was typed; cut: the value goes on with any letters.  The filter is
 * untouched unless it was made.
 */
enum filter_outcome filter_make(const struct field *field, struct slice value,
	int quoted, int cut, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena,
	struct filter *filter);

#endif
