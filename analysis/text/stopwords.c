/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * English function words: those that say how a sentence is built and not what
 * it is about, and what is left of a contraction behind which the apostrophe
 * was cut ("doesn't").  Sorted, for binary search; single letters but "a" and
 * "i" mean something in medicine and are not here.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include <stdlib.h>

static const char *const stop_words[] = {"a", "about", "above", "after",
	"again", "against", "all", "also", "although", "am", "among", "amongst",
	"an", "and", "another", "any", "are", "aren", "as", "at", "be",
	"because", "been", "before", "being", "below", "between", "both", "but",
	"by", "can", "cannot", "could", "couldn", "did", "didn", "do", "does",
	"doesn", "doing", "don", "done", "down", "during", "each", "either",
	"else", "etc", "ever", "every", "few", "for", "from", "further", "had",
	"hadn", "has", "hasn", "have", "haven", "having", "he", "hence", "her",
	"here", "hers", "herself", "him", "himself", "his", "how", "however",
	"i", "if", "in", "into", "is", "isn", "it", "its", "itself", "just",
	"many", "may", "me", "might", "more", "moreover", "most", "much",
	"must", "my", "myself", "neither", "no", "nor", "not", "of", "off",
	"often", "on", "once", "only", "onto", "or", "other", "others",
	"otherwise", "our", "ours", "ourselves", "out", "over", "own", "per",
	"quite", "rather", "same", "shall", "she", "should", "shouldn", "since",
	"so", "some", "such", "than", "that", "the", "their", "theirs", "them",
	"themselves", "then", "there", "therefore", "these", "they", "this",
	"those", "though", "through", "thus", "to", "together", "too", "toward",
	"towards", "under", "unless", "until", "up", "upon", "us", "versus",
	"very", "via", "vs", "was", "wasn", "we", "were", "weren", "what",
	"whatever", "when", "whenever", "where", "whereas", "wherever",
	"whether", "which", "while", "who", "whom", "whose", "why", "will",
	"with", "within", "without", "would", "wouldn", "yet", "you", "your",
	"yours", "yourself"};

#define LONGEST 10

static int compare(const void *key, const void *item)
{
	const struct slice *word = key;

	return slice_compare(*word, slice_of(*(const char *const *)item));
}

bool text_is_stop_word(struct slice folded)
{
	if (folded.length == 0 || folded.length > LONGEST)
		return false;
	return bsearch(&folded, stop_words,
		       sizeof(stop_words) / sizeof(stop_words[0]),
		       sizeof(stop_words[0]), compare) != NULL;
}
