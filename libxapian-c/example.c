/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Put two documents into a new database, find one: example FOLDER */
#include <stdio.h>
#include <string.h>

#include "libxapian-c/xapian-c.h"

static int put(struct xc_writer *writer, const char *key, const char *word,
	struct xc_error *err)
{
	const uint32_t at = 1;
	struct xc_term term = {word, strlen(word), 1, &at, 1};
	struct xc_document document = {.key = key,
		.key_length = strlen(key),
		.terms = &term,
		.terms_count = 1,
		.data = key,
		.data_length = strlen(key)};

	return xc_writer_put(writer, &document, NULL, err);
}

static int find(
	struct xc_searcher *searcher, const char *word, struct xc_error *err)
{
	struct xc_node node = {
		.op = XC_TERM, .term = word, .length = strlen(word)};
	struct xc_query query = {.limit = 10, .want_data = 1};
	struct xc_results *results;

	query.nodes = &node;
	query.nodes_count = 1;
	query.scale = (struct xc_scale){1, 100};
	results = xc_search(searcher, &query, err);
	for (size_t i = 0; results && i < results->hits_count; i++)
		printf("%.*s\n", (int)results->hits[i].data.length,
			results->hits[i].data.data);
	xc_results_free(results);
	return results ? 0 : -1;
}

int main(int argc, char **argv)
{
	const char *path = argv[argc - 1];
	struct xc_error err = {0};
	struct xc_writer *writer = xc_writer_open(path, XC_WRITER_CREATE, &err);
	struct xc_searcher *searcher = NULL;
	int done = writer && !put(writer, "paper 1", "heart", &err) &&
		   !put(writer, "paper 2", "lung", &err) &&
		   !xc_writer_commit(writer, &err) &&
		   (searcher = xc_searcher_open(&path, 1, &err)) &&
		   !find(searcher, "lung", &err);

	if (!done)
		fprintf(stderr, "%s: %s\n", err.context, err.text);
	xc_searcher_close(searcher);
	xc_writer_close(writer);
	return !done;
}
