/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Only the nearest place of each pair counts.  A sum over all of them favours
 * long papers, and costs questions in whole sentences nDCG@10.  What a pair may
 * gain is small: enough to decide between papers that are else alike, too
 * little to lift one over papers that say more.
 */
#include "config.h"

#include "daemon/worker/nearness.h"

#include <math.h>

#include "daemon/worker/component.h"
#include "daemon/worker/worth.h"
#include "index/index.h"

/* Words between which things are near: about a sentence. */
#define WINDOW 30
/* At so many words apart nearness is worth half. */
#define HALF 3.0
/* Of the lighter clause's weight what a pair gains side by side.  Whether it is
 * .02, .04 or .06 no collection can tell: it decides between papers that differ
 * in nothing else. */
#define SHARE 0.02
/*
 * Of the lighter concept's weight what a paper with both gains, shared among
 * the pairs that a concept is in.  A paper with the narrower concept only
 * stands nowhere for it, and gains nothing.
 */
#define COVERED 0.8

#define CLAUSES_MAX 16
#define TERMS_MAX   48

/* Terms of a broader or a related concept stand nowhere. */
static void add_term(struct nearness *nearness, struct slice term)
{
	if (nearness->terms_count == TERMS_MAX ||
		slice_starts(term, PREFIX_ANCESTOR) ||
		slice_starts(term, PREFIX_BESIDE))
		return;
	nearness->terms[nearness->terms_count++] =
		(struct xc_bytes){term.data, term.length};
}

/* A phrase stands where its first word does. */
static void add_clause(struct nearness *nearness, const struct clause *clause,
	uint64_t documents)
{
	size_t before = nearness->terms_count;

	for (size_t i = 0; i < clause->parts_count; i++) {
		const struct part *part = &clause->parts[i];

		if (!part->hint && part->terms_count > 0 &&
			(part->join == PART_TERM || part->join == PART_PHRASE))
			add_term(nearness, part->terms[0]);
	}
	if (nearness->terms_count == before)
		return;
	nearness->ends[nearness->clauses_count] = nearness->terms_count;
	nearness->concepts[nearness->clauses_count] =
		clause->kind == CLAUSE_CONCEPT;
	nearness->weights[nearness->clauses_count++] =
		worth_rarity(clause->documents, documents) *
		(clause->worth > 0 ? clause->worth : 1);
}

static double lighter(
	const struct nearness *nearness, uint32_t one, uint32_t other)
{
	return fmin(nearness->weights[one], nearness->weights[other]);
}

/* What a pair of clauses gains where they stand in one place. */
static double near_share(
	const struct nearness *nearness, uint32_t one, uint32_t other)
{
	return nearness->near * lighter(nearness, one, other);
}

/* What it gains wherever they stand. */
static double covered_share(
	const struct nearness *nearness, uint32_t one, uint32_t other)
{
	return nearness->concepts[one] && nearness->concepts[other]
		       ? nearness->covered * lighter(nearness, one, other)
		       : 0;
}

static size_t count_concepts(const struct nearness *nearness)
{
	size_t count = 0;

	for (size_t i = 0; i < nearness->clauses_count; i++)
		count += nearness->concepts[i];
	return count;
}

/* What pairs may gain; the terms only where one may. */
static void set_shares(struct nearness *nearness, uint32_t without)
{
	size_t concepts = count_concepts(nearness);

	if (!(without & COMPONENT_PROXIMITY))
		nearness->near = SHARE;
	if (!(without & COMPONENT_COVERAGE) && concepts > 1)
		nearness->covered = COVERED / (double)(concepts - 1);
	for (uint32_t i = 0; i < nearness->clauses_count; i++)
		for (uint32_t n = i + 1; n < nearness->clauses_count; n++)
			nearness->most += near_share(nearness, i, n) +
					  covered_share(nearness, i, n);
	if (nearness->most <= 0)
		nearness->terms_count = 0;
}

struct nearness nearness_make(const struct query *query, uint64_t documents,
	uint32_t without, struct arena *arena)
{
	struct nearness nearness = {
		.terms = arena_array(arena, struct xc_bytes, TERMS_MAX),
		.ends = arena_array(arena, size_t, CLAUSES_MAX),
		.weights = arena_array(arena, double, CLAUSES_MAX),
		.concepts = arena_array(arena, unsigned char, CLAUSES_MAX),
	};

	for (size_t i = 0; i < query->clauses_count &&
			   nearness.clauses_count < CLAUSES_MAX;
		i++) {
		const struct clause *clause = &query->clauses[i];

		if (clause->wanted && clause->kind != CLAUSE_JOINED &&
			clause->kind != CLAUSE_IDENTIFIER &&
			clause->kind != CLAUSE_CUT)
			add_clause(&nearness, clause, documents);
	}
	set_shares(&nearness, without);
	return nearness;
}

/* ---- one paper ----------------------------------------------------------- */

/* Words from one list of places to the other, both ascending. */
static uint32_t least_gap(
	const struct xc_positions *a, const struct xc_positions *b)
{
	uint32_t least = UINT32_MAX;
	size_t i = 0, n = 0;

	while (i < a->count && n < b->count) {
		uint32_t one = a->items[i], other = b->items[n];
		uint32_t gap = one < other ? other - one : one - other;

		if (gap < least)
			least = gap;
		if (one < other)
			i++;
		else
			n++;
	}
	return least;
}

static size_t first_term(const struct nearness *nearness, uint32_t clause)
{
	return clause ? nearness->ends[clause - 1] : 0;
}

/* Over all spellings of two clauses; UINT32_MAX: one of them is not there. */
static uint32_t clause_gap(const struct nearness *nearness,
	const struct xc_hit *hit, uint32_t one, uint32_t other)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = first_term(nearness, one); i < nearness->ends[one]; i++)
		for (size_t n = first_term(nearness, other);
			n < nearness->ends[other]; n++) {
			uint32_t gap = least_gap(
				&hit->positions[i], &hit->positions[n]);

			if (gap < least)
				least = gap;
		}
	return least;
}

double nearness_of(const struct nearness *nearness, const struct xc_hit *hit)
{
	double sum = 0;

	for (uint32_t i = 0; i < nearness->clauses_count; i++)
		for (uint32_t n = i + 1; n < nearness->clauses_count; n++) {
			uint32_t gap = clause_gap(nearness, hit, i, n);

			if (gap == UINT32_MAX)
				continue;
			sum += covered_share(nearness, i, n);
			if (gap <= WINDOW)
				sum += near_share(nearness, i, n) /
				       (1 + gap / HALF);
		}
	return sum;
}
