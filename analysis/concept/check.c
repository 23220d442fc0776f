/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A text file to all its faults: those of the compiler, which is asked to go
 * on, those of the lines as written (check_rows.c), and here what the forms do.
 *
 * What a form does is not guessed from its letters.  Each is looked for with
 * concept_find(), alone and in a sentence, and has to give its own concept; and
 * everyday words are looked for, and must find nothing.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct checker {
	struct compiler *compiler;
	struct reading *reading;
	struct thesaurus thesaurus; /* of all that is right */
	struct arena scratch;
	bool *faulty; /* per form */
};

/* What stands behind numbers; in lower case, as folded. */
static const char *const units[] = {"bpm", "cgy", "cl", "cm", "cm2", "cm3",
	"day", "days", "dl", "fl", "gy", "hour", "hours", "hr", "hrs", "iu",
	"kcal", "kda", "kg", "kpa", "mcg", "mci", "meq", "mg", "min", "mins",
	"minute", "minutes", "ml", "mm", "mm2", "mm3", "mmhg", "mmol", "mol",
	"month", "months", "msec", "mu", "ng", "nm", "nmol", "pg", "pmol",
	"sec", "second", "seconds", "secs", "ug", "ul", "um", "umol", "week",
	"weeks", "wk", "wks", "year", "years", "yr", "yrs"};

static bool is_unit(struct slice folded)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (slice_is(folded, units[i]))
			return true;
	return false;
}

static const struct image_form *form_at(const struct checker *k, uint32_t form)
{
	return &k->compiler->parts.forms[form];
}

__attribute__((format(printf, 4, 5))) static void form_fault(struct checker *k,
	uint32_t form, const char *code, const char *format, ...)
{
	char text[ERROR_TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	k->faulty[form] = true;
	row_fault(k->reading, k->compiler->form_rows[form]->line, code, "%s",
		text);
}

static struct tokens analyse(struct checker *k, struct slice text)
{
	return text_tokens(k->compiler->analyser, text, &k->scratch);
}

/* ---- words of prose --------------------------------------------------- */

/* Which of the atoms are what `is` asks for: all of them? */
static bool all_atoms(
	const struct tokens *tokens, bool (*is)(struct slice folded))
{
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == 1 && !is(tokens->items[i].folded))
			return false;
	return true;
}

static size_t count_characters(struct slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

static void check_prose(struct checker *k, uint32_t form)
{
	struct slice value = k->compiler->form_rows[form]->value;

	bool exact = form_at(k, form)->letter_case == FORM_CASE_EXACT;

	arena_reset(&k->scratch);
	struct tokens tokens = analyse(k, value);

	/* Exact as it is, a word in lower case still is that word. */
	if (exact && !slice_equal(value, text_fold(k->compiler->analyser, value,
						 &k->scratch)))
		return;

	if (all_atoms(&tokens, text_is_stop_word))
		form_fault(k, form, "stop-word",
			"\"%.*s\" is a function word of English: make it "
			"exact and in capitals, or take it out",
			SLICE_PRINT(row_shown(value)));
	else if (all_atoms(&tokens, is_unit))
		form_fault(k, form, "unit",
			"\"%.*s\" is a unit of measurement: make it exact "
			"and in capitals, or take it out",
			SLICE_PRINT(row_shown(value)));
	else if (!exact && count_characters(value) <= 2)
		form_fault(k, form, "too-short",
			"\"%.*s\" is too short to match in any capitals: write "
			"exact in column 4",
			SLICE_PRINT(row_shown(value)));
}

/* The one hit that is all of the text, or NULL. */
static const struct concept_hit *whole_hit(const struct thesaurus *thesaurus,
	const struct tokens *tokens, struct arena *arena)
{
	struct concept_hits hits =
		concept_find(thesaurus, tokens, false, arena);

	if (hits.count != 1 || hits.items[0].first_position != 0 ||
		hits.items[0].last_position + 1 != tokens->positions)
		return NULL;
	return &hits.items[0];
}

static uint32_t form_of(const struct checker *k, const struct concept_hit *hit)
{
	return k->thesaurus.concepts[hit->concept].first_form + hit->form;
}

static bool is_capitals(struct checker *k, struct slice value)
{
	struct tokens tokens = analyse(k, value);

	return tokens.count > 0 && (tokens.items[0].flags & TOKEN_UPPER);
}

/* Names of medicine are meant where a form writes them as words, and not where
 * it writes an acronym. */
static void check_words(struct checker *k, struct slice words, bool names)
{
	while (words.length > 0) {
		struct slice word = english_next(&words);

		arena_reset(&k->scratch);
		struct tokens tokens = analyse(k, word);
		const struct concept_hit *hit =
			whole_hit(&k->thesaurus, &tokens, &k->scratch);

		if (!hit)
			continue;
		uint32_t form = form_of(k, hit);
		const struct list_row *row = k->compiler->form_rows[form];

		if (k->faulty[form] || (names && !is_capitals(k, row->value)))
			continue;
		form_fault(k, form, "english-word",
			"\"%.*s\" is found wherever a text says \"%.*s\": "
			"make it exact and in capitals, or take it out",
			SLICE_PRINT(row_shown(row->value)), SLICE_PRINT(word));
	}
}

/* ---- found by itself -------------------------------------------------- */

static bool check_alone(struct checker *k, uint32_t form,
	const struct tokens *tokens, struct concept_hit *found)
{
	const struct list_row *row = k->compiler->form_rows[form];
	const struct concept_hit *hit =
		whole_hit(&k->thesaurus, tokens, &k->scratch);

	if (!hit) {
		form_fault(k, form, "unreachable",
			"\"%.*s\" is not found in a text that is just it: "
			"%s",
			SLICE_PRINT(row_shown(row->value)),
			strchr("([", row->value.data[0])
				? "nothing is found across the end of a "
				  "bracket that it begins in"
				: "write it as texts do");
		return false;
	}
	if (hit->concept != form_at(k, form)->concept) {
		struct slice other = concept_slug(&k->thesaurus, hit->concept);

		form_fault(k, form, "unreachable",
			"\"%.*s\" is found as %.*s (line %u): keep it in one "
			"concept",
			SLICE_PRINT(row_shown(row->value)), SLICE_PRINT(other),
			(unsigned)k->compiler->form_rows[form_of(k, hit)]
				->line);
		return false;
	}
	*found = *hit;
	return true;
}

#define BEFORE "We saw "

static struct tokens in_sentence(struct checker *k, struct slice value)
{
	return analyse(k, arena_printf(&k->scratch, BEFORE "%.*s today.",
				  SLICE_PRINT(value)));
}

static void check_reach(struct checker *k, uint32_t form)
{
	const struct list_row *row = k->compiler->form_rows[form];
	struct concept_hit alone;

	arena_reset(&k->scratch);
	struct tokens tokens = analyse(k, row->value);

	if (!check_alone(k, form, &tokens, &alone))
		return;
	tokens = in_sentence(k, row->value);
	struct concept_hits hits =
		concept_find(&k->thesaurus, &tokens, false, &k->scratch);

	for (size_t i = 0; i < hits.count; i++)
		if (hits.items[i].concept == alone.concept &&
			hits.items[i].start == alone.start + strlen(BEFORE) &&
			hits.items[i].end == alone.end + strlen(BEFORE))
			return;
	form_fault(k, form, "unreachable",
		"\"%.*s\" is not found inside a sentence: write it as texts do",
		SLICE_PRINT(row_shown(row->value)));
}

static bool means(const struct checker *k, const struct tokens *tokens,
	size_t token, uint32_t concept)
{
	uint32_t found[64];
	size_t count = thesaurus_senses(&k->thesaurus, tokens, token, found,
		sizeof(found) / sizeof(found[0]));

	for (size_t i = 0; i < count && i < 64; i++)
		if (found[i] == concept)
			return true;
	return count > 64;
}

static void check_senses(struct checker *k)
{
	for (uint32_t n = 0; n < thesaurus_sense_count(&k->thesaurus); n++) {
		struct concept_sense sense =
			thesaurus_sense_at(&k->thesaurus, n);
		bool found = false;

		arena_reset(&k->scratch);
		struct tokens tokens = in_sentence(k, sense.text);

		for (size_t i = 0; i < tokens.count && !found; i++)
			found = means(k, &tokens, i, sense.concept);
		if (!found)
			row_fault(k->reading, k->compiler->sense_rows[n]->line,
				"unreachable",
				"the sense \"%.*s\" is not found inside a "
				"sentence: write it as texts do",
				SLICE_PRINT(row_shown(sense.text)));
	}
}

/* ---- forms that lead to the same node --------------------------------- */

/* Would the form of this row be found in `text` if it were the only one? */
static bool would_match(
	struct checker *k, const struct list_row *row, struct slice text)
{
	struct slice list = arena_printf(&k->scratch,
		"#medlit-thesaurus\t1\tx\nx\tpreferred\t%.*s\t%s\t-\t-\n",
		SLICE_PRINT(row->value), list_case_name(row->letter_case));
	struct buffer image = BUFFER_INIT;
	struct thesaurus one = {0};
	struct tokens tokens = analyse(k, text);
	bool found = thesaurus_compile("", list, k->compiler->analyser, &image,
			     NULL) == 0 &&
		     image_read(buffer_slice(&image), &one, NULL) == 0 &&
		     whole_hit(&one, &tokens, &k->scratch) != NULL;

	buffer_clear(&image);
	return found;
}

/* What is left of a form as folded without blanks and punctuation. */
static struct slice letters_of(struct checker *k, struct slice value)
{
	struct slice folded =
		text_fold(k->compiler->analyser, value, &k->scratch);
	struct slice kept = arena_copy(&k->scratch, folded.data, folded.length);
	char *out = (char *)(uintptr_t)kept.data;

	kept.length = 0;
	for (size_t i = 0; i < folded.length; i++) {
		unsigned char c = (unsigned char)folded.data[i];

		if (c >= 0x80 || isalnum(c))
			out[kept.length++] = (char)c;
	}
	return kept;
}

static bool same_letters(
	struct checker *k, const struct list_row *a, const struct list_row *b)
{
	return slice_equal(letters_of(k, a->value), letters_of(k, b->value));
}

/* In one concept: does either make the other needless? */
static void check_double(struct checker *k, uint32_t a, uint32_t b)
{
	const struct list_row *first = k->compiler->form_rows[a];
	const struct list_row *second = k->compiler->form_rows[b];
	bool exact = form_at(k, a)->letter_case == FORM_CASE_EXACT &&
		     form_at(k, b)->letter_case == FORM_CASE_EXACT;

	if (exact ? slice_equal(first->value, second->value)
		  : same_letters(k, first, second))
		form_fault(k, b, "duplicate",
			"\"%.*s\" is read as \"%.*s\" of line %u is: keep one",
			SLICE_PRINT(row_shown(second->value)),
			SLICE_PRINT(row_shown(first->value)),
			(unsigned)first->line);
}

static void check_neighbours(struct checker *k, uint32_t a, uint32_t b)
{
	const struct list_row *first = k->compiler->form_rows[a];
	const struct list_row *second = k->compiler->form_rows[b];
	bool exact = form_at(k, a)->letter_case == FORM_CASE_EXACT &&
		     form_at(k, b)->letter_case == FORM_CASE_EXACT;

	if (exact)
		return;
	if (same_letters(k, first, second))
		form_fault(k, b, "case-collision",
			"only capitals tell \"%.*s\" from \"%.*s\" of %.*s "
			"(line %u): both must be exact",
			SLICE_PRINT(row_shown(second->value)),
			SLICE_PRINT(row_shown(first->value)),
			SLICE_PRINT(first->slug), (unsigned)first->line);
	else if (would_match(k, first, second->value) ||
		 would_match(k, second, first->value))
		form_fault(k, b, "plural-collision",
			"only an ending tells \"%.*s\" from \"%.*s\" of %.*s "
			"(line %u), and one would be found as the other: keep "
			"both in one concept",
			SLICE_PRINT(row_shown(second->value)),
			SLICE_PRINT(row_shown(first->value)),
			SLICE_PRINT(first->slug), (unsigned)first->line);
}

static void check_pair(struct checker *k, uint32_t a, uint32_t b)
{
	if (k->compiler->form_rows[a]->line > k->compiler->form_rows[b]->line) {
		uint32_t other = a;

		a = b;
		b = other;
	}
	if (k->faulty[a] || k->faulty[b] ||
		form_at(k, a)->atoms != form_at(k, b)->atoms)
		return;
	arena_reset(&k->scratch);
	if (form_at(k, a)->concept == form_at(k, b)->concept)
		check_double(k, a, b);
	else
		check_neighbours(k, a, b);
}

static void check_nodes(struct checker *k)
{
	const struct trie *trie = &k->compiler->parts.trie;

	const struct trie_entry *entries = trie->entries;

	for (uint32_t node = 0; node <= trie->edges_count; node++)
		for (uint32_t a = trie->first_entry[node]; a != 0;
			a = entries[a - 1].next)
			for (uint32_t b = entries[a - 1].next; b != 0;
				b = entries[b - 1].next)
				check_pair(k, entries[a - 1].form,
					entries[b - 1].form);
}

static void check_forms(struct checker *k)
{
	uint32_t count = k->compiler->parts.forms_count;

	for (uint32_t i = 0; i < count; i++)
		k->faulty[i] = form_at(k, i)->atoms == 0;
	for (uint32_t i = 0; i < count; i++)
		if (!k->faulty[i])
			check_prose(k, i);
	check_words(k, english_prose(), false);
	check_words(k, english_names(), true);
	check_nodes(k);
	for (uint32_t i = 0; i < count; i++)
		if (!k->faulty[i])
			check_reach(k, i);
	check_senses(k);
}

/* ---- all -------------------------------------------------------------- */

static void check_compiled(struct compiler *c)
{
	struct checker k = {.compiler = c, .reading = &c->reading};
	struct buffer image = BUFFER_INIT;
	struct error err;

	k.faulty = arena_array(&c->arena, bool, c->parts.forms_count + 1);
	arena_init(&k.scratch);
	if (image_write(&c->parts, &image, &err) == 0 &&
		image_read(buffer_slice(&image), &k.thesaurus, &err) == 0)
		check_forms(&k);
	else
		row_fault(&c->reading, 1, "too-large", "%s", err.text);
	arena_clear(&k.scratch);
	buffer_clear(&image);
}

struct fault_order {
	struct list_fault fault;
	size_t number;
};

static int compare_faults(const void *left, const void *right)
{
	const struct fault_order *a = left, *b = right;

	if (a->fault.line != b->fault.line)
		return a->fault.line < b->fault.line ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

static void sort_faults(struct fault_list *all)
{
	struct fault_order *order =
		arena_array(all->arena, struct fault_order, all->count + 1);

	for (size_t i = 0; i < all->count; i++)
		order[i] = (struct fault_order){all->items[i], i};
	qsort(order, all->count, sizeof(*order), compare_faults);
	for (size_t i = 0; i < all->count; i++)
		all->items[i] = order[i].fault;
}

static void copy_rows(
	const struct compiler *c, struct list_rows *rows, struct arena *arena)
{
	const struct list_rows *from = &c->reading.rows;
	const struct image_parts *parts = &c->parts;

	*rows = *from;
	rows->items = arena_grow(arena, from->items, from->count,
		from->count + 1, sizeof(*from->items));
	for (uint32_t i = 0; i < parts->forms_count; i++)
		if (c->form_rows[i])
			rows->items[c->form_rows[i] - from->items].letter_case =
				parts->forms[i].letter_case;
}

void list_check(const char *path, struct slice text,
	struct text_analyser *analyser, struct arena *arena,
	struct list_faults *faults, struct list_rows *rows)
{
	struct fault_list all = {.arena = arena};
	struct compiler c;
	struct error err = {ERROR_NONE, ""};
	int result = compiler_run(&c, path, text, analyser, &all, &err);

	if (result != 0 && err.code != ERROR_NONE)
		row_fault(&c.reading, 1, "too-large", "%s", err.text);
	if (result == 0) {
		check_text(&c.reading, text);
		check_rows(&c.reading, &c.arena);
		check_compiled(&c);
	}
	if (rows)
		copy_rows(&c, rows, arena);
	compiler_clear(&c);
	sort_faults(&all);
	*faults = (struct list_faults){all.items, all.count};
}
