/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What gather, merge, settle, tree and list share. */
#ifndef MEDLIT_THESAURUS_FACTS_H
#define MEDLIT_THESAURUS_FACTS_H

#include "indexer/thesaurus/gather.h"
#include "indexer/thesaurus/map.h"

struct fact {
	uint32_t concept;
	uint32_t at; /* of its value, in values */
	uint16_t length;
	uint16_t rank;
	uint8_t kind, letter_case;
	uint8_t language, source; /* numbers of words */
	uint8_t drop;
	bool inverted;
	bool contested; /* another concept has as good a claim to it */
};

struct concept_entry {
	uint32_t id_at;
	uint16_t id_length, prefix; /* prefix: number of a word */
	uint32_t file;
	uint32_t same; /* the concept this one is: itself, or of another file */
	uint32_t slug_at;
	uint16_t slug_length;
	bool named; /* has a preferred name left */
	bool has_kind;
};

struct edge {
	uint32_t child, parent; /* concepts */
	uint32_t fact;          /* that says so */
};

struct gather {
	struct text_analyser *analyser;
	struct arena scratch;
	struct buffer values;
	struct fact *facts;
	uint32_t facts_count, facts_room;
	struct concept_entry *concepts;
	uint32_t concepts_count, concepts_room;
	struct map ids;   /* -> concept */
	struct map words; /* languages, sources, prefixes -> number */
	uint32_t file;
	uint16_t prefix;
	uint8_t source;
	bool full;
	bool keeps_spellings;

	/* Of gather_list(). */
	/* Facts: those of earlier files first, among them what weighs more,
	 * then by id and value. */
	uint32_t *order;
	struct map owners;      /* keys of forms -> fact */
	struct map identifiers; /* -> concept */
	struct edge *edges;
	uint32_t edges_count;
	struct buffer *dropped;
	struct gather_counts counts;
};

static inline struct slice fact_value(
	const struct gather *gather, const struct fact *fact)
{
	return (struct slice){gather->values.data + fact->at, fact->length};
}

static inline struct slice concept_id(
	const struct gather *gather, uint32_t concept)
{
	const struct concept_entry *entry = &gather->concepts[concept];

	return (struct slice){
		gather->values.data + entry->id_at, entry->id_length};
}

static inline struct slice word_at(const struct gather *gather, uint32_t number)
{
	const struct map_item *item = &gather->words.items[number];

	return (struct slice){
		gather->words.words.data + item->at, item->length};
}

/* `other`: the concept that has it, or MAP_NONE. */
void gather_drop(struct gather *gather, struct fact *fact, enum drop reason,
	uint32_t other);

/* Which concepts are one, and which form belongs to which. */
void gather_settle(struct gather *gather);
/*
 * Of one file's facts, [from, to) in gather->order: which concepts are those of
 * earlier files, by identifier or because the preferred name is a name of
 * theirs.
 */
void gather_merge(struct gather *gather, uint32_t from, uint32_t to);
/* Parents and places in trees to edges. */
void gather_tree(struct gather *gather);
/* "Leukemia, Acute, B-Cell" to "B-Cell Acute Leukemia"; empty when the commas
 * are no sign of inversion. */
struct slice uninverted(struct slice name, struct arena *arena);

/* What a form is compared by: its atoms as they are folded, and as typed. */
struct form_key {
	struct slice folded, typed;
	enum drop drop; /* why it is no form */
	bool exact;     /* it matches in these capitals only */
	bool is_short;  /* one word that may well mean several things */
};
/* In gather->scratch. */
struct form_key form_key(struct gather *gather, const struct fact *fact);
/* The form that is the same in a text, or MAP_NONE. */
uint32_t owner_find(struct gather *gather, const struct form_key *key);
void owner_add(
	struct gather *gather, const struct form_key *key, uint32_t fact);

#endif
