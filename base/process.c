/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

void process_end_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	/* It may have ended before. */
	if (getppid() != parent)
		_exit(1);
}
