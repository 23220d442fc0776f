/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/question.h"

#include <string.h>
#include <strings.h>

#define INDENT 4

/* Words of the question that are one concept: "anti-CD22 therapy". */
struct mention {
	const char *text; /* as typed */
	size_t length, tokens;
	const char *preferred;
};

/* The mention that begins with token `at`, of which `*next` is the first
 * behind; false: the token is of no concept. */
static bool mention_at(const struct medlit_results *results, size_t at,
	struct mention *mention, size_t *next)
{
	const struct medlit_token *first = &results->tokens[at];
	size_t end = first->end, i;

	*next = at + 1;
	if (!first->concept_id || !first->preferred)
		return false;
	for (i = *next; i < results->token_count; i++) {
		const struct medlit_token *token = &results->tokens[i];

		if (!token->concept_id ||
			strcmp(token->concept_id, first->concept_id) != 0)
			break;
		if (token->end > end)
			end = token->end;
	}
	*next = i;
	*mention = (struct mention){results->typed + first->start,
		end - first->start, i - at, first->preferred};
	return true;
}

/* A word is no news as itself with a capital; that words are one name is. */
static bool is_news(const struct mention *mention)
{
	if (strlen(mention->preferred) != mention->length)
		return true;
	return mention->tokens > 1
		       ? memcmp(mention->preferred, mention->text,
				 mention->length) != 0
		       : strncasecmp(mention->preferred, mention->text,
				 mention->length) != 0;
}

/* Whether the mention stands in the question before token `before`, too. */
static bool is_told(const struct medlit_results *results, size_t before,
	const struct mention *mention)
{
	struct mention earlier;
	size_t at = 0;

	while (at < before)
		if (mention_at(results, at, &earlier, &at) &&
			earlier.length == mention->length &&
			strncasecmp(earlier.text, mention->text,
				mention->length) == 0)
			return true;
	return false;
}

/* "InO -> inotuzumab ozogamicin" for what is searched under another name. */
static bool print_concepts(
	struct layout *layout, const struct medlit_results *results)
{
	struct mention mention;
	bool first = true;
	size_t at = 0, next;

	for (; at < results->token_count; at = next) {
		if (!mention_at(results, at, &mention, &next) ||
			!is_news(&mention) || is_told(results, at, &mention))
			continue;
		layout_string(layout, first ? "" : "; ", STYLE_PLAIN);
		layout_add(layout, mention.text, mention.length, STYLE_PLAIN);
		layout_string(layout, " -> ", STYLE_PLAIN);
		layout_string(layout, mention.preferred, STYLE_LABEL);
		first = false;
	}
	layout_end(layout, 0, INDENT);
	return !first;
}

static bool is_stop_word(const struct medlit_token *token)
{
	return strcmp(token->status, "stop") == 0;
}

static bool stop_word_is_told(const struct medlit_results *results, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (is_stop_word(&results->tokens[i]) &&
			strcasecmp(results->tokens[i].text,
				results->tokens[at].text) == 0)
			return true;
	return false;
}

static bool print_stop_words(
	struct layout *layout, const struct medlit_results *results)
{
	bool first = true;
	size_t i;

	for (i = 0; i < results->token_count; i++) {
		if (!is_stop_word(&results->tokens[i]) ||
			stop_word_is_told(results, i))
			continue;
		layout_printf(layout, STYLE_PLAIN, "%s%s",
			first ? "Ignored: " : ", ", results->tokens[i].text);
		first = false;
	}
	layout_end(layout, 0, INDENT);
	return !first;
}

bool print_question(struct layout *layout, const struct medlit_results *results)
{
	bool said = print_concepts(layout, results);
	size_t i;

	said |= print_stop_words(layout, results);
	for (i = 0; i < results->warnings.count; i++) {
		layout_string(layout, results->warnings.items[i], STYLE_PLAIN);
		layout_end(layout, 0, INDENT);
		said = true;
	}
	return said;
}
