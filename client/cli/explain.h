/* SPDX-License-Identifier: MIT */
/* Why papers were found, or were not, for a person. */
#ifndef MEDLIT_CLI_EXPLAIN_H
#define MEDLIT_CLI_EXPLAIN_H

#include "client/cli/layout.h"
#include "client/medlit.h"

/* A line for each part of the hit's score, indented so; nothing when it was not
 * asked for. */
void print_explanation(
	struct layout *layout, const struct medlit_hit *hit, size_t indent);

/* What the parts of a question find alone, and questions that find papers. */
void print_relaxed(
	struct layout *layout, const struct medlit_results *results);

#endif
