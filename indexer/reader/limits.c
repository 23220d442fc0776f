/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The limits in one table, and the words that set them. */
#include "config.h"

#include "indexer/reader/limits.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIB ((uint64_t)1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

#define LIMIT(name, value, least, most, help)                                  \
	{                                                                      \
#name, offsetof(struct limits, name), value, least, most, help \
	}

/* The memory of the extractor has to hold its libraries; below 64 MiB pdftotext
 * does not start. */
static const struct limit table[] = {
	LIMIT(text_bytes, 16 * MIB, KIB, GIB, "text of one record"),
	LIMIT(line_bytes, 16 * MIB, KIB, GIB, "one line of JSON lines"),
	LIMIT(array_bytes, 64 * MIB, KIB, GIB, "JSON that is one array"),
	LIMIT(xml_depth, 256, 16, 100000, "elements of XML in one another"),
	LIMIT(page_bytes, 32 * MIB, KIB, GIB, "one web page"),
	LIMIT(pdf_bytes, 256 * MIB, KIB, 4 * GIB, "one PDF"),
	LIMIT(unpack_ratio, 100, 2, 1000000,
		"bytes that one byte of gzip or of a member may grow to"),
	LIMIT(archive_bytes, 64 * GIB, MIB, 1024 * GIB,
		"all members of an archive together"),
	LIMIT(archive_members, 1000000, 1, 1000000000, "members of an archive"),
	LIMIT(extract_seconds, 20, 1, 3600,
		"for a page or a PDF; in an archive without a byte"),
	LIMIT(extract_cpu, 10, 1, 3600,
		"seconds of CPU time of the extractor, for archives 30 times "
		"as many"),
	LIMIT(extract_memory, 512 * MIB, 64 * MIB, 64 * GIB,
		"address space of the extractor"),
	LIMIT(extract_output, 64 * MIB, MIB, 4 * GIB,
		"what it makes of a page or a PDF"),
	{0},
};

const struct limit *limits_table(void)
{
	return table;
}

static uint64_t *value_of(struct limits *limits, const struct limit *limit)
{
	return (uint64_t *)(void *)((char *)limits + limit->offset);
}

const struct limits *limits_default(void)
{
	static struct limits limits;

	/* The same whoever writes it. */
	for (const struct limit *limit = table; limit->name; limit++)
		*value_of(&limits, limit) = limit->value;
	return &limits;
}

static const struct limit *find(const char *name, size_t length)
{
	for (const struct limit *limit = table; limit->name; limit++)
		if (strlen(limit->name) == length &&
			memcmp(limit->name, name, length) == 0)
			return limit;
	return NULL;
}

/* 0 and *value, or -1. */
static int parse_number(const char *text, uint64_t *value)
{
	static const char units[] = "KMG";
	char *end;

	if (*text < '0' || *text > '9')
		return -1;
	errno = 0;
	*value = strtoull(text, &end, 10);
	if (errno != 0)
		return -1;
	const char *unit = *end ? strchr(units, *end) : NULL;

	for (const char *at = units; unit && at <= unit; at++) {
		if (*value > UINT64_MAX / 1024)
			return -1;
		*value *= 1024;
	}
	return *end && (!unit || end[1]) ? -1 : 0;
}

/* All names: "text_bytes, line_bytes ...". */
static const char *names(void)
{
	static char text[256];
	size_t at = 0;

	for (const struct limit *limit = table; limit->name; limit++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s%s",
			at > 0 ? ", " : "", limit->name);
	return text;
}

int limits_set(struct limits *limits, const char *text, struct error *err)
{
	size_t length = strcspn(text, "=");
	const struct limit *limit = find(text, length);
	uint64_t value;

	if (!limit)
		return error_set(err, ERROR_INVALID,
			"there is no limit \"%.*s\", but %s",
			length < 60 ? (int)length : 60, text, names());
	if (text[length] != '=' ||
		parse_number(text + length + 1, &value) != 0 ||
		value < limit->least || value > limit->most)
		return error_set(err, ERROR_INVALID,
			"limit %s takes a number from %" PRIu64 " to %" PRIu64
			", as in %s=%" PRIu64,
			limit->name, limit->least, limit->most, limit->name,
			limit->value);
	*value_of(limits, limit) = value;
	return 0;
}
