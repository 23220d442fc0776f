/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/memory.h"

#define TOP 10

const char *const measure_names[MEASURE_COUNT] = {
	[MEASURE_NDCG] = "nDCG@10",
	[MEASURE_MAP] = "MAP",
	[MEASURE_RECALL_100] = "R@100",
	[MEASURE_MRR] = "MRR@10",
	[MEASURE_PRECISION] = "P@10",
	[MEASURE_RECALL_1000] = "R@1000",
	[MEASURE_JUDGED] = "judged@10",
};

static int by_document(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;
	int order = strcmp(a->query, b->query);

	if (!order)
		order = strcmp(a->document, b->document);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int by_score(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;
	int order = (b->value > a->value) - (b->value < a->value);

	return order ? order : strcmp(b->document, a->document);
}

static int by_value(const void *one, const void *other)
{
	const double *a = one, *b = other;

	return (*b > *a) - (*b < *a);
}

/* Sort, and keep the last line of each (query, document). */
static void table_sort(struct table *table)
{
	size_t kept = 0, i;

	qsort(table->entries, table->count, sizeof(*table->entries),
		by_document);
	for (i = 0; i < table->count; i++) {
		const struct entry *entry = &table->entries[i];

		if (i + 1 < table->count &&
			strcmp(entry->query, entry[1].query) == 0 &&
			strcmp(entry->document, entry[1].document) == 0)
			continue;
		table->entries[kept++] = *entry;
	}
	table->count = kept;
}

/* The entries of one query, in a table that is sorted. */
struct part {
	struct entry *entries;
	size_t count;
};

static struct part part_of(const struct table *table, const char *query)
{
	size_t low = 0, high = table->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(table->entries[middle].query, query) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	end = low;
	while (end < table->count &&
		strcmp(table->entries[end].query, query) == 0)
		end++;
	return (struct part){table->entries + low, end - low};
}

/* The judgment of a document; NULL: not judged. */
static const struct entry *judgment(
	const struct part *judged, const char *document)
{
	size_t low = 0, high = judged->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(judged->entries[middle].document, document);

		if (order == 0)
			return &judged->entries[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static double gain(double grade, bool exponential)
{
	grade = grade > 0 ? grade : 0;
	return exponential ? exp2(grade) - 1 : grade;
}

/* The DCG of the best possible order. */
static double ideal_gain(const struct part *judged, bool exponential)
{
	double *grades = memory_must(calloc(judged->count, sizeof(*grades)));
	double sum = 0;
	size_t i;

	for (i = 0; i < judged->count; i++)
		grades[i] = judged->entries[i].value;
	qsort(grades, judged->count, sizeof(*grades), by_value);
	for (i = 0; i < judged->count && i < TOP; i++)
		sum += gain(grades[i], exponential) / log2((double)i + 2);
	free(grades);
	return sum;
}

/* `ranked` is in the order of the run. */
static void measure(struct measured *made, const struct part *judged,
	const struct part *ranked, double relevant, double level,
	bool exponential)
{
	double ideal = ideal_gain(judged, exponential), dcg = 0, precision = 0;
	double *value = made->value;
	size_t hits = 0, top = ranked->count < TOP ? ranked->count : TOP, i;

	for (i = 0; i < ranked->count && i < 1000; i++) {
		const struct entry *found =
			judgment(judged, ranked->entries[i].document);
		double grade = found ? found->value : 0;

		if (i < TOP) {
			dcg += gain(grade, exponential) / log2((double)i + 2);
			value[MEASURE_JUDGED] += found ? 1 : 0;
		}
		if (grade < level)
			continue;
		hits++;
		precision += (double)hits / (double)(i + 1);
		if (hits == 1 && i < TOP)
			value[MEASURE_MRR] = 1 / (double)(i + 1);
		if (i < TOP)
			value[MEASURE_PRECISION] = (double)hits / TOP;
		if (i < 100)
			value[MEASURE_RECALL_100] = (double)hits / relevant;
	}
	value[MEASURE_NDCG] = ideal > 0 ? dcg / ideal : 0;
	value[MEASURE_MAP] = precision / relevant;
	value[MEASURE_RECALL_1000] = (double)hits / relevant;
	value[MEASURE_JUDGED] /= top > 0 ? (double)top : 1;
}

static void add_query(struct evaluation *evaluation, const char *query,
	const struct table *qrels, const struct table *run, double level,
	bool exponential)
{
	struct part judged = part_of(qrels, query);
	struct part ranked = part_of(run, query);
	double relevant = 0;
	struct measured *made;
	size_t i;

	for (i = 0; i < judged.count; i++)
		relevant += judged.entries[i].value >= level;
	if (relevant == 0)
		return;
	made = &evaluation->queries[evaluation->count++];
	memset(made, 0, sizeof(*made));
	made->query = query;
	/* Each part of a run is looked at once; its order by document is not
	 * needed again. */
	qsort(ranked.entries, ranked.count, sizeof(*ranked.entries), by_score);
	measure(made, &judged, &ranked, relevant, level, exponential);
}

static int by_line(const void *one, const void *other)
{
	const struct entry *a = *(struct entry *const *)one,
			   *b = *(struct entry *const *)other;

	return (a->line > b->line) - (a->line < b->line);
}

/* The first line of every query, in the order of the file. */
static struct entry **first_lines(const struct table *qrels, size_t *count)
{
	struct entry **first =
		memory_must(calloc(qrels->count + 1, sizeof(*first)));
	size_t i;

	*count = 0;
	for (i = 0; i < qrels->count; i++) {
		struct entry *entry = &qrels->entries[i];

		if (i == 0 || strcmp(entry->query, entry[-1].query) != 0)
			first[(*count)++] = entry;
		else if (entry->line < first[*count - 1]->line)
			first[*count - 1] = entry;
	}
	qsort(first, *count, sizeof(struct entry *), by_line);
	return first;
}

void evaluation_make(struct evaluation *evaluation, struct table *qrels,
	struct table *run, double level, bool exponential)
{
	struct entry **first;
	size_t count, i, m;

	memset(evaluation, 0, sizeof(*evaluation));
	table_sort(qrels);
	table_sort(run);
	first = first_lines(qrels, &count);
	evaluation->queries =
		memory_must(calloc(count + 1, sizeof(*evaluation->queries)));
	for (i = 0; i < count; i++)
		add_query(evaluation, first[i]->query, qrels, run, level,
			exponential);
	free(first);
	for (m = 0; m < MEASURE_COUNT && evaluation->count > 0; m++) {
		for (i = 0; i < evaluation->count; i++)
			evaluation->mean[m] += evaluation->queries[i].value[m];
		evaluation->mean[m] /= (double)evaluation->count;
	}
}

void evaluation_clear(struct evaluation *evaluation)
{
	free(evaluation->queries);
	memset(evaluation, 0, sizeof(*evaluation));
}
