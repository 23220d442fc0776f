/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows behind settings.h; for settings*.c alone. */
#ifndef MEDLIT_DAEMON_SETTINGS_TABLE_H
#define MEDLIT_DAEMON_SETTINGS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/settings.h"

enum settings_type {
	SETTINGS_TEXT,
	SETTINGS_NUMBER,
	SETTINGS_OCTAL
};

struct settings_row {
	const char *name;
	size_t offset; /* in struct settings */
	enum settings_type type;
	const char *text; /* default of a text; NULL where it is computed */
	uint32_t number, min, max;
	const char *value; /* what --help calls the value, with its unit */
	bool is_limit;     /* shown by --print-limits */
	const char *help;
};

#define SETTINGS_ROWS 36
extern const struct settings_row settings_rows[SETTINGS_ROWS];

struct settings_origin {
	char *text[SETTINGS_ROWS];
};

char **settings_text(const struct settings *settings, size_t row);
uint32_t *settings_number(const struct settings *settings, size_t row);

#endif
