/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Common English words, which are no names and no mistakes. */
#ifndef MEDLIT_ANALYSIS_CONCEPT_ENGLISH_H
#define MEDLIT_ANALYSIS_CONCEPT_ENGLISH_H

#include <stdbool.h>

#include "base/slice.h"

/* In lower case, a blank between: those of everyday prose (time, fish), and
 * those that are good names of something in medicine (pain, rash). */
struct slice english_prose(void);
struct slice english_names(void);
/* Cut the next word off *rest; empty at the end. */
struct slice english_next(struct slice *rest);
/* Is it one of either? */
bool is_english_word(struct slice folded);

#endif
