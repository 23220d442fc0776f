/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A form to what it is compared by, as the thesaurus compares it: by its atoms,
 * folded or as typed.
 *
 * Two forms are the same when their folded atoms are, unless both match in
 * their capitals only and differ in them.  That is a little stricter than the
 * thesaurus, which lets "cat" stand beside an exact "CAT".
 */
#include "config.h"

#include "indexer/thesaurus/facts.h"

/* Longer than this a word in capitals is a name, not an abbreviation. */
#define SHORT_MAX 6
/* The thesaurus takes forms of no more words. */
#define ATOMS_MAX 64

static size_t count_characters(struct slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

struct atoms {
	bool stop, upper, number; /* all of them are */
};

static struct atoms look_at(const struct tokens *tokens)
{
	struct atoms all = {true, true, true};

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (token->span > 1)
			continue;
		all.stop &= text_is_stop_word(token->folded);
		all.upper &= (token->flags & TOKEN_UPPER) != 0;
		all.number &= token->kind == TOKEN_NUMBER;
	}
	return all;
}

static enum drop why_not(struct slice value, const struct tokens *tokens,
	const struct atoms *atoms)
{
	if (tokens->positions == 0)
		return DROP_EMPTY;
	if (count_characters(value) < 2)
		return DROP_SHORT;
	if (tokens->positions > ATOMS_MAX)
		return DROP_LONG;
	if (atoms->number)
		return DROP_NUMBER;
	/* "ALL" is an acronym, "all" is a word of every second sentence. */
	if (atoms->stop && !atoms->upper)
		return DROP_STOP_WORD;
	return DROP_NOT;
}

static void set_keys(
	struct form_key *key, const struct tokens *tokens, struct arena *arena)
{
	size_t room = 1;

	for (size_t i = 0; i < tokens->count; i++)
		room += tokens->items[i].folded.length +
			(tokens->items[i].end - tokens->items[i].start) + 2;
	char *folded = arena_alloc(arena, room), *to = folded;
	char *typed = arena_alloc(arena, room), *as = typed;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		struct slice surface = token_surface(tokens, token);

		if (token->span > 1)
			continue;
		memcpy(to, token->folded.data, token->folded.length);
		to += token->folded.length;
		*to++ = '\0';
		memcpy(as, surface.data, surface.length);
		as += surface.length;
		*as++ = '\0';
	}
	key->folded = (struct slice){folded, (size_t)(to - folded)};
	key->typed = (struct slice){typed, (size_t)(as - typed)};
}

struct form_key form_key(struct gather *gather, const struct fact *fact)
{
	struct slice value = fact_value(gather, fact);
	struct tokens tokens =
		text_tokens(gather->analyser, value, &gather->scratch);
	struct atoms atoms = look_at(&tokens);
	struct form_key key = {.drop = why_not(value, &tokens, &atoms)};

	if (key.drop)
		return key;
	key.exact = fact->letter_case == CASE_EXACT || atoms.stop ||
		    count_characters(value) == 2;
	key.is_short = tokens.positions == 1 && value.length <= SHORT_MAX;
	set_keys(&key, &tokens, &gather->scratch);
	return key;
}

/* F: forms that match in any capitals; X: some form matches in its capitals
 * only; E: that form. */
static struct slice marked(struct gather *gather, char mark, struct slice key)
{
	char *text = arena_alloc(&gather->scratch, key.length + 1);

	text[0] = mark;
	memcpy(text + 1, key.data, key.length);
	return (struct slice){text, key.length + 1};
}

uint32_t owner_find(struct gather *gather, const struct form_key *key)
{
	uint32_t owner =
		map_find(&gather->owners, marked(gather, 'F', key->folded));

	if (owner != MAP_NONE)
		return owner;
	return map_find(
		&gather->owners, key->exact ? marked(gather, 'E', key->typed)
					    : marked(gather, 'X', key->folded));
}

void owner_add(struct gather *gather, const struct form_key *key, uint32_t fact)
{
	if (!key->exact) {
		map_add(&gather->owners, marked(gather, 'F', key->folded),
			fact);
		return;
	}
	map_add(&gather->owners, marked(gather, 'E', key->typed), fact);
	map_add(&gather->owners, marked(gather, 'X', key->folded), fact);
}
