/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that is nothing but the number of a paper: a PMID, a PMCID, a DOI or a
 * number of ClinicalTrials.gov, with or without its name before it or as the
 * address of its page. */
#ifndef MEDLIT_DAEMON_IDENTIFIER_H
#define MEDLIT_DAEMON_IDENTIFIER_H

#include "base/arena.h"

/* Its index term, or empty when the text is anything else. */
struct slice identifier_term(struct slice text, struct arena *arena);

/* How texts write it: "10.1000/x", "PMC12".  Empty when they may mean anything
 * else by it, as by a PMID of few digits, or when it is no number. */
struct slice identifier_written(struct slice text, struct arena *arena);

/* Does it say itself which number it is (pmid:1, PMC1, a DOI)?  Then nothing
 * else is meant.  A number of ClinicalTrials.gov is also a word of texts. */
int identifier_is_named(struct slice text);

#endif
