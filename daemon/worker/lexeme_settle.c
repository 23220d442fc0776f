/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which pieces are syntax, and what each tag and prefix is about. */
#include "config.h"

#include "daemon/worker/lexeme_internal.h"

#include <ctype.h>
#include <string.h>

#include "analysis/text/text.h"

struct settler {
	struct lexemes *all;
	int strict;
	int shouted; /* 1: sentences in capitals, where they say nothing */
	uint32_t runs;
	struct arena *arena;
};

int lexeme_is_operator(enum lexeme_kind kind)
{
	return kind >= LEX_AND && kind <= LEX_NEAR;
}

int lexeme_has_cut(struct slice text)
{
	for (size_t i = CUT_LETTERS; i < text.length; i++)
		if (text.data[i] == '*' &&
			isalpha((unsigned char)text.data[i - 1]) &&
			(i + 1 == text.length ||
				strchr(" \"\xe2", text.data[i + 1])))
			return 1;
	return 0;
}

static int is_operand(enum lexeme_kind kind)
{
	return kind <= LEX_LINE;
}

/* What looks like syntax and has nothing to work on is left out and told; but
 * ")" may stand behind the number of an item. */
static void ignore(struct settler *s, struct lexeme *lexeme, const char *reason)
{
	int always = lexeme->kind != LEX_CLOSE;

	/* OR alone may be the odds ratio; the others mean nothing else */
	s->all->syntax |= lexeme_is_operator(lexeme->kind) &&
			  lexeme->kind != LEX_OR;
	lexeme->kind = LEX_IGNORED;
	lexemes_note_piece(s->all, *lexeme, always, reason, s->arena);
}

/* ---- brackets ------------------------------------------------------------ */

/* Brackets with nothing in them are none. */
static void settle_pair(struct settler *s, uint32_t open, uint32_t close)
{
	struct lexeme *items = s->all->items;
	struct lexeme both = {.kind = LEX_IGNORED,
		.start = items[open].start,
		.end = items[close].end};

	for (uint32_t i = open + 1; i < close; i++)
		if (items[i].kind != LEX_IGNORED)
			return;
	items[open].kind = items[close].kind = LEX_IGNORED;
	lexemes_note_piece(
		s->all, both, 0, "has nothing in it", s->arena);
}

static void settle_brackets(struct settler *s)
{
	uint32_t *open = arena_array(s->arena, uint32_t, s->all->count + 1);
	size_t depth = 0;

	for (uint32_t i = 0; i < s->all->count; i++) {
		struct lexeme *lexeme = &s->all->items[i];

		if (lexeme->kind == LEX_OPEN)
			open[depth++] = i;
		else if (lexeme->kind == LEX_CLOSE && depth)
			settle_pair(s, open[--depth], i);
		else if (lexeme->kind == LEX_CLOSE)
			ignore(s, lexeme, "closes nothing");
	}
	while (depth)
		ignore(s, &s->all->items[open[--depth]], "is never closed");
}

/* The bracket that items[i] closes. */
static size_t opening_of(const struct settler *s, size_t i)
{
	size_t depth = 0;

	for (;; i--) {
		enum lexeme_kind kind = s->all->items[i].kind;

		depth += kind == LEX_CLOSE;
		if (kind == LEX_OPEN && --depth == 0)
			return i;
	}
}

static size_t closing_of(const struct settler *s, size_t i)
{
	size_t depth = 0;

	for (;; i++) {
		enum lexeme_kind kind = s->all->items[i].kind;

		depth += kind == LEX_OPEN;
		if (kind == LEX_CLOSE && --depth == 0)
			return i;
	}
}

/* ---- operators ----------------------------------------------------------- */

/* "the", "for": lower case, with what ends a sentence or not. */
static int is_function_word(const struct settler *s, const struct lexeme *word)
{
	struct slice text = lexeme_text(s->all, word);

	if (word->kind != LEX_WORD)
		return 0;
	while (text.length &&
		ispunct((unsigned char)text.data[text.length - 1]))
		text.length--;
	return text_is_stop_word(text);
}

/* A number, but not the value of a tag. */
static int is_figure(const struct settler *s, const struct lexeme *word)
{
	unsigned char first;

	if (word->kind != LEX_WORD ||
		(word + 1 < s->all->items + s->all->count &&
			word[1].kind == LEX_TAG))
		return 0;
	first = (unsigned char)s->all->text.data[word->start];
	return isdigit(first) || strchr("=<>.~", first);
}

static const struct lexeme *beside(const struct settler *s, size_t i, int step)
{
	static const struct lexeme nothing = {.kind = LEX_IGNORED};

	for (i += (size_t)step; i < s->all->count; i += (size_t)step)
		if (s->all->items[i].kind != LEX_IGNORED)
			return &s->all->items[i];
	return &nothing;
}

static int can_end(const struct lexeme *left)
{
	return is_operand(left->kind) || left->kind == LEX_CLOSE ||
	       left->kind == LEX_TAG;
}

static int can_start(const struct lexeme *right)
{
	return is_operand(right->kind) || right->kind == LEX_OPEN ||
	       right->kind == LEX_PREFIX || right->kind == LEX_MINUS;
}

/* Has it a function word in capitals that is no acronym? */
static int is_shouted(const struct settler *s)
{
	static const char *const words[] = {
		"THE", "OF", "ARE", "BE", "WITH", "FOR", "WHAT", "HOW", "DOES"};

	for (size_t i = 0; i < s->all->count; i++)
		for (size_t n = 0; n < sizeof(words) / sizeof(words[0]); n++)
			if (s->all->items[i].kind == LEX_WORD &&
				slice_is(lexeme_text(s->all, &s->all->items[i]),
					words[n]))
				return 1;
	return 0;
}

/* A word in capitals that means something else here. */
static int is_said(const struct settler *s, const struct lexeme *lexeme,
	const struct lexeme *left, const struct lexeme *right)
{
	if (!s->strict && s->shouted)
		return 1;
	if (s->strict || (lexeme->kind != LEX_OR && lexeme->kind != LEX_NOT))
		return 0;
	return is_function_word(s, left) || is_function_word(s, right) ||
	       (lexeme->kind == LEX_OR && is_figure(s, right));
}

/* "AND NOT" is NOT; what has nothing on its right are both. */
static void settle_and_not(struct settler *s, size_t and, size_t not)
{
	if (!can_start(beside(s, not, 1)))
		ignore(s, &s->all->items[and],
			"has nothing on its right to work on");
}

static void settle_operator(struct settler *s, size_t i)
{
	struct lexeme *lexeme = &s->all->items[i];
	const struct lexeme *left = beside(s, i, -1), *right = beside(s, i, 1);

	if (is_said(s, lexeme, left, right)) {
		lexeme->kind = LEX_WORD;
		return;
	}
	if (!can_end(left) &&
		(lexeme->kind != LEX_NOT || left->kind != LEX_AND))
		ignore(s, lexeme, "has nothing on its left to work on");
	else if (lexeme->kind == LEX_AND && right->kind == LEX_NOT)
		settle_and_not(s, i, (size_t)(right - s->all->items));
	else if (!can_start(right))
		ignore(s, lexeme, "has nothing on its right to work on");
}

static void settle_minus(struct settler *s, size_t i)
{
	const struct lexeme *right = beside(s, i, 1);

	if (right->kind == LEX_PREFIX || right->kind == LEX_OPEN)
		return;
	if (!is_operand(right->kind) || is_function_word(s, right))
		s->all->items[i].kind = LEX_IGNORED;
}

/* ---- tags and prefixes --------------------------------------------------- */

/* All of items[from, to] that nothing is said of yet. */
static void say(
	struct settler *s, size_t from, size_t to, const struct lexeme *said)
{
	s->runs++;
	for (size_t i = from; i <= to; i++) {
		struct lexeme *lexeme = &s->all->items[i];

		if (!is_operand(lexeme->kind) || lexeme->run)
			continue;
		lexeme->said = said;
		lexeme->run = s->runs;
	}
}

/* The first word of those that a tag stands behind. */
static size_t run_before(const struct settler *s, size_t last, size_t one_word)
{
	size_t first = last;

	while (!one_word && first > 0 &&
		s->all->items[first - 1].kind == LEX_WORD &&
		!s->all->items[first - 1].run)
		first--;
	return first;
}

static void settle_tag(struct settler *s, size_t i)
{
	struct lexeme *tag = &s->all->items[i];
	const struct lexeme *left = i ? tag - 1 : tag;

	if (left->kind == LEX_CLOSE)
		say(s, opening_of(s, i - 1), i - 1, tag);
	else if (left->kind == LEX_WORD || left->kind == LEX_CUT)
		say(s,
			run_before(s, i - 1,
				tag->field && field_is_one_word(tag->field)),
			i - 1, tag);
	else if (is_operand(left->kind) && i)
		say(s, i - 1, i - 1, tag);
	else
		ignore(s, tag, "stands behind nothing");
}

static void settle_prefix(struct settler *s, size_t i)
{
	struct lexeme *prefix = &s->all->items[i];

	if (i + 1 < s->all->count && prefix[1].kind == LEX_OPEN)
		say(s, i + 1, closing_of(s, i + 1), prefix);
	else if (i + 1 < s->all->count && is_operand(prefix[1].kind) &&
		 prefix->end == prefix[1].start)
		say(s, i + 1, i + 1, prefix);
	else
		prefix->kind = LEX_WORD;
}

/* A colon between two dates of PubMed. */
static void settle_colon(struct settler *s, size_t i)
{
	struct lexeme *colon = &s->all->items[i];

	if (i == 0 || colon[-1].kind != LEX_TAG || !colon[-1].field ||
		colon[-1].field->kind != FIELD_DATE)
		colon->kind = LEX_WORD;
}

void lexemes_settle(struct lexemes *all, const struct lexeme_rules *rules,
	struct arena *arena)
{
	struct settler s = {
		.all = all, .strict = rules->strict, .arena = arena};

	s.shouted = is_shouted(&s);
	settle_brackets(&s);
	for (size_t i = 0; i < all->count; i++) {
		struct lexeme *lexeme = &all->items[i];

		if (lexeme->kind == LEX_TAG)
			settle_tag(&s, i);
		else if (lexeme->kind == LEX_PREFIX)
			settle_prefix(&s, i);
		else if (lexeme->kind == LEX_COLON)
			settle_colon(&s, i);
		else if (lexeme->kind == LEX_MINUS)
			settle_minus(&s, i);
		else if (lexeme_is_operator(lexeme->kind))
			settle_operator(&s, i);
		all->tagged |= lexeme->kind == LEX_TAG && lexeme->field;
		all->operated |= lexeme_is_operator(lexeme->kind);
		all->syntax |=
			lexeme->kind == LEX_NAMES || lexeme->kind == LEX_CUT ||
			(lexeme->kind == LEX_QUOTE &&
				lexeme_has_cut(lexeme_text(s.all, lexeme))) ||
			(lexeme->kind >= LEX_AND && lexeme->kind < LEX_COLON);
	}
	all->tagged |= rules->pubmed;
	all->operated |= all->tagged;
}
