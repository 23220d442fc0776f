/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole databases: merge into one, check every block. */
#include "config.h"

#include "libxapian-c/guard.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <sys/stat.h>

namespace
{

/* The engine would write over a database that is there. */
void check_absent(const char *path)
{
	struct stat found;

	if (lstat(path, &found) == 0)
		xc::fail(XC_INVALID, "%s is there already", path);
	if (errno != ENOENT)
		xc::fail_with(XC_IO, errno, 0, "%s: %s", path, strerror(errno));
}

/* For a path that is not there the engine tells no more than "cannot open". */
void check_present(const char *path)
{
	struct stat found;

	if (stat(path, &found) < 0)
		xc::fail_with(errno == ENOENT ? XC_NOT_FOUND : XC_IO, errno, 0,
			"%s: %s", path, strerror(errno));
	if (!S_ISDIR(found.st_mode))
		xc::fail(XC_NOT_FOUND, "%s is not a folder", path);
}

void copy_text(char *out, size_t room, const std::string &text)
{
	const size_t length = std::min(text.size(), room - 1);

	memcpy(out, text.data(), length);
	out[length] = '\0';
}

} // namespace

/* FULL: the level above it broke rules of the tables and was not smaller. */
int xc_compact(const char *const *sources, size_t count, const char *target,
	struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		Xapian::Database all;

		if (!count)
			xc::fail(XC_INVALID, "no database is named");
		check_absent(target);
		for (size_t i = 0; i < count; i++)
			all.add_database(Xapian::Database(
				sources[i], Xapian::DB_BACKEND_GLASS));
		all.compact(target, Xapian::Compactor::FULL);
		return 0;
	});
}

int xc_check(const char *path, size_t *problems, char *report, size_t room,
	struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		std::ostringstream said;
		size_t found;

		check_present(path);
		found = Xapian::Database::check(path, 0, &said);
		if (report && room)
			copy_text(report, room, said.str());
		*problems = found;
		return 0;
	});
}
