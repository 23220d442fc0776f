/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Definitions to senses, and mentions as a paper itself means them. */
#include "config.h"

#include "analysis/concept/abbreviation_internal.h"

/* ---- senses -------------------------------------------------------------- */

static bool names_whole(
	const struct concept_hits *hits, const struct tokens *tokens)
{
	return hits->count == 1 && hits->items[0].first_position == 0 &&
	       hits->items[0].last_position + 1 == tokens->positions;
}

struct abbreviation_sense abbreviation_sense_of(
	const struct abbreviation *definition, struct slice text,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct abbreviation_sense sense = {.concept = CONCEPT_NONE};
	struct tokens tokens;

	sense.short_form = slice_of_range(
		text, (struct range){definition->start, definition->base_end});
	sense.long_form = slice_of_range(text,
		(struct range){definition->long_start, definition->long_end});
	tokens = text_tokens(analyser, sense.long_form, arena);
	sense.words = tokens.positions;
	sense.parts = concept_find(thesaurus, &tokens, 0, arena);
	if (names_whole(&sense.parts, &tokens)) {
		sense.concept = sense.parts.items[0].concept;
		sense.form = sense.parts.items[0].form;
	}
	return sense;
}

static bool is_distinct(struct slice short_form)
{
	uint32_t letters = 0, marked = 0;

	for (size_t i = 0; i < short_form.length; i++) {
		letters += is_alnum(short_form.data[i]);
		marked += is_capital(short_form.data[i]) ||
			  is_digit(short_form.data[i]);
	}
	return letters > 1 && marked > 0;
}

static bool has_sense(
	const struct abbreviation_senses *senses, struct slice short_form)
{
	for (size_t i = 0; i < senses->count; i++)
		if (slice_equal(senses->items[i].short_form, short_form))
			return true;
	return false;
}

/* Each word of a paper is compared with each of its senses. */
#define SENSES_MAX 256

void abbreviation_senses_add(struct abbreviation_senses *senses,
	struct slice text, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena)
{
	struct abbreviations found = abbreviations_find(analyser, text, arena);

	for (size_t i = 0; i < found.count && senses->count < SENSES_MAX; i++) {
		const struct abbreviation *definition = &found.items[i];
		struct slice short_form =
			slice_of_range(text, (struct range){definition->start,
						     definition->base_end});

		if (!is_distinct(short_form) || has_sense(senses, short_form))
			continue;
		if (!(senses->count & (senses->count - 1)))
			senses->items =
				arena_grow(arena, senses->items, senses->count,
					senses->count ? 2 * senses->count : 1,
					sizeof(*senses->items));
		senses->items[senses->count++] = abbreviation_sense_of(
			definition, text, analyser, thesaurus, arena);
	}
}

/* ---- do both mean the same? ---------------------------------------------- */

/* "acute B-lymphoblastic leukemia" names lymphoblastic leukemia, to which the
 * thesaurus' ALL belongs; a broader name must be most of the words. */
static bool part_agrees(const struct abbreviation_sense *sense,
	const struct thesaurus *thesaurus, uint32_t concept)
{
	for (size_t i = 0; i < sense->parts.count; i++) {
		const struct concept_hit *part = &sense->parts.items[i];
		uint32_t words = part->last_position - part->first_position + 1;

		if (part->concept == concept ||
			concept_is_below(thesaurus, part->concept, concept) ||
			(2 * words > sense->words &&
				concept_is_below(
					thesaurus, concept, part->concept)))
			return true;
	}
	return false;
}

static bool splits_words(char c)
{
	return is_blank(c) || c == '-' || c == ',' || opens(c) || closes(c);
}

/* The next word of *text, taken off it; empty at the end. */
static struct slice next_word(struct slice *text)
{
	struct slice word;

	while (text->length > 0 && splits_words(text->data[0])) {
		text->data++;
		text->length--;
	}
	word = (struct slice){text->data, 0};
	while (text->length > 0 && !splits_words(text->data[0])) {
		text->data++;
		text->length--;
		word.length++;
	}
	return word;
}

static size_t common_start(struct slice a, struct slice b)
{
	size_t length = 0;

	while (length < a.length && length < b.length &&
		slice_equal_fold((struct slice){a.data + length, 1},
			(struct slice){b.data + length, 1}))
		length++;
	return length;
}

/* Is the longer the other with an s? */
static bool is_plural(struct slice a, struct slice b)
{
	struct slice longer = a.length > b.length ? a : b;

	return a.length + b.length == 2 * longer.length - 1 &&
	       longer.data[longer.length - 1] == 's';
}

#define SPELLING_LEAST 5 /* bytes of a word that may be spelled in two ways */

/* The same word, but for one letter more, less or other (leukaemia, tumor) or
 * for its ending (inhibitor, inhibition). */
static bool same_word(struct slice a, struct slice b)
{
	size_t same = common_start(a, b);
	size_t most = a.length > b.length ? a.length : b.length;
	size_t least = a.length > b.length ? b.length : a.length;
	size_t skip_a = same + (a.length >= b.length);
	size_t skip_b = same + (b.length >= a.length);

	if (same == most || (same == least && is_plural(a, b)))
		return true;
	if (least < SPELLING_LEAST)
		return false;
	if (3 * same >= 2 * most)
		return true;
	return most - least <= 1 &&
	       slice_equal_fold(
		       (struct slice){a.data + skip_a, a.length - skip_a},
		       (struct slice){b.data + skip_b, b.length - skip_b});
}

static bool has_word(struct slice text, struct slice word)
{
	struct slice next;

	while ((next = next_word(&text)).length > 0)
		if (same_word(next, word))
			return true;
	return false;
}

/* How many words of one name are there, and how many of them in the other? */
static uint32_t count_shared(
	struct slice name, struct slice other, uint32_t *words)
{
	uint32_t shared = 0;
	struct slice word;

	*words = 0;
	while ((word = next_word(&name)).length > 0) {
		if (text_is_stop_word(word))
			continue;
		++*words;
		shared += has_word(other, word);
	}
	return shared;
}

/*
 * Do two names say nearly the same?  One has all words of the other, in any
 * order (white blood cells, white blood cell count), or three in four are the
 * same.  Two in three are not enough: acute chest, acute coronary syndrome.
 */
static bool is_near(struct slice a, struct slice b)
{
	uint32_t words_a, words_b;
	uint32_t in_a = count_shared(a, b, &words_a);
	uint32_t in_b = count_shared(b, a, &words_b);
	uint32_t most = words_a > words_b ? words_a : words_b;

	if (words_a == words_b && in_a == words_a && in_b == words_b)
		return true;
	return (words_a > 1 && in_a == words_a) ||
	       (words_b > 1 && in_b == words_b) ||
	       (4 * in_a >= 3 * most && 4 * in_b >= 3 * most);
}

static bool agrees(const struct abbreviation_sense *sense,
	const struct thesaurus *thesaurus, uint32_t concept)
{
	if (sense->concept != CONCEPT_NONE)
	return sense->concept == concept;
	if (part_agrees(sense, thesaurus, concept))
		return true;
	for (uint32_t i = 0; i < concept_form_count(thesaurus, concept); i++)
		if (is_near(sense->long_form,
			    concept_form_at(thesaurus, concept, i).text))
			return true;
	return false;
}

/* ---- where a text has them ----------------------------------------------- */

/* A short form in a text. */
struct place {
	const struct abbreviation_sense *sense;
	uint32_t start, end;
};

static bool is_border(struct slice text, uint32_t at)
{
	return at == text.length || !is_alnum(text.data[at]);
}

/* The end of the short form that starts at `start`; 0: it does not. */
static uint32_t end_of(
	struct slice text, uint32_t start, struct slice short_form)
{
	uint32_t end = start + (uint32_t)short_form.length;

	if (short_form.length > text.length - start ||
		memcmp(text.data + start, short_form.data, short_form.length) !=
			0)
		return 0;
	if (end < text.length && text.data[end] == 's' &&
		is_border(text, end + 1))
		end++;
	return is_border(text, end) ? end : 0;
}

/* The longest short form that starts with this byte; sense NULL: none does. */
static struct place place_at(const struct abbreviation_senses *senses,
	struct slice text, uint32_t start)
{
	struct place place = {NULL, start, start};

	if (start > 0 && is_alnum(text.data[start - 1]))
		return place;
	for (size_t i = 0; i < senses->count; i++) {
		uint32_t end = end_of(text, start, senses->items[i].short_form);

		if (end > place.end) {
			place.end = end;
			place.sense = &senses->items[i];
		}
	}
	return place;
}

struct reading {
	const struct abbreviation_senses *senses;
	const struct thesaurus *thesaurus;
	const struct tokens *tokens;
	const struct concept_hits *found; /* by the thesaurus */
	size_t next;                      /* the first not yet read of them */
	struct concept_hits *out;
};

static void keep_hit(struct reading *r, struct concept_hit hit)
{
	r->out->items[r->out->count++] = hit;
}

/* The mention that the atoms from tokens.items[first] on make. */
static struct concept_hit hit_at(
	const struct reading *r, const struct place *place, size_t first)
{
	const struct token *tokens = r->tokens->items;
	size_t last = first;

	for (size_t i = first; i < r->tokens->count; i++) {
		if (tokens[i].start >= place->end)
			break;
		if (tokens[i].span == 1)
			last = i;
	}
	return (struct concept_hit){.concept = place->sense->concept,
		.form = place->sense->form,
		.first_token = (uint32_t)first,
		.last_token = (uint32_t)last,
		.first_position = tokens[first].position,
		.last_position = tokens[last].position,
		.start = tokens[first].start,
		.end = tokens[last].end};
}

/* Settle what the mentions at the place are. */
static void read_place(
	struct reading *r, const struct place *place, size_t first)
{
	const struct concept_hits *found = r->found;
	bool taken = place->sense->concept == CONCEPT_NONE;

	if (r->out->count > 0 &&
		r->out->items[r->out->count - 1].end > place->start)
		taken = true; /* a longer mention reaches over it */

	for (; r->next < found->count &&
		found->items[r->next].start < place->end;
		r->next++) {
		const struct concept_hit *hit = &found->items[r->next];
		bool inside =
			hit->start >= place->start && hit->end <= place->end;

		if (inside && !agrees(place->sense, r->thesaurus, hit->concept))
			continue;
		if (hit->end > place->start)
			taken = true;
		keep_hit(r, *hit);
	}
	if (!taken)
		keep_hit(r, hit_at(r, place, first));
}

static bool starts_some(
	const struct abbreviation_senses *senses, bool first[256])
{
	for (size_t i = 0; i < senses->count; i++)
		first[(unsigned char)senses->items[i].short_form.data[0]] =
			true;
	return senses->count > 0;
}

void abbreviation_senses_apply(const struct abbreviation_senses *senses,
	const struct thesaurus *thesaurus, const struct tokens *tokens,
	struct concept_hits *hits, struct arena *arena)
{
	bool first[256] = {false};
	struct concept_hits out = {NULL, 0};
	struct reading r = {senses, thesaurus, tokens, hits, 0, &out};
	uint32_t behind = 0;

	if (!thesaurus || !starts_some(senses, first))
		return;
	out.items = arena_alloc(
		arena, (hits->count + tokens->count) * sizeof(*out.items));
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		struct place place;

		if (token->span != 1 || token->start < behind ||
			!first[(unsigned char)tokens->text.data[token->start]])
			continue;
		place = place_at(senses, tokens->text, token->start);
		if (!place.sense)
			continue;
		read_place(&r, &place, i);
		behind = place.end;
	}
	while (r.next < hits->count)
		keep_hit(&r, hits->items[r.next++]);
	*hits = out;
}
