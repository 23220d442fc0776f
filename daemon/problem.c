/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/problem.h"

#include <stdlib.h>

#include <jansson.h>

#include "base/memory.h"

const char *problem_title(unsigned status)
{
	static const struct {
		unsigned status;
		const char *title;
	} titles[] = {
		{200, "OK"},
		{204, "No Content"},
		{304, "Not Modified"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{408, "Request Timeout"},
		{409, "Conflict"},
		{411, "Length Required"},
		{413, "Content Too Large"},
		{414, "URI Too Long"},
		{415, "Unsupported Media Type"},
		{417, "Expectation Failed"},
		{421, "Misdirected Request"},
		{422, "Unprocessable Content"},
		{431, "Request Header Fields Too Large"},
		{500, "Internal Server Error"},
		{501, "Not Implemented"},
		{503, "Service Unavailable"},
		{504, "Gateway Timeout"},
		{505, "HTTP Version Not Supported"},
	};

	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return status < 500 ? "Error" : "Server Error";
}

unsigned problem_status(enum error_code code)
{
	switch (code) {
	case ERROR_INVALID:
	case ERROR_FORMAT:
	case ERROR_LIMIT:
		return 400;
	case ERROR_NOT_FOUND:
		return 404;
	case ERROR_BUSY:
		return 503;
	case ERROR_NONE:
	case ERROR_IO:
	case ERROR_INTERNAL:
		break;
	}
	return 500;
}

/* A detail may quote what a peer sent: bytes that are no UTF-8 become '?'. */
static json_t *detail_string(const char *detail)
{
	json_t *string = json_string(detail);

	if (string)
		return string;
	char *plain = memory_copy(detail);

	for (char *at = plain; *at; at++)
		if ((unsigned char)*at >= 0x80)
			*at = '?';
	string = json_string(plain);
	free(plain);
	return string;
}

static json_t *make_problem(
	unsigned status, const char *code, const char *detail, uint64_t limit)
{
	json_t *problem = json_pack("{ss ss si ss so}", "type", "about:blank",
		"title", problem_title(status), "status", (int)status, "code",
		code, "detail", detail_string(detail));

	if (limit > 0)
		json_object_set_new(
			problem, "limit", json_integer((json_int_t)limit));
	return problem;
}

static void put(struct buffer *out, json_t *problem)
{
	char *text = json_dumps(problem, JSON_COMPACT);

	buffer_add_string(out, text);
	buffer_add_char(out, '\n');
	free(text);
	json_decref(problem);
}

void problem_write(struct buffer *out, unsigned status, const char *code,
	const char *detail, uint64_t limit)
{
	put(out, make_problem(status, code, detail, limit));
}

void problem_write_at(struct buffer *out, unsigned status, const char *code,
	const char *detail, uint64_t limit, uint32_t position)
{
	json_t *problem = make_problem(status, code, detail, limit);

	json_object_set_new(problem, "position", json_integer(position));
	put(out, problem);
}
