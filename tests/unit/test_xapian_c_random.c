/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random trees of all operators over small databases of few words, where lists
 * end together and in every order: the engine must neither crash nor find other
 * documents in three shards than in one, nor score a document otherwise because
 * it was asked for fewer.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "libxapian-c/testing.h"

enum {
	SHARDS = 3,
	WORDS = 12,
	TREES = 400,
	MAX_DOCUMENTS = 300
};

static unsigned seed;

static unsigned below(unsigned limit)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % limit;
}

static void make_text(char *text, size_t room)
{
	unsigned words = 1 + below(12);

	*text = '\0';
	while (words--)
		snprintf(text + strlen(text), room - strlen(text), "w%u ",
			below(1 + below(WORDS)));
}

static struct xc_searcher *make_database(
	void **state, unsigned documents, unsigned shards)
{
	struct xc_writer *writers[SHARDS];
	const char *paths[SHARDS];
	struct xc_searcher *searcher;
	char name[64], text[256];
	unsigned i;

	seed = documents;
	for (i = 0; i < shards; i++) {
		snprintf(name, sizeof(name), "%u-%u-%u", documents, shards, i);
		paths[i] = path_in(state, name);
		writers[i] = must_create(paths[i]);
	}
	for (i = 0; i < documents; i++) {
		snprintf(name, sizeof(name), "K%u", i);
		make_text(text, sizeof(text));
		must_put(writers[i % shards], name, text);
	}
	for (i = 0; i < shards; i++) {
		must_commit(writers[i]);
		xc_writer_close(writers[i]);
	}
	searcher = xc_searcher_open(paths, shards, NULL);
	assert_non_null(searcher);
	return searcher;
}

/* A part of a tree, and where to write it. */
struct tree {
	char *text;
	size_t room;
	int in_window;  /* under PHRASE or NEAR: terms and OR only */
	int in_synonym; /* no RANGE, PHRASE or NEAR */
	int in_max;     /* operators on terms */
};

static char *end_of(struct tree *tree, size_t *room)
{
	const size_t used = strlen(tree->text);

	*room = tree->room - used;
	return tree->text + used;
}

static void add_leaf(struct tree *tree)
{
	const unsigned kind = tree->in_window || tree->in_max ? 9 : below(10);
	size_t room;
	char *end = end_of(tree, &room);

	if (kind == 0)
		snprintf(end, room, "ALL ");
	else if (kind == 1 && !tree->in_synonym)
		snprintf(end, room, "RANGE:1:w%u: ", below(WORDS));
	else
		snprintf(end, room, "w%u ", below(WORDS));
}

static const struct {
	const char *name;
	unsigned least, most;
	int is_window, is_synonym;
} shapes[] = {
	{"OR", 1, 4, 0, 0},
	{"AND", 1, 4, 0, 0},
	{"SYNONYM", 1, 4, 0, 1},
	{"PHRASE", 1, 3, 1, 0},
	{"NEAR", 1, 3, 1, 0},
	{"MAX", 1, 4, 0, 0},
	{"OR", 1, 4, 0, 0},
	{"NOT", 2, 2, 0, 0},
	{"MAYBE", 2, 2, 0, 0},
	{"FILTER", 2, 2, 0, 0},
	{"SCALE", 1, 1, 0, 0},
};

#define MAX_SHAPES 5 /* the first, that a MAX may have */

static unsigned pick_shape(const struct tree *tree)
{
	const unsigned count =
		tree->in_max ? MAX_SHAPES : sizeof(shapes) / sizeof(*shapes);
	unsigned shape = tree->in_window ? 0 : below(count);

	while (tree->in_synonym && shapes[shape].is_window)
		shape = below(count);
	return shape;
}

static void make_tree(struct tree tree, unsigned depth)
{
	const unsigned shape = pick_shape(&tree);
	const unsigned children =
		shapes[shape].least +
		below(shapes[shape].most - shapes[shape].least + 1);
	unsigned i;
	size_t room;
	char *end;

	if (!depth || below(4) == 0) {
		add_leaf(&tree);
		return;
	}
	tree.in_window |= shapes[shape].is_window;
	tree.in_synonym |= shapes[shape].is_synonym;
	if (strcmp(shapes[shape].name, "MAX") == 0)
		for (tree.in_max = 1, i = 0; i < children; i++)
			make_tree(tree, 1);
	else
		for (i = 0; i < children; i++)
			make_tree(tree, tree.in_max ? 0 : depth - 1);
	/* the last number is a window or a factor, or not read */
	end = end_of(&tree, &room);
	snprintf(end, room, "%s:%u:%u ", shapes[shape].name, children,
		children + below(4));
}

static struct xc_results *must_find(
	struct xc_searcher *searcher, const char *text, uint32_t limit)
{
	struct xc_query query = parse_query(text);
	struct xc_error err = {0};
	struct xc_results *results;

	query.limit = limit;
	query.want_data = 0;
	results = xc_search(searcher, &query, &err);
	if (!results)
		fail_msg("%s: %s", text, err.text);
	return results;
}

/* scores[id], or -1 for a document that was not found. */
static void note_scores(const struct xc_results *results, double *scores)
{
	size_t i;

	for (i = 0; i <= MAX_DOCUMENTS; i++)
		scores[i] = -1;
	for (i = 0; i < results->hits_count; i++)
		scores[results->hits[i].docid] = results->hits[i].score;
}

static void check_few(struct xc_searcher *searcher, const char *text,
	uint32_t limit, const struct xc_results *all, const double *scores)
{
	struct xc_results *few = must_find(searcher, text, limit);
	const size_t count = all->hits_count;
	size_t i;

	if (few->hits_count != (count < limit ? count : limit))
		fail_msg("%s: %zu of %zu", text, few->hits_count, count);
	for (i = 0; i < few->hits_count; i++)
		if (few->hits[i].score != scores[few->hits[i].docid])
			fail_msg("%s: document %d", text,
				(int)few->hits[i].docid);
	assert_true(few->total_upper >= count);
	xc_results_free(few);
}

static void check_tree(
	struct xc_searcher *one, struct xc_searcher *three, const char *text)
{
	static double scores[MAX_DOCUMENTS + 1], others[MAX_DOCUMENTS + 1];
	struct xc_results *all = must_find(one, text, MAX_DOCUMENTS);
	struct xc_results *sharded = must_find(three, text, MAX_DOCUMENTS);
	size_t i;

	note_scores(all, scores);
	note_scores(sharded, others);
	for (i = 0; i <= MAX_DOCUMENTS; i++)
		if ((scores[i] < 0) != (others[i] < 0))
			fail_msg("%s: document %zu in one only", text, i);
	assert_int_equal(all->hits_count, all->total_estimate);
	check_few(one, text, 1, all, scores);
	check_few(one, text, 10, all, scores);
	check_few(three, text, 3, sharded, others);
	xc_results_free(all);
	xc_results_free(sharded);
}

static void trees_of_all_operators(void **state)
{
	static const unsigned sizes[] = {1, 3, 20, 60, 299};
	static char text[1 << 14];
	size_t i, n;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct xc_searcher *one = make_database(state, sizes[i], 1);
		struct xc_searcher *three =
			make_database(state, sizes[i], SHARDS);

		seed = (unsigned)i;
		for (n = 0; n < TREES; n++) {
			text[0] = '\0';
			make_tree((struct tree){text, sizeof(text), 0, 0, 0},
				1 + below(3));
			check_tree(one, three, text);
		}
		xc_searcher_close(one);
		xc_searcher_close(three);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			trees_of_all_operators, folder_setup, folder_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
