/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is left of the facts to the lines of a thesaurus.
 *
 * The slug of a concept is made of its id alone, so it is the same whatever
 * else is in the file: prefix and id in lower case, everything else a hyphen.
 * What two ids would share, or what is cut, gets a hash of the id.
 */
#include "config.h"

#include "indexer/thesaurus/facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"

#define SLUG_MAX    64
#define HASH_DIGITS 9 /* with its hyphen */

static bool is_slug_character(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
}

/* Of an address the last part names the concept. */
static struct slice spoken_part(struct slice id)
{
	size_t at = id.length;

	if (!id.length || !memmem(id.data, id.length, "://", 3))
		return id;
	while (at > 0 && id.data[at - 1] != '/' && id.data[at - 1] != '#')
		at--;
	return at == id.length ? id
			       : (struct slice){id.data + at, id.length - at};
}

/* Prefix and id as far as they go; true when nothing but case, white space and
 * length within the limit was lost. */
static bool spell_slug(
	struct slice prefix, struct slice id, char *slug, size_t *length)
{
	struct slice parts[2] = {prefix, spoken_part(id)};
	bool whole = true;
	size_t at = 0;

	for (int part = 0; part < 2; part++)
		for (size_t i = 0; i < parts[part].length; i++) {
			unsigned char c = (unsigned char)parts[part].data[i];

			if (c >= 'A' && c <= 'Z')
				c = (unsigned char)(c - 'A' + 'a');
			if (!is_slug_character(c)) {
				whole &= c == ' ' || c == '-' || c == ':';
				c = '-';
			}
			if (at == 0 && (c == '-' || c == '.'))
				whole = false;
			else if (at < SLUG_MAX)
				slug[at++] = (char)c;
			else
				whole = false;
		}
	*length = at;
	return whole && at > 0;
}

static void set_slug(struct gather *gather, uint32_t concept, bool hashed)
{
	struct concept_entry *entry = &gather->concepts[concept];
	struct slice id = concept_id(gather, concept);
	char slug[SLUG_MAX + HASH_DIGITS + 1];
	size_t length;

	if (!spell_slug(word_at(gather, entry->prefix), id, slug, &length) ||
		hashed) {
		if (length > SLUG_MAX - HASH_DIGITS)
			length = SLUG_MAX - HASH_DIGITS;
		length += (size_t)snprintf(slug + length, sizeof(slug) - length,
			length ? "-%08" PRIx32 : "x%08" PRIx32,
			(uint32_t)hash_bytes(id.data, id.length));
	}
	entry->slug_at = (uint32_t)gather->values.length;
	entry->slug_length = (uint16_t)length;
	buffer_add(&gather->values, slug, length);
}

static struct slice slug_of(const struct gather *gather, uint32_t concept)
{
	const struct concept_entry *entry =
		&gather->concepts[gather->concepts[concept].same];

	return (struct slice){
		gather->values.data + entry->slug_at, entry->slug_length};
}

static bool is_listed(const struct gather *gather, uint32_t concept)
{
	return gather->concepts[concept].same == concept &&
	       gather->concepts[concept].named;
}

static int set_slugs(struct gather *gather, struct error *err)
{
	struct map seen = {0}, hashed = {0};
	int result = 0;

	for (uint32_t i = 0; i < gather->concepts_count; i++) {
		if (!is_listed(gather, i))
			continue;
		set_slug(gather, i, false);
		uint32_t other = map_add(&seen, slug_of(gather, i), i);

		if (other == i)
			continue;
		map_add(&hashed, concept_id(gather, i), i);
		map_add(&hashed, concept_id(gather, other), other);
	}
	for (uint32_t i = 0; i < hashed.count && result == 0; i++) {
		uint32_t concept = hashed.items[i].value;

		set_slug(gather, concept, true);
		if (map_add(&seen, slug_of(gather, concept), concept) !=
			concept)
			result = error_set(err, ERROR_FORMAT,
				"the ids of two concepts cannot be told apart "
				"as slugs: rename \"%.*s\"",
				SLICE_PRINT(concept_id(gather, concept)));
	}
	map_clear(&seen);
	map_clear(&hashed);
	return result;
}

/* ---- lines ------------------------------------------------------------ */

struct line {
	struct slice slug, value;
	const struct fact *fact;
	uint8_t kind;
};

static int compare_lines(const void *left, const void *right)
{
	const struct line *a = left, *b = right;
	int order = slice_compare(a->slug, b->slug);

	if (order == 0)
		order = (int)a->kind - (int)b->kind;
	if (order == 0)
		order = slice_compare(a->value, b->value);
	if (order == 0) /* the same said by two sources */
		order = (a->fact > b->fact) - (a->fact < b->fact);
	return order;
}

static uint32_t collect_lines(const struct gather *gather, struct line *lines)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < gather->facts_count; i++) {
		const struct fact *fact = &gather->facts[i];

		if (!fact->drop && fact->kind != FACT_PARENT &&
			fact->kind != FACT_TREE)
			lines[count++] = (struct line){
				slug_of(gather, fact->concept),
				fact_value(gather, fact), fact, fact->kind};
	}
	for (uint32_t i = 0; i < gather->edges_count; i++) {
		const struct edge *edge = &gather->edges[i];

		if (!gather->facts[edge->fact].drop)
			lines[count++] = (struct line){
				slug_of(gather, edge->child),
				slug_of(gather, edge->parent),
				&gather->facts[edge->fact], FACT_PARENT};
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	return count;
}

static struct slice or_dash(struct slice text)
{
	return text.length ? text : SLICE("-");
}

static void write_line(const struct gather *gather, const struct line *line,
	struct buffer *out)
{
	bool form = fact_is_name(line->kind);

	buffer_add_slice(out, line->slug);
	buffer_printf(out, "\t%s\t", fact_names[line->kind]);
	buffer_add_slice(out, line->value);
	buffer_printf(out, "\t%s\t",
		form ? case_names[line->fact->letter_case] : "-");
	buffer_add_slice(
		out, form ? or_dash(word_at(gather, line->fact->language))
			  : SLICE("-"));
	buffer_add_char(out, '\t');
	buffer_add_slice(out, or_dash(word_at(gather, line->fact->source)));
	buffer_add_char(out, '\n');
}

/* Two sources say the same. */
static bool is_repeated(const struct line *line, const struct line *before)
{
	return line->kind == before->kind &&
	       slice_equal(line->slug, before->slug) &&
	       slice_equal(line->value, before->value);
}

static void write_lines(struct gather *gather, struct buffer *out)
{
	struct line *lines = memory_resize(NULL,
		(size_t)gather->facts_count + gather->edges_count,
		sizeof(*lines));
	uint32_t count = collect_lines(gather, lines);

	for (uint32_t i = 0; i < count; i++) {
		if (i > 0 && is_repeated(&lines[i], &lines[i - 1]))
			continue;
		write_line(gather, &lines[i], out);
		gather->counts.concepts += lines[i].kind == FACT_PREFERRED;
		gather->counts.forms += fact_is_form(lines[i].kind);
	}
	free(lines);
}

int gather_list(struct gather *gather, struct slice version, struct buffer *out,
	struct buffer *dropped, struct gather_counts *counts, struct error *err)
{
	size_t start = out->length;

	gather->dropped = dropped;
	gather_settle(gather);
	gather_tree(gather);
	*counts = gather->counts;
	if (set_slugs(gather, err) != 0)
		return -1;
	buffer_printf(
		out, "#medlit-thesaurus\t1\t%.*s\n", SLICE_PRINT(version));
	write_lines(gather, out);
	*counts = gather->counts;
	if (counts->concepts == 0) {
		out->length = start;
		return error_set(
			err, ERROR_FORMAT, "no concept with a name is left");
	}
	if (out->length - start > GATHER_BYTES_MAX)
		return error_set(err, ERROR_LIMIT,
			"the list has more than %zu MiB: take a part of it",
			GATHER_BYTES_MAX >> 20);
	return 0;
}
