/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/lines.h"

#include "indexer/reader/citation.h"

int lines_open(struct lines *lines, struct source *source, struct error *err)
{
	struct slice head;

	if (input_head(source->input, &head, err) != 0)
		return -1;
	*lines = (struct lines){.source = source};
	lines->decoder.charset = citation_charset(head);
	return 0;
}

int lines_next(struct lines *lines, struct slice *line, struct error *err)
{
	size_t limit = lines->source->text_limit;
	int more = input_line(lines->source->input, limit, &lines->line, err);

	if (more <= 0)
		return more;
	lines->count++;
	lines->overlong = lines->line.length > limit;
	buffer_reset(&lines->clean);
	decoder_feed(&lines->decoder, lines->line.data, lines->line.length,
		true, &lines->clean);
	*line = buffer_slice(&lines->clean);
	if (slice_starts(*line, "\xef\xbb\xbf"))
		*line = (struct slice){line->data + 3, line->length - 3};
	return 1;
}

void lines_clear(struct lines *lines)
{
	buffer_clear(&lines->line);
	buffer_clear(&lines->clean);
}
