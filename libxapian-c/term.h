/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the engine takes as a term or as a metadata key. */
#ifndef XAPIAN_C_TERM_H
#define XAPIAN_C_TERM_H

#include <cstddef>
#include <string>

namespace xc
{

/* NULL, or what is wrong: "is empty", "is longer than 245 bytes". */
const char *term_problem(const char *data, size_t length);

/* Throw XC_INVALID unless it can be a unique term. */
std::string checked_key(const char *key, size_t length);
/* The same for a key of the metadata. */
std::string checked_metadata_key(const char *key);

} // namespace xc
#endif
