/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents into one database.
 *
 * The engine commits by itself at every XAPIAN_FLUSH_THRESHOLD changes, which
 * would break "all or nothing" behind the caller's back.  Inside a transaction
 * it writes blocks out there but does not commit, so a writer is always inside
 * one:
 *
 *	open: begin    put, remove ...    commit: commit, begin
 *	                                  any engine error: cancel, begin
 *
 * A failure inside the engine has dropped some or all of the batch; what is
 * left of it would be half a batch, so the rest is dropped as well and the
 * caller told with XC_BATCH_LOST.
 *
 * DB_DANGEROUS is never used: killed at random, 39 of 40 such databases were
 * corrupt, and none of 60 with and without NO_SYNC.
 */
#include "config.h"

#include "libxapian-c/document.h"
#include "libxapian-c/positions.h"
#include "libxapian-c/results.h"
#include "libxapian-c/room.h"
#include "libxapian-c/sums.h"
#include "libxapian-c/term.h"

#include <exception>
#include <memory>
#include <string>

struct xc_writer {
	std::string path;
	Xapian::WritableDatabase db;
	size_t pending = 0;
	uint64_t growth = 0; /* that the values of the batch may need */
	/* With the batch, and without; none: the database was begun so. */
	std::optional<xc::Sums> sums, committed;
	bool in_transaction = false;
	bool changed = false; /* since the last commit */
	bool broken = false;  /* not even cancelling worked */
	unsigned flags = 0;   /* for the error of the call that runs */
};

namespace
{

void begin(struct xc_writer &writer)
{
	writer.db.begin_transaction();
	writer.in_transaction = true;
	writer.changed = false;
	writer.pending = 0;
	writer.growth = 0;
	writer.sums = writer.committed;
}

/* After a failed commit there is no transaction, but half a batch: an unflushed
 * transaction can be begun over it, and cancelled. */
void cancel(struct xc_writer &writer)
{
	if (!writer.in_transaction)
		writer.db.begin_transaction(false);
	writer.in_transaction = false;
	writer.db.cancel_transaction();
	begin(writer);
}

/* Around what the engine does with the batch. */
class Batch
{
      public:
	explicit Batch(struct xc_writer &owner) : writer(owner)
	{
		if (owner.broken)
			xc::fail_with(XC_IO, 0, XC_REOPEN,
				"the writer is broken since an earlier error");
	}
	/* The engine is next. */
	void changes()
	{
		writer.changed = true;
		xc::fault_point("engine");
	}
	~Batch()
	{
		if (std::uncaught_exceptions() > exceptions)
			drop();
	}

      private:
	void drop()
	{
		if (writer.changed)
			writer.flags |= XC_BATCH_LOST;
		writer.changed = false;
		writer.pending = 0;
		writer.broken = xc::guard(nullptr, "drop", [&] {
			cancel(writer);
			return 0;
		}) < 0;
		if (writer.broken)
			writer.flags |= XC_REOPEN;
	}

	struct xc_writer &writer;
	const int exceptions = std::uncaught_exceptions();
};

/* Values stand in chunks of 2 kB, in blocks of 8 kB, of which a changed one is
 * written elsewhere: new documents fill new blocks, others change old ones. */
constexpr uint64_t new_growth = 1024, old_growth = 6 * 8192,
		   batch_growth = 32 * 8192;

uint64_t growth_of(const Xapian::Document &document, int was_there)
{
	return 2 * document.get_value(xc::positions_slot).size() + new_growth +
	       (was_there ? old_growth : 0);
}

/* The postings are written out first, which takes room, too: listing terms
 * does it. */
void make_room(struct xc_writer &writer)
{
	if (!writer.growth)
		return;
	writer.db.allterms_begin();
	xc::reserve_room(writer.path, writer.growth + batch_growth);
}

/* What is stored under the key goes out of the sums. */
void take_from_sums(struct xc_writer &writer, const std::string &key)
{
	if (writer.sums)
		for (auto at = writer.db.postlist_begin(key);
			at != writer.db.postlist_end(key); ++at)
			writer.sums->take(*at, writer.db.get_document(*at));
}

/* Looking first keeps a new document from opening, and so flushing, the
 * postings of its key as replace_document(term) does. */
int store(struct xc_writer &writer, const std::string &key,
	const Xapian::Document &document)
{
	const int was_there = writer.db.term_exists(key);
	Xapian::docid id;

	if (was_there) {
		take_from_sums(writer, key);
		id = writer.db.replace_document(key, document);
	} else {
		id = writer.db.add_document(document);
	}
	if (writer.sums)
		writer.sums->add(id, document);
	return was_there;
}

int open_flags(unsigned flags)
{
	const unsigned known = XC_WRITER_CREATE | XC_WRITER_NO_SYNC;

	if (flags & ~known)
		xc::fail(XC_INVALID, "unknown flags");
	return Xapian::DB_BACKEND_GLASS |
	       (flags & XC_WRITER_CREATE ? Xapian::DB_CREATE_OR_OPEN
					 : Xapian::DB_OPEN) |
	       (flags & XC_WRITER_NO_SYNC ? Xapian::DB_NO_SYNC : 0);
}

} // namespace

struct xc_writer *xc_writer_open(
	const char *path, unsigned flags, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		auto writer = std::make_unique<struct xc_writer>();

		writer->path = path;
		writer->db = Xapian::WritableDatabase(path, open_flags(flags));
		writer->committed = xc::stored_sums(writer->db);
		if (!writer->committed && writer->db.get_doccount() == 0)
			writer->committed.emplace();
		begin(*writer);
		return writer.release();
	});
}

void xc_writer_close(struct xc_writer *writer)
{
	if (!writer)
		return;
	xc::guard(nullptr, __func__, [&] {
		if (writer->in_transaction)
			writer->db.cancel_transaction();
		writer->db.close();
		return 0;
	});
	delete writer;
}

int xc_writer_put(struct xc_writer *writer, const struct xc_document *document,
	int *replaced, struct xc_error *err)
{
	return xc::guard(
		err, __func__,
		[&] {
			xc::check_document(*document);
			Batch batch(*writer);
			batch.changes();
			const Xapian::Document made =
				xc::make_document(*document);
			int was_there = store(*writer,
				xc::checked_key(
					document->key, document->key_length),
				made);

			writer->pending++;
			writer->growth += growth_of(made, was_there);
			if (replaced)
				*replaced = was_there;
			return 0;
		},
		&writer->flags);
}

int xc_writer_remove(struct xc_writer *writer, const char *key, size_t length,
	struct xc_error *err)
{
	return xc::guard(
		err, __func__,
		[&] {
			const std::string term = xc::checked_key(key, length);
			Batch batch(*writer);

			if (!writer->db.term_exists(term))
				return 0;
			batch.changes();
			take_from_sums(*writer, term);
			writer->db.delete_document(term);
			writer->pending++;
			writer->growth += old_growth;
			return 1;
		},
		&writer->flags);
}

/* Reading may flush postings of the batch, so it can lose it too. */
int xc_writer_get(struct xc_writer *writer, const char *key, size_t length,
	char **data, size_t *data_length, struct xc_error *err)
{
	return xc::guard(
		err, __func__,
		[&] {
			const std::string term = xc::checked_key(key, length);
			Batch batch(*writer);
			auto posting = writer->db.postlist_begin(term);

			if (posting == writer->db.postlist_end(term))
				return 0;
			const std::string found =
				writer->db.get_document(*posting).get_data();

			*data = xc::copy_bytes(found);
			*data_length = found.size();
			return 1;
		},
		&writer->flags);
}

int xc_writer_commit(struct xc_writer *writer, struct xc_error *err)
{
	return xc::guard(
		err, __func__,
		[&] {
			Batch batch(*writer);

			xc::fault_point("engine");
			if (writer->changed)
				xc::store_sums(writer->db, writer->sums);
			make_room(*writer);
			writer->in_transaction = false;
			writer->db.commit_transaction();
			writer->committed = writer->sums;
			if (writer->growth)
				xc::release_room(writer->path);
			begin(*writer);
			return 0;
		},
		&writer->flags);
}

int xc_writer_cancel(struct xc_writer *writer, struct xc_error *err)
{
	return xc::guard(
		err, __func__,
		[&] {
			Batch batch(*writer);

			cancel(*writer);
			return 0;
		},
		&writer->flags);
}

size_t xc_writer_pending(const struct xc_writer *writer)
{
	return writer->pending;
}

uint64_t xc_writer_documents(struct xc_writer *writer)
{
	uint64_t count = 0;

	xc::guard(nullptr, __func__, [&] {
		count = writer->db.get_doccount();
		return 0;
	});
	return count;
}

int xc_writer_set_metadata(struct xc_writer *writer, const char *key,
	const char *value, size_t length, struct xc_error *err)
{
	return xc::guard(
		err, __func__,
		[&] {
			const std::string name = xc::checked_metadata_key(key);

			if (length > XC_DOCUMENT_MAX)
				xc::fail(XC_INVALID, "the value is larger than "
						     "100 MB");
			if (length && !value)
				xc::fail(XC_INVALID, "the value is NULL");
			Batch batch(*writer);
			batch.changes();
			writer->db.set_metadata(
				name, length ? std::string(value, length)
					     : std::string());
			return 0;
		},
		&writer->flags);
}
