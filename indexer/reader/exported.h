/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEDLIT_READER_EXPORTED_H
#define MEDLIT_READER_EXPORTED_H

#include <jansson.h>
#include <stdbool.h>

#include "document/document.h"

/* Was the object written by `medlit-index export`? */
bool exported_is(const json_t *object);
/* What a paper of several sources was made of, of which each is a paper to
 * read; NULL or empty for one of one source. */
json_t *exported_parts(const json_t *object);
/* Every field as it stands; ERROR_FORMAT names one that is wrong. */
int exported_read(const json_t *object, struct document *document,
	struct arena *arena, struct error *err);

#endif
