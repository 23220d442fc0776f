/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every option of medlitd, once: the table in settings.c has name, type,
 * default, limits and help, and makes --help, --print-config, --print-limits
 * and the man page's list.
 *
 * Order, later wins: default, file, drop-ins (FILE.d/NAME.conf in bytewise
 * order; `name = value`, `#` comments), environment (MEDLITD_NAME), command
 * line
 * (--name VALUE or --name=VALUE; `-` and `_` are the same in a name).
 * FILE is --config, else MEDLITD_CONFIG, else the system's medlitd.conf where
 * there is one; an empty name reads none.
 * Read-only after settings_load().
 */
#ifndef MEDLIT_DAEMON_SETTINGS_H
#define MEDLIT_DAEMON_SETTINGS_H

#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

struct settings_origin; /* where each value came from */

struct settings {
	char *index;          /* folder; required */
	char *thesaurus;      /* file, or "" = the index's own */
	char *socket;         /* path, or "" = none */
	uint32_t socket_mode; /* octal permission bits */
	char *listen;         /* ADDRESS:PORT, or "" = none */
	char *token_file;     /* bearer token, or "" = none */
	char *log_level;
	char *worker;             /* program, or "" = the installed one */
	uint32_t workers;         /* 0 = number of cores */
	uint32_t queue;           /* requests waiting, per worker */
	uint32_t deadline_soft;   /* ms from arrival until a search is cut */
	uint32_t deadline_hard;   /* ms from arrival until a worker is killed */
	uint32_t worker_requests; /* replaced after so many */
	uint32_t worker_growth;   /* MiB of growth after which it is replaced */
	uint32_t worker_memory;   /* MiB address space */
	uint32_t connections, connections_per_peer;
	uint32_t header_timeout, body_timeout, idle_timeout,
		write_timeout; /* ms */
	uint32_t head_bytes, uri_bytes, body_bytes;
	uint32_t query_bytes, strategy_bytes, strategy_lines, query_terms,
		query_names, phrase_terms, cut_terms, syntax_depth;
	uint32_t page, window; /* hits per page; deepest hit reachable */
	uint32_t gzip_bytes;   /* replies from this size on are compressed */
	uint32_t drain;        /* ms to finish requests after SIGTERM */
	struct settings_origin *origin;
};

/*
 * Fill from all sources.  argv is the command line (argv[0] skipped); what it
 * asks for besides settings is returned in *action.  A command line that cannot
 * be followed (an option that is none, or has no value; no index) is
 * ERROR_INVALID.  A value that cannot be, wherever it was given, and a file or
 * variable that cannot be read are other errors; these name the file:line or
 * variable, and all name the nearest known name.
 * *settings is untouched on failure, else to be given to settings_clear().
 */
enum settings_action {
	SETTINGS_RUN,
	SETTINGS_HELP,
	SETTINGS_VERSION,
	SETTINGS_CHECK,  /* --check-config */
	SETTINGS_PRINT,  /* --print-config: merged, with origin */
	SETTINGS_LIMITS, /* --print-limits */
};
int settings_load(struct settings *settings, int argc, char **argv,
	enum settings_action *action, struct error *err);
void settings_clear(struct settings *settings);

/* name = value  # origin */
void settings_print(const struct settings *settings, FILE *out);
void settings_print_limits(const struct settings *settings, FILE *out);
void settings_print_help(FILE *out);

/* All settings as --name=value strings, for the command line of a worker behind
 * `program`; it reads them with settings_load() and reads no file, so that both
 * have the same.  NULL-terminated, one block, freed by free(). */
char **settings_arguments(const struct settings *settings, const char *program);

#endif
