/* SPDX-License-Identifier: MIT */
/*
 * Lines for an operator, on standard error: level, part, what happened, to
 * what.  Only main.c, pipeline.c, server.c and worker.c call this.  Control
 * characters in the text become '?'; question text is personal and never
 * logged.
 */
#ifndef MEDLIT_BASE_LOG_H
#define MEDLIT_BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* The only global of the program; LOG_INFO at start. */
void log_set_level(enum log_level level);
/* "error", "warning", "info", "debug"; -1 for any other name. */
int log_level_parse(const char *name);

/* Under systemd (JOURNAL_STREAM set) a line starts with its <N> priority. */
void log_line(enum log_level level, const char *part, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
