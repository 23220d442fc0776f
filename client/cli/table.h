/* SPDX-License-Identifier: MIT */
/*
 * Text files of lines with columns, as TREC uses them: read whole, split in
 * place, every line checked.
 */
#ifndef MEDLIT_CLI_TABLE_H
#define MEDLIT_CLI_TABLE_H

#include <stddef.h>

struct file_line {
	char *text; /* without its end */
	size_t number;
};

struct file_lines {
	char *data;
	struct file_line *items; /* those that are not blank */
	size_t count;
};

/* 0, or -1 with a sentence for a person in `why`, also for a NUL byte. */
int file_lines_read(
	struct file_lines *lines, const char *path, char *why, size_t size);
void file_lines_clear(struct file_lines *lines);

/* One document of a query: its grade (judgments) or its score (run). */
struct entry {
	const char *query, *document;
	double value;
	size_t line;
};

struct table {
	struct file_lines lines;
	struct entry *entries;
	size_t count;
};

/* "query 0 document grade", "query Q0 document rank score tag".  0, or -1 with
 * "file:line: what is wrong" in `why`. */
int table_read_qrels(
	struct table *table, const char *path, char *why, size_t size);
int table_read_run(
	struct table *table, const char *path, char *why, size_t size);
void table_clear(struct table *table);

#endif
