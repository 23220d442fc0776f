/* SPDX-License-Identifier: MIT */
/*
 * How a question was understood, for a person: what is searched under another
 * name, what was ignored, and the daemon's warnings.  Each is said once.
 */
#ifndef MEDLIT_CLI_QUESTION_H
#define MEDLIT_CLI_QUESTION_H

#include <stdbool.h>

#include "client/cli/layout.h"
#include "client/medlit.h"

/* Whether there was anything to say. */
bool print_question(
	struct layout *layout, const struct medlit_results *results);

#endif
