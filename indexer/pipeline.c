/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/pipeline.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/file.h"

void pipeline_init(struct pipeline *pipeline, const struct options *options,
	struct report *report)
{
	*pipeline = (struct pipeline){.report = report};
	pipeline->extractor = path_of_ours("medlit-extract", MEDLIT_LIBEXECDIR);
	pipeline->options = (struct reader_options){.type = options->type,
		.extractor = pipeline->extractor,
		.limits = &options->limits,
		.stop = &session_stop};
	arena_init(&pipeline->arena);
}

void pipeline_clear(struct pipeline *pipeline)
{
	free(pipeline->extractor);
	arena_clear(&pipeline->arena);
}

static int take_record(struct pipeline *pipeline, int event,
	const struct document *document, struct error *err)
{
	bool take_out = event == READER_DELETE;
	struct slice part = document_part(document, &pipeline->arena);
	enum pipeline_choice choice = PIPELINE_TAKE;

	if (pipeline->heed)
		choice = pipeline->heed(pipeline->context, part, take_out);
	if (choice == PIPELINE_LEAVE)
		return 0;
	pipeline->report->read += !take_out;
	return take_out ? store_remove(pipeline->store, part, err)
			: store_put(pipeline->store, document,
				  choice == PIPELINE_TAKE_ANEW, err);
}

static int stopped(struct pipeline_outcome *outcome)
{
	outcome->stopped = true;
	error_set(&outcome->error, ERROR_IO, "stopped");
	return 0;
}

/* 1 go on, 0 the file is over, -1 the index cannot go on. */
static int index_record(struct pipeline *pipeline, struct reader *reader,
	const char *path, struct pipeline_outcome *outcome, struct error *err)
{
	struct document document;
	struct error why = {0};

	arena_reset(&pipeline->arena);
	int event = reader_next(reader, &document, &pipeline->arena, &why);

	if (event == READER_END)
		return 0;
	/* Not the file's fault: a stop ends the extractor, too. */
	if ((event < 0 || event == READER_BAD_RECORD) && session_stop)
		return stopped(outcome);
	if (event < 0) {
		report_failure(pipeline->report, path, why.text);
		outcome->error = why;
		return 0;
	}
	report_progress(pipeline->report,
		pipeline->bytes_before + reader_consumed(reader));
	if (event == READER_BAD_RECORD) {
		report_record(pipeline->report, path, reader_record(reader),
			why.text);
		return 1;
	}
	outcome->papers += event == READER_DOCUMENT;
	return take_record(pipeline, event, &document, err) < 0 ? -1 : 1;
}

static int index_records(struct pipeline *pipeline, struct reader *reader,
	const char *path, struct pipeline_outcome *outcome, struct error *err)
{
	int more = 1;

	while (more > 0) {
		if (session_stop)
			return stopped(outcome);
		more = index_record(pipeline, reader, path, outcome, err);
	}
	return more;
}

int pipeline_file(struct pipeline *pipeline, const struct walk_file *file,
	struct pipeline_outcome *outcome, struct error *err)
{
	struct reader *reader = NULL;

	*outcome = (struct pipeline_outcome){0};
	if (file->wrong)
		error_set(&outcome->error, ERROR_IO, "%s", file->wrong);
	else
		reader = reader_open(
			file->path, &pipeline->options, &outcome->error);
	if (!reader) {
		report_failure(
			pipeline->report, file->path, outcome->error.text);
		return 0;
	}
	pipeline->report->files++;
	int result = index_records(pipeline, reader, file->path, outcome, err);

	reader_close(reader);
	pipeline->bytes_before += file->size;
	return result;
}

void pipeline_report_stop(struct pipeline *pipeline)
{
	report_failure(pipeline->report, "",
		"stopped before the end: run the same again to go on");
}

int pipeline_run(
	struct pipeline *pipeline, const struct walk *walk, struct error *err)
{
	struct pipeline_outcome outcome = {0};
	size_t i = 0;
	int result = 0;

	pipeline->report->bytes_all = walk->bytes;
	for (; result == 0 && i < walk->count && !session_stop; i++)
		result =
			pipeline_file(pipeline, &walk->files[i], &outcome, err);
	if (outcome.stopped || (result == 0 && i < walk->count))
		pipeline_report_stop(pipeline);
	return result;
}
