/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/plain.h"

/* Cut at a character border, so that a long name never makes bad UTF-8. */
static void cut_at_border(char *text, size_t length, size_t room)
{
	if (length < room)
		return;
	length = room - 1;
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
	cut_at_border(err->text, length > 0 ? (size_t)length : 0,
		sizeof(err->text));
	/* Names of files are in it: they may hold anything. */
	plain_text(err->text);
	return -1;
}

int error_set_errno(struct error *err, const char *format, ...)
{
	int cause = errno;
	const char *reason = strerror(cause);
	char what[ERROR_TEXT_MAX];
	/* Of a path too long for the sentence the end goes, not the reason. */
	size_t room = sizeof(what) - strlen(reason) - strlen(": ");
	va_list args;

	va_start(args, format);
	int length = vsnprintf(what, room, format, args);
	va_end(args);
	cut_at_border(what, length > 0 ? (size_t)length : 0, room);
	return error_set(err,
		cause == ENOENT || cause == ENOTDIR ? ERROR_NOT_FOUND : ERROR_IO,
		"%s: %s", what, reason);
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
	cut_at_border(err->text, (size_t)length + (all > 0 ? (size_t)all : 0),
		sizeof(err->text));
	plain_text(err->text);
	return -1;
}

const char *error_code_name(enum error_code code)
{
	static const char *const names[] = {"none", "invalid", "not_found",
		"format", "limit", "busy", "io", "internal"};

	return (size_t)code < sizeof(names) / sizeof(*names) ? names[code]
							     : "internal";
}
