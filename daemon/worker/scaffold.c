/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/scaffold.h"

enum role {
	ROLE_NONE,
	ROLE_FUNCTION, /* any function word */
	ROLE_ASK,      /* makes a question or a request of what follows */
	ROLE_THING,    /* what is asked for: all of an index is that */
	ROLE_LINK,     /* what is asked comes next */
	ROLE_POLITE,   /* says nothing wherever it stands */
};

static const struct {
	const char *word;
	enum role role;
} words[] = {
	{"is", ROLE_ASK},
	{"are", ROLE_ASK},
	{"was", ROLE_ASK},
	{"were", ROLE_ASK},
	{"do", ROLE_ASK},
	{"does", ROLE_ASK},
	{"did", ROLE_ASK},
	{"can", ROLE_ASK},
	{"could", ROLE_ASK},
	{"would", ROLE_ASK},
	{"what", ROLE_ASK},
	{"which", ROLE_ASK},
	{"how", ROLE_ASK},
	{"tell", ROLE_ASK},
	{"show", ROLE_ASK},
	{"give", ROLE_ASK},
	{"find", ROLE_ASK},
	{"list", ROLE_ASK},
	{"explain", ROLE_ASK},
	{"describe", ROLE_ASK},
	{"provide", ROLE_ASK},
	{"want", ROLE_ASK},
	{"need", ROLE_ASK},
	{"like", ROLE_ASK},
	{"looking", ROLE_ASK},
	{"searching", ROLE_ASK},
	{"wonder", ROLE_ASK},
	{"wondering", ROLE_ASK},
	{"interested", ROLE_ASK},
	{"know", ROLE_THING},
	{"known", ROLE_THING},
	{"learn", ROLE_THING},
	{"understand", ROLE_THING},
	{"evidence", ROLE_THING},
	{"information", ROLE_THING},
	{"info", ROLE_THING},
	{"papers", ROLE_THING},
	{"articles", ROLE_THING},
	{"studies", ROLE_THING},
	{"publications", ROLE_THING},
	{"literature", ROLE_THING},
	{"research", ROLE_THING},
	{"data", ROLE_THING},
	{"published", ROLE_THING},
	{"available", ROLE_THING},
	{"currently", ROLE_THING},
	{"good", ROLE_THING},
	{"that", ROLE_LINK},
	{"for", ROLE_LINK},
	{"of", ROLE_LINK},
	{"on", ROLE_LINK},
	{"in", ROLE_LINK},
	{"me", ROLE_LINK},
	{"about", ROLE_LINK},
	{"whether", ROLE_LINK},
	{"if", ROLE_LINK},
	{"to", ROLE_LINK},
	{"regarding", ROLE_LINK},
	{"concerning", ROLE_LINK},
	{"please", ROLE_POLITE},
	{"kindly", ROLE_POLITE},
	{"thanks", ROLE_POLITE},
	{"thank", ROLE_POLITE},
	{"hello", ROLE_POLITE},
	{"hi", ROLE_POLITE},
	{"dear", ROLE_POLITE},
};

static enum role role_of(const struct token *token)
{
	if (token->kind != TOKEN_WORD)
		return ROLE_NONE;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slice_is(token->folded, words[i].word))
			return words[i].role;
	return token->flags & TOKEN_STOP ? ROLE_FUNCTION : ROLE_NONE;
}

/* The token behind the opening that starts at `from`, or `from`. */
static size_t opening_end(const struct tokens *tokens, size_t from)
{
	size_t end = from;
	int asks = 0;

	for (size_t i = from; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		enum role role = role_of(token);

		if (role == ROLE_NONE ||
			(i > from && (token->flags & TOKEN_SENTENCE)))
			break;
		asks |= role == ROLE_ASK || role == ROLE_POLITE;
		if (role == ROLE_LINK && asks)
			end = i + 1;
	}
	return end;
}

uint8_t *scaffold_find(const struct tokens *tokens, struct arena *arena)
{
	uint8_t *found = arena_array(arena, uint8_t, tokens->count + 1);
	size_t end = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (i == 0 || (token->flags & TOKEN_SENTENCE))
			end = opening_end(tokens, i);
		found[i] = !(token->flags & TOKEN_STOP) &&
			   (i < end || role_of(token) == ROLE_POLITE);
	}
	return found;
}
