/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEDLIT_DAEMON_LEXEME_INTERNAL_H
#define MEDLIT_DAEMON_LEXEME_INTERNAL_H

#include "daemon/worker/lexeme.h"
#include "daemon/worker/quote.h"

/* Decide which pieces are syntax, and what each tag and prefix is about. */
void lexemes_settle(struct lexemes *lexemes, int strict, struct arena *arena);

#endif
