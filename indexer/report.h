/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run tells: each failure at once on standard error, progress on a
 * terminal, and at the end the counts, as text or as one JSON object.
 */
#ifndef MEDLIT_INDEXER_REPORT_H
#define MEDLIT_INDEXER_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "indexer/counts.h"

struct failure {
	char *file; /* "" when the index itself refused a paper */
	char *reason;
	char *id;        /* of the paper, NULL: not known */
	uint64_t record; /* number in the file, 0: the file as a whole */
};

struct report {
	const char *command; /* "add" */
	bool json, dry_run;
	struct counts counts;
	uint64_t files; /* read, in part at least */
	uint64_t read;  /* papers found in them */
	uint64_t failed;
	struct failure *failures; /* the first of them */
	size_t failures_count;
	double started; /* seconds, CLOCK_MONOTONIC */
	/* progress */
	bool terminal;
	uint64_t bytes_all;
	double shown;
};

void report_init(struct report *report, const char *command, bool json);
void report_clear(struct report *report);

/* The report lists at most so many: files from outside may be all wrong. */
#define REPORT_FAILURES_MAX 10000

/* A file or a paper that was not taken in. */
void report_failure(
	struct report *report, const char *file, const char *reason);
/* One of its records, which the reason names. */
void report_record(struct report *report, const char *file, uint64_t record,
	const char *reason);
/* A paper the engine refused; `report` is a struct report, as a store_refused
 * wants it. */
void report_refused(void *report, struct slice id, const struct error *why);
/* A list of {"file", "record", "id", "reason"}; the caller owns it. */
json_t *report_failures_json(const struct report *report);
/* At most four times a second, on a terminal, when bytes_all is known; of a run
 * without files both are numbers of papers. */
void report_progress(struct report *report, uint64_t bytes_done);
/* Takes the progress off the terminal. */
void report_end(struct report *report);
/* The closing line or object on standard output. */
void report_print(struct report *report);
/* The exit status that the counts and failures mean. */
int report_status(const struct report *report);

enum exit_status {
	EXIT_ALL = 0,
	EXIT_SOME = 1, /* some records failed */
	EXIT_USAGE = 2,
	EXIT_NOTHING = 3, /* nothing usable */
	EXIT_LOCKED = 4,
	EXIT_CONFIG = 78, /* thesaurus, index damaged or of another version */
};

#endif
