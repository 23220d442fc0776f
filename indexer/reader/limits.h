/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file may cost.  Each limit has a name, by which the command line sets
 * it and by which the error calls it that says it was passed.
 */
#ifndef MEDLIT_READER_LIMITS_H
#define MEDLIT_READER_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct limits {
	uint64_t text_bytes;
	uint64_t line_bytes;
	uint64_t array_bytes;
	uint64_t xml_depth;
	uint64_t page_bytes;
	uint64_t pdf_bytes;
	uint64_t unpack_ratio;
	uint64_t archive_bytes;
	uint64_t archive_members;
	uint64_t extract_seconds;
	uint64_t extract_cpu;
	uint64_t extract_memory;
	uint64_t extract_output;
};

struct limit {
	const char *name;
	size_t offset; /* of a uint64_t in struct limits */
	uint64_t value, least, most;
	const char *help;
};

/* All limits; ends with a NULL name. */
const struct limit *limits_table(void);
/* Every limit at its default. */
const struct limits *limits_default(void);
/* "name=number", the number with K, M or G behind it or without.
 * ERROR_INVALID names what is allowed; *limits is then as it was. */
int limits_set(struct limits *limits, const char *text, struct error *err);

#endif
