/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/plain.h"

static enum log_level log_level = LOG_INFO;

static const char *const level_names[] = {"error", "warning", "info", "debug"};

void log_set_level(enum log_level level)
{
	log_level = level;
}

int log_level_parse(const char *name)
{
	for (int i = 0; i < 4; i++)
		if (strcmp(name, level_names[i]) == 0)
			return i;
	return -1;
}

void log_line(enum log_level level, const char *part, const char *format, ...)
{
	/* syslog(3) priorities of the four levels. */
	static const char *const priorities[] = {"<3>", "<4>", "<6>", "<7>"};
	char text[1024], line[1200];
	va_list args;

	if (level > log_level)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* One event is one line, whatever a peer managed to put into it. */
	plain_text(text);
	int length = snprintf(line, sizeof(line), "%s%s: %s: %s\n",
		getenv("JOURNAL_STREAM") ? priorities[level] : "",
		level_names[level], part, text);

	/* One write, so that lines of several processes do not mix. */
	if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}
