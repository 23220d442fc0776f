/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two arms of a comparison:
 *
 *	InO versus standard chemotherapy in relapsed ALL
 *	`-'        `------- arms -----'
 *	differences between warfarin and apixaban
 *
 * A paper that has both answers the question, however often another has one.
 */
#ifndef MEDLIT_DAEMON_COMPARISON_H
#define MEDLIT_DAEMON_COMPARISON_H

#include "daemon/worker/query.h"

/* What a paper with both arms is worth beside their own weights, so that none
 * with one comes before it. */
#define COMPARISON_WEIGHT 2

/* Sets query->arms, and makes operators of the words that compare.  Of a plain
 * question; the first comparison counts. */
void comparison_find(struct query *query);

#endif
