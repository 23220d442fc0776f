/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folders watched with all that is in them, by inotify(7).  A file is told of
 * when whoever wrote it has closed it or moved it there, and when it is gone; a
 * new folder as a whole.
 */
#ifndef MEDLIT_INDEXER_WATCHER_H
#define MEDLIT_INDEXER_WATCHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct watcher;

/* The paths are real ones (realpath(3)); of a file its folder is watched.  The
 * folder `index` is passed over. ERROR_LIMIT: more folders than the kernel
 * lets a user watch. */
struct watcher *watcher_open(char *const *paths, size_t count,
	const char *index, struct error *err);
/* NULL is fine. */
void watcher_close(struct watcher *watcher);
/* For poll(2): readable when something happened. */
int watcher_fd(const struct watcher *watcher);

/* The paths that may have changed or gone since they were taken last, sorted,
 * each once and none below another; valid until the next call but one. */
char *const *watcher_take(struct watcher *watcher, size_t *count);
/* Read what happened.  1: paths may be taken; 0: nothing for us; -1: a folder
 * cannot be watched any more (ERROR_LIMIT), or is on a disk that was taken away
 * (ERROR_NOT_FOUND). When the kernel had to drop events all paths of
 * watcher_open() are what may have changed. */
int watcher_read(struct watcher *watcher, struct error *err);

#endif
