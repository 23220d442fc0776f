/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/space.h"

#include <fts.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

uint64_t space_used(const char *folder)
{
	char *const roots[] = {(char *)(uintptr_t)folder, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	uint64_t bytes = 0;

	for (FTSENT *entry; tree && (entry = fts_read(tree));)
		if (entry->fts_info == FTS_F)
			bytes += (uint64_t)entry->fts_statp->st_size;
	if (tree)
		fts_close(tree);
	return bytes;
}

uint64_t space_free(const char *folder)
{
	struct statvfs disk;

	return statvfs(folder, &disk) < 0
		       ? UINT64_MAX
		       : (uint64_t)disk.f_bavail * disk.f_frsize;
}

int space_need(
	const char *folder, const char *what, uint64_t bytes, struct error *err)
{
	uint64_t free = space_free(folder);

	if (free >= bytes)
		return 0;
	return error_set(err, ERROR_LIMIT,
		"%s needs about %.0f MB on the disk of %s, %.0f MB are free: "
		"nothing was done",
		what, (double)bytes / 1e6, folder, (double)free / 1e6);
}
