/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands before a number (the address of a register, the number's name)
 * is taken off piece by piece and says which kind of number follows; what is
 * left has to be one, whole.
 */
#include "config.h"

#include "daemon/worker/identifier.h"

#include <string.h>

#include "index/index.h"

enum scheme {
	SCHEME_UNKNOWN,
	SCHEME_PMID,
	SCHEME_PMC,
	SCHEME_DOI,
	SCHEME_NCT,
};

/* Of two that start alike the longer comes first. */
static const struct {
	const char *text;
	enum scheme scheme;
} prefixes[] = {
	{"https://", SCHEME_UNKNOWN},
	{"http://", SCHEME_UNKNOWN},
	{"www.", SCHEME_UNKNOWN},
	{"pubmed.ncbi.nlm.nih.gov/", SCHEME_PMID},
	{"ncbi.nlm.nih.gov/pubmed/", SCHEME_PMID},
	{"pmc.ncbi.nlm.nih.gov/articles/", SCHEME_PMC},
	{"ncbi.nlm.nih.gov/pmc/articles/", SCHEME_PMC},
	{"dx.doi.org/", SCHEME_DOI},
	{"doi.org/", SCHEME_DOI},
	{"clinicaltrials.gov/study/", SCHEME_NCT},
	{"clinicaltrials.gov/ct2/show/", SCHEME_NCT},
	{"pubmed", SCHEME_PMID},
	{"pmid", SCHEME_PMID},
	{"pmcid", SCHEME_PMC},
	{"pmc", SCHEME_PMC},
	{"doi", SCHEME_DOI},
	{"nct", SCHEME_NCT},
};

/* A number without its name is a PMID only if it is too long to be a year or a
 * result. */
#define BARE_DIGITS 6
#define MOST_DIGITS 9
#define NCT_DIGITS  8

static int skip_prefix(struct slice *text, enum scheme *scheme)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t length = strlen(prefixes[i].text);

		if (text->length < length ||
			!slice_equal_fold((struct slice){text->data, length},
				slice_of(prefixes[i].text)))
			continue;
		if (prefixes[i].scheme != SCHEME_UNKNOWN)
			*scheme = prefixes[i].scheme;
		text->data += length;
		text->length -= length;
		return 1;
	}
	return 0;
}

/* "PMID: ", "NCT-". */
static void skip_separators(struct slice *text)
{
	while (text->length && strchr(": -", text->data[0])) {
		text->data++;
		text->length--;
	}
}

/* What ends a sentence or an address is not in the number. */
static void cut_end(struct slice *text)
{
	while (text->length && strchr(".,;/", text->data[text->length - 1]))
		text->length--;
}

static int is_digits(struct slice text, size_t least, size_t most)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return 0;
	return text.length >= least && text.length <= most;
}

static int is_doi(struct slice text)
{
	return slice_starts(text, "10.") &&
	       memchr(text.data, '/', text.length) &&
	       !memchr(text.data, ' ', text.length);
}

/* What is left of the text behind all that says what it is. */
static struct slice take_scheme(struct slice text, enum scheme *scheme)
{
	struct slice rest = slice_trim(text);

	*scheme = SCHEME_UNKNOWN;
	cut_end(&rest);
	while (skip_prefix(&rest, scheme))
		skip_separators(&rest);
	if (*scheme == SCHEME_UNKNOWN && is_doi(rest))
		*scheme = SCHEME_DOI;
	return rest;
}

/* scheme:value, or empty. */
static struct slice identifier_of(struct slice text, struct arena *arena)
{
	enum scheme scheme;
	struct slice rest = take_scheme(text, &scheme);

	if (scheme == SCHEME_UNKNOWN && rest.length >= BARE_DIGITS)
		scheme = SCHEME_PMID;
	if (scheme == SCHEME_PMID && is_digits(rest, 1, MOST_DIGITS))
		return arena_printf(arena, "pmid:%.*s", SLICE_PRINT(rest));
	if (scheme == SCHEME_PMC && is_digits(rest, 1, MOST_DIGITS))
		return arena_printf(arena, "pmc:PMC%.*s", SLICE_PRINT(rest));
	if (scheme == SCHEME_NCT && is_digits(rest, NCT_DIGITS, NCT_DIGITS))
		return arena_printf(arena, "nct:NCT%.*s", SLICE_PRINT(rest));
	if (scheme == SCHEME_DOI && is_doi(rest))
		return arena_printf(arena, "doi:%.*s", SLICE_PRINT(rest));
	return SLICE_EMPTY;
}

struct slice identifier_term(struct slice text, struct arena *arena)
{
	struct slice name = identifier_of(text, arena);

	return name.length ? schema_term(PREFIX_IDENTIFIER,
				     schema_fold(name, arena), arena)
			   : name;
}

struct slice identifier_written(struct slice text, struct arena *arena)
{
	struct slice name = identifier_of(text, arena);
	const char *colon =
		name.length ? memchr(name.data, ':', name.length) : NULL;
	int pmid = slice_starts(name, "pmid:");

	if (!colon)
		return SLICE_EMPTY;
	name.length -= (size_t)(colon + 1 - name.data);
	name.data = colon + 1;
	return pmid && name.length < BARE_DIGITS ? SLICE_EMPTY : name;
}

int identifier_is_named(struct slice text)
{
	enum scheme scheme;

	take_scheme(text, &scheme);
	return scheme != SCHEME_UNKNOWN && scheme != SCHEME_NCT;
}
