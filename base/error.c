/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut at a character border, so that a long name never makes bad UTF-8. */
static void cut_at_border(char *text, size_t length)
{
	if (length < ERROR_TEXT_MAX)
		return;
	length = ERROR_TEXT_MAX - 1;
	while (length > 0 && ((unsigned char)text[length - 1] & 0xc0) == 0x80)
		length--;
	if (length > 0 && (unsigned char)text[length - 1] >= 0xc0)
		length--;
	text[length] = '\0';
}

int error_set(struct error *err, enum error_code code, const char *format, ...)
{
	va_list args;

	if (!err)
		return -1;
	err->code = code;
	va_start(args, format);
	int length = vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	cut_at_border(err->text, length > 0 ? (size_t)length : 0);
	return -1;
}

int error_set_errno(struct error *err, const char *format, ...)
{
	int cause = errno;
	char what[ERROR_TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return error_set(err,
		cause == ENOENT || cause == ENOTDIR ? ERROR_NOT_FOUND : ERROR_IO,
		"%s: %s", what, strerror(cause));
}

int error_prefix(struct error *err, const char *format, ...)
{
	char joined[2 * ERROR_TEXT_MAX];
	va_list args;

	if (!err)
		return -1;
	va_start(args, format);
	int length = vsnprintf(joined, ERROR_TEXT_MAX, format, args);
	va_end(args);
	if (length < 0 || length >= ERROR_TEXT_MAX)
		length = ERROR_TEXT_MAX - 1;
	int all = snprintf(joined + length, sizeof(joined) - (size_t)length,
		"%s", err->text);
	memcpy(err->text, joined, ERROR_TEXT_MAX);
	err->text[ERROR_TEXT_MAX - 1] = '\0';
	cut_at_border(err->text, (size_t)length + (all > 0 ? (size_t)all : 0));
	return -1;
}

const char *error_code_name(enum error_code code)
{
	static const char *const names[] = {"none", "invalid", "not_found",
		"format", "limit", "busy", "io", "internal"};

	return (size_t)code < sizeof(names) / sizeof(*names) ? names[code]
							     : "internal";
}
