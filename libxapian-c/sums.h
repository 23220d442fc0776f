/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all documents of a database add up to.
 *
 * The engine's tables have no checksums, and a digest of its files would have
 * to read all of them after each commit.  A sum of hashes, one of each posting,
 * record and value, is kept up with each document that is put or removed and
 * stands among the metadata, part of the batch; whoever reads everything sees
 * whether it is what was put in.  It is not meant against forgers.
 */
#ifndef XAPIAN_C_SUMS_H
#define XAPIAN_C_SUMS_H

#include "libxapian-c/guard.h"

#include <optional>
#include <string>

namespace xc
{

struct Sums {
	uint64_t terms = 0;  /* of each (document, term, wdf) */
	uint64_t values = 0; /* of each (document, slot, value) */
	uint64_t data = 0;   /* of each (document, data) */

	void add_term(Xapian::docid id, const std::string &term,
		Xapian::termcount wdf);
	void add_value(Xapian::docid id, Xapian::valueno slot,
		const std::string &value);
	void add_data(Xapian::docid id, const std::string &bytes);
	/* All of a document; take() is the opposite. */
	void add(Xapian::docid id, const Xapian::Document &document);
	void take(Xapian::docid id, const Xapian::Document &document);
};

/* Those a database keeps; none if it was not begun with them.  Damaged ones
 * are XC_CORRUPT. */
std::optional<Sums> stored_sums(const Xapian::Database &database);
/* Kept from the next commit on; an empty optional: no longer. */
void store_sums(
	Xapian::WritableDatabase &database, const std::optional<Sums> &sums);

} // namespace xc
#endif
