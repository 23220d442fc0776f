/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A PDF to frames, by pdftotext -bbox-layout: its words with their places, in
 * reading order, and what the file says of itself.
 *
 * A program and not its library: poppler is C++ that throws and aborts, its C++
 * headers promise no stability, and pdftotext starts in 30 ms.  It reads the
 * PDF from the standard input of this process, so no path passes through here.
 */
#include "config.h"

#include "indexer/reader/extract/extract.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/reader/extract/frame.h"

#define NO_SANDBOX 126
#define NO_PROGRAM 127

/* Kept of what it complains about. */
#define COMPLAINTS ((size_t)65536)

struct program {
	pid_t pid;
	int text, complaints; /* its output and its standard error */
	struct buffer complained;
};

_Noreturn static void become(const struct job *job, int text, int complaints)
{
	char *const arguments[] = {(char *)"pdftotext", (char *)"-enc",
		(char *)"UTF-8", (char *)"-bbox-layout", (char *)"-",
		(char *)"-", NULL};
	char *const environment[] = {NULL};

	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	dup2(text, STDOUT_FILENO);
	dup2(complaints, STDERR_FILENO);
	if (sandbox_run(&job->limits, job->pdftotext) != 0)
		_exit(NO_SANDBOX);
	execve(job->pdftotext, arguments, environment);
	_exit(NO_PROGRAM);
}

static int start(struct program *program, const struct job *job)
{
	int text[2], complaints[2];

	if (pipe2(text, O_CLOEXEC) != 0 || pipe2(complaints, O_CLOEXEC) != 0)
		return -1;
	program->pid = fork();
	if (program->pid == 0)
		become(job, text[1], complaints[1]);
	close(text[1]);
	close(complaints[1]);
	program->text = text[0];
	program->complaints = complaints[0];
	return program->pid < 0 ? -1 : 0;
}

/* False at the end. */
static bool hear(struct program *program, char *into, size_t size)
{
	ssize_t got = read(program->complaints, into, size);

	if (got < 0)
		return errno == EINTR;
	if (program->complained.length < COMPLAINTS)
		buffer_add(&program->complained, into, (size_t)got);
	return got > 0;
}

/* All it says: 0, or -1 when that is too much. */
static int listen(struct program *program, struct words *words)
{
	struct pollfd polls[2] = {
		{program->text, POLLIN, 0}, {program->complaints, POLLIN, 0}};
	char piece[32768];

	while (polls[0].fd >= 0 || polls[1].fd >= 0) {
		if (poll(polls, 2, -1) < 0 && errno != EINTR)
			return -1;
		if (polls[0].fd >= 0 && polls[0].revents) {
			ssize_t got = read(polls[0].fd, piece, sizeof(piece));

			if (got > 0 &&
				words_feed(words, (struct slice){piece,
							  (size_t)got}) != 0)
				return -1;
			if (got == 0 || (got < 0 && errno != EINTR))
				polls[0].fd = -1;
		}
		if (polls[1].fd >= 0 && polls[1].revents &&
			!hear(program, piece, sizeof(piece)))
			polls[1].fd = -1;
	}
	return 0;
}

static bool complained(const struct program *program, const char *part)
{
	return program->complained.length > 0 &&
	       strstr(program->complained.data, part) != NULL;
}

static int outcome(const struct program *program, int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return EXTRACT_CPU;
	if (complained(program, "Out of memory") ||
		complained(program, "bad_alloc"))
		return EXTRACT_MEMORY;
	if (WIFSIGNALED(status))
		return EXTRACT_DAMAGED;
	if (code == NO_SANDBOX)
		return EXTRACT_CONFINE;
	if (code == NO_PROGRAM)
		return EXTRACT_PROGRAM;
	if (complained(program, "Incorrect password"))
		return EXTRACT_ENCRYPTED;
	if (code == 3)
		return EXTRACT_FORBIDDEN;
	return code == 0 ? EXTRACT_OK : EXTRACT_DAMAGED;
}

static int finish(struct program *program, const struct words *words,
	struct buffer *frames)
{
	int status = 0, result;

	while (waitpid(program->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	result = outcome(program, status);
	if (result != EXTRACT_OK)
		return result;
	if (words_count(words) == 0)
		return EXTRACT_NO_TEXT;
	if (complained(program, "xref") || complained(program, "trailer"))
		frame_add(frames, FRAME_WARNING, 0, SLICE_EMPTY,
			SLICE("the PDF is damaged, some of its text may be "
			      "missing"));
	buffer_add_char(frames, FRAME_END);
	return EXTRACT_OK;
}

int extract_pdf(const struct job *job, struct buffer *frames)
{
	struct program program = {.complained = BUFFER_INIT};
	struct words *words;
	int status;

	if (start(&program, job) != 0)
		return EXTRACT_FAILED;
	if (sandbox_parse(&job->limits) != 0)
		return EXTRACT_CONFINE;
	words = words_new(job->output, frames);
	status = listen(&program, words) != 0 ? EXTRACT_OUTPUT
					      : finish(&program, words, frames);
	words_free(words);
	buffer_clear(&program.complained);
	return status;
}
