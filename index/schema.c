/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A paper's analysis to the engine's document.
 *
 * Postings are gathered one an occurrence, then grouped by term with one hash
 * table: the engine wants each term once, with its positions ascending.  Every
 * text starts POSITION_GAP behind the one before, so that no phrase or
 * neighbourhood reaches across a border.
 *
 * Field weights are factors on wdf (the simple form of BM25F: Robertson,
 * Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", 2004).
 */
#include "config.h"

#include "index/index.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"

const struct field_weights index_field_weights = {
	.title = 3,
	.abstract = 1,
	.body = 1,
	.caption = 1,
	.mesh = 1,
	.keyword = 1,
};

#define POSITION_GAP  100
#define POSITION_NONE UINT32_MAX

struct posting {
	uint32_t term; /* index into struct postings.terms */
	uint32_t position;
};

struct gathered_term {
	struct slice text;
	uint64_t hash;
	uint32_t wdf;
	uint32_t positions; /* how many */
	uint32_t last;	    /* greatest position so far */
	bool unordered;
};

struct postings {
	struct arena *arena;
	struct posting *items;
	size_t count, room;
	struct gathered_term *terms;
	size_t terms_count, terms_room;
	uint32_t *table; /* index + 1 into terms, 0 = free */
	size_t table_size; /* power of two, more than twice terms_count */
};

/* ---- gathering -------------------------------------------------------- */

static void postings_init(struct postings *all, size_t expected,
	struct arena *arena)
{
	*all = (struct postings){.arena = arena};
	all->room = expected + 64;
	all->items = arena_alloc(arena, all->room * sizeof(*all->items));
	all->terms_room = expected / 2 + 64;
	all->terms = arena_alloc(arena, all->terms_room * sizeof(*all->terms));
	all->table_size = 256;
	while (all->table_size < 2 * all->terms_room)
		all->table_size *= 2;
	all->table = arena_array(arena, uint32_t, all->table_size);
}

static void table_put(struct postings *all, uint32_t index)
{
	size_t at = all->terms[index].hash & (all->table_size - 1);

	while (all->table[at])
		at = (at + 1) & (all->table_size - 1);
	all->table[at] = index + 1;
}

static void terms_grow(struct postings *all)
{
	all->terms = arena_grow(all->arena, all->terms, all->terms_count,
		2 * all->terms_room, sizeof(*all->terms));
	all->terms_room *= 2;
	if (all->table_size >= 2 * all->terms_room)
		return;
	while (all->table_size < 2 * all->terms_room)
		all->table_size *= 2;
	all->table = arena_array(all->arena, uint32_t, all->table_size);
	for (uint32_t i = 0; i < all->terms_count; i++)
		table_put(all, i);
}

/* The term's entry; made when it is new, its text then copied to the arena with
 * the prefix in front. */
static struct gathered_term *find_term(struct postings *all,
	struct slice prefix, struct slice value)
{
	uint64_t hash = hash_add(hash_bytes(prefix.data, prefix.length),
		value.data, value.length);
	size_t at = hash & (all->table_size - 1);

	for (; all->table[at]; at = (at + 1) & (all->table_size - 1)) {
		struct gathered_term *term = &all->terms[all->table[at] - 1];

		if (term->hash == hash &&
			term->text.length == prefix.length + value.length &&
			memcmp(term->text.data + prefix.length, value.data,
				value.length) == 0 &&
			(prefix.length == 0 ||
				memcmp(term->text.data, prefix.data,
					prefix.length) == 0))
			return term;
	}
	if (all->terms_count == all->terms_room)
		terms_grow(all);
	struct gathered_term *term = &all->terms[all->terms_count];

	*term = (struct gathered_term){.text = value, .hash = hash};
	if (prefix.length > 0)
		term->text = schema_term(prefix.data, value, all->arena);
	table_put(all, (uint32_t)all->terms_count++);
	return term;
}

static void add_posting(struct postings *all, struct slice prefix,
	struct slice value, uint32_t wdf, uint32_t position)
{
	if (value.length == 0 || prefix.length + value.length > XC_TERM_MAX)
		return;
	struct gathered_term *term = find_term(all, prefix, value);

	term->wdf += wdf;
	if (position == POSITION_NONE)
		return;
	if (term->positions > 0 && position <= term->last)
		term->unordered = true;
	term->last = position;
	term->positions++;
	if (all->count == all->room) {
		all->items = arena_grow(all->arena, all->items, all->count,
			2 * all->room, sizeof(*all->items));
		all->room *= 2;
	}
	all->items[all->count++] =
		(struct posting){(uint32_t)(term - all->terms), position};
}

/* A value without position: an identifier, a year, an author. */
static void add_fact(struct postings *all, const char *prefix,
	struct slice value)
{
	add_posting(all, slice_of(prefix),
		schema_fold(value, all->arena), 0, POSITION_NONE);
}

static void add_tokens(struct postings *all, const struct tokens *tokens,
	uint32_t wdf, uint32_t base, bool title)
{
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		uint32_t position = base + token->position;

		if (token->flags & TOKEN_PART)
			continue;
		add_posting(all, SLICE_EMPTY, token->term, wdf, position);
		if (title)
			add_posting(all, SLICE(PREFIX_TITLE), token->term, 0,
				position);
		if (token->kind != TOKEN_ACRONYM)
			continue;
		struct slice acronym =
			schema_acronym(tokens, token, all->arena);

		add_posting(all, SLICE_EMPTY, acronym, wdf, position);
	}
}

#define ANCESTORS_MAX 256

/* Broader concepts, each once, however many ways lead there. */
static void add_ancestors(struct postings *all,
	const struct thesaurus *thesaurus, uint32_t concept, uint32_t wdf)
{
	uint32_t found[ANCESTORS_MAX];
	size_t count = 1;

	found[0] = concept;
	for (size_t next = 0; next < count; next++) {
		uint32_t parents =
			concept_parent_count(thesaurus, found[next]);

		for (uint32_t n = 0; n < parents; n++) {
			uint32_t parent =
				concept_parent_at(thesaurus, found[next], n);
			size_t seen = 0;

			while (seen < count && found[seen] != parent)
				seen++;
			if (seen < count || count == ANCESTORS_MAX)
				continue;
			found[count++] = parent;
			add_posting(all, SLICE(PREFIX_ANCESTOR),
				concept_slug(thesaurus, parent), wdf,
				POSITION_NONE);
		}
	}
}

static void add_concepts(struct postings *all,
	const struct thesaurus *thesaurus, const struct concept_hits *hits,
	uint32_t wdf, uint32_t base)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct concept_hit *hit = &hits->items[i];
		struct slice slug = concept_slug(thesaurus, hit->concept);

		add_posting(all, SLICE(PREFIX_CONCEPT), slug, wdf,
			base + hit->first_position);
		if (hit->last_position != hit->first_position)
			add_posting(all, SLICE(PREFIX_CONCEPT), slug, 0,
				base + hit->last_position);
		add_ancestors(all, thesaurus, hit->concept, wdf);
	}
}

/* Returns where the next text starts. */
static uint32_t add_text(struct postings *all,
	const struct thesaurus *thesaurus, const struct analysed *text,
	uint32_t wdf, uint32_t base, bool title)
{
	add_tokens(all, &text->tokens, wdf, base, title);
	add_concepts(all, thesaurus, &text->concepts, wdf, base);
	return base + text->tokens.positions + POSITION_GAP;
}

static uint32_t section_weight(const struct section *section)
{
	switch (section->kind) {
	case SECTION_ABSTRACT:
		return index_field_weights.abstract;
	case SECTION_CAPTION:
		return index_field_weights.caption;
	default:
		return index_field_weights.body;
	}
}

static void add_texts(struct postings *all, const struct document *document,
	const struct analysed_document *analysed,
	const struct thesaurus *thesaurus)
{
	const struct analysed *text = analysed->items;
	uint32_t base = add_text(all, thesaurus, text++,
		index_field_weights.title, 1, true);

	for (size_t i = 0; i < document->sections_count; i++)
		base = add_text(all, thesaurus, text++,
			section_weight(&document->sections[i]), base, false);
	for (size_t i = 0; i < document->mesh_count; i++, text++) {
		/* One heading stands once for each of its qualifiers. */
		if (i > 0 && slice_equal(document->mesh[i].name,
				     document->mesh[i - 1].name))
			continue;
		base = add_text(all, thesaurus, text,
			index_field_weights.mesh, base, false);
	}
	for (size_t i = 0; i < document->keywords.count; i++)
		base = add_text(all, thesaurus, text++,
			index_field_weights.keyword, base, false);
}

static void add_identifiers(struct postings *all,
	const struct document *document)
{
	const struct {
		const char *scheme;
		struct slice value;
	} single[] = {{"pmid", document->pmid}, {"pmc", document->pmcid},
		{"doi", document->doi}};

	for (size_t i = 0; i < sizeof(single) / sizeof(*single); i++)
		if (single[i].value.length > 0)
			add_fact(all, PREFIX_IDENTIFIER,
				arena_printf(all->arena, "%s:%.*s",
					single[i].scheme,
					SLICE_PRINT(single[i].value)));
	for (size_t i = 0; i < document->nct.count; i++)
		add_fact(all, PREFIX_IDENTIFIER,
			arena_printf(all->arena, "nct:%.*s",
				SLICE_PRINT(document->nct.items[i])));
}

static void add_authors(struct postings *all, const struct slices *authors)
{
	for (size_t i = 0; i < authors->count; i++) {
		struct slice name = authors->items[i];
		const char *blank = memchr(name.data ? name.data : "", ' ',
			name.length);

		add_fact(all, PREFIX_AUTHOR, name);
		/* "Uy N": the family name stands before the last blank. */
		for (size_t n = name.length; blank && n > 0; n--)
			if (name.data[n - 1] == ' ') {
				name.length = n - 1;
				add_fact(all, PREFIX_AUTHOR, name);
				break;
			}
	}
}

static void add_mesh(struct postings *all, const struct mesh_heading *heading)
{
	add_fact(all, PREFIX_MESH, heading->name);
	add_fact(all, PREFIX_MESH, heading->ui);
	if (heading->qualifier.length > 0)
		add_fact(all, PREFIX_MESH,
			arena_printf(all->arena, "%.*s/%.*s",
				SLICE_PRINT(heading->name),
				SLICE_PRINT(heading->qualifier)));
	if (heading->major)
		add_fact(all, PREFIX_MAJOR, heading->name);
}

static void add_facts(struct postings *all, const struct document *document)
{
	add_identifiers(all, document);
	add_authors(all, &document->authors);
	add_fact(all, PREFIX_JOURNAL, document->journal);
	add_fact(all, PREFIX_JOURNAL, document->journal_short);
	add_fact(all, PREFIX_LANGUAGE, document->language);
	for (size_t i = 0; i < document->mesh_count; i++)
		add_mesh(all, &document->mesh[i]);
	for (size_t i = 0; i < document->keywords.count; i++)
		add_fact(all, PREFIX_KEYWORD, document->keywords.items[i]);
	for (size_t i = 0; i < document->types.count; i++)
		add_fact(all, PREFIX_TYPE, document->types.items[i]);
	if (document_year(document) > 0)
		add_fact(all, PREFIX_YEAR,
			(struct slice){document->date.data, 4});
}

/* ---- grouping --------------------------------------------------------- */

static int compare_positions(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* Ascending and each once: a compound may start where its first atom does. */
static size_t sort_positions(uint32_t *positions, size_t count)
{
	size_t kept = 0;

	qsort(positions, count, sizeof(*positions), compare_positions);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || positions[kept - 1] != positions[i])
			positions[kept++] = positions[i];
	return kept;
}

static struct xc_term *group_terms(struct postings *all)
{
	uint32_t *positions =
		arena_alloc(all->arena, (all->count + 1) * sizeof(*positions));
	struct xc_term *terms =
		arena_array(all->arena, struct xc_term, all->terms_count + 1);
	uint32_t **next =
		arena_array(all->arena, uint32_t *, all->terms_count + 1);

	for (size_t i = 0; i < all->terms_count; i++) {
		terms[i] = (struct xc_term){.data = all->terms[i].text.data,
			.length = all->terms[i].text.length,
			.wdf = all->terms[i].wdf,
			.positions = positions,
			.positions_count = all->terms[i].positions};
		next[i] = positions;
		positions += all->terms[i].positions;
	}
	for (size_t i = 0; i < all->count; i++)
		*next[all->items[i].term]++ = all->items[i].position;
	for (size_t i = 0; i < all->terms_count; i++)
		if (all->terms[i].unordered)
			terms[i].positions_count = sort_positions(
				next[i] - all->terms[i].positions,
				all->terms[i].positions);
	return terms;
}

/* ---- the document ----------------------------------------------------- */

struct slice schema_term(const char *prefix, struct slice value,
	struct arena *arena)
{
	size_t before = strlen(prefix);

	if (before + value.length > XC_TERM_MAX) {
		value.length = XC_TERM_MAX - before;
		while (value.length > 0 &&
			((unsigned char)value.data[value.length] & 0xc0) == 0x80)
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

	values[0] = (struct xc_value){SLOT_ID, document->id.data,
		document->id.length};
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
	struct postings all;
	size_t expected = 0;

	for (size_t i = 0; i < analysed->count; i++)
		expected += analysed->items[i].tokens.count;
	postings_init(&all, expected, arena);
	add_texts(&all, document, analysed, thesaurus);
	add_facts(&all, document);
	entry.terms = group_terms(&all);
	entry.terms_count = all.terms_count;
	put_values(&entry, document, arena);

	record_encode(document, &record);
	struct slice stored = arena_copy(arena, record.data, record.length);

	buffer_clear(&record);
	entry.data = stored.data;
	entry.data_length = stored.length;
	return entry;
}
