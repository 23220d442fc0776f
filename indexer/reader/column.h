/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the columns of a CSV file hold, by their names. */
#ifndef MEDLIT_READER_COLUMN_H
#define MEDLIT_READER_COLUMN_H

#include <stdbool.h>

#include "document/document.h"

enum column {
	COLUMN_NONE,
	COLUMN_TITLE,
	COLUMN_ABSTRACT,
	COLUMN_AUTHORS,
	COLUMN_JOURNAL,
	COLUMN_JOURNAL_SHORT,
	COLUMN_SOURCE, /* the journal, perhaps with year and pages */
	COLUMN_YEAR,
	COLUMN_DATE,
	COLUMN_VOLUME,
	COLUMN_ISSUE,
	COLUMN_PAGES,
	COLUMN_FIRST_PAGE,
	COLUMN_LAST_PAGE,
	COLUMN_ARTICLE,
	COLUMN_DOI,
	COLUMN_PMID,
	COLUMN_PMCID,
	COLUMN_TRIAL,
	COLUMN_ID,
	COLUMN_URL,
	COLUMN_LANGUAGE,
	COLUMN_TYPES,
	COLUMN_KEYWORDS,
	COLUMN_MESH,
	COLUMN_PUBLISHER,
	COLUMN_STATUS,
	COLUMN_CITATION, /* "J Beds. 2013 Aug 1;119(15):2728-36." */
	COLUMN_EXTRA,    /* a note with lines such as "PMID: 1" */
	COLUMN_COUNT,
};

/* By its name without case, blanks and signs; COLUMN_NONE: not known. */
enum column column_named(struct slice name);
/* How many of the names are known, and whether one is the title's. */
size_t column_count(const struct slices *names, bool *titled);

#endif
