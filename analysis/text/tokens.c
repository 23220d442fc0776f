/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stages of text_tokens() in order: split, notations, classify, emit.
 *
 * What capitals say depends on the whole text: in a title all in capitals they
 * say nothing, so kinds are decided when all atoms are known.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include "base/hash.h"

#define ACRONYM_MAX 6 /* longer words all in capitals are headings */
#define SHOUT_ATOMS 4 /* fewer words cannot tell a title from acronyms */

static bool is_upper(const struct atom *atom)
{
	return atom->letters >= 2 && atom->capitals == atom->letters;
}

static bool is_shouting(const struct atom *atoms, size_t count)
{
	size_t words = 0, upper = 0;

	for (size_t i = 0; i < count; i++) {
		words += atoms[i].letters >= 2;
		upper += is_upper(&atoms[i]);
	}
	return words >= SHOUT_ATOMS && upper * 10 > words * 7;
}

static void classify_word(struct atom *atom, const char *text, bool shouting)
{
	if (is_upper(atom)) {
		atom->flags |= TOKEN_UPPER;
		if (!shouting && atom->letters <= ACRONYM_MAX)
			atom->kind = TOKEN_ACRONYM;
		return;
	}
	if (atom->capitals < 2 || atom->capitals * 5u < atom->letters * 2u)
		return;
	atom->kind = TOKEN_ACRONYM;
	atom->plural = atom->capitals + 1 == atom->letters &&
		       text[atom->end - 1] == 's' && atom->folded.length > 2;
}

static void classify(struct text_analyser *analyser, struct slice text)
{
	struct atom *atoms = analyser->atoms;
	size_t count = analyser->atoms_count, at = 0, i = 0;
	bool shouting = is_shouting(atoms, count);
	struct sentence sentence;

	for (i = 0; i < count; i++)
		if (atoms[i].capitals >= 2)
			classify_word(&atoms[i], text.data, shouting);
	i = 0;
	while (i < count && sentence_next(text, &at, &sentence)) {
		while (i < count && atoms[i].start < sentence.start)
			i++;
		if (i < count && atoms[i].start < sentence.end)
			atoms[i].flags |= TOKEN_SENTENCE;
	}
}

struct emitter {
	struct text_analyser *analyser;
	struct arena *arena;
	struct tokens *tokens;
	size_t room;
};

static struct token *add_token(struct emitter *e)
{
	struct tokens *tokens = e->tokens;

	if (tokens->count == e->room) {
		e->room = e->room * 2 + 8;
		tokens->items = arena_grow(e->arena, tokens->items,
			tokens->count, e->room, sizeof(struct token));
	}
	return &tokens->items[tokens->count++];
}

/* Not stemmed; the plural of capitals is where they end. */
static void name_code(struct token *token, bool plural)
{
	token->term = token->folded;
	token->term.length -= plural;
	token->folded_hash =
		hash_bytes(token->folded.data, token->folded.length);
	token->lemma_hash =
		plural ? hash_bytes(token->term.data, token->term.length)
		       : token->folded_hash;
}

/* In mixed capitals (mRNA) it is a word to the last letter. */
static void name_acronym(struct emitter *e, struct token *token, bool plural)
{
	name_code(token, plural);
	if (!plural && !(token->flags & TOKEN_UPPER))
		token->lemma_hash =
			word_of(e->analyser, token->folded, e->arena)
				.lemma_hash;
}

static void name_word(struct emitter *e, struct token *token)
{
	struct word word = word_of(e->analyser, token->folded, e->arena);

	token->folded_hash = word.hash;
	token->lemma_hash = word.lemma_hash;
	token->term = word.stem;
	if (word.stop && token->span == 1)
		token->flags |= TOKEN_STOP;
}

static void emit_atom(struct emitter *e, size_t i)
{
	const struct atom *atom = &e->analyser->atoms[i];
	struct token *token = add_token(e);

	token->start = atom->start;
	token->end = atom->end;
	token->position = (uint32_t)i;
	token->span = 1;
	token->kind = atom->kind;
	token->flags = atom->flags;
	token->folded = atom->folded;
	if (atom->kind == TOKEN_ACRONYM)
		name_acronym(e, token, atom->plural);
	else
		name_word(e, token);
}

static struct slice join_folded(
	struct emitter *e, const struct compound *compound)
{
	const struct atom *atoms = e->analyser->atoms + compound->first;
	size_t length = 0;

	if (compound->term.length > 0)
		return compound->term;
	for (size_t i = 0; i < compound->span; i++)
		length += atoms[i].folded.length;
	char *joined = arena_alloc(e->arena, length);

	length = 0;
	for (size_t i = 0; i < compound->span; i++) {
		memcpy(joined + length, atoms[i].folded.data,
			atoms[i].folded.length);
		length += atoms[i].folded.length;
	}
	return (struct slice){joined, length};
}

/* Capitals of a compound's letters, all of them or not. */
static uint8_t compound_flags(const struct atom *atoms, size_t span)
{
	unsigned letters = 0, capitals = 0;
	uint8_t flags = atoms[0].flags & (TOKEN_CAPITAL | TOKEN_SENTENCE);

	for (size_t i = 0; i < span; i++) {
		letters += atoms[i].letters;
		capitals += atoms[i].capitals;
	}
	if (letters >= 2 && letters == capitals)
		flags |= TOKEN_UPPER;
	return flags | (atoms[span - 1].flags & TOKEN_GLUED);
}

static void emit_compound(struct emitter *e, const struct compound *compound)
{
	const struct atom *atoms = e->analyser->atoms + compound->first;
	const struct atom *last = &atoms[compound->span - 1];
	struct token *token = add_token(e);

	token->start = atoms->start;
	token->end = compound->end ? compound->end : last->end;
	token->position = (uint32_t)compound->first;
	token->span = compound->span;
	token->kind = compound->kind;
	token->flags = compound_flags(atoms, compound->span);
	token->folded = join_folded(e, compound);
	if (compound->kind == TOKEN_COMPOUND && last->kind == TOKEN_WORD)
		name_word(e, token);
	else
		name_code(token, compound->term.length == 0 && last->plural);
}

static void mark_parts(struct text_analyser *analyser)
{
	for (size_t i = 0; i < analyser->compounds_count; i++) {
		const struct compound *one = &analyser->compounds[i];

		if (!one->parts)
			continue;
		for (size_t at = 0; at < one->span; at++)
			analyser->atoms[one->first + at].flags |= TOKEN_PART;
	}
}

static void emit_chain(struct emitter *e, size_t first, size_t end)
{
	struct text_analyser *analyser = e->analyser;
	size_t next = 0;

	chain_compounds(analyser, first, end, e->arena);
	mark_parts(analyser);
	for (size_t i = first; i < end; i++) {
		emit_atom(e, i);
		while (next < analyser->compounds_count &&
			analyser->compounds[next].first == i)
			emit_compound(e, &analyser->compounds[next++]);
	}
}

static struct slice cut_text(struct slice text)
{
	size_t end = UINT32_MAX / 2;

	if (text.length <= end)
		return text;
	for (int i = 0; i < 3; i++)
		end -= ((unsigned char)text.data[end] & 0xc0) == 0x80;
	return (struct slice){text.data, end};
}

struct tokens text_tokens(
	struct text_analyser *analyser, struct slice text, struct arena *arena)
{
	struct tokens tokens = {.text = cut_text(text)};

	tokens.invalid_bytes = text_split(analyser, tokens.text, arena);
	analyser->notations_next = 0;
	text_notations(analyser, tokens.text, arena);
	classify(analyser, tokens.text);

	size_t count = analyser->atoms_count;
	struct emitter e = {analyser, arena, &tokens, count + count / 8};

	tokens.positions = (uint32_t)count;
	tokens.items = arena_grow(arena, NULL, 0, e.room, sizeof(struct token));
	for (size_t first = 0, end; first < count; first = end) {
		end = first + 1;
		while (end < count &&
			analyser->atoms[end - 1].flags & TOKEN_GLUED)
			end++;
		emit_chain(&e, first, end);
	}
	return tokens;
}

struct slice token_surface(
	const struct tokens *tokens, const struct token *atom)
{
	struct slice surface = {
		tokens->text.data + atom->start, atom->end - atom->start};

	if (atom->kind == TOKEN_ACRONYM &&
		atom->term.length < atom->folded.length)
		surface.length--;
	return surface;
}
