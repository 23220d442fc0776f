/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XML to trees, one record at a time: of a file of 30,000 papers one is in
 * memory.  Names lose their prefix ("mml:math" is "math").
 *
 * No entity of a DTD outside the file is read and no file is opened.  Known
 * named entities (&alpha;, &nbsp;, &eacute;) are read without their DTD.
 */
#ifndef MEDLIT_READER_XML_H
#define MEDLIT_READER_XML_H

#include "base/arena.h"
#include "indexer/reader/extract/prose.h"
#include "indexer/reader/input.h"

#define XML_ATTRIBUTES 64 /* of one element; more are dropped */

struct xml_attribute {
	const char *name;
	struct slice value;
};

/* An element, or a run of text (name is NULL). */
struct xml_node {
	const char *name;
	struct slice text;
	struct xml_attribute *attributes;
	size_t attributes_count;
	struct xml_node *parent, *child, *last, *next;
};

struct xml;

enum xml_event {
	XML_END = 0,
	XML_RECORD = 1,
	XML_BAD = 2
};

/*
 * `records`: names of the elements that are records where they are outermost,
 * ended by NULL.  With `resync` a malformed record is passed over up to the
 * start of the next.  ERROR_FORMAT for an encoding that is not read.
 */
struct xml *xml_open(struct source *source, const char *const *records,
	bool resync, struct error *err);
/* An enum xml_event or -1.  The tree is valid until the next call; with XML_BAD
 * and -1 it is the part that was read, or NULL. */
int xml_next(
	struct xml *xml, const struct xml_node **record, struct error *err);
/* Characters of the last record that were bad bytes. */
uint64_t xml_replaced(const struct xml *xml);
void xml_close(struct xml *xml);

/* xml_node.c: a name without its prefix. */
const char *xml_local_name(const char *name);
/* A node behind the other children of `parent`, which may be NULL. */
struct xml_node *xml_node_add(struct xml_node *parent, struct arena *arena);
/* Its attributes: name and value in turn, ended by NULL, as Expat has them.
 * They are copied; those past XML_ATTRIBUTES are dropped. */
void xml_node_set(
	struct xml_node *node, const char *const *pairs, struct arena *arena);
/* First child element of that name; NULL when there is none, or no node. */
const struct xml_node *xml_child(const struct xml_node *node, const char *name);
/* The next sibling of the same name. */
const struct xml_node *xml_again(const struct xml_node *node);
/* Follows a path of child names: "Article/Journal/Title". */
const struct xml_node *xml_path(const struct xml_node *node, const char *path);
/* Empty when the node is NULL or has no such attribute. */
struct slice xml_attribute(const struct xml_node *node, const char *name);
bool xml_is(const struct xml_node *node, const char *name);

/* entity.c: 0 for an unknown name. */
uint32_t entity_character(const char *name);

/* markup.c: add the text below a node; citations and formulas in TeX are left
 * out, blocks are paragraphs. */
void markup_text(const struct xml_node *node, struct prose *prose);
/* The same with the node itself, a paragraph when it is one. */
void markup_node(const struct xml_node *node, struct prose *prose);
/* The text below a node on one line. */
struct slice markup_line(const struct xml_node *node, struct arena *arena);
/* The same of the node that xml_path() finds. */
struct slice markup_line_at(
	const struct xml_node *node, const char *path, struct arena *arena);

#endif
