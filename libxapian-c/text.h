/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes to one line of valid UTF-8, for error texts. */
#ifndef XAPIAN_C_TEXT_H
#define XAPIAN_C_TEXT_H

#include <cstddef>

namespace xc
{

/* Copy into out[room], terminated: what is not UTF-8 becomes '?', what would
 * break the line a space; cut between characters when room ends. */
void text_line(char *out, size_t room, const char *text, size_t length);

} // namespace xc
#endif
