/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A doubtful word to what may stand in its place, and that to whole questions.
 *
 * The list of words knows stems; what to write instead is read out of a paper
 * that has the stem.
 */
#include "config.h"

#include "daemon/worker/suggest.h"

#include <ctype.h>
#include <stdlib.h>

#include "index/index.h"

/* Letters of a word that is looked up: four letters are near to everything. */
#define LETTERS_MIN 5
/* Words offered for one, and questions in all. */
#define OPTIONS_MAX 3
#define QUESTIONS_MAX 5
/* Looked up before the best are taken. */
#define NEAR_MAX 8
/* A word that some papers have is doubtful where another with one edit is so
 * many times more frequent. */
#define RARE_PAPERS 3
#define RARE_TIMES  200
#define RARE_COST   1.0
/* Halves of a word that lost its blank. */
#define HALF_MIN 4
/* Of a paper, to find out how a stem is written. */
#define READ_MAX 32768

struct option {
	enum suggestion_kind kind;
	struct slice word;
	uint32_t start, end; /* what it stands for, in the question */
	uint64_t documents;
};

/* A word of the question and what may stand in its place. */
struct doubt {
	struct option options[OPTIONS_MAX];
	size_t count;
};

struct suggester {
	const struct query *query;
	const struct spelling *words;
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus;
	struct xc_searcher *searcher;
	struct arena *arena;
	struct fault *fault;
};

/* ---- which words --------------------------------------------------------- */

static int is_letters(struct slice word)
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

	if (token->start > 0 &&
		memchr("=@-+.:/", data[token->start - 1], 7) &&
		token->start > 1 && !isalpha((unsigned char)data[token->start - 2]))
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

static int is_doubtful(const struct query *query, size_t i)
{
	const struct query_token *token = &query->tokens[i];
	struct slice typed = {query->text.data + token->start,
		token->end - token->start};
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
	       !is_english_word(token->folded) &&
	       has_plain_capitals(typed) &&
	       !is_beside_code(query->text, token);
}

/* ---- what the index has -------------------------------------------------- */

static int frequency(
	const struct suggester *s, struct slice term, uint64_t *documents)
{
	struct xc_bytes wanted = {term.data, term.length};
	struct xc_error error;

	if (xc_searcher_frequencies(s->searcher, &wanted, 1, documents, &error))
		return fault_set_engine(s->fault, &error);
	return 0;
}

/* Papers that a word finds: by its stem, or by the concept it names. */
static int count_papers(
	const struct suggester *s, struct slice word, uint64_t *documents)
{
	struct tokens tokens = text_tokens(s->analyser, word, s->arena);
	struct concept_hits hits =
		concept_find(s->thesaurus, &tokens, 1, s->arena);
	uint64_t found;

	*documents = 0;
	if (tokens.count != 1)
		return 0;
	if (frequency(s, tokens.items[0].term, documents))
		return -1;
	for (size_t i = 0; i < hits.count; i++) {
		struct slice slug =
			concept_slug(s->thesaurus, hits.items[i].concept);

		if (frequency(s, schema_term(PREFIX_CONCEPT, slug, s->arena),
			    &found))
			return -1;
		if (found > *documents)
			*documents = found;
	}
	return 0;
}

/* The first word of a text with this stem, as folded; empty: there is none.
 * A word and its stem nearly always have one first letter. */
static struct slice word_of_stem(
	const struct suggester *s, struct slice text, struct slice stem)
{
	size_t i = 0;

	if (text.length > READ_MAX)
		text.length = READ_MAX;
	while (i < text.length) {
		size_t start = i;

		while (i < text.length && isalpha((unsigned char)text.data[i]))
			i++;
		if (i - start + 2 >= stem.length && i > start &&
			tolower((unsigned char)text.data[start]) ==
				stem.data[0]) {
			struct tokens tokens = text_tokens(s->analyser,
				(struct slice){text.data + start, i - start},
				s->arena);

			if (tokens.count == 1 &&
				slice_equal(tokens.items[0].term, stem))
				return tokens.items[0].folded;
		}
		i += i == start;
	}
	return SLICE_EMPTY;
}

static struct slice word_in_record(
	const struct suggester *s, const struct xc_hit *hit, struct slice stem)
{
	struct slice record = {hit->data.data, hit->data.length};
	struct document document;
	struct slice word;

	if (record_decode(record, &document, s->arena, NULL))
		return SLICE_EMPTY;
	word = word_of_stem(s, document.title, stem);
	for (size_t i = 0; i < document.sections_count && !word.length; i++)
		word = word_of_stem(s, document.sections[i].text, stem);
	return word;
}

/* How a paper writes a stem; the stem itself where none is found to. */
static int write_stem(
	const struct suggester *s, struct slice stem, struct slice *word)
{
	struct xc_node node = {
		.op = XC_TERM, .term = stem.data, .length = stem.length};
	struct xc_query search = {.nodes = &node,
		.nodes_count = 1,
		.scale = index_scale,
		.limit = 1,
		.want_data = 1};
	struct xc_error error;
	struct xc_results *results = xc_search(s->searcher, &search, &error);

	if (!results)
		return fault_set_engine(s->fault, &error);
	*word = SLICE_EMPTY;
	if (results->hits_count)
		*word = word_in_record(s, &results->hits[0], stem);
	if (!word->length)
		*word = stem;
	xc_results_free(results);
	return 0;
}

/* ---- options ------------------------------------------------------------- */

static void add_option(struct doubt *doubt, const struct option *option)
{
	for (size_t i = 0; i < doubt->count; i++)
		if (slice_equal(doubt->options[i].word, option->word))
			return;
	if (doubt->count < OPTIONS_MAX)
		doubt->options[doubt->count++] = *option;
}

static int add_near(const struct suggester *s,
	const struct query_token *token, struct doubt *doubt)
{
	struct spelling_match near[NEAR_MAX];
	struct slice stem = text_stem(s->analyser, token->folded, s->arena);
	uint64_t typed = s->query->clauses[token->clause].documents;
	size_t count = spelling_near(
		s->words, token->folded, stem, near, NEAR_MAX);

	for (size_t i = 0; i < count && doubt->count < OPTIONS_MAX; i++) {
		struct option option = {SUGGESTION_SPELLING, near[i].text,
			token->start, token->end, 0};

		if (near[i].stem ? frequency(s, near[i].text, &option.documents)
				 : count_papers(s, near[i].text,
					   &option.documents))
			return -1;
		if (!option.documents || option.documents <= typed)
			continue;
		if (typed && (near[i].cost > RARE_COST ||
				     option.documents < typed * RARE_TIMES))
			continue;
		if (near[i].stem && write_stem(s, near[i].text, &option.word))
			return -1;
		if (!slice_equal(option.word, token->folded))
			add_option(doubt, &option);
	}
	return 0;
}

/* Do papers write the two side by side? */
static int count_pair(const struct suggester *s, struct slice left,
	struct slice right, uint64_t *documents)
{
	struct xc_node nodes[] = {{.op = XC_TERM,
					  .term = left.data,
					  .length = left.length},
		{.op = XC_TERM, .term = right.data, .length = right.length},
		{.op = XC_PHRASE, .children = 2}};
	struct xc_query search = {.nodes = nodes,
		.nodes_count = 3,
		.scale = index_scale,
		.limit = 1,
		.check_at_least = 100};
	struct xc_error error;
	struct xc_results *results = xc_search(s->searcher, &search, &error);

	if (!results)
		return fault_set_engine(s->fault, &error);
	*documents = results->total_lower;
	xc_results_free(results);
	return 0;
}

/* heartattack: the two words that most papers write side by side. */
static int add_split(const struct suggester *s,
	const struct query_token *token, struct doubt *doubt)
{
	struct slice word = token->folded;
	struct option best = {SUGGESTION_SPLIT, SLICE_EMPTY, token->start,
		token->end, 0};

	if (s->query->clauses[token->clause].documents)
		return 0;
	for (size_t i = HALF_MIN; i + HALF_MIN <= word.length; i++) {
		struct slice halves[2] = {{word.data, i},
			{word.data + i, word.length - i}};
		struct slice stems[2];
		uint64_t found[2] = {0, 0}, pair = 0;

		for (int n = 0; n < 2; n++) {
			stems[n] = text_stem(s->analyser, halves[n], s->arena);
			if (frequency(s, stems[n], &found[n]))
				return -1;
		}
		if (!found[0] || !found[1])
			continue;
		if (count_pair(s, stems[0], stems[1], &pair))
			return -1;
		if (pair <= best.documents)
			continue;
		best.documents = pair;
		best.word = arena_printf(s->arena, "%.*s %.*s",
			SLICE_PRINT(halves[0]), SLICE_PRINT(halves[1]));
	}
	if (best.documents)
		add_option(doubt, &best);
	return 0;
}

/* metho trexate: with the next word, or as near to one as that is. */
static int add_join(
	const struct suggester *s, size_t i, struct doubt *doubt)
{
	const struct query_token *left = &s->query->tokens[i];
	const struct query_token *right = left + 1;
	struct option option = {
		SUGGESTION_JOIN, SLICE_EMPTY, left->start, 0, 0};

	if (i + 1 >= s->query->tokens_count || !right->letters ||
		right->start != left->end + 1)
		return 0;
	option.end = right->end;
	option.word = arena_printf(s->arena, "%.*s%.*s",
		SLICE_PRINT(left->folded), SLICE_PRINT(right->folded));
	if (!is_letters(option.word) ||
		count_papers(s, option.word, &option.documents))
		return is_letters(option.word) ? -1 : 0;
	if (option.documents)
		add_option(doubt, &option);
	return 0;
}

/* vincristin: its papers are found, the concept is not. */
static int add_with_e(const struct suggester *s,
	const struct query_token *token, struct doubt *doubt)
{
	struct option option = {SUGGESTION_SPELLING,
		spelling_with_e(s->words, token->folded), token->start,
		token->end, 0};

	if (!option.word.length)
		return 0;
	if (count_papers(s, option.word, &option.documents))
		return -1;
	if (option.documents)
		add_option(doubt, &option);
	return 0;
}

static int find_options(
	const struct suggester *s, size_t i, struct doubt *doubt)
{
	const struct query_token *token = &s->query->tokens[i];

	if (token->status == STATUS_WORD && add_with_e(s, token, doubt))
		return -1;
	if (s->query->clauses[token->clause].documents > RARE_PAPERS)
		return 0;
	if (token->status == STATUS_UNMATCHED && add_join(s, i, doubt))
		return -1;
	if (add_near(s, token, doubt))
		return -1;
	return doubt->count ? 0 : add_split(s, token, doubt);
}

/* ---- whole questions ----------------------------------------------------- */

/* The question with `option` in its place and the best of every other doubt. */
static struct slice rewrite(const struct suggester *s,
	const struct doubt *doubts, const struct option *option)
{
	struct slice text = s->query->text, out = SLICE("");
	uint32_t at = 0;

	for (size_t i = 0; i < s->query->tokens_count; i++) {
		const struct option *use =
			doubts[i].count ? &doubts[i].options[0] : NULL;

		if (s->query->tokens[i].start == option->start)
			use = option;
		if (!use || use->start < at ||
			(use != option && use->end > option->start &&
				use->start < option->end))
			continue;
		out = arena_printf(s->arena, "%.*s%.*s%.*s", SLICE_PRINT(out),
			(int)(use->start - at), text.data + at,
			SLICE_PRINT(use->word));
		at = use->end;
	}
	return arena_printf(s->arena, "%.*s%.*s", SLICE_PRINT(out),
		(int)(text.length - at), text.data + at);
}

static void add_suggestion(const struct suggester *s,
	const struct doubt *doubts, const struct option *option,
	struct suggestions *out)
{
	struct suggestion new = {option->kind, rewrite(s, doubts, option),
		option->word, option->start, option->end, option->documents};

	for (size_t i = 0; i < out->count; i++)
		if (slice_equal(out->items[i].question, new.question))
			return;
	out->items = query_grow(
		out->items, out->count, sizeof(*out->items), s->arena);
	out->items[out->count++] = new;
}

/* The best of every word first, then the second best. */
static void add_questions(const struct suggester *s,
	const struct doubt *doubts, struct suggestions *out)
{
	for (size_t n = 0; n < OPTIONS_MAX; n++)
		for (size_t i = 0; i < s->query->tokens_count; i++)
			if (n < doubts[i].count && out->count < QUESTIONS_MAX)
				add_suggestion(s, doubts,
					&doubts[i].options[n], out);
}

/* A concept's tokens have none of their own. */
static struct slice folded_of(
	const struct suggester *s, const struct query_token *token)
{
	struct slice typed = {s->query->text.data + token->start,
		token->end - token->start};

	return token->folded.length
		       ? token->folded
		       : text_fold(s->analyser, typed, s->arena);
}

/* Both of a pair are named, whichever was typed or is suggested. */
static int add_look_alikes(const struct suggester *s,
	const struct doubt *doubts, struct slice word, uint32_t start,
	uint32_t end, struct suggestions *out)
{
	struct slice alike[SPELLING_ALIKE_MAX];
	size_t count = spelling_look_alikes(word, alike, SPELLING_ALIKE_MAX);

	for (size_t i = 0; i < count; i++) {
		struct option option = {
			SUGGESTION_LOOK_ALIKE, alike[i], start, end, 0};

		if (count_papers(s, alike[i], &option.documents))
			return -1;
		if (option.documents)
			add_suggestion(s, doubts, &option, out);
	}
	return 0;
}

static int add_all_look_alikes(const struct suggester *s,
	const struct doubt *doubts, struct suggestions *out)
{
	size_t spelled = out->count;

	for (size_t i = 0; i < spelled; i++)
		if (add_look_alikes(s, doubts, out->items[i].word,
			    out->items[i].start, out->items[i].end, out))
			return -1;
	for (size_t i = 0; i < s->query->tokens_count; i++) {
		const struct query_token *token = &s->query->tokens[i];

		if ((token->status == STATUS_CONCEPT ||
			    token->status == STATUS_WORD) &&
			add_look_alikes(s, doubts, folded_of(s, token),
				token->start, token->end, out))
			return -1;
	}
	return 0;
}

int suggest_is_due(const struct query *query)
{
	for (size_t i = 0; i < query->tokens_count; i++)
		if (is_doubtful(query, i))
			return 1;
	return 0;
}

int suggest_words(const struct query *query, const struct spelling *words,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct xc_searcher *searcher, struct arena *arena,
	struct suggestions *out, struct fault *fault)
{
	struct suggester s = {query, words, analyser, thesaurus, searcher,
		arena, fault};
	struct doubt *doubts =
		arena_array(arena, struct doubt, query->tokens_count + 1);

	*out = (struct suggestions){NULL, 0};
	for (size_t i = 0; words && i < query->tokens_count; i++)
		if (is_doubtful(query, i) && find_options(&s, i, &doubts[i]))
			return -1;
	add_questions(&s, doubts, out);
	return add_all_look_alikes(&s, doubts, out);
}

const char *suggestion_kind_name(enum suggestion_kind kind)
{
	static const char *const names[] = {
		[SUGGESTION_SPELLING] = "spelling",
		[SUGGESTION_SPLIT] = "split",
		[SUGGESTION_JOIN] = "join",
		[SUGGESTION_LOOK_ALIKE] = "look_alike",
	};

	return names[kind];
}
