/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens to mentions: from each atom the trie is walked as far as it goes, and
 * the longest form that fits is taken.
 *
 * An atom may step by its term or, if that is another word, by what it was
 * folded to: an acronym is not stemmed, so "MICE" is its own term but "mice"
 * has the term "mous".  Stems only lead the way: they are too coarse to name a
 * thing by (leukemic, leukemia), so what they led to must be the same word but
 * for British or American spelling and the plural.
 */
#include "config.h"

#include "analysis/concept/internal.h"

struct place {
	uint32_t token;
	uint32_t words[2];  /* of term and folded, first their hashes;
			       UINT32_MAX: in no form */
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

static void add_place(struct finder *f, uint32_t number)
{
	const struct token *token = &f->tokens->items[number];
	struct place *place = &f->places[f->count];

	place->token = number;
	place->words[0] = image_hash(token->term);
	place->words[1] = image_hash(token->folded);
	place->opens = place->closes = true;
	if (f->count > 0 && is_cut(atom(f, f->count - 1), token)) {
		place->opens = false;
		f->places[f->count - 1].closes = false;
	}
	f->count++;
}

/*
 * Numbers for the hashes of the words.  A large list lies in memory far from
 * the processor, and a paper has some two hundred words: what is looked at next
 * is fetched for all of them before the first is waited for.
 */
static void look_up_words(struct finder *f)
{
	const struct thesaurus *t = f->thesaurus;

	for (uint32_t i = 0; i < f->count; i++)
		for (int n = 0; n < 2; n++)
			__builtin_prefetch(
				image_word_slot(t, f->places[i].words[n]));
	for (uint32_t i = 0; i < f->count; i++)
		for (int n = 0; n < 2; n++) {
			uint32_t hash = f->places[i].words[n];
			const struct image_word *slot =
				image_word_slot(t, hash);

			if (slot->hash == hash)
				__builtin_prefetch(t->strings + slot->offset);
		}
	for (uint32_t i = 0; i < f->count; i++) {
		struct place *place = &f->places[i];
		const struct token *token = atom(f, i);
		uint32_t folded = place->words[1];

		place->words[0] =
			image_word_hashed(t, token->term, place->words[0]);
		place->words[1] = UINT32_MAX;
		if (!slice_equal(token->term, token->folded))
			place->words[1] =
				image_word_hashed(t, token->folded, folded);
	}
}

/* The first step from each place, and the second. */
static void fetch_steps(const struct finder *f)
{
	const struct thesaurus *t = f->thesaurus;

	for (uint32_t i = 0; i < f->count; i++)
		for (int n = 0; n < 2; n++) {
			uint32_t word = f->places[i].words[n], next;
			uint32_t node =
				word == UINT32_MAX ? 0 : t->words[word].target;

			if (node == 0)
				continue;
			__builtin_prefetch(&t->nodes[node]);
			if (i + 1 == f->count)
				continue;
			next = f->places[i + 1].words[0];
			if (next != UINT32_MAX)
				__builtin_prefetch(
					image_edge_slot(t, node, next));
		}
}

static bool is_plural(struct slice many, struct slice one)
{
	return many.length == one.length + 1 && one.length > 3 &&
	       many.data[one.length] == 's' &&
	       one.data[one.length - 1] != 's' &&
	       memcmp(many.data, one.data, one.length) == 0;
}

/* Is it the word of a form?  What is an acronym knows best which "s" is of its
 * plural (HCAs). */
static bool same_word(const struct token *token, struct slice wanted)
{
	if (token->kind == TOKEN_ACRONYM && slice_equal(token->term, wanted))
		return true;
	/* Of one stem, and all but an "s": almost every plural. */
	if (is_plural(token->folded, wanted) ||
		is_plural(wanted, token->folded))
		return true;
	return text_same_inflection(token->folded, wanted);
}

enum compared {
	AS_TYPED,
	AS_FOLDED,
	AS_WORD
};

static bool key_equal(const struct finder *f, const struct image_form *form,
	uint32_t first, enum compared how)
{
	const char *key = image_slice(f->thesaurus, form->key).data;

	for (uint32_t i = 0; i < form->atoms; i++) {
		const struct token *token = atom(f, first + i);
		struct slice wanted = slice_of(key);
		bool same = false;

		switch (how) {
		case AS_TYPED:
			same = slice_equal(
				atom_surface(f->tokens, token), wanted);
			break;
		case AS_FOLDED:
			same = slice_equal(token->folded, wanted);
			break;
		case AS_WORD:
			same = same_word(token, wanted);
			break;
		}
		if (!same)
			return false;
		key += wanted.length + 1;
	}
	return true;
}

static bool all_stop_words(
	const struct finder *f, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last; i++)
		if (!text_is_stop_word(atom(f, i)->folded))
			return false;
	return true;
}

/* How well a form at the end of the walk fits: 0 not, 3 best. */
static int fit(const struct finder *f, const struct image_form *form,
	uint32_t first, uint32_t last)
{
	if (form->letter_case == FORM_CASE_FOLD) {
		if (key_equal(f, form, first, AS_FOLDED))
			return 2;
		return key_equal(f, form, first, AS_WORD) ? 1 : 0;
	}
	if (key_equal(f, form, first, AS_TYPED))
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
	const struct image_node *forms = &f->thesaurus->nodes[node];
	int best = 0;

	if (forms->count == 0 || !f->places[last].closes ||
		(f->found && last <= f->last) || leaves_bracket(f, first, last))
		return;
	for (uint32_t i = 0; i < forms->count; i++) {
		uint32_t number = f->thesaurus->node_forms[forms->first + i];
		const struct image_form *form = &f->thesaurus->forms[number];

		/* Else the key would be compared with other atoms. */
		if (form->atoms != last - first + 1)
			continue;
		int how = fit(f, form, first, last);

		if (how < best || how == 0)
			continue;
		if (how == best && !sorts_before(f->thesaurus, form,
					   &f->thesaurus->forms[f->form]))
			continue;
		best = how;
		f->form = number;
		f->last = last;
		f->found = true;
	}
}

/* The forms whose first atoms led to `node`, the next atom being `at`.  No
 * deeper than IMAGE_ATOMS_MAX. */
static void walk(struct finder *f, uint32_t node, uint32_t first, uint32_t at)
{
	if (at > first)
		take_best(f, node, first, at - 1);
	if (at == f->count || at - first == IMAGE_ATOMS_MAX)
		return;
	if (at > first && (atom(f, at)->flags & TOKEN_SENTENCE))
		return;
	for (int i = 0; i < 2; i++) {
		uint32_t word = f->places[at].words[i], next = 0;

		if (word != UINT32_MAX)
			next = image_step(f->thesaurus, node, word);
		if (next != 0)
			walk(f, next, first, at + 1);
	}
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

static struct concept_hit hit_of(const struct finder *f, uint32_t first)
{
	const struct token *from = atom(f, first), *to = atom(f, f->last);
	uint32_t concept = f->thesaurus->forms[f->form].concept;

	return (struct concept_hit){.concept = concept,
		.form = f->form - f->thesaurus->concepts[concept].first_form,
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
	f->found = false;
	if (f->places[first].opens)
		walk(f, 0, first, first);
	return f->found;
}

/* Mentions of other concepts that start in the last one and end behind it;
 * returns where the furthest ends. */
static uint32_t find_crossing(struct finder *f, struct concept_hits *hits,
	uint32_t first, uint32_t last, struct arena *arena)
{
	uint32_t concept = hits->items[hits->count - 1].concept;

	for (uint32_t at = first + 1; at <= last; at++) {
		if (!find_from(f, at) || f->last <= last ||
			f->thesaurus->forms[f->form].concept == concept)
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
	look_up_words(&f);
	fetch_steps(&f);
	find_all(&f, &hits, arena);
	return hits;
}
