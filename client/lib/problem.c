/* SPDX-License-Identifier: MIT */
/*
 * A reply that is not 200 to an error: RFC 9457 problem details where the
 * daemon sent them, the status alone where something else answered (a proxy's
 * error page).
 */
#include "config.h"

#include "client/lib/internal.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Words that say more than the status they come with. */
static const struct {
	const char *problem;
	enum medlit_code code;
} known[] = {
	{"deadline", MEDLIT_TIMEOUT},
	{"no_index", MEDLIT_SERVER},
	{"worker_died", MEDLIT_SERVER},
	{"index_changed", MEDLIT_BUSY},
};

static enum medlit_code status_code(long status)
{
	switch (status) {
	case 401:
	case 403:
		return MEDLIT_UNAUTHORIZED;
	case 404:
		return MEDLIT_NOT_FOUND;
	case 408:
	case 504:
		return MEDLIT_TIMEOUT;
	case 429:
	case 503:
		return MEDLIT_BUSY;
	}
	if (status >= 400 && status < 500)
		return MEDLIT_REFUSED;
	return status >= 500 ? MEDLIT_SERVER : MEDLIT_FORMAT;
}

static enum medlit_code problem_code(const char *problem, long status)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(problem, known[i].problem) == 0)
			return known[i].code;
	return status_code(status);
}

/* A 404 without problem details is a path the daemon never answers for. */
static int fail_foreign(long status, const char *type, const char *address,
	struct medlit_error *err)
{
	enum medlit_code code = status_code(status);

	if (code == MEDLIT_NOT_FOUND || code == MEDLIT_REFUSED)
		code = MEDLIT_FORMAT;
	return fail_with(err, code,
		"%.200s answered %ld with %.60s, which is not from medlitd",
		address, status, type ? type : "no content type");
}

/* Some sentences tell the limit themselves. */
static void fail_problem(const json_t *root, enum medlit_code code,
	const char *detail, struct medlit_error *err)
{
	json_int_t limit = json_integer_value(json_object_get(root, "limit"));

	if (limit > 0 && !strpbrk(detail, "0123456789"))
		fail_with(err, code, "%.400s; %lld is the limit", detail,
			(long long)limit);
	else
		fail_with(err, code, "%s", detail);
}

int problem_fail(long status, const char *type, long retry_after,
	const char *address, const struct answer *answer,
	struct medlit_error *err)
{
	static const char problem_type[] = "application/problem+json";
	static const char word[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *problem = "", *detail;
	json_t *root = NULL;

	if (type &&
		strncasecmp(type, problem_type, sizeof(problem_type) - 1) == 0)
		root = json_loadb(answer->data ? answer->data : "",
			answer->length, JSON_REJECT_DUPLICATES, NULL);
	detail = json_string_value(json_object_get(root, "detail"));
	if (!detail)
		detail = json_string_value(json_object_get(root, "title"));
	if (detail) {
		problem = json_string_value(json_object_get(root, "code"));
		if (!problem || problem[strspn(problem, word)])
			problem = "";
		fail_problem(root, problem_code(problem, status), detail, err);
	} else {
		fail_foreign(status, type, address, err);
	}
	if (err) {
		err->http_status = (int)status;
		if (retry_after > 0 && retry_after <= INT_MAX)
			err->retry_after = (int)retry_after;
		snprintf(err->problem, sizeof(err->problem), "%.31s", problem);
	}
	json_decref(root);
	return -1;
}
