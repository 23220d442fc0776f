/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands about names and concepts: `medlit-index thesaurus NAME`. */
#ifndef MEDLIT_INDEXER_THESAURUS_H
#define MEDLIT_INDEXER_THESAURUS_H

#include "indexer/session.h"

/* Each returns an exit status and says on standard error what went wrong. */
int thesaurus_apply(const struct options *options, char *const *operands,
	size_t count);

/* The usage of a command on standard error; EXIT_USAGE. */
int thesaurus_usage(const char *usage);

#endif
