/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Would medlitd start?  Tried with a worker and without a socket. */
#ifndef MEDLIT_DAEMON_TRIAL_H
#define MEDLIT_DAEMON_TRIAL_H

#include "base/error.h"
#include "daemon/settings.h"

/*
 * Reads the token and starts one worker, which opens index and thesaurus, with
 * these settings, and ends it.  ERROR_FORMAT: the token file is wrong;
 * ERROR_IO: why no worker could serve.
 */
int trial_run(const struct settings *settings, struct error *err);

#endif
