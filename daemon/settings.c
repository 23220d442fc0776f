/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the settings from all their sources; the table is settings_table.c. */
#include "config.h"

#include "daemon/settings.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "daemon/address.h"
#include "daemon/settings_table.h"

#define FILE_MAX     ((size_t)256 * 1024)
#define DEFAULT_FILE MEDLIT_SYSCONFDIR "/medlit/medlitd.conf"

static char name_byte(char c)
{
	return c == '-' ? '_' : c;
}

static bool same_name(const char *known, struct slice name)
{
	size_t i = 0;

	for (; i < name.length && known[i]; i++)
		if (known[i] != name_byte(name.data[i]))
			return false;
	return i == name.length && !known[i];
}

/* Edit distance (Levenshtein), counted in one row of the table. */
static unsigned distance(const char *known, struct slice name)
{
	unsigned row[33];
	size_t width = strlen(known);

	if (width > 32)
		return 99;
	for (size_t i = 0; i <= width; i++)
		row[i] = (unsigned)i;
	for (size_t y = 0; y < name.length; y++) {
		unsigned corner = row[0];

		row[0]++;
		for (size_t x = 1; x <= width; x++) {
			unsigned best =
				corner +
				(known[x - 1] != name_byte(name.data[y]));

			corner = row[x];
			if (row[x - 1] + 1 < best)
				best = row[x - 1] + 1;
			if (corner + 1 < best)
				best = corner + 1;
			row[x] = best;
		}
	}
	return row[width];
}

static bool is_known(struct slice name)
{
	for (size_t row = 0; row < SETTINGS_ROWS; row++)
		if (same_name(settings_rows[row].name, name))
			return true;
	return slice_is(name, "config");
}

static int unknown_name(
	struct slice name, enum error_code code, struct error *err)
{
	const char *nearest = settings_rows[0].name;
	unsigned least = 100;

	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		unsigned far = distance(settings_rows[row].name, name);

		if (far < least) {
			least = far;
			nearest = settings_rows[row].name;
		}
	}
	return error_set(err, code,
		"no setting is called \"%.*s\"; the nearest is \"%s\"",
		(int)(name.length < 64 ? name.length : 64), name.data, nearest);
}

static int parse_number(const struct settings_row *row, const char *text,
	uint32_t *number, struct error *err)
{
	bool octal = row->type == SETTINGS_OCTAL;
	char *end;

	errno = 0;
	unsigned long value = strtoul(text, &end, octal ? 8 : 10);

	if (!isdigit((unsigned char)*text) || *end || errno ||
		value < row->min || value > row->max)
		return error_set(err, ERROR_FORMAT,
			octal ? "%s is \"%s\", not an octal number from %o to "
				"%o"
			      : "%s is \"%s\", not a number from %u to %u",
			row->name, text, row->min, row->max);
	*number = (uint32_t)value;
	return 0;
}

/* One setting from any source; `code` is for a name that is none. */
static int set_value(struct settings *settings, struct slice name,
	const char *value, const char *origin, enum error_code code,
	struct error *err)
{
	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		if (!same_name(settings_rows[row].name, name))
			continue;
		if (settings_rows[row].type == SETTINGS_TEXT) {
			free(*settings_text(settings, row));
			*settings_text(settings, row) = memory_copy(value);
		} else if (parse_number(&settings_rows[row], value,
				   settings_number(settings, row), err)) {
			return -1;
		}
		free(settings->origin->text[row]);
		settings->origin->text[row] = memory_copy(origin);
		return 0;
	}
	return unknown_name(name, code, err);
}

static char *default_socket(void)
{
	const char *named = getenv("MEDLIT_SOCKET");
	const char *run = getenv("XDG_RUNTIME_DIR");

	if (named && *named)
		return memory_copy(named);
	return memory_printf(
		"%s/medlit/medlitd.sock", run && *run == '/' ? run : "/run");
}

static void set_defaults(struct settings *settings)
{
	memset(settings, 0, sizeof(*settings));
	settings->origin = memory_new(sizeof(*settings->origin));
	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		const struct settings_row *at = &settings_rows[row];

		settings->origin->text[row] = memory_copy("default");
		if (at->type != SETTINGS_TEXT)
			*settings_number(settings, row) = at->number;
		else
			*settings_text(settings, row) =
				at->text ? memory_copy(at->text)
					 : default_socket();
	}
}

void settings_clear(struct settings *settings)
{
	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		if (settings_rows[row].type == SETTINGS_TEXT)
			free(*settings_text(settings, row));
		if (settings->origin)
			free(settings->origin->text[row]);
	}
	free(settings->origin);
	memset(settings, 0, sizeof(*settings));
}

/* The line without its comment: a `#` at its start or behind white space. */
static struct slice without_comment(struct slice line)
{
	for (size_t i = 0; i < line.length; i++)
		if (line.data[i] == '#' &&
			(i == 0 || isspace((unsigned char)line.data[i - 1]))) {
			line.length = i;
			break;
		}
	return slice_trim(line);
}

static int set_line(struct settings *settings, struct slice line,
	const char *origin, struct error *err)
{
	line = without_comment(line);
	if (line.length == 0)
		return 0;
	const char *equals = memchr(line.data, '=', line.length);

	if (!equals || memchr(line.data, '\0', line.length))
		return error_set(
			err, ERROR_FORMAT, "this is not `name = value`");
	struct slice name = {line.data, (size_t)(equals - line.data)};
	struct slice value = {equals + 1, line.length - name.length - 1};

	value = slice_trim(value);
	char *text = memory_printf("%.*s", SLICE_PRINT(value));
	int result = set_value(
		settings, slice_trim(name), text, origin, ERROR_FORMAT, err);

	free(text);
	return result;
}

static int read_config(
	struct settings *settings, const char *path, struct error *err)
{
	struct buffer bytes = BUFFER_INIT;
	int result = file_read(path, FILE_MAX, &bytes, err);
	struct slice rest = buffer_slice(&bytes);

	for (unsigned number = 1; result == 0 && rest.length > 0; number++) {
		const char *end = memchr(rest.data, '\n', rest.length);
		size_t length = end ? (size_t)(end - rest.data) : rest.length;
		char *origin = memory_printf("%s:%u", path, number);

		result = set_line(settings, (struct slice){rest.data, length},
			origin, err);
		if (result)
			error_prefix(err, "%s: ", origin);
		free(origin);
		length += end != NULL;
		rest.data += length;
		rest.length -= length;
	}
	buffer_clear(&bytes);
	return result;
}

static int is_drop_in(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	       strcmp(entry->d_name + length - 5, ".conf") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_drop_ins(
	struct settings *settings, const char *path, struct error *err)
{
	char *folder = memory_printf("%s.d", path);
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_drop_in, by_bytes);
	int result = 0;

	if (count < 0 && errno != ENOENT)
		result = error_set_errno(err, "%s", folder);
	for (int i = 0; i < count; i++) {
		char *file = path_join(folder, entries[i]->d_name);

		if (result == 0)
			result = read_config(settings, file, err);
		free(file);
		free(entries[i]);
	}
	free(entries);
	free(folder);
	return result;
}

static int read_files(
	struct settings *settings, const char *path, struct error *err)
{
	if (!path)
		path = getenv("MEDLITD_CONFIG");
	if (!path) {
		if (access(DEFAULT_FILE, F_OK) != 0)
			return 0;
		path = DEFAULT_FILE;
	}
	if (!*path)
		return 0;
	if (read_config(settings, path, err))
		return -1;
	return read_drop_ins(settings, path, err);
}

static int read_environment(struct settings *settings, struct error *err)
{
	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		char variable[64] = "MEDLITD_";
		size_t length = strlen(variable);

		for (const char *at = settings_rows[row].name; *at; at++)
			variable[length++] = (char)toupper((unsigned char)*at);
		variable[length] = '\0';

		const char *value = getenv(variable);

		if (value &&
			set_value(settings, slice_of(settings_rows[row].name),
				value, variable, ERROR_FORMAT, err))
			return error_prefix(err, "%s: ", variable);
	}
	return 0;
}

/* What asks for something else than to run. */
static bool take_action(const char *option, enum settings_action *action)
{
	static const struct {
		const char *option;
		enum settings_action action;
	} actions[] = {
		{"--help", SETTINGS_HELP},
		{"-h", SETTINGS_HELP},
		{"--version", SETTINGS_VERSION},
		{"-V", SETTINGS_VERSION},
		{"--check-config", SETTINGS_CHECK},
		{"--print-config", SETTINGS_PRINT},
		{"--print-limits", SETTINGS_LIMITS},
	};

	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(option, actions[i].option) == 0) {
			*action = actions[i].action;
			return true;
		}
	return false;
}

/* Cut argv[*at] into name and value, which may be the next argument. */
static int cut_option(int argc, char **argv, int *at, struct slice *name,
	const char **value, struct error *err)
{
	const char *option = argv[*at];

	if (strncmp(option, "--", 2) != 0 || !option[2])
		return error_set(err, ERROR_INVALID,
			"\"%s\" is not an option; see medlitd --help", option);
	option += 2;
	*name = (struct slice){option, strcspn(option, "=")};
	*value = option + name->length + 1;
	if (option[name->length] == '=')
		return 0;
	if (!is_known(*name))
		return unknown_name(*name, ERROR_INVALID, err);
	if (*at + 1 >= argc)
		return error_set(err, ERROR_INVALID,
			"--%s needs a value; see medlitd --help", option);
	*value = argv[++*at];
	return 0;
}

/* With settings: set them.  Without: only find the action and the file. */
static int read_arguments(struct settings *settings, int argc, char **argv,
	enum settings_action *action, const char **config, struct error *err)
{
	for (int i = 1; i < argc; i++) {
		struct slice name;
		const char *value = NULL;

		if (take_action(argv[i], action))
			continue;
		if (cut_option(argc, argv, &i, &name, &value, err))
			return -1;
		if (slice_is(name, "config"))
			*config = value;
		else if (settings &&
			 set_value(settings, name, value, "command line",
				 ERROR_INVALID, err))
			return -1;
	}
	return 0;
}

static int check_listen(const struct settings *settings, struct error *err)
{
	struct address address;

	if (!*settings->listen)
		return 0;
	if (address_parse(settings->listen, &address, err)) {
		err->code = ERROR_FORMAT;
		return error_prefix(err, "listen: ");
	}
	if (!address.loopback && !*settings->token_file)
		return error_set(err, ERROR_FORMAT,
			"listen is %s, which other machines reach, and there "
			"is no token_file: set token_file, or listen on "
			"127.0.0.1",
			settings->listen);
	return 0;
}

/* What no single row can say. */
static int check_together(const struct settings *settings, struct error *err)
{
	struct sockaddr_un unix_address;

	if (log_level_parse(settings->log_level) < 0)
		return error_set(err, ERROR_FORMAT,
			"log_level is \"%s\", not error, warning, info or "
			"debug",
			settings->log_level);
	if (settings->deadline_soft >= settings->deadline_hard)
		return error_set(err, ERROR_FORMAT,
			"deadline_soft (%u) must be less than deadline_hard "
			"(%u)",
			settings->deadline_soft, settings->deadline_hard);
	if (strlen(settings->socket) >= sizeof(unix_address.sun_path))
		return error_set(err, ERROR_FORMAT,
			"socket is a path of %zu bytes, longer than the %zu "
			"a unix socket may have: %s",
			strlen(settings->socket),
			sizeof(unix_address.sun_path) - 1, settings->socket);
	return check_listen(settings, err);
}

/* All sources in order, over the defaults. */
static int load_all(struct settings *loaded, int argc, char **argv,
	const char *config, enum settings_action *action, struct error *err)
{
	if (read_files(loaded, config, err) || read_environment(loaded, err) ||
		read_arguments(loaded, argc, argv, action, &config, err))
		return -1;
	if (!*loaded->index &&
		(*action == SETTINGS_RUN || *action == SETTINGS_CHECK))
		return error_set(err, ERROR_INVALID,
			"no index: give --index FOLDER, made by medlit-index");
	return check_together(loaded, err);
}

int settings_load(struct settings *settings, int argc, char **argv,
	enum settings_action *action, struct error *err)
{
	struct settings loaded;
	const char *config = NULL;

	*action = SETTINGS_RUN;
	if (read_arguments(NULL, argc, argv, action, &config, err))
		return -1;
	set_defaults(&loaded);
	if (*action != SETTINGS_HELP && *action != SETTINGS_VERSION &&
		load_all(&loaded, argc, argv, config, action, err)) {
		settings_clear(&loaded);
		return -1;
	}
	*settings = loaded;
	return 0;
}
