/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, as a value: a code a program can act on and a sentence a
 * person can act on.  The same code and sentence travel the whole way, from the
 * place that knows the cause to the JSON reply and the terminal.
 */
#ifndef MEDLIT_BASE_ERROR_H
#define MEDLIT_BASE_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

enum error_code {
	ERROR_NONE,
	ERROR_INVALID,	 /* the caller's words are wrong: option, question */
	ERROR_NOT_FOUND, /* no such file, paper, index */
	ERROR_FORMAT,	 /* bytes that are not what they should be */
	ERROR_LIMIT,	 /* larger, deeper or slower than a limit allows */
	ERROR_BUSY,	 /* somebody else holds it; try again later */
	ERROR_IO,	 /* the operating system said no */
	ERROR_INTERNAL,	 /* our own mistake */
};

#define ERROR_TEXT_MAX 512

/* Storage of the caller; untouched by functions that succeed. */
struct error {
	enum error_code code;
	char text[ERROR_TEXT_MAX]; /* plain UTF-8, one sentence */
};

/*
 * Set the cause; control characters and bytes that are no UTF-8 become '?'.
 * Returns -1, so that `return error_set(err, ...)` reads well.
 * `err` may be NULL where the caller does not want to know.
 */
int error_set(struct error *err, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As error_set() with ERROR_IO or ERROR_NOT_FOUND and strerror(errno) at the
 * end. */
int error_set_errno(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Put "file: record 31: " in front of the sentence.  Returns -1. */
int error_prefix(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The code's stable name: "invalid", "not_found", "format", ... */
const char *error_code_name(enum error_code code);

#ifdef __cplusplus
}
#endif
#endif
