/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/names.h"

/* 16 patterns; all but a few chemical names have fewer places to join. */
#define JOINTS_MAX     4
#define CODE_ATOMS_MAX 16 /* no code has more */
#define CUT_MORE       2  /* atoms of a compound that is one in the name */

struct name {
	const struct tokens *tokens;
	const struct token **atoms;
	uint32_t count;
	uint32_t joints; /* places where two atoms may be one code */
	uint32_t *joint; /* of each: the atom before it */
	bool exact;
	struct text_analyser *analyser;
	struct arena *arena;
	struct name_patterns *patterns;
};

static bool is_number(const struct token *atom)
{
	return atom->kind == TOKEN_NUMBER;
}

/* Is there a compound that joins the atom to the next? */
static bool in_compound(const struct name *name, uint32_t atom)
{
	const struct tokens *tokens = name->tokens;

	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].position <= atom &&
			tokens->items[i].position + tokens->items[i].span >
				atom + 1)
			return true;
	return false;
}

static void find_joints(struct name *name)
{
	uint32_t numbers = 0;

	for (uint32_t i = 0; i < name->count; i++)
		numbers += is_number(name->atoms[i]);
	name->joint = arena_array(name->arena, uint32_t, name->count + 1);
	for (uint32_t i = 0; i + 1 < name->count; i++) {
		bool mixed = is_number(name->atoms[i]) !=
			     is_number(name->atoms[i + 1]);

		/* letters of two scripts stand in one code too: TNFα2 */
		if (mixed || in_compound(name, i) ||
			(numbers > 0 && name->count <= JOINTS_MAX + 1))
			name->joint[name->joints++] = i;
	}
}

/* Atoms [first, end) as one term. */
static struct slice joined(
	const struct name *name, uint32_t first, uint32_t end)
{
	struct slice all = SLICE_EMPTY;

	for (uint32_t i = first; i < end; i++)
		all = arena_printf(name->arena, "%.*s%.*s", SLICE_PRINT(all),
			SLICE_PRINT(name->atoms[i]->folded));
	return all;
}

static bool has_digit(struct slice term)
{
	for (size_t i = 0; i < term.length; i++)
		if (term.data[i] >= '0' && term.data[i] <= '9')
			return true;
	return false;
}

static struct name_pattern *add_pattern(struct name *name, size_t terms)
{
	struct name_patterns *all = name->patterns;

	if (!(all->count & (all->count - 1)))
		all->items = arena_grow(name->arena, all->items, all->count,
			all->count ? 2 * all->count : 1, sizeof(*all->items));
	struct name_pattern *pattern = &all->items[all->count++];

	*pattern = (struct name_pattern){
		.terms = arena_array(name->arena, struct slice, terms + 1),
		.others = arena_array(name->arena, struct slice, terms + 1),
		.window = name->count > 1 ? name->count + CUT_MORE : 1};
	return pattern;
}

static void add_atom(
	struct name *name, struct name_pattern *pattern, uint32_t number)
{
	const struct token *atom = name->atoms[number];
	struct slice term = atom->term;
	/* A paper's word steps by its stem or, if that is another word, by
	 * itself. */
	struct slice other = text_stem(name->analyser, term, name->arena);

	if (name->exact && atom->kind == TOKEN_ACRONYM) {
		other = term;
		term = schema_acronym(name->tokens, atom, name->arena);
	}
	pattern->terms[pattern->count] = term;
	if (!slice_equal(term, other))
		pattern->others[pattern->count] = other;
	pattern->count++;
}

/* A code is no word and has no stem. */
static void add_joined(
	struct name *name, struct name_pattern *pattern, struct slice term)
{
	struct slice stem = text_stem(name->analyser, term, name->arena);

	if (has_digit(term) || slice_equal(term, stem)) {
		pattern->terms[pattern->count++] = term;
		return;
	}
	pattern->others[pattern->count] = term;
	pattern->terms[pattern->count++] = stem;
}

/* Bit n of `ways`: the n-th joint is closed. */
static void add_way(struct name *name, uint32_t ways)
{
	struct name_pattern *pattern = add_pattern(name, name->count);
	uint32_t first = 0, joint = 0;

	for (uint32_t i = 0; i < name->count; i++) {
		bool closed = false;

		if (joint < name->joints && name->joint[joint] == i)
			closed = ways >> joint++ & 1;
		if (closed)
			continue;
		if (i == first)
			add_atom(name, pattern, i);
		else
			add_joined(name, pattern, joined(name, first, i + 1));
		first = i + 1;
	}
}

/* The longest atom: a term of its own, or inside any code around it. */
static void add_anchor(struct name *name)
{
	uint32_t anchor = 0;

	for (uint32_t i = 0; i < name->count; i++)
		if (name->atoms[i]->folded.length >
			name->atoms[anchor]->folded.length)
			anchor = i;
	struct name_pattern *alone = add_pattern(name, 1);

	alone->window = 1;
	add_atom(name, alone, anchor);
	for (uint32_t first = 0; first <= anchor; first++)
		for (uint32_t end = anchor + 1; end <= name->count; end++) {
			if (end - first < 2 || end - first > CODE_ATOMS_MAX)
				continue;
			struct name_pattern *code = add_pattern(name, 1);

			code->window = 1;
			add_joined(name, code, joined(name, first, end));
		}
}

struct name_patterns name_patterns(const struct tokens *tokens, bool exact,
	struct text_analyser *analyser, struct arena *arena)
{
	struct name_patterns patterns = {.items = NULL};
	struct name name = {.tokens = tokens,
		.exact = exact,
		.analyser = analyser,
		.arena = arena,
		.patterns = &patterns};

	name.atoms =
		arena_array(arena, const struct token *, tokens->positions + 1);
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == 1)
			name.atoms[name.count++] = &tokens->items[i];
	find_joints(&name);
	if (name.count == 0)
		return patterns;
	patterns.loose = name.joints > JOINTS_MAX;
	for (uint32_t ways = 0;
		ways < (patterns.loose ? 1u : 1u << name.joints); ways++)
		add_way(&name, ways);
	if (patterns.loose)
		add_anchor(&name);
	return patterns;
}
