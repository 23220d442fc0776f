/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens to mentions: from each atom the trie is walked as far as it goes, and
 * the longest form that fits is taken.
 *
 * An atom steps by its lemma or, if that is another word, by what it was folded
 * to: an acronym is its own lemma, so "MICE" leads to "mice", but the lemma of
 * "mice" is "mouse".  Stems lead nowhere: they are too coarse to name a thing
 * by (leukemic, leukemia).  So the walk itself tells that the words are the
 * form's, and the spelling of an entry how well they fit.
 */
#include "config.h"

#include "analysis/concept/internal.h"

struct place {
	uint64_t words[2];
	uint32_t nodes[2]; /* behind the first step; 0: no form begins so */
	uint32_t token;
	uint8_t ways;       /* of words[] */
	uint8_t first_ways; /* where a mention begins */
	bool opens, closes; /* a mention may begin, end here */
};

struct finder {
	const struct thesaurus *thesaurus;
	const struct tokens *tokens;
	bool any_case;
	struct place *places; /* per atom */
	uint32_t count;
	/* the best so far from one place */
	uint32_t form, last;
	int fits; /* how well */
	bool found;
};

static const struct token *atom(const struct finder *f, uint32_t place)
{
	return &f->tokens->items[f->places[place].token];
}

/* Inside a code nothing begins or ends: CD22 does not mention CD. */
static bool is_cut(const struct token *left, const struct token *right)
{
	return (left->flags & TOKEN_PART) && (right->flags & TOKEN_PART) &&
	       left->end == right->start;
}

/* What the word was folded to; if that is its lemma and may be several of
 * something inside a name (AIDS, but hearing aids), the one. */
static uint64_t other_hash(const struct token *token)
{
	struct slice one = token->folded;

	if (token->lemma_hash != token->folded_hash || one.length < 4 ||
		one.data[one.length - 1] != 's')
		return token->folded_hash;
	return hash_bytes(one.data, one.length - 1);
}

static void add_place(struct finder *f, uint32_t number)
{
	const struct token *token = &f->tokens->items[number];
	struct place *place = &f->places[f->count];

	place->token = number;
	place->words[0] = image_word(token->lemma_hash);
	place->words[1] = image_word(other_hash(token));
	place->ways = place->words[1] == place->words[0] ? 1 : 2;
	place->first_ways = token->lemma_hash == token->folded_hash ? 1 : 2;
	place->opens = place->closes = true;
	if (f->count > 0 && is_cut(atom(f, f->count - 1), token)) {
		place->opens = false;
		f->places[f->count - 1].closes = false;
	}
	f->count++;
	for (int n = 0; n < place->first_ways; n++)
		__builtin_prefetch(&f->thesaurus->starts[image_start_slot(
			f->thesaurus, place->words[n])]);
}

/*
 * A large list lies in memory far from the processor, and a paper has some two
 * hundred words: what is looked at next is fetched for all of them before the
 * first is waited for.
 */
static void look_up_starts(struct finder *f)
{
	const struct thesaurus *t = f->thesaurus;

	for (uint32_t i = 0; i < f->count; i++) {
		struct place *place = &f->places[i];

		place->nodes[0] = place->nodes[1] = 0;
		for (int n = 0; place->opens && n < place->first_ways; n++) {
			place->nodes[n] = image_start(t, place->words[n]);
			if (place->nodes[n] != 0)
				__builtin_prefetch(
					&t->nodes[place->nodes[n] + 1]);
		}
	}
}

/* What ends behind the first step from each place, and the second step. */
static void fetch_steps(const struct finder *f)
{
	const struct thesaurus *t = f->thesaurus;

	for (uint32_t i = 0; i < f->count; i++)
		for (int n = 0; n < f->places[i].ways; n++) {
			uint32_t node = f->places[i].nodes[n];
			const struct image_node *at = &t->nodes[node];

			if (node == 0)
				continue;
			if (at[0].first_entry != at[1].first_entry)
				__builtin_prefetch(
					&t->entries[at[0].first_entry]);
			if (i + 1 < f->count &&
				at[0].first_child != at[1].first_child)
				__builtin_prefetch(&t->nodes[image_child_guess(
					t, node, f->places[i + 1].words[0])]);
		}
}

static bool all_stop_words(
	const struct finder *f, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last; i++)
		if (!text_is_stop_word(atom(f, i)->folded))
			return false;
	return true;
}

static uint32_t folded_spelling(
	const struct finder *f, uint32_t first, uint32_t last)
{
	uint64_t hash = HASH_START;

	for (uint32_t i = first; i <= last; i++)
		hash = hash_add(hash, atom(f, i)->folded.data,
			atom(f, i)->folded.length);
	return image_spelling(hash, false);
}

static uint32_t typed_spelling(
	const struct finder *f, uint32_t first, uint32_t last)
{
	uint64_t hash = HASH_START;
	bool capitals = false;

	for (uint32_t i = first; i <= last; i++)
		capitals |= atom_capitals(f->tokens, atom(f, i)) > 0;
	for (uint32_t i = first; i <= last; i++) {
		struct slice typed =
			atom_exact(f->tokens, atom(f, i), capitals);

		hash = hash_add(hash, typed.data, typed.length);
	}
	return image_spelling(hash, true);
}

/* How well a form at the end of the walk fits: 0 not, 3 best. */
static int fit(const struct finder *f, const struct image_entry *entry,
	uint32_t first, uint32_t last)
{
	if (!image_is_exact(entry))
		return entry->spelling == folded_spelling(f, first, last) ? 2
									  : 1;
	if (entry->spelling == typed_spelling(f, first, last))
		return 3;
	return f->any_case && !all_stop_words(f, first, last) ? 1 : 0;
}

/* Does it close a bracket that it has not opened?  In "hepatitis B virus (HBV)
 * infection" nothing is called "HBV) infection". */
static bool leaves_bracket(
	const struct finder *f, uint32_t first, uint32_t last)
{
	const char *text = f->tokens->text.data;
	int depth = 0;

	for (uint32_t at = atom(f, first)->end; at < atom(f, last)->start;
		at++) {
		if (text[at] == '(' || text[at] == '[')
			depth++;
		else if ((text[at] == ')' || text[at] == ']') && --depth < 0)
			return true;
	}
	return false;
}

/* Of two that fit as well, not the one whose line stands first: a list may be
 * sorted anew, and that is no other list. */
static bool sorts_before(const struct thesaurus *t, const struct image_form *a,
	const struct image_form *b)
{
	return slice_compare(image_slice(t, a->key), image_slice(t, b->key)) <
	       0;
}

static void take_best(
	struct finder *f, uint32_t node, uint32_t first, uint32_t last)
{
	const struct thesaurus *t = f->thesaurus;
	uint32_t begin = t->nodes[node].first_entry;
	uint32_t end = t->nodes[node + 1].first_entry;
	/* A word leads to forms by its lemma and as it is: "cats" to CAT and to
	 * CATS, which fits better. */
	int best = f->found && last == f->last ? f->fits : 0;

	if (begin == end || !f->places[last].closes ||
		(f->found && last < f->last) || leaves_bracket(f, first, last))
		return;
	for (uint32_t i = begin; i < end; i++) {
		const struct image_entry *entry = &t->entries[i];
		int how = fit(f, entry, first, last);

		if (how < best || how == 0)
			continue;
		if (how == best && !sorts_before(t, &t->forms[entry->form],
					   &t->forms[f->form]))
			continue;
		best = f->fits = how;
		f->form = entry->form;
		f->last = last;
		f->found = true;
	}
	if (best > 0)
		__builtin_prefetch(&t->forms[f->form].concept);
}

static void walk(struct finder *f, uint32_t node, uint32_t first, uint32_t at);

/* Steps by a compound: how its atoms were cut makes no difference. */
static void walk_compounds(
	struct finder *f, uint32_t node, uint32_t first, uint32_t at)
{
	const struct tokens *tokens = f->tokens;
	const struct token *end = tokens->items + tokens->count;

	for (const struct token *token = atom(f, at) + 1;
		token < end && token->position == at; token++) {
		uint64_t word = image_word(token->lemma_hash);
		uint32_t next = at == first
					? image_start(f->thesaurus, word)
					: image_child(f->thesaurus, node, word);

		if (next != 0)
			walk(f, next, first, at + token->span);
	}
}

/* The forms whose first atoms led to `node`, the next atom being `at`; the
 * longest first.  No deeper than IMAGE_ATOMS_MAX. */
static void walk(struct finder *f, uint32_t node, uint32_t first, uint32_t at)
{
	const struct place *place = &f->places[at];

	if (at < f->count && at - first < IMAGE_ATOMS_MAX &&
		!(atom(f, at)->flags & TOKEN_SENTENCE)) {
		for (int n = 0; n < place->ways; n++) {
			uint32_t next = image_child(
				f->thesaurus, node, place->words[n]);

			if (next != 0)
				walk(f, next, first, at + 1);
		}
		walk_compounds(f, node, first, at);
	}
	take_best(f, node, first, at - 1);
}

/* Where a mention ends: a notation has a bracket behind its last atom. */
static uint32_t end_of(const struct finder *f, uint32_t first)
{
	const struct token *to = atom(f, f->last);
	uint32_t end = to->end;

	for (const struct token *token = atom(f, first);
		token < f->tokens->items + f->tokens->count &&
		token->position == first;
		token++)
		if (token->position + token->span == to->position + 1)
			end = token->end;
	return end;
}

/* Its form is numbered among all until name_concepts(). */
static struct concept_hit hit_of(const struct finder *f, uint32_t first)
{
	const struct token *from = atom(f, first), *to = atom(f, f->last);

	return (struct concept_hit){.form = f->form,
		.first_token = f->places[first].token,
		.last_token = f->places[f->last].token,
		.first_position = from->position,
		.last_position = to->position,
		.start = from->start,
		.end = end_of(f, first)};
}

static void add_hit(
	struct concept_hits *hits, struct concept_hit hit, struct arena *arena)
{
	size_t count = hits->count;

	if (!(count & (count - 1)))
		hits->items = arena_grow(arena, hits->items, count,
			count ? 2 * count : 1, sizeof(*hits->items));
	hits->items[hits->count++] = hit;
}

static bool find_from(struct finder *f, uint32_t first)
{
	const struct place *place = &f->places[first];

	f->found = false;
	for (int n = 0; n < place->ways; n++)
		if (place->nodes[n] != 0)
			walk(f, place->nodes[n], first, first + 1);
	if (place->opens)
		walk_compounds(f, 0, first, first);
	return f->found;
}

/* Mentions of other concepts that start in the last one and end behind it;
 * returns where the furthest ends. */
static uint32_t find_crossing(struct finder *f, struct concept_hits *hits,
	uint32_t first, uint32_t last, struct arena *arena)
{
	const struct image_form *forms = f->thesaurus->forms;
	uint32_t form = hits->items[hits->count - 1].form;

	for (uint32_t at = first + 1; at <= last; at++) {
		if (!find_from(f, at) || f->last <= last ||
			forms[f->form].concept == forms[form].concept)
			continue;
		add_hit(hits, hit_of(f, at), arena);
		last = f->last;
	}
	return last;
}

static void find_all(
	struct finder *f, struct concept_hits *hits, struct arena *arena)
{
	for (uint32_t first = 0; first < f->count;) {
		if (!find_from(f, first)) {
			first++;
			continue;
		}
		uint32_t last = f->last;

		add_hit(hits, hit_of(f, first), arena);
		first = find_crossing(f, hits, first, last, arena) + 1;
	}
}

static void name_concepts(
	const struct thesaurus *t, const struct concept_hits *hits)
{
	for (size_t i = 0; i < hits->count; i++) {
		hits->items[i].concept = t->forms[hits->items[i].form].concept;
		__builtin_prefetch(&t->concepts[hits->items[i].concept]);
	}
	for (size_t i = 0; i < hits->count; i++)
		hits->items[i].form -=
			t->concepts[hits->items[i].concept].first_form;
}

struct concept_hits concept_find(const struct thesaurus *thesaurus,
	const struct tokens *tokens, int any_case, struct arena *arena)
{
	struct concept_hits hits = {NULL, 0};
	struct finder f = {.thesaurus = thesaurus,
		.tokens = tokens,
		.any_case = any_case != 0};

	if (!thesaurus)
		return hits;
	f.places = arena_alloc(arena, tokens->positions * sizeof(*f.places));
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == 1)
			add_place(&f, (uint32_t)i);
	look_up_starts(&f);
	fetch_steps(&f);
	find_all(&f, &hits, arena);
	name_concepts(thesaurus, &hits);
	return hits;
}
