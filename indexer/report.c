/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/plain.h"
#include "base/plural.h"

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void report_init(struct report *report, const char *command, bool json)
{
	*report = (struct report){.command = command, .json = json};
	report->started = report->shown = seconds_now();
	report->terminal = isatty(STDERR_FILENO);
}

void report_clear(struct report *report)
{
	for (size_t i = 0; i < report->failures_count; i++) {
		free(report->failures[i].file);
		free(report->failures[i].reason);
		free(report->failures[i].id);
	}
	free(report->failures);
	report->failures = NULL;
	report->failures_count = 0;
}

/* File names and records may hold anything; a line on a terminal may not. */
static char *plain_copy(const char *text)
{
	char *copy = memory_copy(text);

	plain_text(copy);
	return copy;
}

static void erase_progress(const struct report *report)
{
	if (report->terminal)
		fputs("\r\033[K", stderr);
}

static void keep_failure(struct report *report, const struct failure *failure)
{
	size_t count = report->failures_count;

	if (count == 0 || (count & (count - 1)) == 0)
		report->failures = memory_resize(report->failures,
			count ? 2 * count : 1, sizeof(*report->failures));
	report->failures[report->failures_count++] = *failure;
}

static void tell(struct report *report, struct failure failure)
{
	bool named = failure.file[0] || failure.id;

	report->failed++;
	erase_progress(report);
	fprintf(stderr, "medlit-index: %s%s%s\n",
		failure.id ? failure.id : failure.file, named ? ": " : "",
		failure.reason);
	if (report->failures_count < REPORT_FAILURES_MAX) {
		keep_failure(report, &failure);
		return;
	}
	free(failure.file);
	free(failure.reason);
	free(failure.id);
}

void report_failure(struct report *report, const char *file, const char *reason)
{
	report_record(report, file, 0, reason);
}

void report_record(struct report *report, const char *file, uint64_t record,
	const char *reason)
{
	tell(report, (struct failure){.file = plain_copy(file),
			     .reason = plain_copy(reason),
			     .record = record});
}

void report_refused(void *report, struct slice id, const struct error *why)
{
	char *name = memory_printf("%.*s", SLICE_PRINT(id));

	plain_text(name);
	tell(report, (struct failure){.file = memory_copy(""),
			     .reason = plain_copy(why->text),
			     .id = name});
}

void report_progress(struct report *report, uint64_t bytes_done)
{
	double now = seconds_now();
	double spent = now - report->started;

	if (!report->terminal || report->bytes_all == 0 ||
		now - report->shown < 0.25)
		return;
	report->shown = now;
	double part = (double)bytes_done / (double)report->bytes_all;
	double left = part > 0 ? spent / part - spent : 0;

	fprintf(stderr, "\r\033[K%3.0f %%  %llu paper%s  %.0f/s  %.0f s left",
		100 * part, (unsigned long long)report->read,
		plural_s(report->read),
		(double)report->read / (spent > 0 ? spent : 1), left);
	fflush(stderr);
}

json_t *report_failures_json(const struct report *report)
{
	json_t *failures = json_array();

	for (size_t i = 0; i < report->failures_count; i++) {
		const struct failure *failure = &report->failures[i];
		json_t *one = json_pack("{s:s,s:s}", "file", failure->file,
			"reason", failure->reason);

		if (failure->record > 0)
			json_object_set_new(one, "record",
				json_integer((json_int_t)failure->record));
		if (failure->id)
			json_object_set_new(
				one, "id", json_string(failure->id));
		json_array_append_new(failures, one);
	}
	return failures;
}

static void print_json(const struct report *report, double seconds)
{
	const struct counts *counts = &report->counts;
	json_t *all = json_pack("{s:s,s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:f,s:o}",
		"command", report->command, "dry_run", report->dry_run, "files",
		(json_int_t)report->files, "read", (json_int_t)report->read,
		"added", (json_int_t)counts->added, "updated",
		(json_int_t)counts->updated, "unchanged",
		(json_int_t)counts->unchanged, "deleted",
		(json_int_t)counts->deleted, "failed",
		(json_int_t)report->failed, "seconds", seconds, "failures",
		report_failures_json(report));

	json_dumpf(all, stdout, JSON_REAL_PRECISION(6));
	putchar('\n');
	json_decref(all);
}

void report_end(struct report *report)
{
	erase_progress(report);
}

void report_print(struct report *report)
{
	double seconds = seconds_now() - report->started;
	const struct counts *counts = &report->counts;

	erase_progress(report);
	if (report->json) {
		print_json(report, seconds);
		return;
	}
	printf("%s%s: %llu file%s, %llu paper%s: %llu added, %llu updated, %llu "
	       "unchanged, %llu deleted, %llu failed (%.1f s)\n",
		report->command, report->dry_run ? " (dry run)" : "",
		(unsigned long long)report->files, plural_s(report->files),
		(unsigned long long)report->read, plural_s(report->read),
		(unsigned long long)counts->added,
		(unsigned long long)counts->updated,
		(unsigned long long)counts->unchanged,
		(unsigned long long)counts->deleted,
		(unsigned long long)report->failed, seconds);
}

int report_status(const struct report *report)
{
	const struct counts *counts = &report->counts;

	if (counts->added + counts->updated + counts->unchanged +
			counts->deleted ==
		0)
		return EXIT_NOTHING;
	return report->failed > 0 ? EXIT_SOME : EXIT_ALL;
}
