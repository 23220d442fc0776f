/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the terms of a document stand, in one value of it.
 *
 * The engine's own table has an entry for each term of each document, in the
 * order of terms: three fifths of an index of abstracts, and most of the time
 * that making one takes.  What asks for places has a document at hand already,
 * so they are kept by document here:
 *
 *	varint   terms that have positions
 *	2 bytes  for each, ascending: a hash of the term (little-endian)
 *	1 byte   for each: the length of its list; 255: said in front of it
 *	lists    [varint length] [name] first position, differences (varints)
 *
 *	name     varint length, bytes: of terms whose hash another one has, too
 *
 * A term is found without reading the lists of others.  Of a term that the
 * document does not have, the hash may yet be there: who asks knows that it
 * has it.
 */
#ifndef XAPIAN_C_POSITIONS_H
#define XAPIAN_C_POSITIONS_H

#include "libxapian-c/guard.h"

#include <string>
#include <string_view>
#include <vector>

namespace xc
{

/* Behind those of the callers. */
constexpr Xapian::valueno positions_slot = XC_SLOT_MAX + 1;

using Places = std::vector<uint32_t>; /* ascending */

uint16_t term_hash(std::string_view term);

/* Empty when no term has a position. */
std::string encode_positions(const struct xc_term *terms, size_t count);

/*
 * Adds the positions of a term that the document has to `out`, `most` at most;
 * none when it stands nowhere.  A damaged value is XC_CORRUPT.
 */
void find_positions(std::string_view value, std::string_view term,
	uint16_t hash, size_t most, Places &out);

} // namespace xc
#endif
