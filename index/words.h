/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of a generation, to correct the spelling of questions and to
 * complete names: a file beside its shards, made of what these have.
 *
 * It says how many papers a word found when it was made, so it may be older
 * than the shards: whoever suggests a word looks it up again.
 */
#ifndef MEDLIT_INDEX_WORDS_H
#define MEDLIT_INDEX_WORDS_H

#include "analysis/spelling/spelling.h"
#include "index/index.h"

/*
 * Make the file anew if there is none, or if a twentieth of the papers came or
 * went since, or `always`; so its cost follows the change.  Called under the
 * lock.  1: made, 0: it was good enough.
 */
int words_refresh(const struct generation *generation,
	const struct thesaurus *thesaurus, struct text_analyser *analyser,
	bool always, struct error *err);

/* ERROR_NOT_FOUND: there is none yet. */
struct spelling *words_open(
	const struct generation *generation, struct error *err);
/* Is it another file than at the last call with this mark? */
bool words_changed(const struct generation *generation, struct file_mark *mark);

#endif
