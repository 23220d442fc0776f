/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two halves of the JATS reader. */
#ifndef MEDLIT_READER_JATS_H
#define MEDLIT_READER_JATS_H

#include "indexer/reader/internal.h"
#include "indexer/reader/xml.h"

/* Adds abstracts, body, appendices and captions as sections. */
void jats_text(const struct xml_node *article, const struct xml_node *meta,
	struct document *document, struct arena *arena);

#endif
