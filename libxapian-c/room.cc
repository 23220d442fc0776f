/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "libxapian-c/room.h"

#include "libxapian-c/guard.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace xc
{

namespace
{

/* The table that values are in, open for as long as this is there. */
class Table
{
      public:
	explicit Table(const std::string &path)
	    : fd(open((path + "/postlist.glass").c_str(),
		      O_WRONLY | O_CLOEXEC))
	{
		struct stat found;

		if (fd >= 0 && fstat(fd, &found) == 0)
			size = found.st_size;
	}
	Table(const Table &) = delete;
	Table &operator=(const Table &) = delete;
	~Table()
	{
		if (fd >= 0)
			close(fd);
	}

	const int fd;
	off_t size = 0;
};

bool is_no_room(int cause)
{
	return cause == ENOSPC || cause == EFBIG || cause == EDQUOT;
}

/* 0, or what is wrong.  The kernel does not hold this call to the limit of the
 * process. */
int allocate(const Table &table, uint64_t bytes)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
		uint64_t(table.size) + bytes > limit.rlim_cur)
		return EFBIG;
	return fallocate(table.fd, FALLOC_FL_KEEP_SIZE, table.size,
		       off_t(bytes)) < 0
		       ? errno
		       : 0;
}

} // namespace

void reserve_room(const std::string &path, uint64_t bytes)
{
	const Table table(path);

	if (table.fd < 0)
		return;
	const int cause = allocate(table, bytes);

	if (!is_no_room(cause))
		return;
	release_room(path); /* of the part there was */
	fail_with(XC_IO, cause, 0, "no room for a commit in %s: %s",
		path.c_str(), strerror(cause));
}

void release_room(const std::string &path) noexcept
{
	const Table table(path);

	if (table.fd >= 0 && ftruncate(table.fd, table.size) < 0)
		return; /* the next commit takes it */
}

} // namespace xc
