/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opening shards, and everything that is asked of them but a search.
 *
 * Only the engine's own format is opened: a stub file could name a remote host
 * or a program to run.
 */
#include "config.h"

#include "libxapian-c/results.h"
#include "libxapian-c/searcher.h"
#include "libxapian-c/term.h"

#include <algorithm>
#include <memory>

namespace xc
{

/* Of most questions in a row; some 100 bytes each. */
static constexpr size_t frequencies_most = 8192;

void reopen(struct xc_searcher &searcher)
{
	searcher.frequencies.clear();
	searcher.memo.clear();
	try {
		searcher.all.reopen();
	} catch (const Xapian::DatabaseNotFoundError &e) {
		fail_with(XC_CHANGED, 0, XC_REOPEN,
			"the database was moved away: %s", e.get_msg().c_str());
	}
}

Xapian::doccount frequency(
	const struct xc_searcher &searcher, const std::string &term)
{
	const auto known = searcher.frequencies.find(term);

	if (known != searcher.frequencies.end())
		return known->second;
	if (searcher.frequencies.size() >= frequencies_most)
		searcher.frequencies.clear();
	return searcher.frequencies[term] = searcher.all.get_termfreq(term);
}

struct xc_statistics statistics(const struct xc_searcher &searcher)
{
	struct xc_statistics out = {};

	out.documents = searcher.all.get_doccount();
	out.average_length = searcher.all.get_avlength();
	for (const Xapian::Database &shard : searcher.shards)
		out.revision += shard.get_revision();
	return out;
}

} // namespace xc

namespace
{

void add_shard(struct xc_searcher &searcher, const char *path)
{
	Xapian::Database shard(path, Xapian::DB_BACKEND_GLASS);

	searcher.shards.push_back(shard);
	searcher.all.add_database(shard);
	searcher.versions.emplace_back(std::string(path) + "/iamglass");
}

/* Every mark is looked at, so that each is as old as the reopening at most. */
bool may_be_behind(struct xc_searcher &searcher)
{
	for (xc::FileMark &version : searcher.versions)
		if (version.changed())
			searcher.behind = true;
	return searcher.behind;
}

struct xc_results *one_document(
	const struct xc_searcher &searcher, Xapian::docid docid)
{
	const xc::Found found = {docid, 0, 0,
		searcher.all.get_document(docid).get_data(), {}, {}};

	return xc::pack_results(
		{found}, {1, 1, 1, xc::statistics(searcher), false});
}

struct xc_results *no_document(const struct xc_searcher &searcher)
{
	return xc::pack_results({}, {0, 0, 0, xc::statistics(searcher), false});
}

struct xc_results *first_of(const struct xc_searcher &searcher,
	const std::string &term, Xapian::docid least)
{
	auto posting = searcher.all.postlist_begin(term);
	const auto end = searcher.all.postlist_end(term);

	if (posting != end && least > 1)
		posting.skip_to(least);
	if (posting == end)
		return no_document(searcher);
	return one_document(searcher, *posting);
}

/* Empty when it has none. */
std::string term_of(
	const Xapian::Database &all, Xapian::docid id, const std::string &start)
{
	const Xapian::Document document = all.get_document(id);
	auto term = document.termlist_begin();

	term.skip_to(start);
	if (term == document.termlist_end() ||
		(*term).compare(0, start.size(), start) != 0)
		return std::string();
	return *term;
}

struct xc_term_counts *terms_from(const struct xc_searcher &searcher,
	const std::string &prefix, size_t limit)
{
	const auto end = searcher.all.allterms_end(prefix);
	std::vector<xc::FoundTerm> found;
	auto term = searcher.all.allterms_begin(prefix);

	for (; term != end && found.size() < limit; ++term)
		found.push_back({*term, term.get_termfreq()});
	return xc::pack_terms(found, term != end);
}

} // namespace

struct xc_searcher *xc_searcher_open(
	const char *const *paths, size_t count, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		auto searcher = std::make_unique<struct xc_searcher>();

		if (!count)
			xc::fail(XC_INVALID, "no database is named");
		for (size_t i = 0; i < count; i++)
			add_shard(*searcher, paths[i]);
		return searcher.release();
	});
}

void xc_searcher_close(struct xc_searcher *searcher)
{
	xc::guard(nullptr, __func__, [&] {
		delete searcher;
		return 0;
	});
}

int xc_searcher_refresh(struct xc_searcher *searcher, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		if (!may_be_behind(*searcher))
			return 0;

		const uint64_t before = xc::statistics(*searcher).revision;

		xc::reopen(*searcher);
		searcher->behind = false;
		return xc::statistics(*searcher).revision != before ? 1 : 0;
	});
}

int xc_searcher_statistics(struct xc_searcher *searcher,
	struct xc_statistics *out, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		*out = xc::on_snapshot(
			*searcher, [&] { return xc::statistics(*searcher); });
		return 0;
	});
}

struct xc_results *xc_searcher_get(struct xc_searcher *searcher,
	const char *key, size_t length, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		const std::string term = xc::checked_key(key, length);

		return xc::on_snapshot(*searcher,
			[&] { return first_of(*searcher, term, 1); });
	});
}

struct xc_results *xc_searcher_next(
	struct xc_searcher *searcher, uint64_t after, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		return xc::on_snapshot(*searcher, [&] {
			if (after >= UINT32_MAX)
				return no_document(*searcher);
			return first_of(*searcher, std::string(),
				Xapian::docid(after + 1));
		});
	});
}

int xc_searcher_term(struct xc_searcher *searcher, uint64_t docid,
	const char *prefix, size_t length, char **term, size_t *term_length,
	struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		const std::string start = xc::checked_key(prefix, length);

		if (docid == 0 || docid > UINT32_MAX)
			xc::fail(XC_INVALID, "there is no such document");
		const std::string found = xc::on_snapshot(*searcher, [&] {
			return term_of(
				searcher->all, Xapian::docid(docid), start);
		});

		if (found.empty())
			return 0;
		*term = xc::copy_bytes(found);
		*term_length = found.size();
		return 1;
	});
}

struct xc_term_counts *xc_searcher_terms(struct xc_searcher *searcher,
	const char *prefix, size_t length, size_t limit, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		const std::string start =
			length ? xc::checked_key(prefix, length)
			       : std::string();

		return xc::on_snapshot(*searcher,
			[&] { return terms_from(*searcher, start, limit); });
	});
}

int xc_searcher_frequencies(struct xc_searcher *searcher,
	const struct xc_bytes *terms, size_t count, uint64_t *frequencies,
	struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		std::vector<std::pair<std::string, size_t>> sorted;
		std::vector<uint64_t> found(count);

		for (size_t i = 0; i < count; i++)
			sorted.emplace_back(xc::checked_key(terms[i].data,
						    terms[i].length),
				i);
		/* Neighbours are often in one block, which then is read once. */
		std::sort(sorted.begin(), sorted.end());
		xc::on_snapshot(*searcher, [&] {
			for (const auto &[term, place] : sorted)
				found[place] = xc::frequency(*searcher, term);
			return 0;
		});
		std::copy(found.begin(), found.end(), frequencies);
		return 0;
	});
}

int xc_searcher_metadata(struct xc_searcher *searcher, const char *key,
	char **value, size_t *length, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		const std::string name = xc::checked_metadata_key(key);
		const std::string found = xc::on_snapshot(*searcher,
			[&] { return searcher->all.get_metadata(name); });

		if (found.empty())
			return 0;
		*value = xc::copy_bytes(found);
		*length = found.size();
		return 1;
	});
}
