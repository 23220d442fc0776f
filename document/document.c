/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of a document and its identity.  Identifiers arrive in many spellings
 * ("https://doi.org/10.1002/CNCR.28136", "PMID: 23633004"); they leave in one,
 * so that the same paper from two sources has the same name.
 */
#include "config.h"

#include "document/document.h"

#include <ctype.h>
#include <string.h>

#include "base/hash.h"

void slices_add(struct slices *list, struct slice item, struct arena *arena)
{
	/* Room is a power of two from 4 on, so the count tells when it ends. */
	size_t count = list->count;

	if (count == 0 || (count >= 4 && (count & (count - 1)) == 0))
		list->items = arena_grow(arena, list->items, count,
			count ? 2 * count : 4, sizeof(*list->items));
	list->items[list->count++] = item;
}

struct section *document_add_section(struct document *document,
	enum section_kind kind, struct slice title, struct slice text,
	struct arena *arena)
{
	size_t count = document->sections_count;

	if (count == 0 || (count >= 4 && (count & (count - 1)) == 0))
		document->sections = arena_grow(arena, document->sections,
			count, count ? 2 * count : 4,
			sizeof(*document->sections));
	struct section *section = &document->sections[count];

	*section = (struct section){.kind = (uint8_t)kind,
		.title = title,
		.text = text};
	document->sections_count++;
	return section;
}

struct mesh_heading *document_add_mesh(struct document *document,
	struct arena *arena)
{
	size_t count = document->mesh_count;

	if (count == 0 || (count >= 4 && (count & (count - 1)) == 0))
		document->mesh = arena_grow(arena, document->mesh, count,
			count ? 2 * count : 4, sizeof(*document->mesh));
	struct mesh_heading *heading = &document->mesh[count];

	*heading = (struct mesh_heading){0};
	document->mesh_count++;
	return heading;
}

/* ---- identifiers ------------------------------------------------------ */

static struct slice skip_prefix(struct slice text, const char *prefix)
{
	struct slice rest = text;
	size_t length = strlen(prefix);

	if (length == 0 || text.length < length ||
		!slice_equal_fold((struct slice){text.data, length},
			slice_of(prefix)))
		return text;
	rest.data += length;
	rest.length -= length;
	return slice_trim(rest);
}

static size_t count_digits(struct slice text)
{
	size_t digits = 0;

	while (digits < text.length &&
		isdigit((unsigned char)text.data[digits]))
		digits++;
	return digits;
}

/* Digits after any of the usual labels, or nothing. */
static struct slice number_of(struct slice text, const char *label,
	const char *scheme)
{
	text = skip_prefix(slice_trim(text), scheme);
	text = skip_prefix(text, label);
	text = skip_prefix(text, ":");
	if (text.length == 0 || count_digits(text) != text.length)
		return SLICE_EMPTY;
	while (text.length > 1 && text.data[0] == '0') {
		text.data++;
		text.length--;
	}
	return text;
}

static struct slice pmcid_of(struct slice text, struct arena *arena)
{
	struct slice digits;

	text = skip_prefix(slice_trim(text), "PMCID");
	text = skip_prefix(text, ":");
	digits = number_of(text, "PMC", "");
	/* A version ("PMC123.1") is no part of the name. */
	if (digits.length == 0) {
		text = skip_prefix(text, "PMC");
		digits = (struct slice){text.data, count_digits(text)};
		if (digits.length == 0 || digits.length == text.length ||
			text.data[digits.length] != '.')
			return SLICE_EMPTY;
	}
	return arena_printf(arena, "PMC%.*s", SLICE_PRINT(digits));
}

static struct slice lower(struct slice text, struct arena *arena)
{
	char *copy = arena_string(arena, text.data, text.length);

	for (size_t i = 0; i < text.length; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return (struct slice){copy, text.length};
}

static struct slice doi_of(struct slice text, struct arena *arena)
{
	static const char *const prefixes[] = {"https://", "http://", "dx.",
		"www.", "doi.org/", "doi:", "doi"};

	text = slice_trim(text);
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		text = skip_prefix(text, prefixes[i]);
	while (text.length > 0 && strchr(".,;", text.data[text.length - 1]))
		text.length--;
	if (!slice_starts(text, "10.") || !memchr(text.data, '/', text.length))
		return SLICE_EMPTY;
	return lower(text, arena);
}

static struct slice nct_of(struct slice text, struct arena *arena)
{
	text = slice_trim(text);
	struct slice digits = skip_prefix(text, "NCT");

	if (digits.length != 8 || digits.length == text.length ||
		count_digits(digits) != 8)
		return SLICE_EMPTY;
	return arena_printf(arena, "NCT%.*s", SLICE_PRINT(digits));
}

static void keep_known_trials(struct document *document, struct arena *arena)
{
	struct slices kept = {0};

	for (size_t i = 0; i < document->nct.count; i++) {
		struct slice nct = nct_of(document->nct.items[i], arena);
		size_t seen = 0;

		while (seen < kept.count &&
			!slice_equal(kept.items[seen], nct))
			seen++;
		if (nct.length > 0 && seen == kept.count)
			slices_add(&kept, nct, arena);
	}
	document->nct = kept;
}

/* ASCII case and the amount of white space do not make another paper. */
static uint64_t hash_folded(uint64_t hash, struct slice text)
{
	int blank = 0;

	text = slice_trim(text);
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (isspace(c)) {
			blank = 1;
			continue;
		}
		if (blank)
			hash = hash_add(hash, " ", 1);
		blank = 0;
		c = (unsigned char)tolower(c);
		hash = hash_add(hash, &c, 1);
	}
	return hash_add(hash, "\n", 1);
}

static struct slice key_of(const struct document *document,
	struct arena *arena)
{
	struct slice year = document->date;
	struct slice author = SLICE_EMPTY;

	if (year.length > 4)
		year.length = 4;
	if (document->authors.count > 0)
		author = document->authors.items[0];
	uint64_t hash = hash_folded(HASH_START, document->title);

	hash = hash_folded(hash, year);
	hash = hash_folded(hash, author);
	return arena_printf(arena, "KEY:%016llx", (unsigned long long)hash);
}

#define ID_MAX 200 /* bytes: leaves room for the key's prefix in a term */

int document_identify(struct document *document, struct arena *arena,
	struct error *err)
{
	document->own = slice_trim(document->own);
	document->pmid = number_of(document->pmid, "PMID", "");
	document->pmcid = pmcid_of(document->pmcid, arena);
	document->doi = doi_of(document->doi, arena);
	keep_known_trials(document, arena);

	if (document->own.length > 0)
		document->id = document->own;
	else if (document->pmid.length > 0)
		document->id = arena_printf(arena, "PMID:%.*s",
			SLICE_PRINT(document->pmid));
	else if (document->doi.length > 0)
		document->id = arena_printf(arena, "DOI:%.*s",
			SLICE_PRINT(document->doi));
	else if (document->pmcid.length > 0)
		document->id = arena_printf(arena, "PMC:%.*s",
			SLICE_PRINT(document->pmcid));
	else if (slice_trim(document->title).length > 0)
		document->id = key_of(document, arena);
	else
		return error_set(err, ERROR_FORMAT,
			"no identifier and no title to know the paper by");
	if (document->id.length > ID_MAX)
		return error_set(err, ERROR_LIMIT,
			"the paper's id is longer than %d bytes: %.40s...",
			ID_MAX, document->id.data);
	return 0;
}

unsigned section_page(const struct section *section, size_t offset)
{
	unsigned page = 0;

	for (size_t i = 0; i < section->pages_count &&
		section->pages[i].offset <= offset;
		i++)
		page = section->pages[i].page;
	return page;
}

unsigned document_year(const struct document *document)
{
	unsigned year = 0;

	if (document->date.length < 4)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)document->date.data[i];

		if (!isdigit(c))
			return 0;
		year = year * 10 + (c - '0');
	}
	return year;
}

const char *section_kind_name(unsigned kind)
{
	static const char *const names[] = {"abstract", "body", "caption"};

	return kind < sizeof(names) / sizeof(*names) ? names[kind] : "body";
}
