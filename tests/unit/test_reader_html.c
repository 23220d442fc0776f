/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Web pages through the real medlit-extract: one whole page, the odd cases,
 * hostile ones, and a child that misbehaves. */
#include "config.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "indexer/reader/child.h"
#include "indexer/reader/limits.h"
#include "tests/unit/test_reader.h"

static void reads_a_whole_page(void **state)
{
	char *path = data_path("papers/page.html");
	char *shown = show_file(path, NULL, 0);

	(void)state;
	assert_string_equal(shown,
		"id: PMID:90000001\n"
		"pmid: 90000001\n"
		"doi: 10.5555/jih.2021.0001\n"
		"title: Quorvinib and CO2 narcosis in ELN-adverse leukaemia: "
		"a randomised trial\n"
		"author: Almquist BK\n"
		"author: van der Meulen J\n"
		"author: Quorvinib Study Group\n"
		"journal: Journal of Invented Haematology\n"
		"short: J Inv Haematol\n"
		"publisher: Nowhere Press\n"
		"date: 2021-03-09\n"
		"volume: 12\n"
		"issue: 3\n"
		"pages: 101-109\n"
		"language: en\n"
		"url: https://example.org/jih/1\n"
		"keyword: quorvinib\n"
		"keyword: narcosis\n"
		"abstract [BACKGROUND] Quorvinib blocks a kinase that nobody "
		"has found.\n"
		"abstract [METHODS] We gave 45 mg/m2 to adults with more than "
		"10^9 cells per litre.\n"
		"abstract [RESULTS] Half of the patients slept \u2265 3 "
		"hours.\n"
		"body [Introduction] Sleep is known to help.\n"
		"body [Methods] First.\n"
		"body [Methods: Patients] Adults.\n\nnurses\n\ncats\n"
		"body [Results] They slept.\n"
		"caption [] Figure 1. Hours slept.\n"
		"caption [] Table 1. Doses.\n\nArm mg\n\nA 45\n");
	free(shown);
	free(path);
}

#define PAGE(head, body)                                                       \
	"<html><head>" head "</head><body><h1>A page about nothing</h1>" body  \
	"</body></html>"
#define TEXT "<p>This is the only sentence of the page.</p>"
/* Long enough to be an abstract. */
#define ABSTRACT                                                               \
	"It was a bed that held for all of the nights and days that w" \
	"e were there, and nobody of those who slept in it wanted ano" \
	"ther one for as long as the ward was open to them."
#define SHOWN "body [] This is the only sentence of the page.\n"

/* The id is checked elsewhere: it is a hash here. */
static const struct reading pages[] = {
	{PAGE("", TEXT), "title: A page about nothing\n" SHOWN},
	{PAGE("<meta name='dc.Title' content='Dublin'><meta name='DC.creator' "
	      "content='Cole, Ada'><meta name='DC.Date' content='2016-05-24'>"
	      "<meta name='DC.Identifier' content='doi:10.1/X'>", TEXT),
		"doi: 10.1/x\ntitle: Dublin\nauthor: Cole A\n"
		"date: 2016-05-24\nbody [A page about nothing] "
		"This is the only sentence of the page.\n"},
	{"<title>The very long title | Site</title><meta property="
	 "'og:site_name' content='Site'>" TEXT,
		"title: The very long title\npublisher: Site\n" SHOWN},
	{PAGE("<meta name='citation_abstract' content='The abstract.'>", TEXT),
		"title: A page about nothing\n" SHOWN
		"abstract [] The abstract.\n"},
	{PAGE("<meta name='citation_date' content='11/01/2013'>", TEXT),
		"title: A page about nothing\ndate: 2013-11-01\n" SHOWN},
	/* Charsets. */
	{PAGE("<meta charset='iso-8859-1'>", "<p>Caf\xe9 \x93here\x94 is open "
					     "on every day.</p>"),
		"title: A page about nothing\nbody [] Caf\xc3\xa9 "
		"\u201chere\u201d is open on every day.\n"},
	{PAGE("<meta charset='iso-8859-1'>", "<p>Caf\xc3\xa9 here is open on "
					     "every day.</p>"),
		"title: A page about nothing\nbody [] Caf\xc3\xa9 here is open "
		"on every day.\n"},
	{PAGE("<meta charset='koi8-r'>", "<p>\xc3</p>"),
		"failed: format: the page is in an encoding that is not "
		"read\n"},
	/* XHTML, unclosed elements, text outside paragraphs. */
	{"<?xml version='1.0'?><!DOCTYPE html><html><head/><body><h1>A page "
	 "about nothing</h1>" TEXT "</body></html>",
		"title: A page about nothing\n" SHOWN},
	{PAGE("", "<div>This is the only sentence of the page.<div>And this "
		  "<b>one</b> is one<br>too, if you count."),
		"title: A page about nothing\n" SHOWN
		"\nAnd this one is one too, if you count.\n"},
	/* An abstract ends with the element that holds it. */
	{PAGE("", "<div><h2>Abstract</h2><p>" ABSTRACT "</p></div><p>How to "
		  "cite: a line that is none of it.</p>" TEXT),
		"title: A page about nothing\nabstract [] " ABSTRACT "\n"
		"body [] How to cite: a line that is none of it.\n\n"
		"This is the only sentence of the page.\n"},
	{PAGE("", "<div><div><h2>Abstract</h2></div><div><p>" ABSTRACT "</p>"
		  "</div><div><p>" ABSTRACT "!</p></div></div>"),
		"title: A page about nothing\nabstract [] " ABSTRACT "\n\n"
		ABSTRACT "!\n"},
	/* The second time it is passed over. */
	{PAGE("", "<h2>Abstract</h2><p>" ABSTRACT "</p><h2>Beds</h2>" TEXT
		  "<h2>Abstract</h2><p>" ABSTRACT "</p>"),
		"title: A page about nothing\nabstract [] " ABSTRACT "\n"
		"body [Beds] This is the only sentence of the page.\n"},
	/* Authors, journal and issue where no meta tells them. */
	{"<div>Journal of Beds</div><p>Volume 8, February 2015, Pages 56-71</p>"
	 "<h1>A page about nothing</h1><ul class='authorGroup'><li><a>Ada M. "
	 "Cole</a><a href='#a'><sup>a</sup></a>, <a href='#b'>b</a></li><li><a>"
	 "Bea Dale</a><a href='#c'><sup>c</sup></a></li></ul>"
	 "<p class='author-notes'>Cy Erle</p>" TEXT,
		"title: A page about nothing\nauthor: Cole AM\n"
		"author: Dale B\njournal: Journal of Beds\ndate: 2015-02\n"
		"volume: 8\npages: 56-71\nbody [Cy Erle] This is the only "
		"sentence of the page.\n"},
	{PAGE("<meta name='author' content='The Author(s)'><meta name='keywords'"
	      " content='Some have thought, and many others have written since"
	      " in the books about all of the beds of the wards; so it is'>",
		 TEXT), "title: A page about nothing\n" SHOWN},
	/* What a page tells of its authors is no part of the text. */
	{PAGE("<meta name='citation_author' content='Ada M. Cole'>",
		 TEXT "<h3>Ada M Cole</h3><p>Ward of Beds, Nowhere.</p>"
		 "<h3>Beds</h3><p>They were all as soft as they could be.</p>"),
		"title: A page about nothing\nauthor: Cole AM\n" SHOWN
		"body [Beds] They were all as soft as they could be.\n"},
	/* A page that is all furniture is text all the same. */
	{PAGE("", "<form class='sidebar'>" TEXT "</form>"),
		"title: A page about nothing\n" SHOWN},
	{PAGE("", TEXT "<div hidden><p>Nobody can see this text here.</p></div>"
		  "<p style='display:none'>Nobody can see that text here.</p>"),
		"title: A page about nothing\n" SHOWN},
};

static void reads_odd_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++) {
		char *shown = show_bytes(pages[i].input,
			strlen(pages[i].input));
		char *rest = strncmp(shown, "id: ", 4) == 0
				     ? strchr(shown, '\n') + 1
				     : shown;

		assert_string_equal(rest, pages[i].expected);
		free(shown);
	}
}

static void repeat(struct buffer *out, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_add_string(out, text);
}

/* No text is lost in the depth, and formatting costs linear time. */
static void deep_pages_keep_their_text(void **state)
{
	static const char *const opened[] = {"<div>", "<b><i><u>", "<span>",
		"<table><tr><td>", "<ul><li>"};

	(void)state;
	for (size_t i = 0; i < COUNT(opened); i++) {
		struct buffer page = BUFFER_INIT;

		buffer_add_string(&page, "<html><h1>A page about nothing</h1>");
		repeat(&page, opened[i], 20000);
		buffer_add_string(&page, TEXT);
		char *shown = show_bytes(page.data, page.length);

		assert_non_null(strstr(shown,
			"This is the only sentence of the page."));
		free(shown);
		buffer_clear(&page);
	}
}

/* A program in the place of the extractor. */
static char *script(const char *text)
{
	char *path = file_of(text, strlen(text));

	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

/* With a second of wall time. */
static int extract(const char *program, struct slice page,
	struct buffer *frames, struct error *err)
{
	struct limits limits = *limits_default();
	struct source source = {.input = input_open_memory(page, err),
		.extractor = program,
		.limits = &limits};
	const struct child_job job = {.mode = "page",
		.what = "the page",
		.bytes = limits.page_bytes,
		.bytes_name = "page_bytes",
		.cpu = limits.extract_cpu,
		.output = limits.extract_output};
	int result;

	limits.extract_seconds = 1;
	result = child_extract(&source, &job, frames, err);
	input_close(source.input);
	return result;
}

/* One that never answers is not waited for. */
static void a_stop_ends_the_child(void **state)
{
	static const volatile sig_atomic_t stop = 1;
	char *program = script("#!/bin/sh\nwhile :; do :; done\n");
	struct reader_options options = {.extractor = program, .stop = &stop};
	struct document document;
	struct error err = {0};
	struct arena arena;
	struct reader *reader = reader_open_bytes("page.html",
		SLICE("<!DOCTYPE html><html><body>Text</body></html>"),
		&options, &err);

	(void)state;
	arena_init(&arena);
	assert_non_null(reader);
	assert_int_equal(reader_next(reader, &document, &arena, &err), -1);
	assert_int_equal(err.code, ERROR_IO);
	assert_non_null(strstr(err.text, "stopped"));
	reader_close(reader);
	arena_clear(&arena);
	file_drop(program);
}

static void a_bad_child_is_an_error(void **state)
{
	static const struct {
		const char *script;
		enum error_code code;
		const char *text;
	} rows[] = {
		{"#!/bin/sh\nexit 1\n", ERROR_FORMAT,
			"the extractor failed on the page (exit 1)"},
		{"#!/bin/sh\nexit 3\n", ERROR_LIMIT,
			"the page took more than 536870912 bytes of memory "
			"(limit extract_memory)"},
		{"#!/bin/sh\nexit 4\n", ERROR_FORMAT,
			"the page is in an encoding that is not read"},
		{"#!/bin/sh\nkill -XCPU $$\n", ERROR_LIMIT,
			"the page took more than 10 seconds of CPU time "
			"(limit extract_cpu)"},
		{"#!/bin/sh\nexit 9\n", ERROR_LIMIT,
			"the page gives more than 67108864 bytes of text "
			"(limit extract_output)"},
		{"#!/bin/sh\nexit 10\n", ERROR_FORMAT,
			"the page was not opened: the extractor cannot confine "
			"itself on this system (seccomp)"},
		{"#!/bin/sh\nkill -SEGV $$\n", ERROR_FORMAT,
			"the extractor failed on the page (signal 11)"},
		/* It neither reads nor ends. */
		{"#!/bin/sh\nwhile :; do :; done\n", ERROR_LIMIT,
			"the page took longer than 1 seconds (limit "
			"extract_seconds)"},
	};
	struct buffer page = BUFFER_INIT;

	(void)state;
	repeat(&page, "more than fits into a pipe ", 50000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *path = script(rows[i].script);
		struct buffer frames = BUFFER_INIT;
		struct error err = {0};

		assert_int_equal(extract(path, buffer_slice(&page), &frames,
					 &err),
			-1);
		assert_int_equal(err.code, rows[i].code);
		assert_string_equal(err.text, rows[i].text);
		buffer_clear(&frames);
		file_drop(path);
	}
	buffer_clear(&page);
}

static void a_missing_child_is_said(void **state)
{
	struct buffer frames = BUFFER_INIT;
	struct error err = {0};

	(void)state;
	assert_int_equal(extract("/nowhere/medlit-extract", SLICE("page"),
				 &frames, &err),
		-1);
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(err.text, "/nowhere/medlit-extract"));
	buffer_clear(&frames);
}

static bool file_has(const char *path, const char *part)
{
	char text[8192];
	FILE *file = fopen(path, "r");
	size_t length = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

	text[length] = '\0';
	if (file)
		fclose(file);
	return strstr(text, part) != NULL;
}

/* While it waits for its page the child has given up what it may not do. */
static void the_child_is_confined(void **state)
{
	static const char *const limits[] = {
		"Max cpu time              10                   11 ",
		"Max file size             0                    0 ",
		"Max core file size        0                    0 ",
		"Max open files            2                    2 ",
#ifndef MEDLIT_SANITIZERS
		"Max address space         536870912            536870912 ",
#endif
	};
	int in[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(in), 0);
	pid = fork();
	if (pid == 0) {
		const char *program = getenv("MEDLIT_EXTRACT");

		/* To a file it may not write. */
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		dup2(in[0], STDIN_FILENO);
		close(in[1]);
		execl(program, program, "page", "10", "536870912", "67108864",
			(char *)NULL);
		_exit(127);
	}
	close(in[0]);
	char *path = memory_printf("/proc/%d/status", (int)pid);
	char *table = memory_printf("/proc/%d/limits", (int)pid);

	/* The last thing it gives up; it ends only with its page. */
	while (!file_has(path, "Seccomp:\t2") &&
	       waitpid(pid, &status, WNOHANG) == 0)
		sched_yield();
	for (size_t i = 0; i < COUNT(limits); i++)
		assert_true(file_has(table, limits[i]));
	close(in[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	free(path);
	free(table);
}

/* What the child says is not trusted either: no bytes may hurt the reader. */
static void bad_frames_are_refused(void **state)
{
	static const char *const said[] = {"E", "EE", "B", "BE", "B\\377E",
		"B\\001\\377\\377\\377\\377\\377\\377\\377\\377\\377\\001E",
		"B\\001\\001p\\005abE", "xE", "B\\000\\000\\003abcE",
		"B\\377\\177\\001p\\003abcE"};

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		char *text = memory_printf("#!/bin/sh\ncat >/dev/null\n"
					   "printf '%s'\n", said[i]);
		char *extractor = script(text);
		char *page = file_of("<html>", 6);
		struct reader_options options = {.extractor = extractor};
		struct error err = {0};
		struct reader *reader = reader_open(page, &options, &err);
		struct document document;
		struct arena arena;

		arena_init(&arena);
		assert_non_null(reader);
		assert_int_not_equal(reader_next(reader, &document, &arena,
					     &err),
			READER_DOCUMENT);
		assert_int_equal(err.code, ERROR_FORMAT);
		reader_close(reader);
		arena_clear(&arena);
		file_drop(page);
		file_drop(extractor);
		free(text);
	}
}

static void damaged_pages_come_to_an_end(void **state)
{
	(void)state;
	check_damaged_file("papers/page.html", 50);
}

int main(void)
{
	const char *top = getenv("abs_top_builddir");
	char *extractor = memory_printf("%s/medlit-extract", top ? top : ".");

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_whole_page),
		cmocka_unit_test(reads_odd_pages),
		cmocka_unit_test(deep_pages_keep_their_text),
		cmocka_unit_test(a_stop_ends_the_child),
		cmocka_unit_test(a_bad_child_is_an_error),
		cmocka_unit_test(a_missing_child_is_said),
		cmocka_unit_test(the_child_is_confined),
		cmocka_unit_test(bad_frames_are_refused),
		cmocka_unit_test(damaged_pages_come_to_an_end),
	};

	setenv("MEDLIT_EXTRACT", extractor, 0);
	free(extractor);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
