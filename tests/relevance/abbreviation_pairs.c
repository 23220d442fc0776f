/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Papers to the abbreviations that they define, for abbreviations.py: reads
 * the given JSON lines file as medlit-index does and writes one line a
 * definition: id TAB short form TAB long form.
 */
#include "config.h"

#include <stdio.h>

#include "analysis/concept/abbreviation.h"
#include "document/document.h"
#include "indexer/reader/reader.h"

/* White space of a long form may be a line's end. */
static void print_bytes(struct slice text, uint32_t start, uint32_t end)
{
	for (uint32_t at = start; at < end; at++)
		putchar(strchr("\t\r\n", text.data[at]) ? ' ' : text.data[at]);
}

static void print_pairs(struct slice id, struct slice text,
	struct text_analyser *analyser, struct arena *arena)
{
	struct abbreviations found = abbreviations_find(analyser, text, arena);

	for (size_t i = 0; i < found.count; i++) {
		const struct abbreviation *pair = &found.items[i];

		printf("%.*s\t", SLICE_PRINT(id));
		print_bytes(text, pair->start, pair->end);
		putchar('\t');
		print_bytes(text, pair->long_start, pair->long_end);
		putchar('\n');
	}
}

static int print_papers(struct reader *reader, struct text_analyser *analyser,
	struct arena *arena, struct error *err)
{
	struct document paper;
	int event;

	while ((event = reader_next(reader, &paper, arena, err)) > 0) {
		if (event == READER_BAD_RECORD)
			return -1;
		if (event == READER_DOCUMENT) {
			print_pairs(paper.pmid, paper.title, analyser, arena);
			for (size_t i = 0; i < paper.sections_count; i++)
				print_pairs(paper.pmid, paper.sections[i].text,
					analyser, arena);
		}
		arena_reset(arena);
	}
	return event;
}

int main(int count, char **arguments)
{
	struct reader_options options = {0};
	struct error err = {0};
	struct arena arena;
	struct reader *reader = NULL;
	struct text_analyser *analyser = text_analyser_new(&err);
	int failed = 1;

	arena_init(&arena);
	if (count != 2) {
		error_set(
			&err, ERROR_INVALID, "usage: abbreviation-pairs FILE");
		goto out;
	}
	reader = analyser ? reader_open(arguments[1], &options, &err) : NULL;
	if (reader)
		failed = print_papers(reader, analyser, &arena, &err) != 0;
out:
	if (failed)
		fprintf(stderr, "abbreviation-pairs: %s\n", err.text);
	reader_close(reader);
	text_analyser_free(analyser);
	arena_clear(&arena);
	return failed;
}
