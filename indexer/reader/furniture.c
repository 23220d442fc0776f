/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/furniture.h"

#include "indexer/reader/phrase.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum match {
	WHOLE,
	START,
	PART
};

/* A longer line is a paragraph that happens to hold the phrase. */
#define PART_LIMIT 240

static bool matches(struct slice line, enum match match, const char *phrase)
{
	if (match == WHOLE)
		return slice_equal_fold(line, slice_of(phrase));
	if (match == PART)
		return line.length <= PART_LIMIT &&
		       phrase_find(line, phrase).length > 0;
	return phrase_starts(line, phrase);
}

static const struct {
	const char *phrase;
	enum match match;
	enum furniture furniture;
} rules[] = {
	{"skip to ", START, FURNITURE_LINE},
	{"jump to ", START, FURNITURE_LINE},
	{"menu", WHOLE, FURNITURE_LINE},
	{"search", WHOLE, FURNITURE_LINE},
	{"home", WHOLE, FURNITURE_LINE},
	{"log in", WHOLE, FURNITURE_LINE},
	{"sign in", WHOLE, FURNITURE_LINE},
	{"share", WHOLE, FURNITURE_LINE},
	{"share this", START, FURNITURE_LINE},
	{"print", WHOLE, FURNITURE_LINE},
	{"email", WHOLE, FURNITURE_LINE},
	{"cite", WHOLE, FURNITURE_LINE},
	{"permalink", WHOLE, FURNITURE_LINE},
	{"advertisement", WHOLE, FURNITURE_LINE},
	{"download article", START, FURNITURE_LINE},
	{"download pdf", START, FURNITURE_LINE},
	{"view full text", START, FURNITURE_LINE},
	{"all rights reserved", PART, FURNITURE_LINE},
	{"copyright \xc2\xa9", START, FURNITURE_LINE},
	{"\xc2\xa9", START, FURNITURE_LINE},
	{"creative commons", START, FURNITURE_LINE},
	{"cookie", WHOLE, FURNITURE_NOTICE},
	{"we use cookies", PART, FURNITURE_LINE},
	{"uses cookies", PART, FURNITURE_LINE},
	{"accept all cookies", PART, FURNITURE_LINE},
	{"privacy policy", PART, FURNITURE_LINE},
	{"subscribe", START, FURNITURE_BOX},
	{"newsletter", PART, FURNITURE_BOX},
	{"sign up for", START, FURNITURE_BOX},
	{"help", WHOLE, FURNITURE_LINE},
	{"news", WHOLE, FURNITURE_LINE},
	{"videos", WHOLE, FURNITURE_LINE},
	{"conditions", WHOLE, FURNITURE_LINE},
	{"my account", WHOLE, FURNITURE_LINE},
	{"outline", WHOLE, FURNITURE_LINE},
	{"sections", WHOLE, FURNITURE_LINE},
	{"tools", WHOLE, FURNITURE_LINE},
	{"pdf", WHOLE, FURNITURE_LINE},
	{"metrics", WHOLE, FURNITURE_LINE},
	{"metrics details", WHOLE, FURNITURE_LINE},
	{"show more", WHOLE, FURNITURE_LINE},
	{"read more", START, FURNITURE_LINE},
	{"related:", START, FURNITURE_LINE},
	{"see also:", START, FURNITURE_LINE},
	{"tweet", WHOLE, FURNITURE_LINE},
	{"share on ", START, FURNITURE_LINE},
	{"corresponding author", START, FURNITURE_LINE},
	{"view pdf", WHOLE, FURNITURE_LINE},
	{"view abstract", WHOLE, FURNITURE_LINE},
	{"view all journals", WHOLE, FURNITURE_LINE},
	{"about the journal", WHOLE, FURNITURE_LINE},
	{"publish with us", WHOLE, FURNITURE_LINE},
	{"explore content", WHOLE, FURNITURE_LINE},
	{"download full issue", WHOLE, FURNITURE_LINE},
	{"download citation", WHOLE, FURNITURE_LINE},
	{"author links open", START, FURNITURE_LINE},
	{"get rights and content", START, FURNITURE_LINE},
	{"under a creative commons", START, FURNITURE_LINE},
	{"open access", WHOLE, FURNITURE_LINE},
	{"free access", WHOLE, FURNITURE_LINE},
	{"journals & books", WHOLE, FURNITURE_LINE},
	{"reprints and permissions", WHOLE, FURNITURE_NOTICE},
	{"rights and permissions", WHOLE, FURNITURE_NOTICE},
	{"about this article", WHOLE, FURNITURE_REFERENCES},
	{"similar content being viewed by others", WHOLE, FURNITURE_TEASERS},
	{"you might also like", WHOLE, FURNITURE_TEASERS},
	{"trending now", WHOLE, FURNITURE_TEASERS},
	{"related questions", WHOLE, FURNITURE_TEASERS},
	{"ask another question", WHOLE, FURNITURE_TEASERS},
	{"was this answer helpful?", WHOLE, FURNITURE_TEASERS},
	{"was this article helpful?", WHOLE, FURNITURE_TEASERS},
	{"citing literature", WHOLE, FURNITURE_REFERENCES},
	{"additional links", WHOLE, FURNITURE_TEASERS},
	{"about us", WHOLE, FURNITURE_LINE},
	{"contact us", WHOLE, FURNITURE_LINE},
	{"terms of use", WHOLE, FURNITURE_LINE},
	{"terms and conditions", WHOLE, FURNITURE_LINE},
	{"remote access", WHOLE, FURNITURE_LINE},
	{"enter your email", START, FURNITURE_LINE},
	{"email address", WHOLE, FURNITURE_LINE},
	{"to your inbox", PART, FURNITURE_LINE},
	{"in your inbox", PART, FURNITURE_LINE},
	{"cookie settings", PART, FURNITURE_LINE},
	{"request an appointment", WHOLE, FURNITURE_LINE},
	{"request appointment", WHOLE, FURNITURE_LINE},
	{"products & services", WHOLE, FURNITURE_LINE},
	{"recommended", WHOLE, FURNITURE_TEASERS},
	{"recommended articles", WHOLE, FURNITURE_TEASERS},
	{"recommended for you", WHOLE, FURNITURE_TEASERS},
	{"recommended reading", WHOLE, FURNITURE_TEASERS},
	{"related articles", WHOLE, FURNITURE_TEASERS},
	{"related content", WHOLE, FURNITURE_TEASERS},
	{"related topics", WHOLE, FURNITURE_TEASERS},
	{"related stories", WHOLE, FURNITURE_TEASERS},
	{"similar articles", WHOLE, FURNITURE_TEASERS},
	{"you may also like", WHOLE, FURNITURE_TEASERS},
	{"more from", START, FURNITURE_TEASERS},
	{"most read", WHOLE, FURNITURE_TEASERS},
	{"trending", WHOLE, FURNITURE_TEASERS},
	{"disclaimer", WHOLE, FURNITURE_NOTICE},
	{"medical disclaimer", PART, FURNITURE_NOTICE},
	{"references", WHOLE, FURNITURE_REFERENCES},
	{"bibliography", WHOLE, FURNITURE_REFERENCES},
	{"literature cited", WHOLE, FURNITURE_REFERENCES},
	{"cited by", WHOLE, FURNITURE_REFERENCES},
};

enum furniture furniture_of(struct slice line)
{
	for (size_t i = 0; i < COUNT(rules); i++)
		if (matches(line, rules[i].match, rules[i].phrase))
			return rules[i].furniture;
	return FURNITURE_NONE;
}

static bool is_one_of(struct slice line, const char *const *names, size_t count)
{
	if (line.length > 0 && line.data[line.length - 1] == ':')
		line.length--;
	return phrase_is_one_of(line, names, count);
}

bool heading_is_abstract_part(struct slice line)
{
	static const char *const names[] = {"abstract", "summary", "background",
		"context", "importance", "introduction", "objective",
		"objectives", "aim", "aims", "purpose", "rationale", "design",
		"study design", "setting", "participants", "patients",
		"patients and methods", "materials and methods",
		"interventions", "main outcome measures", "method", "methods",
		"methods and results", "measurements", "result", "results",
		"findings", "main results", "conclusion", "conclusions",
		"interpretation", "discussion", "significance", "relevance",
		"limitations", "funding", "trial registration"};

	return is_one_of(line, names, COUNT(names));
}

bool heading_is_known(struct slice line)
{
	static const char *const names[] = {"keywords", "mesh terms",
		"publication types", "substances", "case report",
		"case presentation", "statistical analysis", "acknowledgements",
		"acknowledgments", "supplementary material", "how to cite",
		"competing interests", "conflict of interest",
		"conflicts of interest"};

	return heading_is_abstract_part(line) ||
	       is_one_of(line, names, COUNT(names));
}
