/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of medlit-extract behind its limits. */
#ifndef MEDLIT_EXTRACT_H
#define MEDLIT_EXTRACT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/slice.h"

/* A page to frames; an enum extract_exit. */
int extract_page(struct slice page, struct buffer *frames);

/* encoding.c: the page as clean UTF-8: by its byte order mark, by what it
 * declares, else by whether it is valid.  -1: an encoding that is not read. */
int page_decode(struct slice page, struct buffer *text, bool *replaced);

/* element.c */
enum element_rule {
	ELEMENT_INLINE,
	ELEMENT_GROUP,   /* ends the text before it: div, section */
	ELEMENT_BLOCK,   /* text of its own: p, h1, li, tr, caption */
	ELEMENT_SPACE,   /* a word border: td, br */
	ELEMENT_RAISED,  /* sup */
	ELEMENT_ARTICLE, /* a group that holds the article */
	ELEMENT_ASIDE,   /* a group that is furniture: nav, footer, form */
	ELEMENT_HIDDEN,  /* text nobody sees: script, style */
};

enum element_rule element_rule(const char *name);
/* By role, class, id, style: menus, teasers, cookie notices, references. */
bool element_is_furniture(const char *name, const char *const *attributes);
/* The value of an attribute, or NULL. */
const char *element_attribute(const char *const *attributes, const char *name);

#endif
