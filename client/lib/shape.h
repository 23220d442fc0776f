/* SPDX-License-Identifier: MIT */
/*
 * What the JSON of version 1 looks like, as tables: one row a member, saying
 * its name, its kind and where in the struct it goes.
 */
#ifndef MEDLIT_CLIENT_SHAPE_H
#define MEDLIT_CLIENT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

enum field_kind {
	FIELD_TEXT,     /* const char * */
	FIELD_COUNT,    /* size_t */
	FIELD_YEAR,     /* int */
	FIELD_REAL,     /* double */
	FIELD_FLAG,     /* int, of true and false */
	FIELD_RELATION, /* int, of "eq" (1) and "gte" (0) */
	FIELD_VERSION,  /* nothing; must be 1 */
	FIELD_TEXTS,    /* struct medlit_strings */
	FIELD_IDS,      /* array of struct medlit_id, of an object of strings */
	FIELD_SPANS,    /* array of struct medlit_span, of [[start,end],...] */
	FIELD_ARRAY,    /* array of `shape` */
	FIELD_INSIDE,   /* `shape`, of a member object */
	FIELD_SAME,     /* `shape`, of this very object */
};

struct shape;

struct field {
	const char *name;
	enum field_kind kind;
	bool required;
	size_t offset;
	size_t count_offset; /* of FIELD_IDS, FIELD_SPANS, FIELD_ARRAY */
	const struct shape *shape;
};

struct shape {
	const char *name; /* for messages */
	size_t size;
	const struct field *fields;
	size_t field_count;
	/* What the members must have in common; NULL or the complaint. */
	const char *(*check)(const void *item);
};

extern const struct shape shape_results, shape_document, shape_analysis,
	shape_status, shape_names;

#endif
