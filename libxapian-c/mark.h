/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a file was replaced or written to since it was last looked at, for
 * the price of one stat().  The file is kept open, so that its inode number is
 * not given to what replaces it: a rename is always noticed.
 */
#ifndef XAPIAN_C_MARK_H
#define XAPIAN_C_MARK_H

#include <string>
#include <sys/stat.h>

namespace xc
{

class FileMark
{
      public:
	explicit FileMark(std::string file) : path(std::move(file))
	{
	}
	FileMark(const FileMark &) = delete;
	FileMark &operator=(const FileMark &) = delete;
	~FileMark()
	{
		forget();
	}
	/* True at the first call and when there is no file.  What is read after
	 * the call is no older than the mark. */
	bool changed();

      private:
	void forget();

	std::string path;
	int fd = -1;
	struct stat seen = {};
};

} // namespace xc
#endif
