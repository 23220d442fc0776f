/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/watcher.h"

#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "index/sources.h"

/* A file that is opened for writing and not closed is none of ours yet. */
#define EVENTS                                                                 \
	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |            \
		IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK)

struct paths {
	char **items;
	size_t count;
};

struct watcher {
	int fd;
	struct paths folders; /* by number of the watch; NULL: none */
	struct paths roots;
	struct paths dirty, taken;
	struct stat index;
	bool has_index;
};

/* ---- lists of paths --------------------------------------------------- */

static void paths_add(struct paths *paths, char *path)
{
	paths->items = memory_resize(
		paths->items, paths->count + 1, sizeof(*paths->items));
	paths->items[paths->count++] = path;
}

static void paths_clear(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
	*paths = (struct paths){NULL, 0};
}

static int compare(const void *a, const void *b)
{
	return source_compare_paths(*(char *const *)a, *(char *const *)b);
}

/* A folder stands before what is in it. */
static void paths_settle(struct paths *paths)
{
	size_t kept = 0;

	if (paths->count == 0)
		return;
	qsort(paths->items, paths->count, sizeof(*paths->items), compare);
	for (size_t i = 0; i < paths->count; i++) {
		if (kept > 0 && source_is_below(paths->items[i],
					paths->items[kept - 1]))
			free(paths->items[i]);
		else
			paths->items[kept++] = paths->items[i];
	}
	paths->count = kept;
}

/* ---- watches ---------------------------------------------------------- */

static int cannot_watch(const char *folder, struct error *err)
{
	if (errno == ENOSPC)
		return error_set(err, ERROR_LIMIT,
			"cannot watch %s: there are more folders than "
			"fs.inotify.max_user_watches lets one user watch; "
			"raise it (sysctl)",
			folder);
	return error_set_errno(err, "cannot watch %s", folder);
}

static int watch_folder(
	struct watcher *watcher, const char *folder, struct error *err)
{
	int number = inotify_add_watch(watcher->fd, folder, EVENTS);

	/* Gone again, or not ours to look into: the walk tells that. */
	if (number < 0 &&
		(errno == ENOENT || errno == ENOTDIR || errno == EACCES))
		return 0;
	if (number < 0)
		return cannot_watch(folder, err);
	while (watcher->folders.count <= (size_t)number)
		paths_add(&watcher->folders, NULL);
	free(watcher->folders.items[number]);
	watcher->folders.items[number] = memory_copy(folder);
	return 0;
}

static bool is_index(const struct watcher *watcher, const struct stat *status)
{
	return watcher->has_index && status->st_dev == watcher->index.st_dev &&
	       status->st_ino == watcher->index.st_ino;
}

/* As walk_paths() walks. */
static int watch_tree(struct watcher *watcher, char *folder, struct error *err)
{
	char *const roots[] = {folder, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int result = 0;

	for (FTSENT *entry; tree && result == 0 && (entry = fts_read(tree));) {
		if (entry->fts_info != FTS_D)
			continue;
		if ((entry->fts_level > 0 && entry->fts_name[0] == '.') ||
			is_index(watcher, entry->fts_statp))
			fts_set(tree, entry, FTS_SKIP);
		else
			result = watch_folder(watcher, entry->fts_path, err);
	}
	if (tree)
		fts_close(tree);
	return result;
}

/* Moved away it would tell of itself under its old name. */
static void forget_tree(struct watcher *watcher, const char *folder)
{
	for (size_t i = 0; i < watcher->folders.count; i++) {
		char **one = &watcher->folders.items[i];

		if (!*one || !source_is_below(*one, folder))
			continue;
		inotify_rm_watch(watcher->fd, (int)i);
		free(*one);
		*one = NULL;
	}
}

static int watch_root(
	struct watcher *watcher, const char *path, struct error *err)
{
	struct stat status;
	char *folder = memory_copy(path);
	int result;

	paths_add(&watcher->roots, memory_copy(path));
	if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode)) {
		char *slash = strrchr(folder, '/');

		slash[slash == folder] = '\0';
		result = watch_folder(watcher, folder, err);
	} else {
		result = watch_tree(watcher, folder, err);
	}
	free(folder);
	return result;
}

struct watcher *watcher_open(
	char *const *paths, size_t count, const char *index, struct error *err)
{
	struct watcher *watcher = memory_new(sizeof(*watcher));
	int result = 0;

	watcher->has_index = index && stat(index, &watcher->index) == 0;
	watcher->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watcher->fd < 0)
		result = error_set_errno(err, "cannot watch files");
	for (size_t i = 0; result == 0 && i < count; i++)
		result = watch_root(watcher, paths[i], err);
	if (result == 0)
		return watcher;
	watcher_close(watcher);
	return NULL;
}

void watcher_close(struct watcher *watcher)
{
	if (!watcher)
		return;
	if (watcher->fd >= 0)
		close(watcher->fd);
	paths_clear(&watcher->folders);
	paths_clear(&watcher->roots);
	paths_clear(&watcher->dirty);
	paths_clear(&watcher->taken);
	free(watcher);
}

int watcher_fd(const struct watcher *watcher)
{
	return watcher->fd;
}

/* ---- events ----------------------------------------------------------- */

/* Everything may have changed, folders included. */
static int begin_anew(struct watcher *watcher, struct error *err)
{
	for (size_t i = 0; i < watcher->roots.count; i++) {
		char *root = watcher->roots.items[i];

		paths_add(&watcher->dirty, memory_copy(root));
		if (watch_tree(watcher, root, err) < 0)
			return -1;
	}
	return 0;
}

/* Of a root that is a file its folder tells of the others, too. */
static bool is_ours(const struct watcher *watcher, const char *path)
{
	for (size_t i = 0; i < watcher->roots.count; i++)
		if (source_is_below(path, watcher->roots.items[i]))
			return true;
	return false;
}

static int take_folder(struct watcher *watcher,
	const struct inotify_event *event, char *path, struct error *err)
{
	struct stat status;

	if (event->mask & IN_MOVED_FROM)
		forget_tree(watcher, path);
	if (!(event->mask & (IN_CREATE | IN_MOVED_TO)))
		return 0;
	if (stat(path, &status) == 0 && is_index(watcher, &status))
		return 0;
	/* Files may be in it before it is watched: it is told as a whole. */
	return watch_tree(watcher, path, err);
}

static int take_event(struct watcher *watcher,
	const struct inotify_event *event, struct error *err)
{
	const char *folder;
	int result = 0;

	if (event->mask & IN_Q_OVERFLOW)
		return begin_anew(watcher, err);
	folder = (size_t)event->wd < watcher->folders.count
			 ? watcher->folders.items[event->wd]
			 : NULL;
	if (!folder)
		return 0;
	if (event->mask & IN_UNMOUNT)
		return error_set(err, ERROR_NOT_FOUND,
			"the disk of %s was taken away: its papers stay; "
			"start again when it is back",
			folder);
	if (event->len == 0 || event->name[0] == '.')
		return 0;
	/* A file is ready when it is closed, an empty one is nothing yet. */
	if ((event->mask & IN_CREATE) && !(event->mask & IN_ISDIR))
		return 0;
	char *path = memory_printf("%s%s%s", folder,
		strcmp(folder, "/") == 0 ? "" : "/", event->name);

	if (event->mask & IN_ISDIR)
		result = take_folder(watcher, event, path, err);
	if (result == 0 && is_ours(watcher, path))
		paths_add(&watcher->dirty, path);
	else
		free(path);
	return result;
}

int watcher_read(struct watcher *watcher, struct error *err)
{
	char events[16384]
		__attribute__((aligned(__alignof__(struct inotify_event))));
	ssize_t got;

	while ((got = read(watcher->fd, events, sizeof(events))) > 0)
		for (char *at = events; at < events + got;) {
			const struct inotify_event *event =
				(const struct inotify_event *)(void *)at;

			if (take_event(watcher, event, err) < 0)
				return -1;
			at += sizeof(*event) + event->len;
		}
	return watcher->dirty.count > 0;
}

char *const *watcher_take(struct watcher *watcher, size_t *count)
{
	paths_clear(&watcher->taken);
	watcher->taken = watcher->dirty;
	watcher->dirty = (struct paths){NULL, 0};
	paths_settle(&watcher->taken);
	*count = watcher->taken.count;
	return watcher->taken.items;
}
