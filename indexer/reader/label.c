/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An abstract in one run, with the labels of its sections in the text, to
 * sections.  A word with a colon behind it is a label only where every sign
 * says so, for a sentence cut in two is worse than a label left in the text.
 */
#include "config.h"

#include "indexer/reader/citation.h"

#include <ctype.h>

#include "indexer/reader/phrase.h"

#define LABEL_MOST    60 /* bytes */
#define SECTIONS_MOST 32
#define NOTICE_MOST   160 /* bytes of a copyright notice */

/* Words that labels are made of; a label of joining words alone is none. */
static const char *const words[] = {"abstract", "acquisition", "aim", "aims",
	"analysis", "approach", "authors", "background", "case", "clinical",
	"collection", "conclusion", "conclusions", "context", "criteria",
	"data", "design", "diagnosis", "discussion", "eligibility", "evidence",
	"exposure", "exposures", "extraction", "finding", "findings", "funding",
	"hypothesis", "implications", "importance", "interpretation",
	"intervention", "interventions", "introduction", "key", "limitations",
	"main", "material", "materials", "measure", "measurement",
	"measurements", "measures", "method", "methodology", "methods",
	"objective", "objectives", "outcome", "outcomes", "overview",
	"participants", "patients", "population", "presentation", "primary",
	"purpose", "question", "rationale", "registration", "relevance",
	"result", "results", "review", "reviewers", "scope", "search",
	"secondary", "selection", "setting", "settings", "significance",
	"source", "sources", "statistical", "strategy", "study", "subjects",
	"summary", "synthesis", "trial", "unlabelled"};
static const char *const joints[] = {"and", "of", "the", "for", "in", "s"};

struct label {
	size_t start; /* in the text */
	struct slice name;
	size_t text; /* where its section starts */
};

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
	return is_capital(c) || (c >= 'a' && c <= 'z');
}

/* Are the words of `name` those of labels? */
static bool is_label(struct slice name)
{
	bool known = false;
	size_t at = 0;

	if (name.length == 0 || !is_capital(name.data[0]))
		return false;
	while (at < name.length) {
		size_t from = at;

		while (at < name.length && is_letter(name.data[at]))
			at++;
		struct slice word = {name.data + from, at - from};

		if (phrase_is_one_of(
			    word, words, sizeof(words) / sizeof(*words)))
			known = true;
		else if (!phrase_is_one_of(word, joints,
				 sizeof(joints) / sizeof(*joints)))
			return false;
		while (at < name.length && strchr(" ,/&-'()", name.data[at]))
			at++;
		if (at < name.length && !is_letter(name.data[at]))
			return false;
	}
	return known;
}

static bool is_all_capitals(struct slice name)
{
	for (size_t i = 0; i < name.length; i++)
		if (islower((unsigned char)name.data[i]))
			return false;
	return true;
}

/* The label that stands at `at`; its length is 0 when there is none. */
static struct slice label_at(struct slice text, size_t at)
{
	size_t left = text.length - at;
	const char *from = text.data + at;
	const char *colon =
		memchr(from, ':', left < LABEL_MOST ? left : LABEL_MOST);
	struct slice name = {from, colon ? (size_t)(colon - from) : 0};

	return is_label(name) ? name : SLICE_EMPTY;
}

/* Is `at` behind the end of a sentence or of a paragraph? */
static bool starts_sentence(struct slice text, size_t at)
{
	if (at == 0)
		return true;
	if (text.data[at - 1] == '\n')
		return true;
	return at >= 2 && text.data[at - 1] == ' ' &&
	       strchr(".?!)]", text.data[at - 2]);
}

static size_t find_labels(struct slice text, struct label *labels)
{
	size_t count = 0;

	for (size_t at = 0; at < text.length && count < SECTIONS_MOST; at++) {
		if (!is_capital(text.data[at]) || !starts_sentence(text, at))
			continue;
		struct slice name = label_at(text, at);

		if (count == 0 && (at > 0 || name.length == 0))
			return 0;
		if (name.length == 0 ||
			is_all_capitals(name) !=
				is_all_capitals(count ? labels[0].name : name))
			continue;
		labels[count++] =
			(struct label){at, name, at + name.length + 1};
		at += name.length;
	}
	return count;
}

static void add_sections(struct document *document, struct slice text,
	const struct label *labels, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		size_t end = i + 1 < count ? labels[i + 1].start : text.length;
		struct slice part = slice_trim((struct slice){
			text.data + labels[i].text, end - labels[i].text});
		struct slice name = labels[i].name;

		if (slice_equal_fold(name, SLICE("UNLABELLED")))
			name = SLICE_EMPTY;
		if (part.length > 0)
			document_add_section(document, SECTION_ABSTRACT,
				prose_line(name, arena), part, arena);
	}
}

/* Scopus and Embase end an abstract with "© 2021 A publisher". */
static struct slice without_notice(struct slice text)
{
	static const char sign[] = " \xc2\xa9 ";
	size_t from = text.length > NOTICE_MOST ? text.length - NOTICE_MOST : 0;
	const char *at = memmem(
		text.data + from, text.length - from, sign, sizeof(sign) - 1);

	if (!at || at == text.data || !strchr(".?!)]", at[-1]))
		return text;
	return (struct slice){text.data, (size_t)(at - text.data)};
}

void citation_abstract(
	struct document *document, struct slice text, struct arena *arena)
{
	struct label labels[SECTIONS_MOST];
	struct prose prose = {0};

	inline_add(&prose, text);
	text = prose_take(&prose, arena);
	prose_clear(&prose);
	if (text.length == 0)
		return;
	text = without_notice(text);
	size_t count = find_labels(text, labels);

	if (count < 2)
		document_add_section(
			document, SECTION_ABSTRACT, SLICE_EMPTY, text, arena);
	else
		add_sections(document, text, labels, count, arena);
}
