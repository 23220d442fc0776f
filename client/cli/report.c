/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/report.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/layout.h"
#include "client/cli/memory.h"

static int exit_code(enum medlit_code code)
{
	switch (code) {
	case MEDLIT_INVALID:
	case MEDLIT_REFUSED:
	case MEDLIT_IO:
		return EXIT_USAGE;
	case MEDLIT_NOT_FOUND:
		return EXIT_NONE;
	case MEDLIT_UNREACHABLE:
		return EXIT_UNREACHABLE;
	case MEDLIT_UNAUTHORIZED:
		return EXIT_UNAUTHORIZED;
	default:
		return EXIT_SERVER;
	}
}

static void hint_unreachable(const char *address)
{
	struct stat status;

	if (strstr(address, "://")) {
		fputs(". Is medlitd running? Start it with: medlitd --index "
		      "DIR --listen ADDRESS:PORT",
			stderr);
	} else if (stat(address, &status) == 0 && !S_ISSOCK(status.st_mode)) {
		fputs(", and it is not a socket. Name that of medlitd with "
		      "--socket",
			stderr);
	} else if (access(address, W_OK) != 0 && errno == EACCES) {
		fputs(". Your user may not open it; ask to join the group "
		      "that owns it",
			stderr);
	} else {
		fputs(". Is medlitd running? Start it with: medlitd --index "
		      "DIR --socket ",
			stderr);
		layout_clean(stderr, address);
	}
}

static void hint_token(const struct options *options)
{
	const char *file = options->token_file ? options->token_file
					       : getenv("MEDLIT_TOKEN_FILE");

	if (!file || !*file) {
		fputs(". Name the file that holds the token with --token-file "
		      "or MEDLIT_TOKEN_FILE",
			stderr);
		return;
	}
	fputs(". The first line of ", stderr);
	layout_clean(stderr, file);
	fputs(" is another one", stderr);
}

/* What to do about it, behind the sentence. */
static void hint(const struct options *options,
	const struct medlit_client *client, const struct medlit_error *err)
{
	switch (err->code) {
	case MEDLIT_UNREACHABLE:
		if (client)
			hint_unreachable(medlit_address(client));
		break;
	case MEDLIT_UNAUTHORIZED:
		hint_token(options);
		break;
	case MEDLIT_TIMEOUT:
		fputs(". Allow more with --timeout SECONDS, or ask for less",
			stderr);
		break;
	case MEDLIT_BUSY:
		fprintf(stderr, ". Try again in %d s",
			err->retry_after > 0 ? err->retry_after : 1);
		break;
	default:
		break;
	}
}

static void put_json_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else if ((unsigned char)*text < ' ')
			printf("\\u%04x", (unsigned)*text);
		else
			putchar(*text);
	}
	putchar('"');
}

static void put_json(const struct options *options, const char *code,
	const char *detail, int status, int exit_status)
{
	if (options->format != FORMAT_JSON && options->format != FORMAT_NDJSON)
		return;
	fputs("{\"error\":{\"code\":", stdout);
	put_json_string(code);
	fputs(",\"detail\":", stdout);
	put_json_string(detail);
	if (status)
		printf(",\"status\":%d", status);
	printf(",\"exit\":%d}}\n", exit_status);
}

int report_error(const struct options *options,
	const struct medlit_client *client, const char *where,
	const struct medlit_error *err)
{
	int code = exit_code(err->code);

	fputs("medlit: ", stderr);
	if (where) {
		layout_clean(stderr, where);
		fputs(": ", stderr);
	}
	layout_clean(stderr, err->text);
	hint(options, client, err);
	putc('\n', stderr);
	put_json(options,
		*err->problem ? err->problem : medlit_code_name(err->code),
		err->text, err->http_status, code);
	return code;
}

/* The sentence as it was said; the caller's. */
__attribute__((format(printf, 1, 0))) static char *say(
	const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		memory_must(NULL);
	fputs("medlit: ", stderr);
	layout_clean(stderr, text);
	putc('\n', stderr);
	return text;
}

int report_usage(const struct options *options, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = say(format, args);

	va_end(args);
	put_json(options, "usage", text, 0, EXIT_USAGE);
	free(text);
	return EXIT_USAGE;
}

void report_note(const struct options *options, const char *format, ...)
{
	va_list args;

	if (options->quiet)
		return;
	va_start(args, format);
	free(say(format, args));
	va_end(args);
}
