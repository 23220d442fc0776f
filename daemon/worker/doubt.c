/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words of a question may be mistakes. */
#include "config.h"

#include "daemon/worker/suggest_internal.h"

#include <ctype.h>

int is_letters(struct slice word)
{
	for (size_t i = 0; i < word.length; i++)
		if (word.data[i] < 'a' || word.data[i] > 'z')
			return 0;
	return word.length > 0;
}

/* None but the first, or all of a long word. */
static int has_plain_capitals(struct slice typed)
{
	size_t capitals = 0;

	for (size_t i = 0; i < typed.length; i++)
		capitals += isupper((unsigned char)typed.data[i]) != 0;
	if (capitals == typed.length)
		return typed.length > SUGGEST_CAPITALS;
	return capitals == 0 ||
	       (capitals == 1 && isupper((unsigned char)typed.data[0]));
}

/* A word without a vowel is a code in small letters. */
static int has_vowel(struct slice word)
{
	for (size_t i = 0; i < word.length; i++)
		if (strchr("aeiouy", word.data[i]))
			return 1;
	return 0;
}

/* Beside a digit, or a sign of the syntax. */
static int is_beside_code(struct slice text, const struct query_token *token)
{
	const char *data = text.data;
	uint32_t after = token->end;

	if (token->start > 0 && memchr("=@-+.:/", data[token->start - 1], 7) &&
		token->start > 1 &&
		!isalpha((unsigned char)data[token->start - 2]))
		return 1;
	if (token->start > 0 && memchr("=@", data[token->start - 1], 2))
		return 1;
	if (after < text.length && memchr("-+./:", data[after], 5))
		after++;
	return after < text.length && isdigit((unsigned char)data[after]);
}

/* Long enough for a drug, with an ending that drugs have with and without e. */
static int may_lack_e(struct slice word)
{
	static const char *const endings[] = {"in", "ine", "id", "ide", "at",
		"ate", "an", "ane", "on", "one", "ol", "ole", "as", "ase"};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t length = strlen(endings[i]);

		if (word.length >= LETTERS_MIN + 2 &&
			memcmp(word.data + word.length - length, endings[i],
				length) == 0)
			return 1;
	}
	return 0;
}

int is_doubtful(const struct query *query, size_t i)
{
	const struct query_token *token = &query->tokens[i];
	struct slice typed = {
		query->text.data + token->start, token->end - token->start};
	const struct clause *clause;

	if (token->clause == CLAUSE_NONE || !token->letters)
		return 0;
	clause = &query->clauses[token->clause];
	if (clause->kind != CLAUSE_WORD && clause->kind != CLAUSE_ACRONYM)
		return 0;
	if (token->status != STATUS_UNMATCHED &&
		(token->status != STATUS_WORD ||
			(clause->documents > RARE_PAPERS &&
				!may_lack_e(token->folded))))
		return 0;
	return token->folded.length >= LETTERS_MIN &&
	       is_letters(token->folded) && has_vowel(token->folded) &&
	       !is_english_word(token->folded) && has_plain_capitals(typed) &&
	       !is_beside_code(query->text, token);
}
