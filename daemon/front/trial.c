/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/trial.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include <event2/event.h>

#include "daemon/front/front.h"
#include "daemon/front/pool.h"

struct trial {
	struct event_base *base;
	struct pool *pool;
	bool ready, failed;
	struct error *err;
};

static void on_ready(void *arg)
{
	struct trial *trial = arg;

	trial->ready = true;
	event_base_loopbreak(trial->base);
}

static void on_failed(void *arg, const char *reason)
{
	struct trial *trial = arg;

	trial->failed = true;
	error_set(trial->err, ERROR_IO, "%s", reason);
	event_base_loopbreak(trial->base);
}

static void on_reloaded(void *arg, const char *reason)
{
	(void)arg;
	(void)reason;
}

/* What it would log stands in the reason. */
static void on_note(void *arg, const char *text)
{
	(void)arg;
	(void)text;
}

static void on_child(evutil_socket_t number, short what, void *arg)
{
	struct trial *trial = arg;

	(void)number;
	(void)what;
	pool_reap(trial->pool);
}

static int check_token(const struct settings *settings, struct error *err)
{
	if (!*settings->token_file)
		return 0;
	char *token = front_read_token(settings->token_file, err);

	if (!token) {
		err->code = ERROR_FORMAT;
		return -1;
	}
	free(token);
	return 0;
}

int trial_run(const struct settings *settings, struct error *err)
{
	static const struct pool_owner owner = {
		on_ready, on_failed, on_reloaded, on_note};
	struct settings one = *settings;
	struct trial trial = {.err = err};

	if (check_token(settings, err) < 0)
		return -1;
	one.workers = 1;
	signal(SIGPIPE, SIG_IGN);
	trial.base = event_base_new();
	struct event *child =
		evsignal_new(trial.base, SIGCHLD, on_child, &trial);

	event_add(child, NULL);
	trial.pool = pool_new(trial.base, &one, &owner, &trial);
	if (!trial.failed)
		event_base_dispatch(trial.base);
	pool_free(trial.pool);
	event_free(child);
	event_base_free(trial.base);
	return trial.ready ? 0 : -1;
}
