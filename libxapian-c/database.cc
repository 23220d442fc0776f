/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole databases: merge into one, check every block. */
#include "config.h"

#include "libxapian-c/sums.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <sstream>
#include <sys/stat.h>
#include <thread>

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

/* How far the reading has come, and what it has found. */
struct Progress {
	std::string term;
	Xapian::docid document = 0;
	unsigned idle = 0;         /* tries since it came further */
	bool moved = false;        /* to another commit: the sums are of none */
	xc::Sums lists, documents; /* by posting lists, by documents */
	std::map<Xapian::valueno, std::string> most; /* the bounds of slots */
};

/* Tries without progress, and the pause behind each: while a writer commits,
 * what is newest cannot be read any more and what comes not yet. */
constexpr unsigned idle_max = 1000;
constexpr std::chrono::milliseconds idle_pause(5);

void read_term(const Xapian::Database &all, Progress &progress)
{
	const std::string &term = progress.term;
	const auto end = all.postlist_end(term);
	Xapian::doccount count = 0;

	for (auto at = all.postlist_begin(term); at != end; ++at, count++)
		progress.lists.add_term(*at, term, at.get_wdf());
	if (count != all.get_termfreq(term))
		xc::fail(XC_CORRUPT, "a posting list is not as long as it says "
				     "(postlist.glass)");
}

void read_terms(const Xapian::Database &all, Progress &progress)
{
	auto term = all.allterms_begin();

	/* To the empty term the engine goes, though it is none. */
	if (!progress.term.empty())
		term.skip_to(progress.term);
	for (; term != all.allterms_end(); ++term) {
		progress.idle = 0;
		progress.term = *term;
		read_term(all, progress);
	}
}

/* Ranges pass over all documents when they lie outside the bounds. */
void check_bound(const Xapian::Database &all, Xapian::valueno slot,
	const std::string &value, Progress &progress)
{
	auto most = progress.most.find(slot);

	if (most == progress.most.end())
		most = progress.most
			       .emplace(slot, all.get_value_upper_bound(slot))
			       .first;
	if (!progress.moved && value > most->second)
		xc::fail(XC_CORRUPT, "a value is past the greatest of its slot "
				     "(postlist.glass)");
}

void read_documents(const Xapian::Database &all, Progress &progress)
{
	auto at = all.postlist_begin(std::string());

	for (at.skip_to(progress.document);
		at != all.postlist_end(std::string()); ++at) {
		const Xapian::Document document = all.get_document(*at);

		progress.idle = 0;
		progress.document = *at;
		progress.documents.add(*at, document);
		for (auto value = document.values_begin();
			value != document.values_end(); ++value)
			check_bound(all, value.get_valueno(), *value, progress);
	}
}

/* False: a writer's commits took away what was being read. */
bool read_on(const Xapian::Database &all, Progress &progress)
{
	try {
		read_terms(all, progress);
		read_documents(all, progress);
		return true;
	} catch (const Xapian::DatabaseModifiedError &) {
		if (progress.idle++ == idle_max)
			throw;
		if (progress.idle > 1)
			std::this_thread::sleep_for(idle_pause);
		progress.moved = true;
		return false;
	}
}

void compare(uint64_t found, uint64_t stored, const char *what)
{
	if (found != stored)
		xc::fail(XC_CORRUPT, "%s not what was put in", what);
}

void check_sums(const std::optional<xc::Sums> &stored, const Progress &progress)
{
	if (!stored || progress.moved)
		return;
	compare(progress.lists.terms, stored->terms,
		"the posting lists (postlist.glass) are");
	compare(progress.documents.terms, stored->terms,
		"the documents' terms (termlist.glass) are");
	compare(progress.documents.values, stored->values,
		"the documents' values (postlist.glass) are");
	compare(progress.documents.data, stored->data,
		"the documents' data (docdata.glass) are");
}

} // namespace

/* FULL: the level above it broke rules of the tables and was not smaller.  The
 * sums hold for the numbers that documents have. */
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
		if (count == 1) {
			all.compact(
				target, Xapian::Compactor::FULL |
						Xapian::DBCOMPACT_NO_RENUMBER);
			return 0;
		}
		all.compact(target, Xapian::Compactor::FULL);
		Xapian::WritableDatabase made(target, Xapian::DB_OPEN);

		xc::store_sums(made, std::nullopt);
		made.commit();
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

int xc_read_all(const char *path, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		Progress progress;

		check_present(path);
		Xapian::Database all(path, Xapian::DB_BACKEND_GLASS);
		const std::optional<xc::Sums> stored = xc::stored_sums(all);

		while (!read_on(all, progress))
			all.reopen();
		check_sums(stored, progress);
		return 0;
	});
}
