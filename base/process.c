/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void process_end_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	/* It may have ended before. */
	if (getppid() != parent)
		_exit(1);
}

int process_start(struct process *process,
	void (*task)(const void *context, int tell), const void *context,
	struct error *err)
{
	int ends[2];

	if (pipe(ends) < 0)
		return error_set_errno(err, "cannot make a pipe");
	fflush(NULL);
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		process_end_with(parent);
		close(ends[0]);
		signal(SIGINT, SIG_IGN);
		signal(SIGTERM, SIG_DFL);
		task(context, ends[1]);
		_exit(EXIT_SUCCESS);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return error_set_errno(err, "cannot start a process");
	}
	*process = (struct process){pid, ends[0]};
	return 0;
}

int process_wait(struct process *process, char *text, size_t room,
	const volatile sig_atomic_t *stop)
{
	int status = 0;

	while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
		if (*stop)
			kill(process->pid, SIGKILL);
	ssize_t got = read(process->from, text, room - 1);

	text[got > 0 ? got : 0] = '\0';
	close(process->from);
	process->pid = 0;
	return status;
}
