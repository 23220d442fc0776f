/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all verbs of medlit-index have in common: the index is opened and
 * locked, signals are caught, the run is reported and its exit status told.  A
 * verb is a row of the table in main.c and a function that does its work.
 */
#ifndef MEDLIT_INDEXER_VERB_H
#define MEDLIT_INDEXER_VERB_H

#include "indexer/report.h"
#include "indexer/session.h"
#include "indexer/store.h"

enum verb_flag {
	VERB_LOCKS = 1,       /* changes the index: the session is open */
	VERB_CREATES = 2,     /* makes an index that is not there */
	VERB_ANY_VERSION = 4, /* takes an index of another version */
	VERB_WHOLE = 8,       /* what was done before an error does not count */
};

/* One run of a verb. */
struct run {
	const struct options *options;
	struct session session; /* open when the verb locks, its thesaurus from
				   session_prepare() on; in a dry run without
				   a lock, and without a generation when there
				   is no index */
	struct report report;
	struct reading reading; /* set by the verb before run_store() */
	bool printed; /* the work told its outcome itself */
	bool fine;    /* to have done nothing is no failure */
	bool damaged; /* the index is, and the work has told it */
	bool aside;   /* into a new generation; see aside.h */
};

struct verb {
	const char *name;
	const char *operands; /* for --help; NULL: takes none */
	unsigned flags;       /* enum verb_flag */
	const char *help;
	/* -1: the index cannot be read or changed further. */
	int (*work)(struct run *run, char *const *operands, size_t count,
		struct error *err);
	/* Instead of `work`: has options of its own. */
	int (*run_alone)(int argc, char **argv);
};

/* Returns the exit status; says on standard error what went wrong. */
int verb_run(const struct verb *verb, const struct options *options,
	char *const *operands, size_t count);

/* The store the run writes to; in a dry run one that only counts. */
struct store *run_store(struct run *run, struct error *err);
/* Commits, unless *result is -1 already, takes the counts and closes. */
void run_store_end(
	struct run *run, struct store *store, int *result, struct error *err);

/*
 * The words of the index for spelling, made anew when they are due after what
 * the report counts; after nothing it costs nothing.  They cost suggestions
 * when they cannot be made, and that is told.
 */
void run_refresh_words(struct run *run);

/* "medlit-index: sentence" on standard error; as JSON {"error":...} on standard
 * output too when the report is JSON.  Returns the exit status it means. */
int command_failed(const struct options *options, const struct error *err);

#endif
