/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nftw() needs this; the tests are not built with config.h. */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libxapian-c/testing.h"

enum {
	MAX_NODES = 256,
	MAX_WORDS = 256
};

#ifdef __SANITIZE_ADDRESS__
/* Xapian::Database::check() deletes its tables as their base class (1.4.22);
 * that has no consequence but this report. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}
#endif

int folder_setup(void **state)
{
	const char *parent = getenv("TMPDIR");
	char path[4096];

	snprintf(path, sizeof(path), "%s/xapian-c-XXXXXX",
		parent ? parent : "/tmp");
	if (!mkdtemp(path))
		return -1;
	*state = strdup(path);
	return *state ? 0 : -1;
}

static int remove_one(
	const char *path, const struct stat *info, int kind, struct FTW *at)
{
	(void)info;
	(void)kind;
	(void)at;
	return remove(path);
}

int folder_teardown(void **state)
{
	nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(*state);
	return 0;
}

const char *path_in(void *const *state, const char *name)
{
	static char paths[8][4096];
	static unsigned turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", (char *)*state, name);
	return path;
}

static const char *copy_target;
static size_t copy_skip;

static int copy_one(
	const char *path, const struct stat *info, int kind, struct FTW *at)
{
	static char bytes[1 << 16];
	char to[4096];
	FILE *in, *out;
	size_t n;

	(void)info;
	(void)at;
	snprintf(to, sizeof(to), "%s%s", copy_target, path + copy_skip);
	if (kind == FTW_D)
		return mkdir(to, 0700);
	in = fopen(path, "rb");
	out = fopen(to, "wb");
	assert_true(in && out);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		assert_int_equal(n, fwrite(bytes, 1, n, out));
	fclose(in);
	return fclose(out);
}

void copy_folder(const char *from, const char *to)
{
	copy_target = to;
	copy_skip = strlen(from);
	assert_int_equal(0, nftw(from, copy_one, 16, FTW_PHYS));
}

static size_t count_words(const char *text, struct xc_term *terms,
	uint32_t positions[][MAX_WORDS])
{
	size_t count = 0, i;
	uint32_t at = 0;

	while (*(text += strspn(text, " "))) {
		const size_t length = strcspn(text, " ");

		for (i = 0; i < count; i++)
			if (terms[i].length == length &&
				memcmp(terms[i].data, text, length) == 0)
				break;
		assert_true(i < MAX_WORDS);
		if (i == count)
			terms[count++] = (struct xc_term){
				text, length, 0, positions[i], 0};
		terms[i].wdf++;
		positions[i][terms[i].positions_count++] = ++at;
		text += length;
	}
	return count;
}

int put_text(struct xc_writer *writer, const char *key, const char *text,
	struct xc_error *err)
{
	static uint32_t positions[MAX_WORDS][MAX_WORDS];
	struct xc_term terms[MAX_WORDS];
	struct xc_value value = {1, text, strcspn(text, " ")};
	struct xc_document document = {0};

	document.key = document.data = key;
	document.key_length = document.data_length = strlen(key);
	document.terms = terms;
	document.terms_count = count_words(text, terms, positions);
	document.values = &value;
	document.values_count = 1;
	return xc_writer_put(writer, &document, NULL, err);
}

void must_put(struct xc_writer *writer, const char *key, const char *text)
{
	struct xc_error err = {0};

	if (put_text(writer, key, text, &err) < 0)
		fail_msg("%s: %s", key, err.text);
}

void must_commit(struct xc_writer *writer)
{
	struct xc_error err = {0};

	if (xc_writer_commit(writer, &err) < 0)
		fail_msg("commit: %s", err.text);
}

struct xc_writer *must_create(const char *path)
{
	struct xc_error err = {0};
	struct xc_writer *writer = xc_writer_open(
		path, XC_WRITER_CREATE | XC_WRITER_NO_SYNC, &err);

	if (!writer)
		fail_msg("%s: %s", path, err.text);
	return writer;
}

struct xc_searcher *must_search(const char *path)
{
	struct xc_error err = {0};
	struct xc_searcher *searcher = xc_searcher_open(&path, 1, &err);

	if (!searcher)
		fail_msg("%s: %s", path, err.text);
	return searcher;
}

struct xc_results *must_answer(
	struct xc_searcher *searcher, const struct xc_query *query)
{
	struct xc_error err = {0};
	struct xc_results *results = xc_search(searcher, query, &err);

	if (!results)
		fail_msg("search: %s", err.text);
	return results;
}

static const struct {
	const char *name;
	enum xc_op op;
} operators[] = {
	{"ALL", XC_ALL},
	{"RANGE", XC_RANGE},
	{"AND", XC_AND},
	{"OR", XC_OR},
	{"NOT", XC_NOT},
	{"MAYBE", XC_MAYBE},
	{"FILTER", XC_FILTER},
	{"SYNONYM", XC_SYNONYM},
	{"MAX", XC_MAX},
	{"PHRASE", XC_PHRASE},
	{"NEAR", XC_NEAR},
	{"SCALE", XC_SCALE},
};

/* word or word^3 */
static struct xc_node parse_term(const char *word)
{
	struct xc_node node = {.op = XC_TERM, .term = word};
	const char *wqf = strchr(word, '^');

	node.length = wqf ? (size_t)(wqf - word) : strlen(word);
	node.wqf = wqf ? (uint32_t)atoi(wqf + 1) : 0;
	return node;
}

/* RANGE:slot:low:high */
static void parse_range(struct xc_node *node, const char *rest)
{
	node->slot = (uint32_t)atoi(rest);
	node->term = strchr(rest, ':') + 1;
	node->length = strcspn(node->term, ":");
	node->high = node->term + node->length + 1;
	node->high_length = strlen(node->high);
}

static struct xc_node parse_node(const char *word)
{
	const size_t length = strcspn(word, ":");
	const char *rest = word[length] ? word + length + 1 : "";
	const char *last = strchr(rest, ':');
	struct xc_node node = {0};
	size_t i;

	for (i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (strlen(operators[i].name) == length &&
			strncmp(operators[i].name, word, length) == 0)
			break;
	if (i == sizeof(operators) / sizeof(*operators))
		return parse_term(word);
	node.op = operators[i].op;
	if (node.op == XC_RANGE) {
		parse_range(&node, rest);
		return node;
	}
	node.children = (uint32_t)atoi(rest);
	node.window = last ? (uint32_t)atoi(last + 1) : 0;
	node.factor = last ? strtod(last + 1, NULL) : 0;
	return node;
}

struct xc_query parse_query(const char *text)
{
	static struct xc_node nodes[MAX_NODES];
	static char words[1 << 14];
	struct xc_query query = {0};
	char *word, *rest;

	snprintf(words, sizeof(words), "%s", text);
	query.nodes = nodes;
	query.scale = (struct xc_scale){1, 100};
	query.limit = 100;
	query.want_data = 1;
	for (word = strtok_r(words, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest)) {
		assert_true(query.nodes_count < MAX_NODES);
		nodes[query.nodes_count++] = parse_node(word);
	}
	return query;
}

const char *hits_text(const struct xc_results *results)
{
	static char text[1 << 14];
	size_t used = 0, i;

	text[0] = '\0';
	for (i = 0; i < results->hits_count; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
			"%s%.*s", i ? " " : "",
			(int)results->hits[i].data.length,
			results->hits[i].data.data);
	return text;
}
