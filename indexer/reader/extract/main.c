/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medlit-extract: one web page on standard input to frames on standard output.
 *
 * It parses what strangers wrote with a parser that has had holes.  Before it
 * reads a byte it gives up what it does not need: files, sockets, new
 * programs, memory and time beyond its limits.  It is run by medlit-index, one
 * process a page.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "base/buffer.h"
#include "indexer/reader/extract/extract.h"
#include "indexer/reader/extract/frame.h"

static int limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit value = {soft, hard};

	return setrlimit(resource, &value);
}

/* No descriptor may be opened beyond the standard three: neither a file nor a
 * socket.  Address space is not limited under sanitizers, whose shadow needs
 * terabytes of it. */
static int confine(void)
{
	int failed =
		limit(RLIMIT_NOFILE, 0, 0) | limit(RLIMIT_FSIZE, 0, 0) |
		limit(RLIMIT_CORE, 0, 0) |
		limit(RLIMIT_CPU, EXTRACT_CPU_SECONDS, EXTRACT_CPU_SECONDS + 1);

#ifndef MEDLIT_SANITIZERS
	failed |= limit(RLIMIT_AS, EXTRACT_MEMORY_BYTES, EXTRACT_MEMORY_BYTES);
#endif
	failed |= prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	failed |= prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	return failed;
}

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
		if (page->length > EXTRACT_PAGE_BYTES)
			return -1;
	}
}

static int write_all(const char *data, size_t length)
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

int main(void)
{
	struct buffer page = BUFFER_INIT, frames = BUFFER_INIT;
	int status = EXTRACT_FAILED;

	xmlInitParser();
	if (confine() == 0 && read_page(&page) == 0)
		status = extract_page(buffer_slice(&page), &frames);
	if (status == EXTRACT_OK && write_all(frames.data, frames.length) != 0)
		status = EXTRACT_FAILED;
	/* Nothing is worth tidying up: handlers at exit may want to open
	 * files. */
	_exit(status);
}
