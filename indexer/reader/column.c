/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/column.h"

#include <ctype.h>
#include <string.h>

/* Names as exports of databases and people write them. */
static const struct {
	enum column column;
	const char *names; /* folded, parted by blanks */
} known[] = {
	{COLUMN_TITLE, "title articletitle documenttitle primarytitle "
		       "studytitle papertitle ti"},
	{COLUMN_ABSTRACT, "abstract abstractnote abstracts briefsummary ab"},
	{COLUMN_AUTHORS, "authors author authornames authorlist creators au"},
	{COLUMN_JOURNAL, "journal journalbook sourcetitle publicationtitle "
			 "journaltitle journalname publicationname "
			 "secondarytitle"},
	{COLUMN_JOURNAL_SHORT, "journalshort journalabbreviation "
			       "abbreviatedsourcetitle journalisoabbreviation "
			       "isoabbreviation ji"},
	{COLUMN_SOURCE, "source so"},
	{COLUMN_YEAR, "year publicationyear pubyear yearofpublication py"},
	{COLUMN_DATE, "date publicationdate pubdate dateofpublication "
		      "datepublished pd"},
	{COLUMN_VOLUME, "volume vol vl"},
	{COLUMN_ISSUE, "issue issuenumber number is"},
	{COLUMN_PAGES, "pages pagerange pagination page"},
	{COLUMN_FIRST_PAGE, "pagestart startpage firstpage bp"},
	{COLUMN_LAST_PAGE, "pageend endpage lastpage ep"},
	{COLUMN_ARTICLE, "artno articlenumber ar"},
	{COLUMN_DOI, "doi digitalobjectidentifier di"},
	{COLUMN_PMID, "pmid pubmedid medlinepmid pm"},
	{COLUMN_PMCID, "pmcid pmc"},
	{COLUMN_TRIAL, "nct nctnumber nctid clinicaltrialnumbers "
		       "clinicaltrialnumber"},
	{COLUMN_ID, "id"},
	{COLUMN_URL, "url urls link fulltextlink"},
	{COLUMN_LANGUAGE, "language languageoforiginaldocument "
			  "languageofarticle articlelanguage la"},
	{COLUMN_TYPES,
		"types publicationtype publicationtypes documenttype dt"},
	{COLUMN_KEYWORDS, "keywords keyword authorkeywords indexkeywords "
			  "manualtags automatictags de"},
	{COLUMN_MESH, "mesh meshterms meshheadings"},
	{COLUMN_PUBLISHER, "publisher"},
	{COLUMN_STATUS, "status"},
	{COLUMN_CITATION, "citation"},
	{COLUMN_EXTRA, "extra"},
};

static bool has_word(const char *words, const char *word, size_t length)
{
	for (const char *at = words; *at;) {
		size_t n = strcspn(at, " ");

		if (n == length && memcmp(at, word, n) == 0)
			return true;
		at += n + (at[n] == ' ');
	}
	return false;
}

enum column column_named(struct slice name)
{
	char folded[40];
	size_t length = 0;

	for (size_t i = 0; i < name.length; i++) {
		if (!isalnum((unsigned char)name.data[i]))
			continue;
		if (length == sizeof(folded))
			return COLUMN_NONE;
		folded[length++] = (char)tolower((unsigned char)name.data[i]);
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (has_word(known[i].names, folded, length))
			return known[i].column;
	return COLUMN_NONE;
}

size_t column_count(const struct slices *names, bool *titled)
{
	size_t count = 0;

	*titled = false;
	for (size_t i = 0; i < names->count; i++) {
		enum column column = column_named(names->items[i]);

		count += column != COLUMN_NONE;
		*titled |= column == COLUMN_TITLE;
	}
	return count;
}
