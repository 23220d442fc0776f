/* SPDX-License-Identifier: MIT */
/* medlit: the command line to an exit code. */
#include "config.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/commands.h"
#include "client/cli/options.h"
#include "client/cli/report.h"

static int (*const commands[VERB_COUNT])(
	const struct options *options, struct layout *layout) = {
	[VERB_SEARCH] = command_search,
	[VERB_SIMILAR] = command_similar,
	[VERB_SHOW] = command_show,
	[VERB_ANALYZE] = command_analyze,
	[VERB_SUGGEST] = command_suggest,
	[VERB_STATUS] = command_status,
	[VERB_RUN] = command_run,
	[VERB_EVAL] = command_eval,
};

/* Replies are UTF-8 whatever the locale; its tables say how wide they are. */
static void choose_locale(void)
{
	if (!setlocale(LC_CTYPE, "") ||
		strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static bool wants_color(int color)
{
	const char *no_color = getenv("NO_COLOR");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color);
}

/* Output that did not arrive is a failure; a reader who has seen enough and
 * closed the pipe is not told. */
static int finish(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	if (errno != EPIPE)
		fprintf(stderr, "medlit: cannot write: %s\n", strerror(errno));
	return EXIT_SERVER;
}

int main(int argc, char **argv)
{
	struct layout layout = {.out = stdout};
	struct options options;
	int code = EXIT_USAGE;

	choose_locale();
	switch (options_parse(&options, argc, argv)) {
	case OPTIONS_DONE:
		return finish(EXIT_HIT);
	case OPTIONS_WRONG:
		return finish(EXIT_USAGE);
	case OPTIONS_RUN:
		layout.width = layout_width(stdout);
		layout.color = wants_color(options.color);
		code = commands[options.verb](&options, &layout);
		layout_clear(&layout);
	}
	return finish(code);
}
