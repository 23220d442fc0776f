/* SPDX-License-Identifier: MIT */
/* Exit codes, and failures told: a sentence on standard error, and with the
 * JSON formats an object on standard output too. */
#ifndef MEDLIT_CLI_REPORT_H
#define MEDLIT_CLI_REPORT_H

#include "client/cli/options.h"
#include "client/medlit.h"

enum exit_code {
	EXIT_HIT = 0,
	EXIT_NONE = 1,
	EXIT_USAGE = 2,
	EXIT_UNREACHABLE = 3,
	EXIT_SERVER = 4, /* or timeout, or a partial answer */
	EXIT_UNAUTHORIZED = 5,
};

/* Tell what libmedlit says, with what to do about it.  `where` ("line 3") may
 * be NULL, as may `client`.  Returns the exit code. */
int report_error(const struct options *options,
	const struct medlit_client *client, const char *where,
	const struct medlit_error *err);
/* What the command line or a file named on it has wrong: EXIT_USAGE. */
int report_usage(const struct options *options, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* For a person; nothing with --quiet. */
void report_note(const struct options *options, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
