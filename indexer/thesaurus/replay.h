/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions asked with two thesauri to what the second one changes. */
#ifndef MEDLIT_INDEXER_REPLAY_H
#define MEDLIT_INDEXER_REPLAY_H

#include <jansson.h>

#include "base/error.h"
#include "indexer/thesaurus/changes.h"

struct replay {
	const char *index, *old, *new_list; /* folder, files */
	const struct changes *changes;
};

/*
 * The file has a question a line, or an id, a tab and a question.  *answers is
 * an array with an object for each, the caller's:
 *
 *	id question before after jaccard concepts entered left
 *
 * or id, question and error where the daemon refuses the question.  before and
 * after are hits in all, jaccard is of the first ten.  concepts are those that
 * only one of the lists sees in the question, entered and left papers of the
 * first ten, each with the forms in it that are among the changes, or else all
 * that the paper was found by.
 */
int replay_run(const struct replay *replay, const char *file,
	json_t **answers, struct error *err);

#endif
