/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that is nothing but the number of a paper: a PMID, a PMCID, a DOI or a
 * number of ClinicalTrials.gov, with or without its name before it or as the
 * address of its page. */
#ifndef MEDLIT_DAEMON_IDENTIFIER_H
#define MEDLIT_DAEMON_IDENTIFIER_H

#include "base/arena.h"

/* Its index term, or empty when the text is anything else. */
struct slice identifier_term(struct slice text, struct arena *arena);

#endif
