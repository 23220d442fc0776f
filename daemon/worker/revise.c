/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A changed concept becomes up to two groups of parts, the concept's own and
 * those of what is below it:
 *
 *	own     XC term, unless it lost names     + names added (or all)
 *	below   XP term, unless something left    + what was added, is new or
 *	        or XC terms of all that is below    moved there
 *
 * The best part counts, so all of a group must weigh the same: a phrase, whose
 * words are each rarer or more frequent than the concept, is scaled to what one
 * term of the concept would weigh.
 */
#include "config.h"

#include "daemon/worker/revise.h"

#include "daemon/worker/expand.h"
#include "daemon/worker/worth.h"
#include "index/names.h"

#define PHRASE_MAX 16 /* words of a name that is searched */

struct reviser {
	const struct delta *delta;
	const struct thesaurus *thesaurus;
	struct text_analyser *analyser;
	struct xc_searcher *searcher;
	struct arena *arena;
	struct fault *fault;
	uint32_t left; /* names that may still be searched */
	int cut;       /* 1: there were more */
};

struct group {
	struct part **parts;
	size_t count;
};

static struct part *add_part(struct reviser *r, struct group *group,
	enum part_join join, size_t terms)
{
	size_t count = group->count;
	struct part *part = arena_new(r->arena, struct part);

	if (!(count & (count - 1)))
		group->parts = arena_grow(r->arena, group->parts, count,
			count ? 2 * count : 1, sizeof(*group->parts));
	group->parts[group->count++] = part;
	*part = (struct part){.join = join,
		.terms = arena_array(r->arena, struct slice, terms),
		.terms_count = terms};
	return part;
}

static void add_term(struct reviser *r, struct group *group, const char *prefix,
	uint32_t concept)
{
	add_part(r, group, PART_TERM, 1)->terms[0] = schema_term(
		prefix, concept_slug(r->thesaurus, concept), r->arena);
}

static void add_pattern(struct reviser *r, struct group *group,
	const struct name_pattern *pattern, int others)
{
	struct part *part = add_part(r, group,
		pattern->count > 1 ? PART_PHRASE : PART_TERM, pattern->count);

	part->window = pattern->window;
	for (size_t i = 0; i < pattern->count; i++)
		part->terms[i] = others && pattern->others[i].length
					 ? pattern->others[i]
					 : pattern->terms[i];
}

static int has_others(const struct name_pattern *pattern)
{
	for (size_t i = 0; i < pattern->count; i++)
		if (pattern->others[i].length)
			return 1;
	return 0;
}

static void add_name(
	struct reviser *r, struct group *group, struct concept_form form)
{
	struct tokens *tokens = arena_new(r->arena, struct tokens);
	bool exact = form.letter_case == FORM_CASE_EXACT;
	struct name_patterns patterns;

	*tokens = text_tokens(r->analyser, form.text, r->arena);
	if (r->left == 0 || tokens->positions > PHRASE_MAX) {
		r->cut = 1;
		return;
	}
	r->left--;
	patterns = name_patterns(tokens, exact, r->analyser, r->arena);
	for (size_t i = 0; i < patterns.count; i++) {
		if (i > 0 && patterns.loose)
			break;
		add_pattern(r, group, &patterns.items[i], 0);
		/* of an exact one the others are a word in small letters */
		if (!exact && has_others(&patterns.items[i]))
			add_pattern(r, group, &patterns.items[i], 1);
	}
}

static int is_lost(const struct reviser *r, uint32_t concept)
{
	return delta_changes(r->delta, concept) &
	       (DELTA_NAMES_LOST | DELTA_NEW);
}

/* The names that the concept's term does not find. */
static void add_names(struct reviser *r, struct group *group, uint32_t concept)
{
	uint32_t count = concept_form_count(r->thesaurus, concept);

	for (uint32_t n = 0; n < count; n++) {
		struct concept_form form =
			concept_form_at(r->thesaurus, concept, n);

		if (form_reach(form.relation) == REACH_SAME &&
			(is_lost(r, concept) ||
				delta_is_added(r->delta, concept, n)))
			add_name(r, group, form);
	}
}

/* ---- what is below ------------------------------------------------------- */

/* All that is below a concept, each once; NULL: more than fits. */
static uint32_t *all_below(
	const struct reviser *r, uint32_t concept, size_t *count)
{
	size_t room = r->left;
	uint32_t *found = arena_array(r->arena, uint32_t, room + 1);

	*count = 0;
	for (size_t next = 0;; next++) {
		struct delta_list children = delta_children(r->delta, concept);

		for (size_t i = 0; i < children.count; i++) {
			size_t n = 0;

			while (n < *count && found[n] != children.items[i])
				n++;
			if (n < *count)
				continue;
			if (*count == room)
				return NULL;
			found[(*count)++] = children.items[i];
		}
		if (next == *count)
			return found;
		concept = found[next];
	}
}

static void add_below(struct reviser *r, struct group *group, uint32_t concept)
{
	unsigned changes = delta_changes(r->delta, concept);
	struct delta_list below = delta_below(r->delta, concept);
	const uint32_t *items = below.items;
	size_t count = below.count;
	int listed = 0;

	if (changes & DELTA_BELOW_LOST) {
		uint32_t *all = all_below(r, concept, &count);

		listed = all != NULL;
		r->cut |= !listed;
		items = listed ? all : below.items;
		count = listed ? count : below.count;
	}
	if (!listed)
		add_term(r, group, PREFIX_ANCESTOR, concept);
	for (size_t i = 0; i < count; i++) {
		int moved =
			(delta_changes(r->delta, items[i]) & DELTA_MOVED) != 0;

		if ((listed || moved) && !is_lost(r, items[i]))
			add_term(r, group, PREFIX_CONCEPT, items[i]);
		add_names(r, group, items[i]);
	}
}

/* ---- weights ------------------------------------------------------------- */

/* Papers that have any of the parts, if these knew nothing of each other. */
static uint64_t papers_of_any(
	const uint64_t *documents, size_t count, uint64_t all)
{
	double without = 1;

	for (size_t i = 0; i < count && all; i++)
		without *= 1 - (double)documents[i] / (double)all;
	return (uint64_t)((double)all * (1 - without));
}

/* The parts, each scaled to weigh `weight` times what a term would that has the
 * papers of the first part alone (`one_term`) or of all.  Those that no paper
 * has are left out, but not the first, which stands for what was asked. */
static int put_group(struct reviser *r, struct clause *clause,
	const struct group *group, int one_term, double weight)
{
	size_t room = group->count + 1;
	uint64_t *documents = arena_array(r->arena, uint64_t, room);
	double *worths = arena_array(r->arena, double, room);
	uint64_t all = 0;

	if (worth_of_parts((const struct part *const *)group->parts,
		    group->count, documents, worths, &all, r->searcher,
		    r->arena, r->fault))
		return -1;
	uint64_t papers = one_term && documents[0]
				  ? documents[0]
				  : papers_of_any(documents, group->count, all);
	double own = worth_rarity(papers, all);

	for (size_t i = 0; i < group->count; i++) {
		double scale = worths[i] > 0 ? own / worths[i] : 1;

		if (i > 0 && !documents[i])
			continue;
		const struct part *from = group->parts[i];
		struct part *part = clause_add_part(clause, from->join,
			from->terms_count, weight * scale, r->arena);

		part->window = from->window;
		part->terms = from->terms;
	}
	return 0;
}

static int revise_concept(struct reviser *r, struct clause *clause)
{
	uint32_t concept = clause->concept;
	struct group own = {NULL, 0}, below = {NULL, 0};
	int has_term = !is_lost(r, concept);

	if (has_term)
		add_term(r, &own, PREFIX_CONCEPT, concept);
	add_names(r, &own, concept);
	add_below(r, &below, concept);
	clause->revised = 1;
	if (put_group(r, clause, &own, has_term, 1))
		return -1;
	return put_group(r, clause, &below, 0, EXPAND_NARROWER);
}

int revise_query(
	const struct engine *engine, struct query *query, struct fault *fault)
{
	const struct delta *delta = engine->snapshot->delta;
	uint32_t limit = engine->settings->query_names;
	struct reviser r = {.delta = delta,
		.thesaurus = engine->snapshot->thesaurus,
		.analyser = engine->analyser,
		.searcher = engine->snapshot->searcher,
		.arena = engine->arena,
		.fault = fault,
		.left = limit};

	for (size_t i = 0; delta && i < query->clauses_count; i++) {
		struct clause *clause = &query->clauses[i];

		if (clause->kind != CLAUSE_CONCEPT ||
			clause->reach != REACH_SAME ||
			!(delta_changes(delta, clause->concept) &
				~(unsigned)DELTA_MOVED))
			continue;
		if (revise_concept(&r, clause))
			return -1;
	}
	if (r.cut)
		slices_add(&query->warnings,
			arena_printf(r.arena,
				"Not all names that changed since the papers "
				"were indexed could be searched (limit %u); "
				"medlit-index thesaurus apply mends it",
				limit),
			r.arena);
	return 0;
}
