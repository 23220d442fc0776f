/* SPDX-License-Identifier: GPL-2.0-or-later */
/* medlitd: the command line of the front process, and its exit codes. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "daemon/front/server.h"
#include "daemon/front/trial.h"
#include "daemon/settings.h"

enum {
	EXIT_OK,
	EXIT_USAGE = 2,
	EXIT_START = 3,
	EXIT_SETTINGS = 78
};

static int serve(struct settings *settings, int argc, char **argv)
{
	struct error err;

	log_set_level((enum log_level)log_level_parse(settings->log_level));
	struct server *server = server_open(settings, argc, argv, &err);

	if (!server) {
		fprintf(stderr, "medlitd: %s\n", err.text);
		return err.code == ERROR_FORMAT ? EXIT_SETTINGS : EXIT_START;
	}
	int result = server_run(server);

	server_close(server);
	return result ? EXIT_START : EXIT_OK;
}

static int check_settings(const struct settings *settings)
{
	struct error err;

	if (trial_run(settings, &err) == 0) {
		puts("the settings are good, and a worker can serve the index");
		return EXIT_OK;
	}
	fprintf(stderr, "medlitd: %s\n", err.text);
	return err.code == ERROR_FORMAT ? EXIT_SETTINGS : EXIT_START;
}

int main(int argc, char **argv)
{
	struct settings settings;
	enum settings_action action;
	struct error err;
	int result = EXIT_OK;

	if (settings_load(&settings, argc, argv, &action, &err)) {
		fprintf(stderr, "medlitd: %s\n", err.text);
		return err.code == ERROR_INVALID ? EXIT_USAGE : EXIT_SETTINGS;
	}
	switch (action) {
	case SETTINGS_RUN:
		result = serve(&settings, argc, argv);
		break;
	case SETTINGS_HELP:
		settings_print_help(stdout);
		break;
	case SETTINGS_VERSION:
		puts("medlitd " PACKAGE_VERSION);
		break;
	case SETTINGS_CHECK:
		result = check_settings(&settings);
		break;
	case SETTINGS_PRINT:
		settings_print(&settings, stdout);
		break;
	case SETTINGS_LIMITS:
		settings_print_limits(&settings, stdout);
		break;
	}
	if (settings.origin)
		settings_clear(&settings);
	return result;
}
