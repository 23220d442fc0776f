/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A paper's analysis to the engine's document.
 *
 * Every text starts POSITION_GAP behind the one before, so that no phrase or
 * neighbourhood reaches across a border.
 */
#include "config.h"

#include "index/index.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/hash.h"
#include "index/impact.h"
#include "index/postings.h"

#define POSITION_GAP 100

/* Where a term was seen, for questions about title and abstract. */
enum place {
	PLACE_NONE = 0, /* a fact */
	PLACE_TITLE = 1,
	PLACE_ABSTRACT = 2,
	PLACE_ELSEWHERE = 4,
};

/* A paper on its way into terms. */
struct paper {
	struct postings *postings;
	const struct thesaurus *thesaurus;
	struct arena *arena;
	enum place place;                /* of the text at hand */
	uint32_t weights[IMPACT_FIELDS]; /* what an occurrence counts */
};

/* ---- terms ------------------------------------------------------------ */

/* A value without position: an identifier, a year, an author. */
static void add_fact(
	struct paper *paper, const char *prefix, struct slice value)
{
	postings_add(paper->postings, slice_of(prefix),
		schema_fold(value, paper->arena), 0, POSITION_NONE);
}

/* A term of a text, and of the title once more. */
static void add_term(struct paper *paper, const char *prefix,
	struct slice value, uint32_t weight, uint32_t position)
{
	char title[8];

	postings_add(
		paper->postings, slice_of(prefix), value, weight, position);
	if (paper->place != PLACE_TITLE)
		return;
	snprintf(title, sizeof(title), PREFIX_TITLE "%s", prefix);
	postings_place(paper->postings, PLACE_NONE);
	postings_add(paper->postings, slice_of(title), value, 0, position);
	postings_place(paper->postings, paper->place);
}

static void add_tokens(struct paper *paper, const struct tokens *tokens,
	uint32_t weight, uint32_t base)
{
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		uint32_t position = base + token->position;

		if (token->flags & TOKEN_PART)
			continue;
		add_term(paper, "", token->term, weight, position);
		if (token->kind == TOKEN_ACRONYM)
			add_term(paper, "",
				schema_acronym(tokens, token, paper->arena),
				weight, position);
	}
}

/* What is not the concept's own name stands nowhere for it. */
static void add_hint(struct paper *paper, const char *prefix, uint32_t concept,
	uint32_t weight)
{
	add_term(paper, prefix, concept_slug(paper->thesaurus, concept), weight,
		POSITION_NONE);
}

static void add_ancestors(
	struct paper *paper, uint32_t concept, uint32_t weight)
{
	uint32_t found[CONCEPT_ANCESTORS_MAX];
	size_t count = concept_ancestors(paper->thesaurus, concept, found);

	for (size_t i = 0; i < count; i++)
		add_hint(paper, PREFIX_ANCESTOR, found[i], weight);
}

static void add_mention(struct paper *paper, const struct concept_hit *hit,
	uint32_t weight, uint32_t base)
{
	struct slice slug = concept_slug(paper->thesaurus, hit->concept);

	add_term(paper, PREFIX_CONCEPT, slug, weight,
		base + hit->first_position);
	if (hit->last_position != hit->first_position)
		add_term(paper, PREFIX_CONCEPT, slug, 0,
			base + hit->last_position);
}

static void add_concepts(struct paper *paper, const struct concept_hits *hits,
	uint32_t weight, uint32_t base)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct concept_hit *hit = &hits->items[i];
		struct concept_form form = concept_form_at(
			paper->thesaurus, hit->concept, hit->form);

		switch (form_reach(form.relation)) {
		case REACH_SAME:
			add_mention(paper, hit, weight, base);
			add_ancestors(paper, hit->concept, weight);
			break;
		case REACH_NARROWER:
			add_hint(paper, PREFIX_ANCESTOR, hit->concept, weight);
			add_ancestors(paper, hit->concept, weight);
			break;
		case REACH_BESIDE:
			add_hint(paper, PREFIX_BESIDE, hit->concept, weight);
			break;
		}
	}
}

/* Returns where the next text starts. */
static uint32_t add_text(struct paper *paper, const struct analysed *text,
	enum place place, enum impact_field field, uint32_t base)
{
	uint32_t weight = paper->weights[field];

	paper->place = place;
	postings_place(paper->postings, place);
	add_tokens(paper, &text->tokens, weight, base);
	add_concepts(paper, &text->concepts, weight, base);
	return base + text->tokens.positions + POSITION_GAP;
}

static enum impact_field field_of(const struct section *section)
{
	return section->kind == SECTION_ABSTRACT ? IMPACT_ABSTRACT
						 : IMPACT_BODY;
}

/* One heading stands once for each of its qualifiers. */
static bool is_repeated(const struct document *document, size_t heading)
{
	return heading > 0 && slice_equal(document->mesh[heading].name,
				      document->mesh[heading - 1].name);
}

/* What an occurrence counts, for each field: by the length of all of it. */
static void set_weights(struct paper *paper, const struct document *document,
	const struct analysed *text)
{
	uint32_t lengths[IMPACT_FIELDS] = {0};

	lengths[IMPACT_TITLE] = impact_length(text++);
	for (size_t i = 0; i < document->sections_count; i++)
		lengths[field_of(&document->sections[i])] +=
			impact_length(text++);
	for (size_t i = 0; i < document->mesh_count; i++, text++)
		if (!is_repeated(document, i))
			lengths[IMPACT_HEADING] += impact_length(text);
	for (size_t i = 0; i < document->keywords.count; i++)
		lengths[IMPACT_HEADING] += impact_length(text++);
	for (unsigned i = 0; i < IMPACT_FIELDS; i++)
		paper->weights[i] =
			impact_count((enum impact_field)i, lengths[i]);
}

static bool has_body(const struct document *document)
{
	for (size_t i = 0; i < document->sections_count; i++)
		if (document->sections[i].kind != SECTION_ABSTRACT)
			return true;
	return false;
}

/*
 * Whichever list is shorter.  Of a paper without a body it is what only
 * headings and keywords say; of one with a body the terms of title and abstract
 * (with XN for those, too, an index of full texts grows by 26 %, not by 5 %).
 * Positions for the abstract would be exact for phrases as well, but they would
 * be as many again.
 */
static void add_places(struct paper *paper, const struct document *document)
{
	uint8_t abstract = PLACE_TITLE | PLACE_ABSTRACT;

	if (!has_body(document)) {
		postings_copy(paper->postings, SLICE(PREFIX_ELSEWHERE),
			PLACE_ELSEWHERE, abstract);
		return;
	}
	postings_copy(
		paper->postings, SLICE(PREFIX_ABSTRACT), abstract, PLACE_NONE);
	postings_add(paper->postings, SLICE_EMPTY, SLICE(TERM_BODY), 0,
		POSITION_NONE);
}

static void add_texts(struct paper *paper, const struct document *document,
	const struct analysed_document *analysed)
{
	const struct analysed *text = analysed->items;
	uint32_t base;

	set_weights(paper, document, text);
	base = add_text(paper, text++, PLACE_TITLE, IMPACT_TITLE, 1);
	for (size_t i = 0; i < document->sections_count; i++) {
		const struct section *section = &document->sections[i];

		base = add_text(paper, text++,
			section->kind == SECTION_ABSTRACT ? PLACE_ABSTRACT
							  : PLACE_ELSEWHERE,
			field_of(section), base);
	}
	for (size_t i = 0; i < document->mesh_count; i++, text++)
		if (!is_repeated(document, i))
			base = add_text(paper, text, PLACE_ELSEWHERE,
				IMPACT_HEADING, base);
	for (size_t i = 0; i < document->keywords.count; i++)
		base = add_text(
			paper, text++, PLACE_ELSEWHERE, IMPACT_HEADING, base);
	add_places(paper, document);
}

/* Counts once, unlike a fact: a question for the number ranks by it. */
static void add_identifier(struct paper *paper, struct slice name)
{
	postings_add(paper->postings, SLICE(PREFIX_IDENTIFIER),
		schema_fold(name, paper->arena),
		impact_count(IMPACT_ABSTRACT, 0), POSITION_NONE);
}

/* Names of the paper, its own and what its sources call it, and its trials. */
static void add_identifiers(
	struct paper *paper, const struct document *document)
{
	struct slices names = document_names(document, paper->arena);

	for (size_t i = 0; i < names.count; i++)
		add_identifier(paper, names.items[i]);
	for (size_t i = 0; i < document->names.count; i++)
		add_identifier(paper, document->names.items[i]);
	for (size_t i = 0; i < document->nct.count; i++)
		add_identifier(
			paper, arena_printf(paper->arena, "nct:%.*s",
				       SLICE_PRINT(document->nct.items[i])));
}

static void add_title(struct paper *paper, const struct tokens *tokens)
{
	struct slice name = schema_title(tokens, paper->arena);

	if (name.length > 0)
		add_identifier(paper, name);
}

/* "Uy N": the family name stands before the last blank. */
static struct slice family_name(struct slice name)
{
	for (size_t n = name.length; n > 0; n--)
		if (name.data[n - 1] == ' ')
			return (struct slice){name.data, n - 1};
	return SLICE_EMPTY;
}

static void add_author(
	struct paper *paper, const char *prefix, struct slice name)
{
	add_fact(paper, prefix, name);
	add_fact(paper, prefix, family_name(name));
}

static void add_mesh(struct paper *paper, const struct mesh_heading *heading)
{
	add_fact(paper, PREFIX_MESH, heading->name);
	add_fact(paper, PREFIX_MESH, heading->ui);
	if (heading->qualifier.length > 0)
		add_fact(paper, PREFIX_MESH,
			arena_printf(paper->arena, "%.*s/%.*s",
				SLICE_PRINT(heading->name),
				SLICE_PRINT(heading->qualifier)));
	if (!heading->major)
		return;
	add_fact(paper, PREFIX_MAJOR, heading->name);
	add_fact(paper, PREFIX_MAJOR, heading->ui);
}

static void add_facts(struct paper *paper, const struct document *document)
{
	add_identifiers(paper, document);
	for (size_t i = 0; i < document->authors.count; i++)
		add_author(paper, PREFIX_AUTHOR, document->authors.items[i]);
	if (document->authors.count > 0)
		add_author(paper, PREFIX_FIRST, document->authors.items[0]);
	add_fact(paper, PREFIX_JOURNAL, document->journal);
	add_fact(paper, PREFIX_JOURNAL, document->journal_short);
	add_fact(paper, PREFIX_LANGUAGE, document->language);
	for (size_t i = 0; i < document->mesh_count; i++)
		add_mesh(paper, &document->mesh[i]);
	for (size_t i = 0; i < document->keywords.count; i++)
		add_fact(paper, PREFIX_KEYWORD, document->keywords.items[i]);
	for (size_t i = 0; i < document->types.count; i++)
		add_fact(paper, PREFIX_TYPE, document->types.items[i]);
	if (document_year(document) > 0)
		add_fact(paper, PREFIX_YEAR,
			(struct slice){document->date.data, 4});
}

/* ---- the document ----------------------------------------------------- */

struct slice schema_term(
	const char *prefix, struct slice value, struct arena *arena)
{
	size_t before = strlen(prefix);

	if (before + value.length > XC_TERM_MAX) {
		value.length = XC_TERM_MAX - before;
		while (value.length > 0 &&
			((unsigned char)value.data[value.length] & 0xc0) ==
				0x80)
			value.length--;
	}
	char *term = arena_alloc(arena, before + value.length + 1);

	memcpy(term, prefix, before);
	if (value.length > 0)
		memcpy(term + before, value.data, value.length);
	term[before + value.length] = '\0';
	return (struct slice){term, before + value.length};
}

struct slice schema_fold(struct slice value, struct arena *arena)
{
	value = slice_trim(value);
	char *folded = arena_alloc(arena, value.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < value.length; i++) {
		unsigned char c = (unsigned char)value.data[i];

		if (!isspace(c))
			folded[length++] = (char)(c < 0x80 ? tolower(c) : c);
		else if (folded[length - 1] != ' ')
			folded[length++] = ' ';
	}
	folded[length] = '\0';
	return (struct slice){folded, length};
}

struct slice schema_title(const struct tokens *tokens, struct arena *arena)
{
	uint64_t hash = HASH_START;
	unsigned words = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (token->span > 1 || token->kind == TOKEN_CODE ||
			token->kind == TOKEN_COMPOUND)
			continue;
		hash = hash_add(hash, token->folded.data, token->folded.length);
		hash = hash_add(hash, " ", 1);
		words += token->kind == TOKEN_WORD ||
			 token->kind == TOKEN_ACRONYM;
	}
	if (words < TITLE_WORDS_LEAST)
		return SLICE_EMPTY;
	return arena_printf(arena, "title:%016" PRIx64, hash);
}

struct slice schema_acronym(const struct tokens *tokens,
	const struct token *token, struct arena *arena)
{
	const char *from = tokens->text.data + token->start;
	size_t length = token->end - token->start, kept = 2;
	char *term = arena_alloc(arena, length + 3);

	memcpy(term, PREFIX_ACRONYM, 2);
	for (size_t i = 0; i < length; i++)
		if (isalnum((unsigned char)from[i]) ||
			((unsigned char)from[i] & 0x80))
			term[kept++] = from[i];
	if (kept > 4 && term[kept - 1] == 's' &&
		isupper((unsigned char)term[kept - 2]))
		kept--;
	term[kept] = '\0';
	return (struct slice){term, kept};
}

/* YYYYMMDD with 00 for what the date does not say. */
static struct slice date_value(struct slice date, struct arena *arena)
{
	char *value = arena_string(arena, "00000000", 8);
	size_t length = 0;

	for (size_t i = 0; i < date.length && length < 8; i++)
		if (isdigit((unsigned char)date.data[i]))
			value[length++] = date.data[i];
	return (struct slice){value, 8};
}

static void put_values(struct xc_document *entry,
	const struct document *document, struct arena *arena)
{
	struct xc_value *values = arena_array(arena, struct xc_value, 2);
	struct slice date = date_value(document->date, arena);

	values[0] = (struct xc_value){
		SLOT_ID, document->id.data, document->id.length};
	values[1] = (struct xc_value){SLOT_DATE, date.data, date.length};
	entry->values = values;
	entry->values_count = 2;
}

struct xc_document schema_entry(const struct document *document,
	const struct analysed_document *analysed,
	const struct thesaurus *thesaurus, struct arena *arena)
{
	struct slice key = schema_term(PREFIX_KEY, document->id, arena);
	struct xc_document entry = {.key = key.data, .key_length = key.length};
	struct buffer record = BUFFER_INIT;
	size_t expected = 0;

	for (size_t i = 0; i < analysed->count; i++)
		expected += analysed->items[i].tokens.count;

	struct paper paper = {.postings = postings_new(expected, arena),
		.thesaurus = thesaurus,
		.arena = arena};

	add_texts(&paper, document, analysed);
	add_title(&paper, &analysed->items[0].tokens);
	add_facts(&paper, document);
	entry.terms = postings_group(paper.postings, &entry.terms_count);
	put_values(&entry, document, arena);

	record_encode(document, &record);
	struct slice stored = arena_copy(arena, record.data, record.length);

	buffer_clear(&record);
	entry.data = stored.data;
	entry.data_length = stored.length;
	return entry;
}
