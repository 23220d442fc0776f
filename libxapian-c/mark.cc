/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/mark.h"

#include <fcntl.h>
#include <unistd.h>

namespace
{

bool same_file(const struct stat &a, const struct stat &b)
{
	return a.st_ino == b.st_ino && a.st_dev == b.st_dev &&
	       a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
	       a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

} // namespace

namespace xc
{

void FileMark::forget()
{
	if (fd >= 0)
		close(fd);
	fd = -1;
}

bool FileMark::changed()
{
	struct stat now;

	if (fd >= 0 && stat(path.c_str(), &now) == 0 && same_file(seen, now))
		return false;
	forget();
	fd = open(path.c_str(), O_PATH | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &seen))
		forget();
	return true;
}

} // namespace xc
