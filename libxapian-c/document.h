/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document of the caller's to one of the engine's. */
#ifndef XAPIAN_C_DOCUMENT_H
#define XAPIAN_C_DOCUMENT_H

#include "libxapian-c/guard.h"

namespace xc
{

/*
 * Throw XC_INVALID, naming the part, unless the engine is sure to take the
 * document: one it refuses costs every document put since the last commit.
 */
void check_document(const struct xc_document &document);

Xapian::Document make_document(const struct xc_document &document);

} // namespace xc
#endif
