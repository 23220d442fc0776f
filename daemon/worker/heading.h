/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A name to the MeSH headings that say it. */
#ifndef MEDLIT_DAEMON_HEADING_H
#define MEDLIT_DAEMON_HEADING_H

#include "analysis/concept/concept.h"
#include "document/document.h"

/*
 * The terms under `prefix` of the heading `name` ("Leukemia", "leukemia/drug
 * therapy"), of every heading that is another name of the same concept, and
 * with `narrower` of every heading that names something narrower.  Most are in
 * no index: whoever asks drops those.  At most HEADING_TERMS.
 */
#define HEADING_TERMS 8192
struct slices heading_terms(const char *prefix, struct slice name, int narrower,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena);

#endif
