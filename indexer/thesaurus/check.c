/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * thesaurus check: every fault of a list, one a line as compilers print them.
 * With an index also the forms that stand in so many of its papers that they
 * tell none from another.
 */
#include "config.h"

#include "indexer/thesaurus/tools.h"

#include <stdio.h>

#include "base/plural.h"

#define DEFAULT_SHARE 5.0

static void print_fault(
	const char *path, uint32_t line, const char *code, const char *text)
{
	printf("%s:%u: %s: %s\n", path, (unsigned)line, code, text);
}

static json_t *fault_json(
	const char *path, uint32_t line, const char *code, const char *text)
{
	return json_pack("{s:s,s:i,s:s,s:s}", "file", path, "line", (int)line,
		"code", code, "text", text);
}

/* On standard error: what is printed is faults alone. */
static void tell_none(const char *path, const struct list_rows *rows)
{
	size_t concepts = 0, forms = 0;

	for (size_t i = 0; i < rows->count; i++) {
		concepts += rows->items[i].relation == LIST_PREFERRED;
		forms += rows->items[i].relation < LIST_SENSE;
	}
	fprintf(stderr, "%s: no fault in %zu concept%s, %zu form%s\n", path,
		concepts, plural_s(concepts), forms, plural_s(forms));
}

static void tell(const struct tool_options *options, const char *path,
	const struct list_faults *faults, const struct list_rows *rows)
{
	json_t *all = json_array();

	for (size_t i = 0; i < faults->count; i++) {
		const struct list_fault *fault = &faults->items[i];

		if (options->report.json)
			json_array_append_new(
				all, fault_json(path, fault->line, fault->code,
					     fault->text));
		else
			print_fault(
				path, fault->line, fault->code, fault->text);
	}
	if (options->report.json)
		print_json(json_pack("{s:s,s:o}", "command", "thesaurus check",
			"faults", all));
	else
		json_decref(all);
	if (faults->count == 0 && !options->report.json)
		tell_none(path, rows);
}

/* Merge what is frequent into the faults, which are by line as the rows are. */
static void add_frequent(struct list_faults *faults,
	const struct list_rows *rows, const uint64_t *documents,
	uint64_t papers, struct arena *arena)
{
	struct list_fault *all = arena_array(
		arena, struct list_fault, faults->count + rows->count + 1);
	size_t count = 0, old = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct list_row *row = &rows->items[i];

		if (documents[i] == 0)
			continue;
		while (old < faults->count &&
			faults->items[old].line <= row->line)
			all[count++] = faults->items[old++];
		all[count++] = (struct list_fault){row->line, "frequent",
			arena_printf(arena,
				"\"%.*s\" stands in %llu of %llu paper%s "
				"(%.1f %%): take it out if it is a common "
				"word, or raise --max-share",
				SLICE_PRINT(row->value),
				(unsigned long long)documents[i],
				(unsigned long long)papers, plural_s(papers),
				100.0 * (double)documents[i] / (double)papers)
				.data};
	}
	while (old < faults->count)
		all[count++] = faults->items[old++];
	*faults = (struct list_faults){all, count};
}

static int look_into_index(const struct tool_options *options,
	struct source *source, const struct list_rows *rows,
	struct list_faults *faults, struct error *err)
{
	double share =
		options->max_share > 0 ? options->max_share : DEFAULT_SHARE;
	uint64_t *documents =
		arena_array(&source->arena, uint64_t, rows->count + 1);
	uint64_t papers = 0;

	if (count_papers(options->index, rows, source->analyser, share / 100,
		    documents, &papers, err) != 0)
		return -1;
	if (papers > 0)
		add_frequent(faults, rows, documents, papers, &source->arena);
	return 0;
}

int thesaurus_check(int argc, char **argv)
{
	struct tool_options options;
	struct source source;
	struct list_faults faults;
	struct list_rows rows;
	struct error err;
	int status = tool_options(&options, "imr", argc, argv);

	if (status != EXIT_ALL)
		return status;
	if (options.count != 1)
		return thesaurus_usage("check", "one FILE is checked");
	if (options.max_share > 0 && !options.index)
		return thesaurus_usage("check", "--max-share wants --index");
	if (source_open(&source, options.operands[0], &err) != 0) {
		source_clear(&source);
		return command_failed(&options.report, &err);
	}
	list_check(source.path, buffer_slice(&source.text), source.analyser,
		&source.arena, &faults, &rows);
	if (options.index &&
		look_into_index(&options, &source, &rows, &faults, &err) != 0)
		status = command_failed(&options.report, &err);
	else
		tell(&options, source.path, &faults, &rows);
	source_clear(&source);
	return status == EXIT_ALL && faults.count > 0 ? EXIT_SOME : status;
}
