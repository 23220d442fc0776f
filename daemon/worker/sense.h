/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Short forms with several meanings are searched as the words they are; what
 * each may mean is told beside it, with the papers that mean it, so that the
 * reader can name one (MS@multiple-sclerosis).
 */
#ifndef MEDLIT_DAEMON_SENSE_H
#define MEDLIT_DAEMON_SENSE_H

#include "daemon/worker/engine.h"
#include "daemon/worker/query.h"

/* The senses of the question's tokens, most papers first, and a warning for
 * each short form that has some.  After expand_query().  Every paper found by
 * the short form has one of the senses or is among the `other`. */
int sense_query(
	const struct engine *engine, struct query *query, struct fault *fault);

#endif
