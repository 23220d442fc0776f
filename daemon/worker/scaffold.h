/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words that only make a question of what is asked:
 *
 *	Is there any evidence that   aspirin prevents stroke?
 *	Please find me papers about  CD22
 *	I would like to know whether InO causes VOD. Thank you
 *
 * An opening is a run of words from the start of a sentence, each a function
 * word or one of a few of asking, of what is asked for and of linking; it ends
 * with the last linking word, and it has to ask: "evidence for CD22" has a noun
 * and no verb, so its words stay.
 */
#ifndef MEDLIT_DAEMON_SCAFFOLD_H
#define MEDLIT_DAEMON_SCAFFOLD_H

#include <stdint.h>

#include "analysis/text/text.h"
#include "base/arena.h"

/* One byte for each token, 1: it is scaffolding and no function word. */
uint8_t *scaffold_find(const struct tokens *tokens, struct arena *arena);

#endif
