/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of libxapian-c share: a folder that goes away, documents and
 * queries written as text.
 */
#ifndef XAPIAN_C_TESTING_H
#define XAPIAN_C_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "libxapian-c/xapian-c.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Inside, as it does not say so itself. */
#include <cmocka.h>

/* Fixtures: *state is the path of a new folder, removed at the end. */
int folder_setup(void **state);
int folder_teardown(void **state);
/* A path in the folder; the same eight buffers in turn. */
const char *path_in(void *const *state, const char *name);
void copy_folder(const char *from, const char *to);

/* A document whose terms are the words of `text`, at positions from 1; its data
 * is the key, its value in slot 1 the first word. */
int put_text(struct xc_writer *writer, const char *key, const char *text,
	struct xc_error *err);
/* The same, and it has to work. */
void must_put(struct xc_writer *writer, const char *key, const char *text);
void must_commit(struct xc_writer *writer);
struct xc_writer *must_create(const char *path);
struct xc_searcher *must_search(const char *path);
struct xc_results *must_answer(
	struct xc_searcher *searcher, const struct xc_query *query);

/*
 * Parse a query in postfix: words are terms (word^3: wqf 3), operators are
 *
 *	AND:2 OR:3 NOT:2 MAYBE:2 FILTER:2 SYNONYM:2 MAX:2 SCALE:1:0.5
 *	PHRASE:2 PHRASE:2:5 (window) NEAR:2 ALL RANGE:1:low:high
 *
 * The nodes are valid until the next call; the unit is 1, the most 100.
 */
struct xc_query parse_query(const char *text);

/* The data of all hits in order, with blanks between; valid until the next. */
const char *hits_text(const struct xc_results *results);

#ifdef __cplusplus
}
#endif
#endif
