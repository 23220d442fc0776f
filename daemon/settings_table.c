/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every option of medlitd, once; and what is printed from the table. */
#include "config.h"

#include "daemon/settings_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define FIELD(field) #field, offsetof(struct settings, field)
#define TEXT(field, text, value, help)                                         \
	{                                                                      \
		FIELD(field), SETTINGS_TEXT, text, 0, 0, 0, value, false, help \
	}
#define NUMBER(field, number, min, max, value, limit, help)                    \
	{                                                                      \
		FIELD(field), SETTINGS_NUMBER, NULL, number, min, max, value,  \
			limit, help                                            \
	}
#define HOUR (60 * 60 * 1000)

const struct settings_row settings_rows[] = {
	TEXT(index, "", "FOLDER", "the index to serve"),
	TEXT(thesaurus, "", "FILE", "thesaurus; empty: the one in the index"),
	TEXT(socket, NULL, "PATH", "unix socket; empty: none"),
	{FIELD(socket_mode), SETTINGS_OCTAL, NULL, 0660, 0, 0777, "OCTAL",
		false, "who may connect to it"},
	TEXT(listen, "", "ADDRESS:PORT", "TCP too; empty: none"),
	TEXT(token_file, "", "FILE", "bearer token that TCP clients must show"),
	TEXT(log_level, "info", "LEVEL", "error, warning, info or debug"),
	TEXT(worker, "", "PROGRAM", "worker program; empty: medlit's own"),
	NUMBER(workers, 0, 0, 256, "N", false,
		"worker processes; 0: one a core, at least 2"),
	NUMBER(queue, 4, 1, 1000, "N", true,
		"requests that may wait, per worker"),
	NUMBER(deadline_soft, 1000, 1, HOUR, "MS", true,
		"when a search answers with what it has"),
	NUMBER(deadline_hard, 1200, 2, HOUR, "MS", true,
		"after which its worker is killed"),
	NUMBER(worker_requests, 50000, 1, 1000000000, "N", false,
		"after which a worker is replaced"),
	NUMBER(worker_growth, 64, 1, 1 << 20, "MIB", true,
		"of growth after which a worker is replaced"),
	NUMBER(worker_memory, 1024, 64, 1 << 20, "MIB", true,
		"address space of a worker"),
	NUMBER(connections, 1000, 1, 100000, "N", true, "connections in all"),
	NUMBER(connections_per_peer, 64, 1, 100000, "N", true,
		"connections of an address or process"),
	NUMBER(header_timeout, 5000, 10, HOUR, "MS", true,
		"for a whole request head"),
	NUMBER(body_timeout, 10000, 10, HOUR, "MS", true,
		"for a whole request body"),
	NUMBER(idle_timeout, 30000, 10, HOUR, "MS", true, "between requests"),
	NUMBER(write_timeout, 10000, 10, HOUR, "MS", true,
		"a client may take for part of a reply"),
	NUMBER(head_bytes, 16384, 256, 32768, "BYTES", true,
		"of a request head"),
	NUMBER(uri_bytes, 8192, 64, 32768, "BYTES", true,
		"of path and query as sent"),
	NUMBER(body_bytes, 65536, 0, 131072, "BYTES", true,
		"of a request body"),
	NUMBER(query_bytes, 4096, 16, 65536, "BYTES", true, "of a question"),
	NUMBER(strategy_bytes, 32768, 16, 65536, "BYTES", true,
		"of a strategy"),
	NUMBER(strategy_lines, 100, 1, 1000, "N", true, "lines of a strategy"),
	NUMBER(query_terms, 64, 1, 1024, "N", true, "words of a question"),
	NUMBER(query_names, 100, 1, 500, "N", true,
		"new names that a question may add"),
	NUMBER(phrase_terms, 16, 1, 64, "N", true, "words of a phrase"),
	NUMBER(cut_terms, 100, 1, 500, "N", true,
		"terms that a word with a * may stand for"),
	NUMBER(syntax_depth, 24, 2, 40, "N", true,
		"levels of operators in a question"),
	NUMBER(page, 200, 1, 10000, "N", true, "hits in one reply"),
	NUMBER(window, 10000, 1, 1000000, "N", true, "deepest hit reachable"),
	NUMBER(gzip_bytes, 1024, 0, 1 << 30, "BYTES", false,
		"from which on a reply is compressed"),
	NUMBER(drain, 5000, 0, HOUR, "MS", true,
		"to finish requests when told to stop"),
};

char **settings_text(const struct settings *settings, size_t row)
{
	return (char **)((char *)settings + settings_rows[row].offset);
}

uint32_t *settings_number(const struct settings *settings, size_t row)
{
	return (uint32_t *)((char *)settings + settings_rows[row].offset);
}

static void add_value(
	struct buffer *out, const struct settings *settings, size_t row)
{
	switch (settings_rows[row].type) {
	case SETTINGS_TEXT:
		buffer_add_string(out, *settings_text(settings, row));
		break;
	case SETTINGS_NUMBER:
		buffer_printf(out, "%u", *settings_number(settings, row));
		break;
	case SETTINGS_OCTAL:
		buffer_printf(out, "%04o", *settings_number(settings, row));
		break;
	}
}

void settings_print(const struct settings *settings, FILE *out)
{
	struct buffer line = BUFFER_INIT;

	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		buffer_reset(&line);
		buffer_printf(&line, "%s = ", settings_rows[row].name);
		add_value(&line, settings, row);
		fprintf(out, "%s  # %s\n", line.data,
			settings->origin->text[row]);
	}
	buffer_clear(&line);
}

void settings_print_limits(const struct settings *settings, FILE *out)
{
	struct buffer value = BUFFER_INIT;

	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		const struct settings_row *at = &settings_rows[row];

		if (!at->is_limit)
			continue;
		buffer_reset(&value);
		add_value(&value, settings, row);
		fprintf(out, "%-22s %8s %-6s %s\n", at->name, value.data,
			strcmp(at->value, "N") == 0 ? "" : at->value, at->help);
	}
	buffer_clear(&value);
}

static void print_option(FILE *out, const struct settings_row *row)
{
	char option[64], name[32];

	snprintf(name, sizeof(name), "%s", row->name);
	for (char *at = name; *at; at++)
		if (*at == '_')
			*at = '-';
	snprintf(option, sizeof(option), "--%s %s", name, row->value);
	fprintf(out, "  %-30s %s", option, row->help);
	if (row->type == SETTINGS_NUMBER)
		fprintf(out, " [%u]", row->number);
	else if (row->type == SETTINGS_OCTAL)
		fprintf(out, " [%04o]", row->number);
	else if (row->text && *row->text)
		fprintf(out, " [%s]", row->text);
	fputc('\n', out);
}

void settings_print_help(FILE *out)
{
	fputs("Usage: medlitd --index FOLDER [OPTION]...\n"
	      "Serve an index made by medlit-index over HTTP.\n\n"
	      "  --config FILE                  `name = value` lines; FILE.d/"
	      "*.conf too\n"
	      "  --check-config                 say whether it could serve "
	      "with them, and stop\n"
	      "  --print-config                 print them with their origin, "
	      "and stop\n"
	      "  --print-limits                 print every limit, and stop\n"
	      "  --help, --version\n\n"
	      "Settings, also as name = value in FILE or MEDLITD_NAME in the "
	      "environment:\n",
		out);
	for (size_t row = 0; row < SETTINGS_ROWS; row++)
		print_option(out, &settings_rows[row]);
	fputs("\nThe socket is $MEDLIT_SOCKET, else "
	      "$XDG_RUNTIME_DIR/medlit/medlitd.sock,\n"
	      "else /run/medlit/medlitd.sock.  SIGHUP reads the settings "
	      "anew, SIGTERM stops.\n"
	      "Exit status: 0 stopped by a signal, 2 the command line is "
	      "wrong, 3 it cannot\n"
	      "start (port, socket, index, thesaurus), 78 a setting has a "
	      "wrong value.\n",
		out);
}

char **settings_arguments(const struct settings *settings, const char *program)
{
	struct buffer text = BUFFER_INIT;
	size_t starts[SETTINGS_ROWS + 2], count = 0;

	starts[count++] = 0;
	buffer_add(&text, program, strlen(program) + 1);
	starts[count++] = text.length;
	buffer_add(&text, "--config=", sizeof("--config="));
	for (size_t row = 0; row < SETTINGS_ROWS; row++) {
		starts[count++] = text.length;
		buffer_printf(&text, "--%s=", settings_rows[row].name);
		add_value(&text, settings, row);
		buffer_add_char(&text, '\0');
	}

	size_t table = (count + 1) * sizeof(char *);
	char **arguments = memory_new(table + text.length);
	char *copy = (char *)arguments + table;

	memcpy(copy, text.data, text.length);
	for (size_t i = 0; i < count; i++)
		arguments[i] = copy + starts[i];
	buffer_clear(&text);
	return arguments;
}
