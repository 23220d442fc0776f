/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tells that two sources have one paper. */
#include "config.h"

#include "document/document.h"

#include <ctype.h>

#include "base/hash.h"

/* Letters and digits of a title that is of one paper; "Editorial" is not. */
#define TITLE_LEAST 20

enum kind {
	KIND_PMID,
	KIND_DOI,
	KIND_PMC,
	KIND_OWN,
	KIND_KEY,
};

static const struct {
	const char *id, *name;
} schemes[] = {
	[KIND_PMID] = {"PMID:", "pmid:"},
	[KIND_DOI] = {"DOI:", "doi:"},
	[KIND_PMC] = {"PMC:", "pmc:"},
};

static enum kind kind_of(struct slice id)
{
	for (unsigned i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(id, schemes[i].id))
			return (enum kind)i;
	return slice_starts(id, "KEY:") ? KIND_KEY : KIND_OWN;
}

bool document_id_before(struct slice a, struct slice b)
{
	enum kind kinds[] = {kind_of(a), kind_of(b)};

	if (kinds[0] != kinds[1])
		return kinds[0] < kinds[1];
	return slice_compare(a, b) < 0;
}

struct slice document_name_of_id(struct slice id, struct arena *arena)
{
	enum kind kind = kind_of(id);
	size_t length;

	if (kind >= KIND_OWN)
		return arena_printf(arena, "id:%.*s", SLICE_PRINT(id));
	length = strlen(schemes[kind].id);
	return arena_printf(arena, "%s%.*s", schemes[kind].name,
		(int)(id.length - length), id.data + length);
}

/* Adds letters and digits, without case; says how many there were. */
static uint64_t hash_letters(uint64_t hash, struct slice text, size_t *letters)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c < 0x80 && !isalnum(c))
			continue;
		c = (unsigned char)tolower(c);
		hash = hash_add(hash, &c, 1);
		++*letters;
	}
	return hash_add(hash, "\n", 1);
}

/* "van der Meulen" of "van der Meulen J". */
static struct slice family_name(struct slice author)
{
	for (size_t n = author.length; n > 1; n--)
		if (author.data[n - 1] == ' ')
			return (struct slice){author.data, n - 1};
	return author;
}

static struct slice key_of(const struct document *document, struct arena *arena)
{
	size_t title = 0, author = 0;
	uint64_t hash = hash_letters(HASH_START, document->title, &title);

	if (title < TITLE_LEAST || document_year(document) == 0 ||
		document->authors.count == 0)
		return SLICE_EMPTY;
	hash = hash_add(hash, document->date.data, 4);
	hash = hash_letters(
		hash, family_name(document->authors.items[0]), &author);
	return arena_printf(arena, "key:%016llx", (unsigned long long)hash);
}

struct slices document_names(
	const struct document *document, struct arena *arena)
{
	const struct {
		const char *scheme;
		struct slice value;
	} single[] = {{"pmid", document->pmid}, {"doi", document->doi},
		{"pmc", document->pmcid}};
	struct slice key = key_of(document, arena);
	struct slices names = {0};

	for (size_t i = 0; i < sizeof(single) / sizeof(*single); i++)
		if (single[i].value.length > 0)
			slices_add(&names,
				arena_printf(arena, "%s:%.*s", single[i].scheme,
					SLICE_PRINT(single[i].value)),
				arena);
	if (kind_of(document->id) >= KIND_OWN)
		slices_add(&names, document_name_of_id(document->id, arena),
			arena);
	if (key.length > 0)
		slices_add(&names, key, arena);
	return names;
}

/* The version, the day goes to *day. */
static unsigned long version_of(struct slice revision, struct slice *day)
{
	unsigned long version = 0;
	size_t i = 0;

	for (; i < revision.length && isdigit((unsigned char)revision.data[i]);
		i++)
		version = version * 10 + (unsigned long)(revision.data[i] - '0');
	*day = slice_trim(
		(struct slice){revision.data + i, revision.length - i});
	return version;
}

int document_compare_revisions(
	const struct document *a, const struct document *b)
{
	struct slice days[2];
	unsigned long one = version_of(a->revision, &days[0]);
	unsigned long other = version_of(b->revision, &days[1]);

	if (one != other)
		return one < other ? -1 : 1;
	return slice_compare(days[0], days[1]);
}

struct slice document_part(const struct document *document, struct arena *arena)
{
	/* Both are PubMed's record, and update each other. */
	bool pubmed = slice_is(document->format, "medline") ||
		      slice_is(document->format, "pubmed");

	if (pubmed || document->own.length > 0)
		return arena_printf(arena, "%.*s\t%.*s",
			SLICE_PRINT(document->id),
			SLICE_PRINT(
				pubmed ? SLICE("pubmed") : document->format));
	return arena_printf(arena, "%.*s\t%.*s\t%.*s",
		SLICE_PRINT(document->id), SLICE_PRINT(document->format),
		SLICE_PRINT(document->source));
}
