/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of medlit-extract behind its limits. */
#ifndef MEDLIT_EXTRACT_H
#define MEDLIT_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "indexer/reader/extract/sandbox.h"

/* What the command line of the extractor says. */
struct job {
	struct sandbox limits;
	uint64_t output; /* bytes of frames; of an archive: the ratio */
	const char *pdftotext;
};

/* A page to frames of at most `most` bytes; an enum extract_exit. */
int extract_page(struct slice page, size_t most, struct buffer *frames);
/* The PDF on standard input; confines itself. */
int extract_pdf(const struct job *job, struct buffer *frames);
/* The archive on standard input to frames on standard output; confines itself.
 */
int extract_archive(const struct job *job);

/* The members of an open archive, none of which may grow to more than `ratio`
 * times its bytes; an enum extract_exit. */
struct archive;
int extract_members(struct archive *archive, uint64_t ratio);

/* main.c: all of it to standard output; 0 or -1. */
int write_all(const char *data, size_t length);
/* frames.c: one frame. */
void frame_add(struct buffer *out, char kind, unsigned flags, struct slice name,
	struct slice text);
/* The same; false and nothing added where `out` would become longer than
 * `most`. */
bool frame_fits(struct buffer *out, size_t most, char kind, unsigned flags,
	struct slice name, struct slice text);

/* pdf_words.c: what pdftotext -bbox-layout prints, in pieces cut anywhere, to
 * frames; -1 when they are longer than `most`. */
struct words;
struct words *words_new(size_t most, struct buffer *frames);
int words_feed(struct words *words, struct slice piece);
/* How many words there were. */
size_t words_count(const struct words *words);
void words_free(struct words *words);

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
/* Does a class, id or itemprop say that it holds the authors? */
bool element_is_byline(const char *const *attributes);
/* By role, class, id, style: menus, teasers, cookie notices, references. */
bool element_is_furniture(const char *name, const char *const *attributes);
/* The value of an attribute, or NULL. */
const char *element_attribute(const char *const *attributes, const char *name);

#endif
