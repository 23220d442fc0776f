/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands on a page besides the article: menus, teasers, notices.  Told by
 * phrases that sites share, never by the name of a site; in doubt it is text.
 */
#ifndef MEDLIT_READER_FURNITURE_H
#define MEDLIT_READER_FURNITURE_H

#include "base/slice.h"

enum furniture {
	FURNITURE_NONE,
	FURNITURE_LINE,       /* this line only */
	FURNITURE_BOX,        /* and those after it that are no sentence */
	FURNITURE_TEASERS,    /* and the short lines after it */
	FURNITURE_CARD,       /* and what is no paragraph up to a heading */
	FURNITURE_NOTICE,     /* and the paragraph after it */
	FURNITURE_REFERENCES, /* and all up to the next known heading */
};

enum furniture furniture_of(struct slice line);

/* Headings of an article: "Methods", "MeSH terms". */
bool heading_is_known(struct slice line);
/* Those of a structured abstract: "Background", "Results". */
bool heading_is_abstract_part(struct slice line);

#endif
