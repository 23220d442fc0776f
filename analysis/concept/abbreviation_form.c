/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What looks like a short form, and what like a long one. */
#include "config.h"

#include "analysis/concept/abbreviation_internal.h"

/* ---- short forms --------------------------------------------------------- */

/* What a short form is made of besides letters and digits. */
static bool may_join(char c)
{
	return c == '-' || c == '/' || c == '.' || c == '\'' || c == '+' ||
	       c == ' ' || c == '&' || opens(c) || closes(c);
}

static bool is_roman(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!strchr("IVXivx", text.data[i]))
			return false;
	return !slice_is(text, "IV");
}

static struct shape shape_of(struct slice text)
{
	struct shape shape = {0};

	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		shape.letters += is_letter(c);
		shape.digits += is_digit(c);
		shape.capitals += is_capital(c);
		shape.small += c >= 'a' && c <= 'z';
		shape.blanks += is_blank(c);
	}
	return shape;
}

/* Such a word is no short form of anything: Anoplocephalidae. */
#define WORD_SMALL_MAX 8

/* In small letters a bracket holds these far more often than a short form. */
static bool is_small_word(struct slice text)
{
	static const char *const words[] = {"ie", "i.e.", "i.e", "eg", "e.g.",
		"e.g", "cf", "cf.", "ca", "ca.", "vs", "vs.", "viz", "viz.",
		"etc", "etc.", "sic", "see", "ref", "refs"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_is(text, words[i]))
			return true;
	return text_is_stop_word(text);
}

static bool looks_short(struct slice text, const struct shape *shape)
{
	if (text.length == 0 || text.length > SHORT_MAX ||
		shape->letters == 0 ||
		shape->letters + shape->digits > SHORT_LETTERS_MAX ||
		shape->blanks > 1 || !is_alnum(text.data[0]) ||
		is_roman(text) || !brackets_balance(text))
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (!is_alnum(text.data[i]) && !may_join(text.data[i]) &&
			!(text.data[i] == ',' && i + 1 < text.length &&
				is_digit(text.data[i + 1])))
			return false;
	if (shape->letters + shape->digits == 1)
		return shape->capitals == 1;
	if (is_digit(text.data[0]) && shape->blanks > 0)
		return false; /* 200 m */
	if (shape->small > WORD_SMALL_MAX && shape->capitals <= 1)
		return false;
	if (shape->capitals == 0 && shape->digits == 0)
		return shape->letters <= 5 && !is_small_word(text);
	return true;
}

static bool read_letters(struct text_analyser *analyser,
	struct short_form *form, struct arena *arena)
{
	struct tokens tokens = text_tokens(analyser, form->text, arena);
	struct short_letters *letters = &form->letters;

	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i];
		struct slice part = token->folded;

		if (token->span != 1)
			continue;
		if (token->kind == TOKEN_ACRONYM &&
			token->term.length < part.length) {
			part.length--;
			if (token->end == form->text.length)
				form->base_end--;
		}
		if (letters->count + part.length > SHORT_LETTERS_MAX)
			return false;
		memcpy(letters->items + letters->count, part.data, part.length);
		letters->count += (uint32_t)part.length;
	}
	return letters->count > 0;
}

bool short_form_read(struct text_analyser *analyser, struct slice text,
	struct range range, struct arena *arena, struct short_form *form)
{
	*form = (struct short_form){.range = range,
		.text = slice_of_range(text, range),
		.base_end = range.end};
	form->shape = shape_of(form->text);
	if (!looks_short(form->text, &form->shape) ||
		!read_letters(analyser, form, arena))
		return false;
	/* A single one is a capital: "diaphragm (D)". */
	return form->letters.count > 1 || form->text.length == 1;
}

bool short_form_is_word(const struct short_form *form)
{
	const struct shape *shape = &form->shape;

	return text_is_stop_word(form->text) ||
	       (shape->digits == 0 && shape->capitals <= 1 &&
		       shape->letters > 3 &&
		       shape->small + shape->capitals == form->text.length);
}

/* ---- long forms ---------------------------------------------------------- */

/* Does a word of it start as the short form? */
static bool contains_word(struct slice text, struct slice word)
{
	for (size_t i = 0; i + word.length <= text.length; i++)
		if (memcmp(text.data + i, word.data, word.length) == 0 &&
			(i == 0 || !is_alnum(text.data[i - 1])) &&
			(i + word.length == text.length ||
				!is_alnum(text.data[i + word.length])))
			return true;
	return false;
}

static bool has_plain_word(const struct long_words *words, uint32_t from)
{
	for (uint32_t n = from; n < words->count; n++) {
		const struct token *token =
			&words->tokens->items[words->atoms[n]];

		if (token->end - token->start >= 4 &&
			!(token->flags & TOKEN_STOP))
			return true;
	}
	return false;
}

/* How dear a match may be. */
static uint32_t limit_for(const struct short_form *form)
{
	uint32_t letters = form->letters.count;

	if (letters == 1)
		return 0;
	if (form->shape.capitals == 0 && form->shape.digits == 0)
		return 7 * letters / 2;
	return 7 * letters + 1;
}

/* A clause is no name. */
static bool has_verb(const struct long_words *words, uint32_t from)
{
	static const char *const verbs[] = {"is", "are", "was", "were", "be",
		"been", "has", "have", "had", "which", "who", "that"};

	for (uint32_t n = from; n < words->count; n++)
		for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
			if (slice_is(words->tokens->items[words->atoms[n]]
					     .folded,
				    verbs[i]))
				return true;
	return false;
}

bool long_form_fits(const struct short_form *form, struct slice text,
	const struct long_words *words, const struct alignment *best)
{
	struct shape shape = shape_of(text);

	return best->cost <= limit_for(form) && brackets_balance(text) &&
	       !contains_word(text, form->text) &&
	       has_plain_word(words, best->first) &&
	       !has_verb(words, best->first) &&
	       2 * (shape.letters + shape.digits) >= 3 * form->letters.count &&
	       (form->letters.count > 1 || shape.blanks == 0);
}
