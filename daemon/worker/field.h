/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields a question may name: "ti:word", and PubMed's "word[ti]". */
#ifndef MEDLIT_DAEMON_FIELD_H
#define MEDLIT_DAEMON_FIELD_H

#include "base/slice.h"

enum field_kind {
	FIELD_TEXT,    /* words, in one place of a paper */
	FIELD_FACT,    /* a whole value under `prefix` */
	FIELD_AUTHOR,  /* a name with or without initials under `prefix` */
	FIELD_HEADING, /* a MeSH heading under `prefix` and narrower ones */
	FIELD_HEADING_ONLY,
	FIELD_LANGUAGE,
	FIELD_DATE,
	FIELD_NUMBER, /* of a register, which `prefix` names */
	FIELD_LIKE,   /* a paper that others are to be like */
	FIELD_PRESET, /* a name of a filter of PubMed: humans, review */
	FIELD_ABSENT, /* PubMed has it and our index has not: left out */
};

/* Where the words of a clause have to stand. */
enum field_place {
	PLACE_ANYWHERE,
	PLACE_TITLE,
	PLACE_ABSTRACT, /* or title */
};

struct field {
	const char *names; /* in small letters, by bars, the short one first */
	enum field_kind kind;
	enum field_place place;
	const char *prefix;
	const char *note; /* what is only nearly what was asked for; NULL.  Of
			     FIELD_ABSENT: what it is */
};

/* NULL: there is none of that name (any capitals). */
const struct field *field_find(struct slice name);
/* "ti" */
struct slice field_name(const struct field *field);
/* Is its value one word, whatever stands before that? */
int field_is_one_word(const struct field *field);

#endif
