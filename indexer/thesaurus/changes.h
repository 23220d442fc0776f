/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two thesauri to what one has and the other has not. */
#ifndef MEDLIT_INDEXER_CHANGES_H
#define MEDLIT_INDEXER_CHANGES_H

#include "analysis/concept/list.h"

/* What a list says of a concept; slices point into the thesaurus. */
struct fact {
	struct slice slug, value;
	uint8_t relation;    /* enum list_relation */
	uint8_t letter_case; /* of a form */
};

enum change_kind {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_MOVED,  /* the form names another concept now */
	CHANGE_ALTERED /* the same form with another relation or case */
};

struct change {
	enum change_kind kind;
	struct fact old, new; /* as far as there is one */
};

struct changes {
	struct change *items; /* by concept and value, as enum change_kind */
	size_t count;
	const struct fact **touched; /* both sides of the changes, by slug */
	size_t touched_count;
	struct slice *concepts_added, *concepts_removed; /* slugs */
	size_t concepts_added_count, concepts_removed_count;
};

struct changes changes_between(const struct thesaurus *old,
	const struct thesaurus *new_list, struct arena *arena);

/* Is this form of this concept, in any capitals, among what changed? */
bool changes_has_form(const struct changes *changes, struct slice slug,
	struct slice value);

/* Does anything of this concept? */
bool changes_has_concept(const struct changes *changes, struct slice slug);

#endif
