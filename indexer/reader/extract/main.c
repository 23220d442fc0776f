/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medlit-extract: what strangers wrote on standard input to frames on standard
 * output.
 *
 *	page      a web page, parsed here
 *	pdf       by pdftotext, a child of this process
 *	archive   tar or zip, one member behind the other
 *
 * It parses with libraries that have had holes.  Before it reads a byte it
 * gives up what it does not need: files, sockets, new programs, memory and time
 * beyond its limits.  It is run by medlit-index, one process a file.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "indexer/reader/extract/extract.h"
#include "indexer/reader/extract/frame.h"

static int read_page(struct buffer *page)
{
	for (;;) {
		ssize_t got =
			read(STDIN_FILENO, buffer_reserve(page, 65536), 65536);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			return 0;
		page->length += (size_t)got;
	}
}

int write_all(const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, data, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		data += written;
		length -= (size_t)written;
	}
	return 0;
}

static int run_page(const struct job *job, struct buffer *frames)
{
	struct buffer page = BUFFER_INIT;

	xmlInitParser();
	if (sandbox_parse(&job->limits) != 0)
		return EXTRACT_CONFINE;
	if (read_page(&page) != 0)
		return EXTRACT_FAILED;
	return extract_page(buffer_slice(&page), job->output, frames);
}

static int run(const char *mode, const struct job *job)
{
	struct buffer frames = BUFFER_INIT;
	int status;

	/* A parent that is gone, or a limit, is an error like another. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (strcmp(mode, "archive") == 0)
		return extract_archive(job);
	status = strcmp(mode, "pdf") == 0 ? extract_pdf(job, &frames)
					  : run_page(job, &frames);
	if (status == EXTRACT_OK && write_all(frames.data, frames.length) != 0)
		status = EXTRACT_FAILED;
	return status;
}

int main(int argc, char **argv)
{
	struct job job;

	if (argc < 5 ||
		(strcmp(argv[1], "page") != 0 && strcmp(argv[1], "pdf") != 0 &&
			strcmp(argv[1], "archive") != 0)) {
		fputs("Usage: medlit-extract page|pdf|archive CPU-SECONDS "
		      "MEMORY-BYTES OUTPUT-BYTES [PDFTOTEXT]\n"
		      "Run by medlit-index: a file on standard input, frames "
		      "on standard output.\n",
			stderr);
		return 2;
	}
	job = (struct job){.limits = {.cpu = strtoull(argv[2], NULL, 10),
				   .memory = strtoull(argv[3], NULL, 10)},
		.output = strtoull(argv[4], NULL, 10),
		.pdftotext = argc > 5 ? argv[5] : MEDLIT_PDFTOTEXT};
	int status = run(argv[1], &job);

	/* Nothing is worth tidying up: handlers at exit may want to open
	 * files. */
	_exit(status);
}
