/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every verb needs before it starts: the options, the locked index, its
 * current generation and the thesaurus the papers are annotated with.
 */
#ifndef MEDLIT_INDEXER_SESSION_H
#define MEDLIT_INDEXER_SESSION_H

#include <signal.h>
#include <stdbool.h>

#include "index/index.h"
#include "indexer/reader/limits.h"

struct options {
	const char *index;
	const char *thesaurus; /* file, "none", or NULL: the index's own, for a
				  new index the list that comes with medlit */
	const char *type;      /* of all files; NULL: by content */
	unsigned jobs;         /* 0: not given */
	struct limits limits;  /* of readers */
	bool dry_run, json, force;
};

/* From the command line; -1 if it is no number from 1 to INDEX_SHARDS_MAX. */
int options_jobs(struct options *options, const char *text);

struct session {
	const struct options *options;
	struct text_analyser *analyser;
	struct thesaurus *thesaurus; /* NULL: none */
	struct index_lock *lock;
	struct generation generation;
};

/* Raised by SIGINT and SIGTERM once session_catch_signals() was called. */
extern volatile sig_atomic_t session_stop;
void session_catch_signals(void);

/* Opens the index for changes: lock, generation, thesaurus.  `create`: makes an
 * index that is not there. */
int session_open(struct session *session, const struct options *options,
	bool create, struct error *err);
/* As session_open(), but analyser and thesaurus are opened when they are asked
 * for with session_prepare(): often there is nothing to do. */
int session_open_late(struct session *session, const struct options *options,
	bool create, struct error *err);
int session_prepare(struct session *session, struct error *err);
/* As session_open() for a rebuild: the index may be of another version, and
 * --thesaurus may differ from the one it has. */
int session_open_any(struct session *session, const struct options *options,
	struct error *err);
/* To look only: no lock, no thesaurus. `create`: without an index there is no
 * generation (its path is NULL). */
int session_open_dry(struct session *session, const struct options *options,
	bool create, struct error *err);
void session_close(struct session *session);
/* Is there no index yet where the options say? */
bool session_is_new(const struct options *options);

/* The exit status an error means. */
int session_status(const struct error *err);

#endif
