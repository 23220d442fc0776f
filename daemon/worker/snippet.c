/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hits to sentences.  The texts of a hit are analysed again as they were when
 * it was indexed, which costs less than storing tokens; the body of a long
 * paper only as far as something asked for has not been seen yet.
 */
#include "config.h"

#include "daemon/worker/snippet.h"

#include <math.h>

#include "daemon/worker/clock.h"
#include "index/index.h"

/* Of one hit no more than so many bytes are read for snippets. */
#define READ_MAX ((size_t)256 * 1024)

/* What a clause shown before is still worth. */
#define SEEN_SHARE 0.3
/* Marks next to each other make a sentence worth so much more. */
#define NEAR_SHARE 0.3

struct candidate {
	struct snippet place; /* spans not filled in */
	const struct mark *marks;
	size_t marks_count;
	double nearness; /* 1: marks side by side; 0: far apart, or one */
};

struct reader {
	const struct query *query;
	const struct request *request;
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus;
	const struct marker *marker;
	struct arena *arena;
	int has_concepts;    /* a clause asks for one */
	double *worth;       /* of each clause: rare ones say more */
	unsigned char *seen; /* clauses, while choosing */
	uint64_t *counted;   /* the round that counted a clause */
	uint64_t round;
	/* of the hit at hand: */
	const unsigned char *has; /* clauses that it matched */
	unsigned char *marked;    /* clauses with a mark so far */
	struct abbreviation_senses senses;
	struct shown *shown;
	struct candidate *candidates;
	size_t candidates_count;
};

/* ---- mentions ------------------------------------------------------------ */

const char *mention_field_name(enum mention_field field)
{
	static const char *const names[] = {
		"title", "abstract", "body", "caption", "mesh", "keyword"};

	return names[field];
}

static int is_better(const struct mention *new, const struct mention *old)
{
	if (new->narrower != old->narrower)
		return !new->narrower;
	return new->field < old->field;
}

static void take_mention(struct reader *r, struct mention mention)
{
	struct shown *shown = r->shown;

	for (size_t i = 0; i < shown->mentions_count; i++) {
		if (shown->mentions[i].concept != mention.concept)
			continue;
		if (is_better(&mention, &shown->mentions[i]))
			shown->mentions[i] = mention;
		return;
	}
	shown->mentions[shown->mentions_count++] = mention;
}

static struct marks read_text(struct reader *r, struct slice text,
	enum mention_field field, uint32_t index)
{
	struct analysed read = index_analyse_text(
		text, &r->senses, r->analyser, r->thesaurus, r->arena);
	struct marks marks =
		marker_find(r->marker, &read.tokens, &read.concepts, r->arena);

	for (size_t i = 0; i < marks.count; i++) {
		const struct mark *mark = &marks.items[i];
		const struct clause *clause = &r->query->clauses[mark->clause];

		r->marked[mark->clause] = 1;
		if (clause->kind != CLAUSE_CONCEPT)
			continue;
		take_mention(r, (struct mention){.concept = clause->concept,
					.field = field,
					.index = index,
					.start = mark->start,
					.end = mark->end,
					.form = {text.data + mark->start,
						mark->end - mark->start},
					.narrower = mark->narrower});
	}
	return marks;
}

/* ---- sentences ----------------------------------------------------------- */

/* Merge overlapping marks to spans. */
static void make_spans(struct reader *r, struct candidate *candidate)
{
	struct snippet *place = &candidate->place;
	struct span *spans =
		arena_array(r->arena, struct span, candidate->marks_count);
	size_t count = 0;

	for (size_t i = 0; i < candidate->marks_count; i++) {
		uint32_t start = candidate->marks[i].start - place->start;
		uint32_t end = candidate->marks[i].end - place->start;

		if (count && start < spans[count - 1].end) {
			if (end > spans[count - 1].end)
				spans[count - 1].end = end;
		} else {
			spans[count++] = (struct span){start, end};
		}
	}
	place->spans = spans;
	place->spans_count = count;
}

/* Of distinct clauses: a word said twice is not worth more. */
static double worth_of(struct reader *r, const struct mark *marks, size_t count,
	const unsigned char *seen)
{
	double worth = 0;

	r->round++;
	for (size_t i = 0; i < count; i++) {
		uint32_t clause = marks[i].clause;

		if (r->counted[clause] == r->round)
			continue;
		r->counted[clause] = r->round;
		worth += r->worth[clause] *
			 (seen && seen[clause] ? SEEN_SHARE : 1);
	}
	return worth;
}

static int is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static int is_inside_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

#define BORDER_NEAR 40 /* a word border farther away is none */

/* Move a cut to the right, at most to `limit`, to where a word starts. */
static uint32_t word_start(struct slice text, uint32_t at, uint32_t limit)
{
	for (uint32_t i = at; i < limit && i - at < BORDER_NEAR; i++) {
		if (i == 0 || is_blank(text.data[i - 1]))
			return i;
	}
	while (at < limit && is_inside_character(text.data[at]))
		at++;
	return at;
}

/* Move a cut to the left, at most to `limit`, to where a word ends. */
static uint32_t word_end(struct slice text, uint32_t at, uint32_t limit)
{
	for (uint32_t i = at; i > limit && at - i < BORDER_NEAR; i--) {
		if (i == text.length || is_blank(text.data[i])) {
			while (i > limit && is_blank(text.data[i - 1]))
				i--;
			return i;
		}
	}
	while (at > limit && at < text.length &&
		is_inside_character(text.data[at]))
		at--;
	return at;
}

/* Cut a long sentence to the marks close together that are worth most. */
static void cut_long(
	struct reader *r, struct slice text, struct candidate *candidate)
{
	struct snippet *place = &candidate->place;
	const struct mark *marks = candidate->marks;
	size_t best = 0, best_count = 1;
	double best_worth = -1;

	for (size_t i = 0; i < candidate->marks_count; i++) {
		size_t count = 1;
		double worth;

		while (i + count < candidate->marks_count &&
			marks[i + count].end <= marks[i].start + SNIPPET_LONG)
			count++;
		worth = worth_of(r, marks + i, count, NULL);
		if (worth > best_worth) {
			best = i;
			best_count = count;
			best_worth = worth;
		}
	}
	candidate->marks += best;
	candidate->marks_count = best_count;
	uint32_t first = marks[best].start, last = marks[best].end;

	for (size_t i = 1; i < best_count; i++) {
		if (marks[best + i].end > last)
			last = marks[best + i].end;
	}
	uint32_t spare =
		last - first < SNIPPET_LONG ? SNIPPET_LONG - (last - first) : 0;
	uint32_t start = first - place->start > spare / 2 ? first - spare / 2
							  : place->start;
	uint32_t end = place->end - start > SNIPPET_LONG ? start + SNIPPET_LONG
							 : place->end;

	if (end < last)
		end = last;
	if (start > place->start)
		start = word_start(text, start, first);
	if (end < place->end)
		end = word_end(text, end, last);
	place->start = start;
	place->end = end;
}

static double nearness_of(const struct candidate *candidate)
{
	size_t count = candidate->marks_count;
	uint32_t spread =
		candidate->marks[count - 1].start - candidate->marks[0].start;

	if (count < 2 || spread > SNIPPET_LONG)
		return 0;
	return 1 - (double)spread / SNIPPET_LONG;
}

static void add_candidate(
	struct reader *r, struct slice text, struct candidate candidate)
{
	size_t count = r->candidates_count;

	if (candidate.place.end - candidate.place.start > SNIPPET_LONG)
		cut_long(r, text, &candidate);
	candidate.nearness = nearness_of(&candidate);
	if (!(count & (count - 1)))
		r->candidates = arena_grow(r->arena, r->candidates, count,
			count ? 2 * count : 1, sizeof(*r->candidates));
	r->candidates[r->candidates_count++] = candidate;
}

/* Each sentence with the marks that lie wholly inside it. */
static void read_sentences(struct reader *r, uint32_t section,
	struct slice text, const struct marks *marks)
{
	struct sentences sentences = text_sentences(text, r->arena);
	size_t next = 0;

	for (size_t i = 0; i < sentences.count; i++) {
		const struct sentence *sentence = &sentences.items[i];
		size_t first;

		while (next < marks->count &&
			marks->items[next].start < sentence->start)
			next++;
		first = next;
		while (next < marks->count &&
			marks->items[next].end <= sentence->end)
			next++;
		if (next > first)
			add_candidate(r, text,
				(struct candidate){
					.place = {.section = section,
						.start = sentence->start,
						.end = sentence->end},
					.marks = marks->items + first,
					.marks_count = next - first});
	}
}

static void choose(struct reader *r)
{
	struct shown *shown = r->shown;
	size_t wanted = r->request->snippets, clauses = r->query->clauses_count;

	if (wanted > r->candidates_count)
		wanted = r->candidates_count;
	memset(r->seen, 0, clauses);
	shown->snippets = arena_array(r->arena, struct snippet, wanted);
	while (shown->snippets_count < wanted) {
		struct candidate *best = NULL;
		double best_worth = -1;

		for (size_t i = 0; i < r->candidates_count; i++) {
			struct candidate *at = &r->candidates[i];
			double worth = worth_of(
				r, at->marks, at->marks_count, r->seen);

			worth *= 1 + NEAR_SHARE * at->nearness;
			if (at->marks_count && worth > best_worth) {
				best = at;
				best_worth = worth;
			}
		}
		for (size_t i = 0; i < best->marks_count; i++)
			r->seen[best->marks[i].clause] = 1;
		make_spans(r, best);
		shown->snippets[shown->snippets_count++] = best->place;
		best->marks_count = 0;
	}
}

/* ---- hits ---------------------------------------------------------------- */

static int is_all_marked(const struct reader *r)
{
	for (size_t i = 0; i < r->query->clauses_count; i++) {
		if (r->has[i] && !r->marked[i])
			return 0;
	}
	return 1;
}

static const enum mention_field field_of_section[] = {
	[SECTION_ABSTRACT] = MENTION_ABSTRACT,
	[SECTION_BODY] = MENTION_BODY,
	[SECTION_CAPTION] = MENTION_CAPTION,
};

/* The sentences of a text that end within its first `limit` bytes; of one
 * without an end so early, those bytes. */
static struct slice cut_text(
	struct slice text, size_t limit, struct arena *arena)
{
	struct sentences sentences;

	if (text.length <= limit)
		return text;
	text.length = limit;
	while (text.length > 0 && is_inside_character(text.data[text.length]))
		text.length--;
	sentences = text_sentences(text, arena);
	if (sentences.count > 1)
		text.length = sentences.items[sentences.count - 2].end;
	return text;
}

static void read_sections(struct reader *r)
{
	const struct document *document = &r->shown->document;
	size_t left = READ_MAX;

	for (uint32_t i = 0; i < document->sections_count && left > 0; i++) {
		const struct section *section = &document->sections[i];
		struct slice text;
		struct marks marks;

		if (section->kind != SECTION_ABSTRACT && is_all_marked(r) &&
			r->candidates_count >= r->request->snippets)
			return;
		text = cut_text(section->text, left, r->arena);
		left = section->text.length < left ? left - section->text.length
						   : 0;
		marks = read_text(r, text, field_of_section[section->kind], i);
		read_sentences(r, i, text, &marks);
	}
}

static void read_headings(struct reader *r)
{
	const struct document *document = &r->shown->document;

	for (uint32_t i = 0; i < document->mesh_count && !is_all_marked(r); i++)
		read_text(r, document->mesh[i].name, MENTION_MESH, i);
	for (uint32_t i = 0; i < document->keywords.count && !is_all_marked(r);
		i++)
		read_text(r, document->keywords.items[i], MENTION_KEYWORD, i);
}

static void read_hit(struct reader *r)
{
	size_t clauses = r->query->clauses_count;

	memset(r->marked, 0, clauses);
	r->candidates = NULL;
	r->candidates_count = 0;
	r->shown->mentions = arena_array(r->arena, struct mention, clauses);
	if (r->has_concepts)
		r->senses = index_senses(&r->shown->document, r->analyser,
			r->thesaurus, r->arena);
	read_text(r, r->shown->document.title, MENTION_TITLE, 0);
	read_sections(r);
	read_headings(r);
	choose(r);
}

static struct reader reader_make(const struct query *query,
	const struct request *request, const struct matches *matches,
	struct arena *arena)
{
	struct reader r = {.query = query, .request = request, .arena = arena};
	size_t clauses = query->clauses_count;

	r.worth = arena_array(arena, double, clauses + 1);
	r.seen = arena_array(arena, unsigned char, clauses + 1);
	r.marked = arena_array(arena, unsigned char, clauses + 1);
	r.counted = arena_array(arena, uint64_t, clauses + 1);
	for (size_t i = 0; i < clauses; i++) {
		r.worth[i] = log(
			1 + ((double)matches->total + 1) /
				    ((double)query->clauses[i].documents + 1));
		r.has_concepts |= query->clauses[i].kind == CLAUSE_CONCEPT;
	}
	return r;
}

/* Fields of a hit that stand in the head of its record. */
#define HIT_HEAD                                                               \
	(HIT_RANK | HIT_ID | HIT_SCORE | HIT_TITLE | HIT_JOURNAL |             \
		HIT_PUBLISHER | HIT_YEAR | HIT_DATE | HIT_VOLUME | HIT_ISSUE | \
		HIT_PAGES | HIT_URL)

static int read_record(
	struct reader *r, const struct xc_bytes *data, struct error *error)
{
	struct slice record = {data->data, data->length};

	if (r->request->explain || (r->request->fields & ~(uint32_t)HIT_HEAD))
		return record_decode(
			record, &r->shown->document, r->arena, error);
	return record_decode_head(record, &r->shown->document, error);
}

/* What can be said of a hit without its record. */
static struct document document_of(const struct xc_hit *hit)
{
	return (struct document){
		.id = {hit->values[0].data, hit->values[0].length}};
}

int snippet_make(const struct query *query, const struct matches *matches,
	const struct request *request, uint64_t deadline,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena, struct page *page, struct fault *fault)
{
	struct reader r = reader_make(query, request, matches, arena);
	int reads = (request->fields & (HIT_SNIPPETS | HIT_MATCHED_AS)) != 0;
	struct error error;

	*page = (struct page){
		.count = matches->hits_count, .timed_out = matches->timed_out};
	page->items = arena_array(arena, struct shown, page->count);
	r.analyser = analyser;
	r.thesaurus = thesaurus;
	if (reads)
		r.marker = marker_new(query, thesaurus, arena);
	for (size_t i = 0; i < page->count; i++) {
		r.shown = &page->items[i];
		r.has = matches->has + i * query->clauses_count;
		if (matches->ids_only) {
			r.shown->document = document_of(&matches->hits[i]);
			continue;
		}
		if (read_record(&r, &matches->hits[i].data, &error))
			return fault_set(
				fault, 500, "internal", 0, "%s", error.text);
		page->timed_out = page->timed_out || clock_is_late(deadline);
		if (reads && !page->timed_out)
			read_hit(&r);
	}
	return 0;
}
