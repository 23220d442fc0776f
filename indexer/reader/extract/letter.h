/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes as signs of a text: ASCII, and what is beyond it counts as letters. */
#ifndef MEDLIT_EXTRACT_LETTER_H
#define MEDLIT_EXTRACT_LETTER_H

#include <stdbool.h>

#include "base/slice.h"

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool is_letter(char c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* What follows its first `bytes`. */
static inline struct slice behind(struct slice text, size_t bytes)
{
	return (struct slice){text.data + bytes, text.length - bytes};
}

#endif
