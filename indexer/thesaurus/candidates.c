/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The differing names are looked up in the index many at a time, as one OR of
 * phrases, and so are the concepts that stand elsewhere now.  What is found is
 * a superset (stems are coarser than names), so each paper is read before it
 * counts.
 */
#include "config.h"

#include "indexer/thesaurus/candidates.h"

#include <stdlib.h>

#include "base/memory.h"
#include "index/names.h"

/* Nodes of one search: opening thousands of postings at once costs memory. */
#define NODES_FULL 2000
#define NODES_ROOM XC_QUERY_NODES_MAX

struct finder {
	const struct generation *generation;
	const struct change *change;
	struct text_analyser *analyser;
	struct xc_searcher *searcher;
	struct xc_node *nodes; /* operands of an OR */
	size_t nodes_count, operands;
	uint64_t *docids;
	size_t docids_count;
	struct arena arena; /* of one search, then of one paper */
	struct error *err;
};

static int engine_error(struct finder *f, const struct xc_error *why)
{
	return error_set(
		f->err, ERROR_IO, "%s: %s", f->generation->path, why->text);
}

/* ---- by terms ------------------------------------------------------------ */

static void add_docid(struct finder *f, uint64_t docid)
{
	size_t count = f->docids_count;

	if (!(count & (count - 1)))
		f->docids = memory_resize(
			f->docids, count ? 2 * count : 1, sizeof(*f->docids));
	f->docids[f->docids_count++] = docid;
}

static int search(struct finder *f)
{
	struct xc_error why = {0};

	if (f->operands == 0)
		return 0;
	f->nodes[f->nodes_count++] = (struct xc_node){
		.op = XC_OR, .children = (uint32_t)f->operands};
	f->nodes[f->nodes_count++] =
		(struct xc_node){.op = XC_SCALE, .children = 1, .factor = 0};
	struct xc_query query = {.nodes = f->nodes,
		.nodes_count = f->nodes_count,
		.scale = index_scale,
		.limit = UINT32_MAX,
		.check_at_least = UINT32_MAX};
	struct xc_results *results = xc_search(f->searcher, &query, &why);

	f->nodes_count = f->operands = 0;
	arena_reset(&f->arena);
	if (!results)
		return engine_error(f, &why);
	for (size_t i = 0; i < results->hits_count; i++)
		add_docid(f, results->hits[i].docid);
	xc_results_free(results);
	return 0;
}

static void add_node(struct finder *f, struct xc_node node)
{
	f->nodes[f->nodes_count++] = node;
}

static void add_term(struct finder *f, struct slice term)
{
	add_node(f, (struct xc_node){.op = XC_TERM,
			    .term = term.data,
			    .length = term.length});
}

static void add_pattern(struct finder *f, const struct name_pattern *pattern)
{
	for (size_t i = 0; i < pattern->count; i++) {
		add_term(f, pattern->terms[i]);
		if (pattern->others[i].length == 0)
			continue;
		add_term(f, pattern->others[i]);
		add_node(f, (struct xc_node){.op = XC_OR, .children = 2});
	}
	if (pattern->count > 1)
		add_node(f, (struct xc_node){.op = XC_PHRASE,
				    .children = (uint32_t)pattern->count,
				    .window = pattern->window});
	f->operands++;
}

static int add_name(struct finder *f, const struct delta_name *name)
{
	struct concept_form form =
		concept_form_at(name->list, name->concept, name->n);
	struct tokens *tokens = arena_new(&f->arena, struct tokens);

	*tokens = text_tokens(f->analyser, form.text, &f->arena);
	struct name_patterns patterns = name_patterns(tokens,
		form.letter_case == FORM_CASE_EXACT, f->analyser, &f->arena);

	for (size_t i = patterns.loose; i < patterns.count; i++)
		add_pattern(f, &patterns.items[i]);
	return f->nodes_count >= NODES_FULL ? search(f) : 0;
}

static int search_names(struct finder *f)
{
	struct delta_names names = delta_names(f->change->delta);

	for (size_t i = 0; i < names.count; i++)
		if (add_name(f, &names.items[i]) < 0)
			return -1;
	return search(f);
}

static int search_moved(struct finder *f)
{
	const struct thesaurus *newer = f->change->newer;

	for (uint32_t i = 0; i < thesaurus_concepts(newer); i++) {
		if (!(delta_changes(f->change->delta, i) & DELTA_MOVED))
			continue;
		add_term(f, schema_term(PREFIX_CONCEPT, concept_slug(newer, i),
				    &f->arena));
		f->operands++;
		if (f->nodes_count >= NODES_FULL && search(f) < 0)
			return -1;
	}
	return search(f);
}

static int compare_docids(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void sort_docids(struct finder *f)
{
	size_t kept = 0;

	if (f->docids_count)
		qsort(f->docids, f->docids_count, sizeof(*f->docids),
			compare_docids);
	for (size_t i = 0; i < f->docids_count; i++)
		if (kept == 0 || f->docids[kept - 1] != f->docids[i])
			f->docids[kept++] = f->docids[i];
	f->docids_count = kept;
}

/* ---- by reading ---------------------------------------------------------- */

static enum form_reach reach_of(
	const struct thesaurus *thesaurus, const struct concept_hit *hit)
{
	return form_reach(
		concept_form_at(thesaurus, hit->concept, hit->form).relation);
}

static bool same_hits(const struct thesaurus *a,
	const struct concept_hits *in_a, const struct thesaurus *b,
	const struct concept_hits *in_b)
{
	if (in_a->count != in_b->count)
		return false;
	for (size_t i = 0; i < in_a->count; i++) {
		const struct concept_hit *x = &in_a->items[i];
		const struct concept_hit *y = &in_b->items[i];

		if (x->first_position != y->first_position ||
			x->last_position != y->last_position ||
			reach_of(a, x) != reach_of(b, y) ||
			!slice_equal(concept_slug(a, x->concept),
				concept_slug(b, y->concept)))
			return false;
	}
	return true;
}

static bool text_differs(struct finder *f, struct slice text)
{
	const struct change *change = f->change;
	struct tokens tokens = text_tokens(f->analyser, text, &f->arena);
	struct concept_hits now =
		concept_find(change->newer, &tokens, 0, &f->arena);

	for (size_t i = 0; i < now.count; i++)
		if (delta_changes(change->delta, now.items[i].concept) &
			DELTA_MOVED)
			return true;
	for (size_t i = 0; i < change->older_count; i++) {
		struct concept_hits before =
			concept_find(change->older[i], &tokens, 0, &f->arena);

		if (!same_hits(change->older[i], &before, change->newer, &now))
			return true;
	}
	return false;
}

static bool paper_differs(struct finder *f, const struct document *document)
{
	bool differs = text_differs(f, document->title);

	for (size_t i = 0; !differs && i < document->sections_count; i++)
		differs = text_differs(f, document->sections[i].text);
	for (size_t i = 0; !differs && i < document->mesh_count; i++)
		differs = text_differs(f, document->mesh[i].name);
	for (size_t i = 0; !differs && i < document->keywords.count; i++)
		differs = text_differs(f, document->keywords.items[i]);
	return differs;
}

static int read_paper(struct finder *f, uint64_t docid, struct report *report,
	struct slices *out, struct arena *arena)
{
	struct xc_error why = {0};
	struct error bad = {0};
	struct document document;
	struct xc_results *one = xc_searcher_next(f->searcher, docid - 1, &why);

	if (!one)
		return engine_error(f, &why);
	if (one->hits_count > 0 && one->hits[0].docid == docid) {
		struct slice record = {
			one->hits[0].data.data, one->hits[0].data.length};

		arena_reset(&f->arena);
		if (record_decode(record, &document, &f->arena, &bad) < 0)
			report_failure(report, "", bad.text);
		else if (paper_differs(f, &document))
			slices_add(out,
				arena_copy(arena, document.id.data,
					document.id.length),
				arena);
	}
	xc_results_free(one);
	return 0;
}

int candidates_find(const struct generation *generation,
	const struct change *change, struct text_analyser *analyser,
	struct report *report, const volatile sig_atomic_t *stop,
	struct slices *out, struct arena *arena, struct error *err)
{
	struct finder f = {.generation = generation,
		.change = change,
		.analyser = analyser,
		.err = err};
	struct xc_error why = {0};
	int result = -1;

	arena_init(&f.arena);
	f.nodes = memory_new(NODES_ROOM * sizeof(*f.nodes));
	f.searcher =
		xc_searcher_open((const char *const *)generation->shard_paths,
			generation->shards, &why);
	if (!f.searcher)
		engine_error(&f, &why);
	else if (search_names(&f) == 0 && search_moved(&f) == 0)
		result = 0;
	sort_docids(&f);
	report->bytes_all = 2 * f.docids_count;
	for (size_t i = 0; result == 0 && !*stop && i < f.docids_count; i++) {
		report->read++;
		result = read_paper(&f, f.docids[i], report, out, arena);
		report_progress(report, i);
	}
	xc_searcher_close(f.searcher);
	free(f.nodes);
	free(f.docids);
	arena_clear(&f.arena);
	return result;
}
