/* SPDX-License-Identifier: MIT */
/* Errors as values, and what the library says about itself. */
#include "config.h"

#include "client/lib/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int medlit_abi(void)
{
	return MEDLIT_ABI;
}

const char *medlit_version(void)
{
	return PACKAGE_VERSION;
}

const char *medlit_code_name(enum medlit_code code)
{
	static const char *const names[] = {
		[MEDLIT_OK] = "ok",
		[MEDLIT_INVALID] = "invalid",
		[MEDLIT_NO_MEMORY] = "no_memory",
		[MEDLIT_IO] = "io",
		[MEDLIT_UNREACHABLE] = "unreachable",
		[MEDLIT_TIMEOUT] = "timeout",
		[MEDLIT_UNAUTHORIZED] = "unauthorized",
		[MEDLIT_NOT_FOUND] = "not_found",
		[MEDLIT_REFUSED] = "refused",
		[MEDLIT_BUSY] = "busy",
		[MEDLIT_SERVER] = "server",
		[MEDLIT_FORMAT] = "format",
		[MEDLIT_LIMIT] = "limit",
	};
	size_t at = (size_t)code;

	return at < sizeof(names) / sizeof(names[0]) ? names[at] : "unknown";
}

/* A sentence that had to be cut must not end inside a character. */
static void trim_character(char *text)
{
	size_t length = strlen(text), at = length;

	while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
		at--;
	if (at > 0 && (unsigned char)text[at - 1] >= 0xc0)
		text[at - 1] = '\0';
}

int fail_with(struct medlit_error *err, enum medlit_code code,
	const char *format, ...)
{
	struct medlit_error made = {.code = code};
	va_list args;
	int length;

	if (!err)
		return -1;
	va_start(args, format);
	length = vsnprintf(made.text, sizeof(made.text), format, args);
	va_end(args);
	if (length >= (int)sizeof(made.text))
		trim_character(made.text);
	*err = made;
	return -1;
}

int fail_memory(struct medlit_error *err)
{
	return fail_with(err, MEDLIT_NO_MEMORY, "out of memory");
}

char *copy_string(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}
