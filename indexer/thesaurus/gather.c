/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts as the files state them. */
#include "config.h"

#include "indexer/thesaurus/facts.h"

#include <stdlib.h>

#include "base/memory.h"

const char *const fact_names[FACT_KINDS] = {
	[FACT_PREFERRED] = "preferred",
	[FACT_KIND] = "kind",
	[FACT_EXACT] = "exact",
	[FACT_NARROWER] = "narrower",
	[FACT_BROADER] = "broader",
	[FACT_RELATED] = "related",
	[FACT_SENSE] = "sense",
	[FACT_PARENT] = "parent",
	[FACT_IDENTIFIER] = "identifier",
	[FACT_TREE] = "",
};

const char *const case_names[3] = {
	[CASE_AUTO] = "auto",
	[CASE_EXACT] = "exact",
	[CASE_FOLD] = "fold",
};

const char *const drop_names[DROP_REASONS] = {
	[DROP_NOT] = "",
	[DROP_EMPTY] = "neither letter nor digit",
	[DROP_SHORT] = "one character",
	[DROP_NUMBER] = "no letter",
	[DROP_STOP_WORD] = "stop words only",
	[DROP_LONG] = "too long",
	[DROP_SAME] = "said twice",
	[DROP_INVERTED] = "inverted, kept the right way round",
	[DROP_AMBIGUOUS] = "form of another concept",
	[DROP_NAMELESS] = "concept without a name of its own",
	[DROP_UNKNOWN] = "parent not in the list",
	[DROP_CYCLE] = "parent in a cycle",
	[DROP_NO_COLON] = "identifier not like MESH:D015470",
};

static int index_of(const char *const *names, int count, struct slice name)
{
	for (int i = 0; i < count; i++)
		if (slice_is(name, names[i]))
			return i;
	return -1;
}

int fact_named(struct slice name)
{
	return index_of(fact_names, FACT_TREE, name);
}

int case_named(struct slice name)
{
	return index_of(case_names, 3, name);
}

struct gather *gather_new(struct text_analyser *analyser)
{
	struct gather *gather = memory_new(sizeof(*gather));

	gather->analyser = analyser;
	arena_init(&gather->scratch);
	return gather;
}

void gather_keep_spellings(struct gather *gather)
{
	gather->keeps_spellings = true;
}

void gather_free(struct gather *gather)
{
	if (!gather)
		return;
	arena_clear(&gather->scratch);
	buffer_clear(&gather->values);
	free(gather->facts);
	free(gather->concepts);
	map_clear(&gather->ids);
	map_clear(&gather->words);
	free(gather->order);
	map_clear(&gather->owners);
	map_clear(&gather->identifiers);
	free(gather->edges);
	free(gather);
}

/* ---- values ----------------------------------------------------------- */

/* One blank for each run of white space and control characters, none at the
 * ends: no value may hold a tab or the end of a line. */
static struct slice tidy(struct slice text, struct arena *arena)
{
	char *to = arena_alloc(arena, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c > ' ' && c != 0x7f)
			to[length++] = (char)c;
		else if (length > 0 && to[length - 1] != ' ')
			to[length++] = ' ';
	}
	if (length > 0 && to[length - 1] == ' ')
		length--;
	return (struct slice){to, length};
}

/* The number of a short word; of more than `most` words, of none. */
static uint32_t word_number(
	struct gather *gather, struct slice word, uint32_t most)
{
	struct slice tidied = tidy(word, &gather->scratch);
	uint32_t number = map_find(&gather->words, tidied);

	if (number != MAP_NONE && number < most)
		return number;
	if (tidied.length > 64 || gather->words.count >= most)
		return map_add(&gather->words, SLICE_EMPTY, 0);
	return map_add(&gather->words, tidied, gather->words.count);
}

void gather_source(struct gather *gather, struct slice source)
{
	word_number(gather, SLICE_EMPTY, 1);
	gather->source = (uint8_t)word_number(gather, source, 255);
}

void gather_file(
	struct gather *gather, struct slice prefix, struct slice source)
{
	gather->file++;
	gather_source(gather, source);
	gather->prefix = (uint16_t)word_number(gather, prefix, 255);
}

uint32_t gather_find(const struct gather *gather, struct slice id)
{
	return map_find(&gather->ids, id);
}

uint32_t gather_concept(struct gather *gather, struct slice id)
{
	struct slice tidied = tidy(id, &gather->scratch);
	uint32_t number = map_find(&gather->ids, tidied);

	if (number != MAP_NONE)
		return number;
	if (tidied.length == 0 || tidied.length > GATHER_VALUE_MAX)
		return MAP_NONE;
	if (gather->concepts_count == gather->concepts_room) {
		gather->concepts_room = gather->concepts_room * 2 + 64;
		gather->concepts = memory_resize(gather->concepts,
			gather->concepts_room, sizeof(*gather->concepts));
	}
	number = gather->concepts_count++;
	gather->concepts[number] =
		(struct concept_entry){.id_at = (uint32_t)gather->values.length,
			.id_length = (uint16_t)tidied.length,
			.prefix = gather->prefix,
			.file = gather->file,
			.same = number};
	buffer_add_slice(&gather->values, tidied);
	return map_add(&gather->ids, tidied, number);
}

static void add_fact(
	struct gather *gather, struct fact fact, struct slice value)
{
	gather->counts.read++;
	if (value.length > GATHER_VALUE_MAX) {
		value.length = 0;
		fact.drop = DROP_LONG;
	}
	if (gather->values.length + value.length > GATHER_BYTES_MAX) {
		gather->full = true;
		return;
	}
	if (gather->facts_count == gather->facts_room) {
		gather->facts_room = gather->facts_room / 2 * 3 + 64;
		gather->facts = memory_resize(gather->facts, gather->facts_room,
			sizeof(*gather->facts));
	}
	fact.at = (uint32_t)gather->values.length;
	fact.length = (uint16_t)value.length;
	fact.source = gather->source;
	buffer_add_slice(&gather->values, value);
	gather->facts[gather->facts_count++] = fact;
}

void gather_name(
	struct gather *gather, uint32_t concept, const struct name *name)
{
	struct fact fact = {.concept = concept,
		.rank = name->rank,
		.kind = name->kind,
		.letter_case = name->letter_case};

	if (concept != MAP_NONE) {
		struct slice text = tidy(name->text, &gather->scratch);
		struct slice turned =
			name->inverted ? uninverted(text, &gather->scratch)
				       : SLICE_EMPTY;

		fact.language =
			(uint8_t)word_number(gather, name->language, 255);
		fact.inverted = turned.length > 0;
		add_fact(gather, fact, text);
		if (turned.length > 0) {
			fact.inverted = false;
			if (fact.kind == FACT_PREFERRED)
				fact.kind = FACT_EXACT;
			add_fact(gather, fact, turned);
		}
	}
	arena_reset(&gather->scratch);
}

void gather_fact(struct gather *gather, uint32_t concept, enum fact_kind kind,
	struct slice value)
{
	struct slice tidied = tidy(value, &gather->scratch);

	if (concept != MAP_NONE && tidied.length > 0)
		add_fact(gather,
			(struct fact){
				.concept = concept, .kind = (uint8_t)kind},
			tidied);
	arena_reset(&gather->scratch);
}

void gather_parent(struct gather *gather, uint32_t concept, uint32_t parent)
{
	gather_fact(gather, concept, FACT_PARENT, concept_id(gather, parent));
}

bool gather_is_empty(const struct gather *gather)
{
	return gather->concepts_count == 0;
}

int gather_check(const struct gather *gather, struct error *err)
{
	if (!gather->full && gather->values.length <= GATHER_BYTES_MAX)
		return 0;
	return error_set(err, ERROR_LIMIT,
		"the names come to more than %zu MiB: take a part of the list",
		GATHER_BYTES_MAX >> 20);
}

void gather_drop(struct gather *gather, struct fact *fact, enum drop reason,
	uint32_t other)
{
	fact->drop = (uint8_t)reason;
	gather->counts.dropped[reason]++;
	if (!gather->dropped)
		return;
	buffer_printf(gather->dropped, "%s\t%.*s\t%.*s\t%.*s\n",
		drop_names[reason],
		SLICE_PRINT(concept_id(gather, fact->concept)),
		SLICE_PRINT(fact_value(gather, fact)),
		SLICE_PRINT(other == MAP_NONE ? SLICE("-")
					      : concept_id(gather, other)));
}
