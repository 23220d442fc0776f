/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parents, once all are known: no concept is its own ancestor. */
#include "config.h"

#include "analysis/concept/internal.h"

enum mark {
	NEW,
	OPEN,
	DONE
};

struct walk {
	struct compiler *compiler;
	uint8_t *marks;  /* per concept, enum mark */
	uint32_t *next;  /* per concept, the parent to go to next */
	uint32_t *stack; /* the way here */
	size_t depth;
};

static int cycle_fault(struct walk *walk, uint32_t concept)
{
	const struct list_row *row = walk->compiler->first_row[concept];
	struct reading *reading = &walk->compiler->reading;

	if (walk->stack[walk->depth - 1] == concept)
		return row_fault(reading, row->line, "cycle",
			"%.*s is its own parent: take that line out",
			SLICE_PRINT(row->slug));
	return row_fault(reading, row->line, "cycle",
		"%.*s is its own ancestor, through %.*s: take one of the "
		"parents between out",
		SLICE_PRINT(row->slug),
		SLICE_PRINT(
			walk->compiler->first_row[walk->stack[walk->depth - 1]]
				->slug));
}

static void enter(struct walk *walk, uint32_t concept)
{
	walk->marks[concept] = OPEN;
	walk->stack[walk->depth++] = concept;
}

/* Depth first with a stack of our own: a list may be as deep as it is long. */
static int walk_parents(struct walk *walk, uint32_t start)
{
	const struct image_parts *parts = &walk->compiler->parts;

	enter(walk, start);
	while (walk->depth > 0) {
		uint32_t at = walk->stack[walk->depth - 1];
		const struct image_concept *one = &parts->concepts[at];

		if (walk->next[at] == one->parents) {
			walk->marks[at] = DONE;
			walk->depth--;
			continue;
		}
		uint32_t parent =
			parts->parents[one->first_parent + walk->next[at]++];

		if (walk->marks[parent] == OPEN &&
			cycle_fault(walk, parent) != 0 &&
			row_skip(&walk->compiler->reading) != 0)
			return -1;
		if (walk->marks[parent] == NEW)
			enter(walk, parent);
	}
	return 0;
}

int compile_hierarchy(struct compiler *c)
{
	uint32_t count = c->parts.concepts_count;
	struct walk walk = {.compiler = c,
		.marks = arena_array(&c->arena, uint8_t, count + 1),
		.next = arena_array(&c->arena, uint32_t, count + 1),
		.stack = arena_array(&c->arena, uint32_t, count + 1)};

	for (uint32_t i = 0; i < count; i++)
		if (walk.marks[i] == NEW && walk_parents(&walk, i) != 0)
			return -1;
	return 0;
}
