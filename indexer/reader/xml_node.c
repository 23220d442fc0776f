/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding one's way in the tree of a record. */
#include "config.h"

#include "indexer/reader/xml.h"

bool xml_is(const struct xml_node *node, const char *name)
{
	return node && node->name && strcmp(node->name, name) == 0;
}

static const struct xml_node *named(
	const struct xml_node *node, const char *name, size_t length)
{
	while (node && !(node->name && strlen(node->name) == length &&
			       memcmp(node->name, name, length) == 0))
		node = node->next;
	return node;
}

const char *xml_local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

struct xml_node *xml_node_add(struct xml_node *parent, struct arena *arena)
{
	struct xml_node *node = arena_new(arena, struct xml_node);

	node->parent = parent;
	if (!parent)
		return node;
	if (parent->last)
		parent->last->next = node;
	else
		parent->child = node;
	parent->last = node;
	return node;
}

void xml_node_set(
	struct xml_node *node, const char *const *pairs, struct arena *arena)
{
	size_t count = 0;

	while (count < XML_ATTRIBUTES && pairs[2 * count])
		count++;
	if (count == 0)
		return;
	node->attributes = arena_array(arena, struct xml_attribute, count);
	node->attributes_count = count;
	for (size_t i = 0; i < count; i++) {
		const char *name = xml_local_name(pairs[2 * i]);
		const char *value = pairs[2 * i + 1];

		node->attributes[i].name =
			arena_string(arena, name, strlen(name));
		node->attributes[i].value =
			arena_copy(arena, value, strlen(value));
	}
}

const struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
	return node ? named(node->child, name, strlen(name)) : NULL;
}

const struct xml_node *xml_again(const struct xml_node *node)
{
	return named(node->next, node->name, strlen(node->name));
}

const struct xml_node *xml_path(const struct xml_node *node, const char *path)
{
	while (node && *path) {
		size_t length = strcspn(path, "/");

		node = named(node->child, path, length);
		path += length;
		if (*path)
			path++;
	}
	return node;
}

struct slice xml_attribute(const struct xml_node *node, const char *name)
{
	if (node)
		for (size_t i = 0; i < node->attributes_count; i++)
			if (strcmp(node->attributes[i].name, name) == 0)
				return node->attributes[i].value;
	return SLICE_EMPTY;
}
