/* SPDX-License-Identifier: MIT */
/* One function a command; each returns the exit code. */
#ifndef MEDLIT_CLI_COMMANDS_H
#define MEDLIT_CLI_COMMANDS_H

#include "client/cli/layout.h"
#include "client/cli/options.h"
#include "client/medlit.h"

/* The library's client for these options; NULL: *exit_code says why. */
struct medlit_client *command_connect(
	const struct options *options, int *exit_code);
/* Is any of the words more than blanks? */
bool command_has_words(const struct options *options);
/* The words joined by blanks; the caller's. */
char *command_words(const struct options *options);

int command_search(const struct options *options, struct layout *layout);
int command_similar(const struct options *options, struct layout *layout);
int command_show(const struct options *options, struct layout *layout);
int command_analyze(const struct options *options, struct layout *layout);
int command_suggest(const struct options *options, struct layout *layout);
int command_status(const struct options *options, struct layout *layout);
int command_run(const struct options *options, struct layout *layout);
int command_eval(const struct options *options, struct layout *layout);

#endif
