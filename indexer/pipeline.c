/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/pipeline.h"

#include <stdbool.h>

struct run {
	struct pipeline *pipeline;
	struct arena arena;
	uint64_t bytes_before; /* of the files done */
	bool stopped;          /* before the end */
};

static int take_document(struct run *run, const struct document *document,
	struct error *err)
{
	struct pipeline *pipeline = run->pipeline;

	pipeline->report->read++;
	return store_put(pipeline->store, document, err);
}

static int take_deletion(struct run *run, const struct document *document,
	struct error *err)
{
	return store_remove(run->pipeline->store, document->id, err);
}

/* -1 only when the index cannot go on. */
static int index_records(struct run *run, struct reader *reader,
	const char *path, struct error *err)
{
	struct pipeline *pipeline = run->pipeline;
	struct document document;
	struct error why = {0};
	int event, result = 0;

	while (result == 0) {
		if (*pipeline->stop) {
			run->stopped = true;
			break;
		}
		arena_reset(&run->arena);
		event = reader_next(reader, &document, &run->arena, &why);
		if (event == READER_END)
			break;
		if (event < 0)
			report_failure(pipeline->report, path, why.text);
		else if (event == READER_BAD_RECORD)
			report_record(pipeline->report, path,
				reader_record(reader), why.text);
		else if (event == READER_DELETE)
			result = take_deletion(run, &document, err);
		else
			result = take_document(run, &document, err);
		report_progress(pipeline->report,
			run->bytes_before + reader_consumed(reader));
	}
	return result;
}

static int index_file(struct run *run, const struct walk_file *file,
	struct error *err)
{
	struct pipeline *pipeline = run->pipeline;
	struct error why = {0};
	struct reader *reader = NULL;
	int result = 0;

	if (file->wrong) {
		report_failure(pipeline->report, file->path, file->wrong);
		return 0;
	}
	reader = reader_open(file->path, &pipeline->options, &why);
	if (!reader) {
		report_failure(pipeline->report, file->path, why.text);
		return 0;
	}
	pipeline->report->files++;
	result = index_records(run, reader, file->path, err);
	reader_close(reader);
	run->bytes_before += file->size;
	return result;
}

int pipeline_run(struct pipeline *pipeline, const struct walk *walk,
	struct error *err)
{
	struct run run = {.pipeline = pipeline};
	int result = 0;

	pipeline->report->bytes_all = walk->bytes;
	arena_init(&run.arena);
	for (size_t i = 0; result == 0 && i < walk->count && !run.stopped;
		i++) {
		run.stopped = *pipeline->stop;
		if (!run.stopped)
			result = index_file(&run, &walk->files[i], err);
	}
	arena_clear(&run.arena);
	if (run.stopped)
		report_failure(pipeline->report, "",
			"stopped before the end: run the same again to go on");
	return result;
}
