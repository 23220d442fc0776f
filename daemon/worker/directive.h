/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a question says about one of its words:
 *
 *	=InO                     the word as typed: no concept, no other
 *	                         spelling
 *	MS@multiple-sclerosis    this sense of the word: a concept by its slug
 *
 * The mark stands right before or behind the word.
 */
#ifndef MEDLIT_DAEMON_DIRECTIVE_H
#define MEDLIT_DAEMON_DIRECTIVE_H

#include <stdint.h>

#include "base/arena.h"

enum directive_kind {
	DIRECTIVE_LITERAL,
	DIRECTIVE_SENSE,
};

struct directive {
	enum directive_kind kind;
	uint32_t start, end; /* bytes of the question: word, mark and slug */
	struct slice slug;   /* DIRECTIVE_SENSE */
};
struct directives {
	struct directive *items; /* by start, apart */
	size_t count;
};

struct directives directives_find(struct slice text, struct arena *arena);

#endif
