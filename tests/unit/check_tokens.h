/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every promise analysis/text/text.h makes about tokens, for any text. */
#ifndef MEDLIT_TESTS_CHECK_TOKENS_H
#define MEDLIT_TESTS_CHECK_TOKENS_H

#include <utf8proc.h>

#include "analysis/text/text.h"

/* Between two characters, or beside a byte that is none. */
static bool on_border(struct slice text, size_t at)
{
	for (size_t back = 1; back < 4 && back <= at; back++) {
		utf8proc_int32_t code;
		utf8proc_ssize_t size = utf8proc_iterate(
			(const utf8proc_uint8_t *)text.data + at - back,
			(utf8proc_ssize_t)(text.length - at + back), &code);

		if (size > (utf8proc_ssize_t)back)
			return false;
	}
	return at <= text.length;
}

static bool is_utf8(struct slice text)
{
	for (size_t at = 0; at < text.length;) {
		utf8proc_int32_t code;
		utf8proc_ssize_t size = utf8proc_iterate(
			(const utf8proc_uint8_t *)text.data + at,
			(utf8proc_ssize_t)(text.length - at), &code);

		if (size < 1)
			return false;
		at += (size_t)size;
	}
	return true;
}

static void check_token(const struct tokens *tokens, const struct token *token)
{
	assert_true(token->start < token->end);
	assert_true(token->end <= tokens->text.length);
	assert_true(on_border(tokens->text, token->start));
	assert_true(on_border(tokens->text, token->end));
	assert_true(token->span >= 1);
	assert_true(token->position + token->span <= tokens->positions);
	assert_in_range(token->folded.length, 1, TOKEN_TERM_MAX);
	assert_in_range(token->term.length, 1, TOKEN_TERM_MAX);
	assert_true(is_utf8(token->folded));
	assert_true(is_utf8(token->term));
	assert_true(token->kind <= TOKEN_COMPOUND);
	assert_int_equal(token->span > 1, token->kind >= TOKEN_CODE);
	if (token->flags & (TOKEN_PART | TOKEN_STOP))
		assert_int_equal(token->span, 1);
	if (token->flags & TOKEN_STOP)
		assert_true(text_is_stop_word(token->folded));
}

/* The atoms a compound covers begin and end where it does; but the bracket that
 * closes a notation, "t(9;22)", stands in no atom.  starts[] goes on to the end
 * of the text. */
static void check_span(
	const struct token *token, const uint32_t *starts, const uint32_t *ends)
{
	uint32_t last = token->position + token->span - 1;

	assert_int_equal(token->start, starts[token->position]);
	if (token->kind == TOKEN_CODE)
		assert_in_range(token->end, ends[last], starts[last + 1]);
	else
		assert_int_equal(token->end, ends[last]);
}

static void check_parts(const struct tokens *tokens, struct arena *arena)
{
	bool *covered = arena_array(arena, bool, tokens->positions + 1);

	for (size_t i = 0; i < tokens->count; i++)
		for (size_t n = 0; tokens->items[i].kind == TOKEN_CODE &&
				   n < tokens->items[i].span;
			n++)
			covered[tokens->items[i].position + n] = true;
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].flags & TOKEN_PART)
			assert_true(covered[tokens->items[i].position]);
}

static void check_tokens(const struct tokens *tokens, struct arena *arena)
{
	uint32_t *starts = arena_array(arena, uint32_t, tokens->positions + 1);
	uint32_t *ends = arena_array(arena, uint32_t, tokens->positions + 1);
	uint32_t atoms = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		check_token(tokens, token);
		if (i > 0) {
			const struct token *last = token - 1;

			assert_true(last->position < token->position ||
				    (last->position == token->position &&
					    last->span < token->span));
		}
		if (token->span > 1)
			continue;
		assert_int_equal(token->position, atoms);
		if (atoms > 0)
			assert_true(ends[atoms - 1] <= token->start);
		starts[atoms] = token->start;
		ends[atoms++] = token->end;
	}
	assert_int_equal(atoms, tokens->positions);
	starts[atoms] = (uint32_t)tokens->text.length;
	for (size_t i = 0; i < tokens->count; i++)
		check_span(&tokens->items[i], starts, ends);
	check_parts(tokens, arena);
}

#endif
