/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forms to keys and paths of the trie.  No form names two concepts, unless all
 * of them call it one of its senses; those stay out of the trie, so that none
 * is ever found by itself.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>

static uint8_t decide_case(uint8_t letter_case, const struct tokens *tokens)
{
	const struct token *first = &tokens->items[0];

	if (letter_case != FORM_CASE_AUTO)
		return letter_case;
	if (tokens->positions == 1 && (first->flags & TOKEN_UPPER) &&
		first->end - first->start <= 5 &&
		(text_is_stop_word(first->folded) ||
			is_english_word(first->folded)))
		return FORM_CASE_EXACT;
	return FORM_CASE_FOLD;
}

static bool has_capitals(const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == 1 &&
			atom_capitals(tokens, &tokens->items[i]))
			return true;
	return false;
}

/* What the atoms of a mention are compared with, each ended by a NUL. */
static struct image_text put_key(struct buffer *strings,
	const struct tokens *tokens, uint8_t letter_case, bool beside_capitals)
{
	struct image_text key = {.offset = (uint32_t)strings->length};

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (token->span > 1)
			continue;
		buffer_add_slice(strings, letter_case == FORM_CASE_EXACT
						  ? atom_exact(tokens, token,
							    beside_capitals)
						  : token->folded);
		buffer_add_char(strings, '\0');
	}
	key.length = (uint32_t)strings->length - key.offset;
	return key;
}

/* What an entry has of a key. */
static uint32_t spelling_of(struct slice key, uint8_t letter_case)
{
	uint64_t hash = HASH_START;

	while (key.length > 0) {
		size_t length = strlen(key.data);

		hash = hash_add(hash, key.data, length);
		key.data += length + 1;
		key.length -= length + 1;
	}
	return image_spelling(hash, letter_case == FORM_CASE_EXACT);
}

static struct slice string_at(const struct compiler *c, struct image_text text)
{
	return (struct slice){c->parts.strings.data + text.offset, text.length};
}

static int two_concepts(struct compiler *c, const struct list_row *row,
	const struct list_row *earlier)
{
	return row_fault(&c->reading, row->line, "two-concepts",
		"\"%.*s\" is a form of %.*s already (line %u): keep it in one "
		"concept, or make it a sense of each",
		SLICE_PRINT(row_shown(row->value)), SLICE_PRINT(earlier->slug),
		(unsigned)earlier->line);
}

/* The same form in two concepts could name either. */
static int check_conflicts(struct compiler *c, uint32_t node, uint32_t form)
{
	const struct image_form *forms = c->parts.forms;
	const struct trie *trie = &c->parts.trie;

	for (uint32_t at = trie->first_entry[node]; at != 0;
		at = trie->entries[at - 1].next) {
		uint32_t number = trie->entries[at - 1].form;
		const struct image_form *other = &forms[number];

		if (other->concept != forms[form].concept &&
			other->letter_case == forms[form].letter_case &&
			slice_equal(string_at(c, other->key),
				string_at(c, forms[form].key)))
			return two_concepts(
				c, c->form_rows[form], c->form_rows[number]);
	}
	return 0;
}

static int check_atoms(struct compiler *c, const struct list_row *row,
	const struct tokens *tokens)
{
	if (tokens->positions == 0)
		return row_fault(&c->reading, row->line, "no-words",
			"the form \"%.*s\" has neither letter nor digit: take "
			"it out",
			SLICE_PRINT(row_shown(row->value)));
	if (tokens->positions > IMAGE_ATOMS_MAX)
		return row_fault(&c->reading, row->line, "too-long",
			"the form \"%.*s\" has %u words: at most %d are "
			"allowed",
			SLICE_PRINT(row_shown(row->value)),
			(unsigned)tokens->positions, IMAGE_ATOMS_MAX);
	return 0;
}

static int index_form(struct compiler *c, uint32_t number)
{
	const struct list_row *row = c->form_rows[number];
	struct image_form *form = &c->parts.forms[number];

	arena_reset(&c->scratch);
	struct tokens tokens =
		text_tokens(c->analyser, row->value, &c->scratch);

	if (check_atoms(c, row, &tokens) != 0)
		return -1;
	form->letter_case = decide_case(row->letter_case, &tokens);
	form->key = put_key(&c->parts.strings, &tokens, form->letter_case,
		has_capitals(&tokens));
	form->atoms = (uint16_t)tokens.positions;
	uint32_t node = trie_path(&c->parts.trie, &tokens);

	if (check_conflicts(c, node, number) != 0)
		return -1;
	trie_add_form(&c->parts.trie, node, number,
		spelling_of(string_at(c, form->key), form->letter_case));
	c->joined_nodes[number] = trie_joined_path(&c->parts.trie, &tokens);
	return 0;
}

/* Is it one word or one code?  Only a token is looked up as a sense. */
static bool is_one_token(const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == tokens->positions)
			return true;
	return false;
}

/* Would a form that is found by itself hide the sense? */
static int check_sense(struct compiler *c, const struct list_row *row,
	const struct tokens *tokens, struct slice exact, struct slice folded)
{
	const struct trie *trie = &c->parts.trie;
	uint32_t node = trie_path(&c->parts.trie, tokens);

	for (uint32_t at = trie->first_entry[node]; at != 0;
		at = trie->entries[at - 1].next) {
		uint32_t number = trie->entries[at - 1].form;
		const struct image_form *form = &c->parts.forms[number];
		bool is_exact = form->letter_case == FORM_CASE_EXACT;

		if (slice_equal(
			    string_at(c, form->key), is_exact ? exact : folded))
			return two_concepts(c, row, c->form_rows[number]);
	}
	return 0;
}

static int index_sense(struct compiler *c, struct image_sense *sense,
	const struct list_row *row)
{
	struct buffer *strings = &c->parts.strings;

	arena_reset(&c->scratch);
	struct tokens tokens =
		text_tokens(c->analyser, row->value, &c->scratch);

	if (check_atoms(c, row, &tokens) != 0)
		return -1;
	if (!is_one_token(&tokens))
		return row_fault(&c->reading, row->line, "bad-sense",
			"the sense \"%.*s\" is more than one word or code: "
			"only short forms have senses",
			SLICE_PRINT(row_shown(row->value)));
	sense->key = put_key(strings, &tokens, FORM_CASE_EXACT, false);

	struct image_text exact = put_key(
		strings, &tokens, FORM_CASE_EXACT, has_capitals(&tokens));
	struct image_text folded =
		put_key(strings, &tokens, FORM_CASE_FOLD, false);

	return check_sense(c, row, &tokens, string_at(c, exact),
		string_at(c, folded));
}

struct sense_order {
	struct slice key;
	struct image_sense sense;
	const struct list_row *row;
};

static int compare_senses(const void *left, const void *right)
{
	const struct sense_order *a = left, *b = right;
	int order = slice_compare(a->key, b->key);

	if (order != 0)
		return order;
	return (a->sense.concept > b->sense.concept) -
	       (a->sense.concept < b->sense.concept);
}

/* By key, then concept, each once. */
static void sort_senses(struct compiler *c)
{
	struct image_parts *parts = &c->parts;
	uint32_t count = parts->senses_count, kept = 0;
	struct sense_order *all =
		arena_array(&c->arena, struct sense_order, count + 1);

	for (uint32_t i = 0; i < count; i++)
		all[i] =
			(struct sense_order){string_at(c, parts->senses[i].key),
				parts->senses[i], c->sense_rows[i]};
	qsort(all, count, sizeof(*all), compare_senses);
	for (uint32_t i = 0; i < count; i++)
		if (i == 0 || compare_senses(&all[i - 1], &all[i]) != 0) {
			c->sense_rows[kept] = all[i].row;
			parts->senses[kept++] = all[i].sense;
		}
	parts->senses_count = kept;
}

static int compile_senses(struct compiler *c)
{
	struct image_parts *parts = &c->parts;
	uint32_t count = parts->senses_count;

	parts->senses_count = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct image_sense sense = parts->senses[i];
		const struct list_row *row = c->sense_rows[i];

		if (index_sense(c, &sense, row) == 0) {
			c->sense_rows[parts->senses_count] = row;
			parts->senses[parts->senses_count++] = sense;
		} else if (row_skip(&c->reading) != 0) {
			return -1;
		}
	}
	sort_senses(c);
	return 0;
}

/* What a form is called when its compounds are joined, unless another form, one
 * of the first `own` entries, is called so.  Of several that only are so when
 * joined concept_find() takes one. */
static void join_form(struct compiler *c, uint32_t number, uint32_t own)
{
	const struct image_form *forms = c->parts.forms, *form = &forms[number];
	struct trie *trie = &c->parts.trie;
	uint32_t node = c->joined_nodes[number];
	uint32_t spelling =
		spelling_of(string_at(c, form->key), form->letter_case);

	for (uint32_t at = trie->first_entry[node]; at != 0;
		at = trie->entries[at - 1].next) {
		const struct trie_entry *entry = &trie->entries[at - 1];

		if (entry->spelling == spelling &&
			(at <= own ||
				forms[entry->form].concept == form->concept))
			return;
	}
	trie_add_form(trie, node, number, spelling);
}

static void join_forms(struct compiler *c)
{
	uint32_t own = c->parts.trie.entries_count;

	for (uint32_t i = 0; i < c->parts.forms_count; i++)
		if (c->joined_nodes[i] != 0 && c->parts.forms[i].atoms != 0)
			join_form(c, i, own);
}

int compile_forms(struct compiler *c)
{
	for (uint32_t i = 0; i < c->parts.forms_count; i++) {
		if (!c->form_rows[i] || index_form(c, i) == 0)
			continue;
		if (row_skip(&c->reading) != 0)
			return -1;
		c->parts.forms[i].atoms = 0;
		c->parts.forms[i].key.length = 0;
	}
	if (compile_senses(c) != 0)
		return -1;
	join_forms(c);
	return 0;
}
