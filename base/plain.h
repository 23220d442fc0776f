/* SPDX-License-Identifier: MIT */
/* Text from outside made fit for a terminal, a log and JSON. */
#ifndef MEDLIT_BASE_PLAIN_H
#define MEDLIT_BASE_PLAIN_H

/*
 * Replaces, in place, each byte of a control character (C0, DEL and C1, so that
 * no terminal obeys it) and each byte that is no UTF-8 by '?'.
 */
void plain_text(char *text);

#endif
