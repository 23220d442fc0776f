/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Room on the disk for what cannot fail.
 *
 * The engine writes the last values of a commit out in a destructor, so that an
 * error there ends the program (1.4.22).  So the room that values may take is
 * set aside for their file before, where an error can still be told.  A file
 * system that cannot do that is believed to have it.
 */
#ifndef XAPIAN_C_ROOM_H
#define XAPIAN_C_ROOM_H

#include <cstdint>
#include <string>

namespace xc
{

/* For the values of the database at `path`; XC_IO when there is no room. */
void reserve_room(const std::string &path, uint64_t bytes);
/* What of it was not taken. */
void release_room(const std::string &path) noexcept;

} // namespace xc
#endif
