/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A crew: the workers of the same settings.  With a thesaurus among these, the
 * first worker loads it for all that come after, so that they have the same one
 * whatever becomes of the file.
 */
#include "config.h"

#include "daemon/front/pool_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/memory.h"
#include "daemon/front/spawn.h"

/* Workers that are there to stay. */
unsigned crew_strength(const struct crew *crew, bool ready_only)
{
	const struct worker *worker;
	unsigned count = 0;

	TAILQ_FOREACH (worker, &crew->workers, entry) {
		if (worker->state != WORKER_GONE && !worker->old &&
			!worker->leaving &&
			(!ready_only || worker->state != WORKER_STARTING))
			count++;
	}
	return count;
}

/* The workers there should be now: one to load the thesaurus for all. */
static unsigned wanted_strength(const struct crew *crew)
{
	return crew->thesaurus < 0 || crew->is_loaded ? crew->size : 1;
}

/* Start what is missing; a start that fails sets a delay and ends this. */
void crew_fill(struct crew *crew)
{
	unsigned wanted = wanted_strength(crew);

	if (crew->pool->stopping ||
		event_pending(crew->retry, EV_TIMEOUT, NULL))
		return;
	for (unsigned have = crew_strength(crew, false); have < wanted;
		have++) {
		/* One that ended may have written half of it. */
		if (crew->thesaurus >= 0 && !crew->is_loaded &&
			ftruncate(crew->thesaurus, 0))
			pool_note(crew->pool, "a file in memory: %s",
				strerror(errno));
		worker_start(crew);
		if (event_pending(crew->retry, EV_TIMEOUT, NULL) ||
			(crew != crew->pool->crew && crew != crew->pool->next))
			return;
	}
}

static void retry(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	crew_fill(arg);
}

/* From now on nobody changes the thesaurus. */
void crew_loaded(struct crew *crew)
{
	crew->is_loaded = true;
	if (crew->thesaurus < 0)
		return;
	fcntl(crew->thesaurus, F_ADD_SEALS,
		F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
	crew_fill(crew);
}

unsigned pool_workers(const struct settings *settings)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return settings->workers ? settings->workers
				 : (unsigned)(cores > 2 ? cores : 2);
}

struct crew *crew_new(struct pool *pool, const struct settings *settings)
{
	struct crew *crew = memory_new(sizeof(*crew));

	crew->pool = pool;
	TAILQ_INIT(&crew->workers);
	crew->program = *settings->worker ? memory_copy(settings->worker)
					  : spawn_default_program();
	crew->arguments = settings_arguments(settings, crew->program);
	/* Without one each worker reads the file on disk for itself. */
	crew->thesaurus = *settings->thesaurus
				  ? memfd_create("medlit-thesaurus",
					    MFD_CLOEXEC | MFD_ALLOW_SEALING)
				  : -1;
	crew->size = pool_workers(settings);
	crew->waiting = settings->queue * crew->size;
	crew->soft = settings->deadline_soft * MS;
	crew->slack = (settings->deadline_hard - settings->deadline_soft) * MS;
	crew->retry = evtimer_new(pool->base, retry, crew);
	TAILQ_INSERT_TAIL(&pool->crews, crew, entry);
	return crew;
}

void crew_free(struct crew *crew)
{
	TAILQ_REMOVE(&crew->pool->crews, crew, entry);
	event_free(crew->retry);
	if (crew->thesaurus >= 0)
		close(crew->thesaurus);
	free(crew->arguments);
	free(crew->program);
	free(crew);
}

void crew_leave(struct crew *crew)
{
	struct worker *worker;

	event_del(crew->retry);
	TAILQ_FOREACH (worker, &crew->workers, entry) {
		worker_leave(worker);
	}
}
