/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/reload.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <event2/event.h>

#include "base/log.h"
#include "base/memory.h"
#include "daemon/front/notify.h"

#define PART "medlitd"

struct reload_waiter {
	TAILQ_ENTRY(reload_waiter) entry;
	reload_done *done;
	void *arg;
};

TAILQ_HEAD(waiter_list, reload_waiter);

struct reload {
	struct front *front;
	struct settings *settings; /* in force */
	struct settings *fresh;    /* of the reload under way */
	char *fresh_token;
	int argc;
	char **argv;
	struct event *soon; /* begins */
	bool running, again;
	struct waiter_list waiting, asked; /* for this one, for the next */
};

static void free_settings(struct settings *settings)
{
	if (settings)
		settings_clear(settings);
	free(settings);
}

static void drop_fresh(struct reload *reload)
{
	free_settings(reload->fresh);
	reload->fresh = NULL;
	free(reload->fresh_token);
	reload->fresh_token = NULL;
}

static void put_in_force(struct reload *reload)
{
	struct settings *old = reload->settings;
	char *old_token = reload->front->token;

	reload->settings = reload->fresh;
	reload->front->token = reload->fresh_token;
	reload->fresh = old;
	reload->fresh_token = old_token;
	log_set_level(
		(enum log_level)log_level_parse(reload->settings->log_level));
	connections_set(reload->front->connections, reload->settings);
}

static void tell(struct waiter_list *list, const char *reason)
{
	struct reload_waiter *waiter;

	while ((waiter = TAILQ_FIRST(list))) {
		TAILQ_REMOVE(list, waiter, entry);
		if (waiter->done)
			waiter->done(waiter->arg, reason);
		free(waiter);
	}
}

static void end(struct reload *reload, const char *stays, const char *reason)
{
	if (reason) {
		log_line(LOG_ERROR, PART, "not reloaded, the old %s stay: %s",
			stays, reason);
	} else {
		put_in_force(reload);
		log_line(LOG_INFO, PART, "reloaded");
	}
	drop_fresh(reload);
	notify_supervisor("READY=1");
	reload->running = false;
	tell(&reload->waiting, reason);
	if (reload->again)
		event_active(reload->soon, EV_TIMEOUT, 0);
}

void reload_ended(struct reload *reload, const char *reason)
{
	end(reload, "workers", reason);
}

/* The settings of every source, and the token they name. */
static int read_fresh(struct reload *reload, struct error *err)
{
	struct settings *fresh = memory_new(sizeof(*fresh));
	enum settings_action action;

	if (settings_load(fresh, reload->argc, reload->argv, &action, err)) {
		free(fresh);
		return -1;
	}
	reload->fresh = fresh;
	/* The guard's rules follow from whether there is a token. */
	if (strcmp(fresh->socket, reload->settings->socket) != 0 ||
		strcmp(fresh->listen, reload->settings->listen) != 0 ||
		!*fresh->token_file != !reload->front->token)
		return error_set(err, ERROR_INVALID,
			"socket, listen and whether there is a token_file "
			"change by a restart only");
	if (!*fresh->token_file)
		return 0;
	reload->fresh_token = front_read_token(fresh->token_file, err);
	return reload->fresh_token ? 0 : -1;
}

static void begin(evutil_socket_t fd, short what, void *arg)
{
	struct reload *reload = arg;
	struct error err;

	(void)fd;
	(void)what;
	reload->running = true;
	reload->again = false;
	TAILQ_CONCAT(&reload->waiting, &reload->asked, entry);
	notify_supervisor("RELOADING=1");
	if (read_fresh(reload, &err))
		end(reload, "settings", err.text);
	else
		pool_reload(reload->front->pool, reload->fresh);
}

struct reload_waiter *reload_start(
	struct reload *reload, reload_done *done, void *arg)
{
	struct reload_waiter *waiter = memory_new(sizeof(*waiter));

	waiter->done = done;
	waiter->arg = arg;
	TAILQ_INSERT_TAIL(&reload->asked, waiter, entry);
	reload->again = true;
	if (!reload->running)
		event_active(reload->soon, EV_TIMEOUT, 0);
	return waiter;
}

void reload_cancel(struct reload_waiter *waiter)
{
	waiter->done = NULL;
}

const struct settings *reload_settings(const struct reload *reload)
{
	return reload->settings;
}

struct reload *reload_new(
	struct front *front, struct settings *settings, int argc, char **argv)
{
	struct reload *reload = memory_new(sizeof(*reload));

	reload->front = front;
	reload->settings = memory_new(sizeof(*settings));
	*reload->settings = *settings;
	memset(settings, 0, sizeof(*settings));
	reload->argc = argc;
	reload->argv = argv;
	reload->soon = evtimer_new(front->base, begin, reload);
	TAILQ_INIT(&reload->waiting);
	TAILQ_INIT(&reload->asked);
	return reload;
}

static void forget(struct waiter_list *list)
{
	struct reload_waiter *waiter;

	TAILQ_FOREACH (waiter, list, entry)
		waiter->done = NULL;
	tell(list, NULL);
}

void reload_free(struct reload *reload)
{
	if (!reload)
		return;
	forget(&reload->waiting);
	forget(&reload->asked);
	event_free(reload->soon);
	drop_fresh(reload);
	free_settings(reload->settings);
	free(reload);
}
