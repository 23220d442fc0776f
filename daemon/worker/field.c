/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/field.h"

#include "index/index.h"

#define EVERYWHERE "the index has none; the words are searched in all text"
#define PUBLISHED  "the date of publication was taken"

static const struct field fields[] = {
	{"ti|title", FIELD_TEXT, PLACE_TITLE, NULL, NULL},
	{"tiab|title/abstract", FIELD_TEXT, PLACE_ABSTRACT, NULL, NULL},
	{"ab|abstract", FIELD_TEXT, PLACE_ABSTRACT, NULL,
		"the title is searched with the abstract"},
	{"tw|text word|text words|text|all|all fields", FIELD_TEXT,
		PLACE_ANYWHERE, NULL, NULL},
	{"nm|substance name|supplementary concept", FIELD_TEXT, PLACE_ANYWHERE,
		NULL, "substances are searched in all text"},
	{"sh|mesh subheading|subheading|mesh subheadings|qualifier", FIELD_TEXT,
		PLACE_ANYWHERE, NULL, EVERYWHERE},
	{"pa|pharmacological action|mesh pharmacological action", FIELD_TEXT,
		PLACE_ANYWHERE, NULL, EVERYWHERE},
	{"rn|ec/rn number|registry number", FIELD_TEXT, PLACE_ANYWHERE, NULL,
		EVERYWHERE},
	{"ps|subject - personal name|personal name as subject", FIELD_TEXT,
		PLACE_ANYWHERE, NULL, EVERYWHERE},
	{"tt|transliterated title", FIELD_TEXT, PLACE_ANYWHERE, NULL,
		EVERYWHERE},
	{"au|author|auth|fau|author - full|full author name", FIELD_AUTHOR, 0,
		PREFIX_AUTHOR, NULL},
	{"1au|first author|author - first|first author name", FIELD_AUTHOR, 0,
		PREFIX_FIRST, NULL},
	{"lastau|author - last|last author|last author name", FIELD_AUTHOR, 0,
		PREFIX_AUTHOR, "the author may stand anywhere among them"},
	{"cn|author - corporate|corporate author", FIELD_AUTHOR, 0,
		PREFIX_AUTHOR, "it is looked for among all authors"},
	{"mh|mesh|mesh terms|mesh term|mh:exp|mesh:exp|mesh terms:exp",
		FIELD_HEADING, 0, PREFIX_MESH, NULL},
	{"mh_noexp|mh:noexp|mesh:noexp|mesh terms:noexp|mesh term:noexp",
		FIELD_HEADING_ONLY, 0, PREFIX_MESH, NULL},
	{"majr|mj|mesh major topic|majr:exp", FIELD_HEADING, 0, PREFIX_MAJOR,
		NULL},
	{"majr_noexp|majr:noexp|mesh major topic:noexp", FIELD_HEADING_ONLY, 0,
		PREFIX_MAJOR, NULL},
	{"ot|other term|keyword", FIELD_FACT, 0, PREFIX_KEYWORD, NULL},
	{"pt|ptyp|publication type|type", FIELD_FACT, 0, PREFIX_TYPE, NULL},
	{"ta|jour|journal", FIELD_FACT, 0, PREFIX_JOURNAL, NULL},
	{"la|lang|language", FIELD_LANGUAGE, 0, PREFIX_LANGUAGE, NULL},
	{"dp|pdat|date - publication|publication date|year", FIELD_DATE, 0,
		NULL, NULL},
	{"ppdat|epdat|date - electronic publication|electronic publication "
	 "date|"
	 "print publication date",
		FIELD_DATE, 0, NULL, PUBLISHED},
	{"edat|crdt|mhda|dcom|lr|date - entry|date - entrez|entrez date|"
	 "entry date|date - create|create date|date - mesh|mesh date|"
	 "date - completion|completion date|date - modification|"
	 "modification date",
		FIELD_DATE, 0, NULL, PUBLISHED},
	{"pmid|uid", FIELD_NUMBER, 0, "pmid", NULL},
	{"pmc|pmcid", FIELD_NUMBER, 0, "pmc", NULL},
	{"doi|aid|lid|article identifier|location id", FIELD_NUMBER, 0, "doi",
		NULL},
	{"nct|si|secondary source id", FIELD_NUMBER, 0, "nct", NULL},
	{"like", FIELD_LIKE, 0, NULL, NULL},
	{"filter|sb|subset", FIELD_PRESET, 0, NULL, NULL},
	{"ad|affiliation", FIELD_ABSENT, 0, NULL, "affiliations"},
	{"auid|author - identifier", FIELD_ABSENT, 0, NULL,
		"numbers of authors"},
	{"book|ed|editor|pubn|publisher|isbn", FIELD_ABSENT, 0, NULL,
		"facts of books"},
	{"cois|conflict of interest statements", FIELD_ABSENT, 0, NULL,
		"statements of conflicts of interest"},
	{"gr|grant number|grants and funding", FIELD_ABSENT, 0, NULL, "grants"},
	{"ir|investigator|full investigator name|fir", FIELD_ABSENT, 0, NULL,
		"investigators"},
	{"is|issn|jid|nlm unique id", FIELD_ABSENT, 0, NULL,
		"numbers of journals"},
	{"vi|volume|ip|issue|pg|pagination", FIELD_ABSENT, 0, NULL,
		"volumes, issues and pages"},
	{"pl|place of publication", FIELD_ABSENT, 0, NULL,
		"places of publication"},
};

static struct slice next_name(struct slice *rest)
{
	const char *bar = memchr(rest->data, '|', rest->length);
	struct slice name = *rest;

	if (bar)
		name.length = (size_t)(bar - rest->data);
	rest->data += name.length;
	rest->length -= name.length;
	if (bar) {
		rest->data++;
		rest->length--;
	}
	return name;
}

const struct field *field_find(struct slice name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct slice rest = slice_of(fields[i].names);

		while (rest.length)
			if (slice_equal_fold(next_name(&rest), name))
				return &fields[i];
	}
	return NULL;
}

struct slice field_name(const struct field *field)
{
	struct slice rest = slice_of(field->names);

	return next_name(&rest);
}

int field_is_one_word(const struct field *field)
{
	return field->kind == FIELD_DATE || field->kind == FIELD_NUMBER ||
	       field->kind == FIELD_LANGUAGE || field->kind == FIELD_LIKE ||
	       field->kind == FIELD_PRESET;
}
