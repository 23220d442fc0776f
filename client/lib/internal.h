/* SPDX-License-Identifier: MIT */
/* What the files of libmedlit share; for them and their tests only. */
#ifndef MEDLIT_CLIENT_INTERNAL_H
#define MEDLIT_CLIENT_INTERNAL_H

#include <curl/curl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/medlit.h"

#define REPLY_BYTES_MAX ((size_t)64 * 1000 * 1000)

/* Set the error.  Returns -1. */
int fail_with(struct medlit_error *err, enum medlit_code code,
	const char *format, ...) __attribute__((format(printf, 3, 4)));
int fail_memory(struct medlit_error *err);
char *copy_string(const char *text); /* NULL when memory ends */

struct medlit_client {
	CURL *curl;
	char *socket;  /* path, or NULL */
	char *base;    /* URL without the last slash */
	char *address; /* for people: path or URL */
	char *bearer;  /* whole Authorization header, or NULL */
	char cause[CURL_ERROR_SIZE];
};

/* Where to connect, of options and environment; strings of the client. */
int address_choose(struct medlit_client *client,
	const struct medlit_options *options, struct medlit_error *err);
/* The Authorization header from the token file, if there is one. */
int token_read(struct medlit_client *client, const char *path,
	struct medlit_error *err);

/* transport.c: the only place that calls libcurl. */
struct answer {
	char *data; /* NUL-terminated */
	size_t length, capacity;
	bool too_large; /* else a failed write is memory */
};
int transport_open(struct medlit_client *client,
	const struct medlit_options *options, struct medlit_error *err);
void transport_close(struct medlit_client *client);
/* GET `path`, or POST `body` to it.  0: a reply of status 200; any other is an
 * error.  The answer is the caller's in both cases: answer_clear(). */
int transport_call(struct medlit_client *client, const char *path,
	const char *body, struct answer *answer, struct medlit_error *err);
/* %-escaped copy, or NULL when memory ends; free with free(). */
char *transport_escape(struct medlit_client *client, const char *text);
void answer_clear(struct answer *answer);

/* The error a reply with another status than 200 stands for. */
int problem_fail(long status, const char *type, long retry_after,
	const char *address, const struct answer *answer,
	struct medlit_error *err);

/*
 * reply.c: JSON to plain structs, by tables.  An object it makes (results,
 * document ...) is preceded in memory by what it borrows from: the reply's
 * bytes, its JSON tree and the arrays.
 */
enum shape_name {
	SHAPE_RESULTS,
	SHAPE_DOCUMENT,
	SHAPE_ANALYSIS,
	SHAPE_STATUS,
	SHAPE_NAMES,
};
/* Takes the answer's bytes on success.  FORMAT or NO_MEMORY. */
void *reply_parse(
	enum shape_name name, struct answer *answer, struct medlit_error *err);
const char *reply_json(const void *object);
json_t *reply_tree(const void *object);
void reply_free(void *object);

#endif
