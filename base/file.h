/* SPDX-License-Identifier: MIT */
/* Whole files: read within a limit, replaced at once or not at all. */
#ifndef MEDLIT_BASE_FILE_H
#define MEDLIT_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/error.h"

/* "folder/name"; the caller frees. */
char *path_join(const char *folder, const char *name);

/*
 * A file that belongs to this program: beside it when it runs from the folder
 * it was built in, else `name` in the folder it was installed to.  The caller
 * frees.
 */
char *path_of_ours(const char *name, const char *installed);

/* Appends the file's bytes; more than `limit` of them is ERROR_LIMIT. */
int file_read(const char *path, size_t limit, struct buffer *out,
	struct error *err);

/*
 * A file as it was when it was last looked at.  It is kept open, so that its
 * inode number is not given to what replaces it: a rename is always noticed.
 */
struct file_mark {
	bool held; /* else nothing has been seen yet */
	int fd;
	struct stat status;
};

/*
 * Does `path` name another file than at the last call, or one written to since,
 * or none?  True at the first call.  What is read after the call is no older
 * than the mark, so nothing is missed.
 */
bool file_changed(struct file_mark *mark, const char *path);
void file_mark_clear(struct file_mark *mark);

/* All of the bytes, through interruptions: 0, or -1 with errno. */
int write_whole(int fd, struct slice bytes);

/*
 * Replace `path` by the bytes: written beside it, synced, renamed, and the
 * folder synced.  After a crash at any moment the old or the new file is there,
 * whole.
 */
int file_replace(const char *path, struct slice bytes, struct error *err);

/* Make a rename or a new file in this folder last through a power cut. */
int folder_sync(const char *path, struct error *err);
/* The same, and what the files in it hold. */
int folder_sync_files(const char *path, struct error *err);

/* Create one folder; there already is fine. */
int folder_make(const char *path, struct error *err);

/* Remove a folder with all that is in it, without following links. */
int folder_remove(const char *path, struct error *err);

#endif
