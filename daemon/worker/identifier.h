/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that is nothing but the number of a paper: a PMID (with or without its
 * name), a PMCID, a DOI (also as an address) or a number of
 * ClinicalTrials.gov. */
#ifndef MEDLIT_DAEMON_IDENTIFIER_H
#define MEDLIT_DAEMON_IDENTIFIER_H

#include "base/arena.h"

/* Its index term, or empty when the text is anything else. */
struct slice identifier_term(struct slice text, struct arena *arena);

#endif
