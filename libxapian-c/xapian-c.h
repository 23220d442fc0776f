/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libxapian-c: the Xapian search engine behind a plain C interface.
 *
 * It knows terms, postings, positions and scores; it knows nothing of text,
 * languages of questions or medicine.
 *
 *   writer    puts whole documents into one database, in batches
 *   searcher  answers queries over one or more databases (shards) as of one
 *             moment; nothing lazy crosses this border: a result is one block
 *             of memory that needs neither searcher nor index any more
 *   query     a flat array of nodes in postfix order (operands, then operator)
 *   stemmer, compaction, check
 *
 * Errors: every function that can fail takes a caller-owned struct xc_error and
 * returns -1 or NULL; on success the struct is untouched, on failure all other
 * outputs are.  It may be NULL.  The code comes from the class of the
 * exception, never from its text.  No exception leaves the library.
 *
 * A pointer may be NULL where this header says so, or where its count or length
 * is 0.
 *
 * Threads: an object belongs to one thread at a time; different objects share
 * nothing.  Never fork while a writer is open.
 *
 * Written for Xapian 1.4.22 and later of 1.4.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- version ---------------------------------------------------------- */

#define XC_ABI_VERSION 3u
/* The ABI version of the library that is running; compare with the macro. */
unsigned xc_abi_version(void);
/* "1.4.22": the Xapian that is running. */
const char *xc_xapian_version(void);

/* ---- errors ----------------------------------------------------------- */

enum xc_code {
	XC_OK = 0,
	XC_INVALID,     /* an argument breaks this header's contract */
	XC_NOT_FOUND,   /* no such database, document or stemmer */
	XC_LOCKED,      /* another writer holds the database */
	XC_CHANGED,     /* the index changed faster than 3 retries */
	XC_CORRUPT,     /* the database is damaged */
	XC_VERSION,     /* the database has another format version */
	XC_IO,          /* the operating system refused; see sys_errno */
	XC_DEADLINE,    /* the request's deadline passed */
	XC_CANCELLED,   /* the request's cancel flag was raised */
	XC_UNSUPPORTED, /* the engine cannot do this */
	XC_MEMORY,      /* out of memory */
	XC_INTERNAL,    /* any other exception */
};

enum xc_error_flag {
	XC_BATCH_LOST = 1, /* all documents put since the last commit are gone:
			      put them again */
	XC_RETRY = 2,      /* the same call may succeed later */
	XC_REOPEN = 4,     /* close the object and open a new one */
};

struct xc_error {
	int code;         /* enum xc_code */
	int sys_errno;    /* 0 when no system call failed */
	unsigned flags;   /* enum xc_error_flag */
	char text[256];   /* one line of UTF-8 */
	char context[64]; /* the xc_ function that failed */
};

/* "invalid", "not_found", "locked" ...; "unknown" for any other number. */
const char *xc_code_name(int code);

/* ---- writer ----------------------------------------------------------- */

/* Longest term in bytes, each NUL byte counted twice. */
#define XC_TERM_MAX 245
/* Most bytes of data, terms, positions (4 each) and values of a document. */
#define XC_DOCUMENT_MAX (100u * 1024 * 1024)

struct xc_term {
	const char *data; /* 1..XC_TERM_MAX bytes, NULs allowed */
	size_t length;
	uint32_t wdf; /* within-document frequency; their sum is 32 bits */
	/* ascending; equal ones count once */
	const uint32_t *positions;
	size_t positions_count;
};

/* Those behind it are the library's, which keeps positions there. */
#define XC_SLOT_MAX 63u

struct xc_value {
	uint32_t slot; /* 0..XC_SLOT_MAX; given once in a document */
	const char *data;
	size_t length;
};

struct xc_document {
	/* The unique term; a document already stored under it is replaced.
	 * 1..XC_TERM_MAX bytes; the library adds it to the document, with a wdf
	 * of 0, so it is not among the terms. */
	const char *key;
	size_t key_length;
	const struct xc_term *terms; /* the same term twice is XC_INVALID */
	size_t terms_count;
	const struct xc_value *values;
	size_t values_count;
	const char *data; /* stored as it is */
	size_t data_length;
};

struct xc_writer;

enum xc_writer_flag {
	XC_WRITER_CREATE = 1,  /* make the database if it is not there */
	XC_WRITER_NO_SYNC = 2, /* offline builds only: no fdatasync */
};

/*
 * Open for writing; takes the lock.  The folder's parent must exist.
 * Errors: XC_LOCKED, XC_NOT_FOUND, XC_CORRUPT, XC_VERSION, XC_IO.
 *
 * Batches: nothing is committed but by xc_writer_commit(), so that a batch is
 * all or nothing.  It is gathered in memory and at every
 * XAPIAN_FLUSH_THRESHOLD changes (an environment variable, read here; 10,000
 * without it) written out, but still not committed.  The fastest is to commit
 * every 2,000 to 4,000 documents, or to set the variable so: 28 s and 77 MB for
 * 30,000 abstracts at 3,000; 38 s and 229 MB at 10,000.
 *
 * After any engine error in a function of the writer the batch is thrown away
 * (XC_BATCH_LOST when there was one) and the writer goes on with an empty one;
 * with XC_REOPEN it does not go on.
 */
struct xc_writer *xc_writer_open(
	const char *path, unsigned flags, struct xc_error *err);
/* Throws away what was not committed.  NULL is fine. */
void xc_writer_close(struct xc_writer *writer);

/*
 * Add or replace a document.  It is checked whole before the engine sees it, so
 * a bad document (XC_INVALID) costs only itself; any other error has
 * XC_BATCH_LOST.
 * *replaced (may be NULL) is 1 when the key was there already.
 */
int xc_writer_put(struct xc_writer *writer, const struct xc_document *document,
	int *replaced, struct xc_error *err);
/* Remove by key; 1 = removed, 0 = was not there. */
int xc_writer_remove(struct xc_writer *writer, const char *key, size_t length,
	struct xc_error *err);
/* The stored data under a key as this writer sees it (with what it put);
 * *data is freed with xc_free(), a NUL follows it; 1 found, 0 not. */
int xc_writer_get(struct xc_writer *writer, const char *key, size_t length,
	char **data, size_t *data_length, struct xc_error *err);
/* All or nothing, and on the disk when it returns 0. */
int xc_writer_commit(struct xc_writer *writer, struct xc_error *err);
/* Throw away what was put since the last commit. */
int xc_writer_cancel(struct xc_writer *writer, struct xc_error *err);
/* Documents put or removed since the last commit. */
size_t xc_writer_pending(const struct xc_writer *writer);
uint64_t xc_writer_documents(struct xc_writer *writer);
/* Small facts kept beside the documents, part of the batch; an empty value
 * removes.  Keys as terms; those that start with "xapian-c" are the library's.
 */
int xc_writer_set_metadata(struct xc_writer *writer, const char *key,
	const char *value, size_t length, struct xc_error *err);

/* NULL is fine. */
void xc_free(void *memory);

/* ---- query ------------------------------------------------------------ */

/*
 * A query is an array of nodes in postfix order: a leaf pushes itself, an
 * operator takes its `children` operands from the top of the stack and pushes
 * one result; exactly one must remain.  Example, (a OR b) FILTER y:
 *
 *	{XC_TERM a} {XC_TERM b} {XC_OR children=2} {XC_TERM y} {XC_FILTER 2}
 *
 * There is no XOR: it crashes the engine (1.4.22); write
 * (a NOT b) OR (b NOT a).  No wildcard: expand with xc_searcher_terms().
 *
 * What breaks these rules is XC_INVALID, and the text names the node.
 */
/* Most nodes of a query, and how deep they may be nested. */
#define XC_QUERY_NODES_MAX 16384
#define XC_QUERY_DEPTH_MAX 64

enum xc_op {
	XC_TERM,    /* leaf: term, wqf (0 counts as 1) */
	XC_ALL,     /* leaf: every document, no weight */
	XC_RANGE,   /* leaf: value in slot between low and high, bytewise,
		       inclusive; high empty = no upper end; a document
		       without a value is in no range */
	XC_AND,     /* 1.. children */
	XC_OR,      /* 1.. children */
	XC_NOT,     /* 2: first without second */
	XC_MAYBE,   /* 2: first, plus the weight of the second */
	XC_FILTER,  /* 2: first where also second, weight of the first only */
	XC_SYNONYM, /* 1..: OR weighted as if one term; no XC_RANGE, XC_PHRASE
		       or XC_NEAR in it */
	XC_MAX,     /* 1..: OR with the greatest weight of one child; each is
		       a term or an OR, SYNONYM, AND, PHRASE or NEAR of terms,
		       a MAX of these, or scaled */
	XC_PHRASE,  /* 1.. in this order within `window` positions; each is a
		       term or an OR of terms, nothing else */
	XC_NEAR,    /* the same in any order, each in a place of its own */
	XC_SCALE,   /* 1: weight times `factor` (>= 0) */
};

struct xc_node {
	enum xc_op op;
	uint32_t children;
	const char *term; /* XC_TERM; XC_RANGE: low */
	size_t length;
	const char *high; /* XC_RANGE */
	size_t high_length;
	uint32_t slot;   /* XC_RANGE */
	uint32_t window; /* XC_PHRASE, XC_NEAR: >= children; 0 = children */
	uint32_t wqf;    /* XC_TERM: the weight counts this often; 0 = 1 */
	double factor;   /* XC_SCALE: finite */
};

/* ---- searcher --------------------------------------------------------- */

struct xc_searcher;

/*
 * Open one database or several as one; document ids are interleaved: the n-th
 * of shard i of k has the id (n - 1) * k + i + 1.
 * Errors: XC_INVALID (none named), XC_NOT_FOUND, XC_CORRUPT, XC_VERSION, XC_IO.
 *
 * A searcher keeps to the commit it opened, until a commit after the next one
 * takes that away: then it moves to the newest and does the call again, three
 * times at most, then XC_CHANGED with XC_RETRY.  XC_CHANGED with XC_REOPEN: the
 * database is no longer at its path.
 */
struct xc_searcher *xc_searcher_open(
	const char *const *paths, size_t count, struct xc_error *err);
/* NULL is fine. */
void xc_searcher_close(struct xc_searcher *searcher);
/* Move to the newest commit; 1 = there was one, 0 = none.  About 1 us. */
int xc_searcher_refresh(struct xc_searcher *searcher, struct xc_error *err);

struct xc_statistics {
	uint64_t documents;
	double average_length; /* sum of wdf per document */
	uint64_t revision;     /* sum of the shards' commit numbers: the same
				  number means the same content */
};
int xc_searcher_statistics(struct xc_searcher *searcher,
	struct xc_statistics *out, struct xc_error *err);

/*
 * What a term weighs in a document: its wdf there, `most` at most, times its
 * rarity (an inverse document frequency of at least 0), times `unit`.  All else
 * that a weight may depend on, the field, the length, saturation, the caller
 * puts in wdf when it indexes; so nothing but wdf is looked up in a match, and
 * `most`, near to the greatest there is, lets it leave out hopeless documents.
 * Scores are exact sums: the same over one shard or many.
 */
struct xc_scale {
	double unit;   /* finite, >= 0 */
	uint32_t most; /* > 0 */
};

struct xc_bytes {
	const char *data;
	size_t length;
};

/* Of one term in one document, ascending; the first XC_POSITIONS_MAX. */
#define XC_POSITIONS_MAX 256
struct xc_positions {
	const uint32_t *items;
	size_t count;
};

/*
 * What the caller adds to the scores of the first documents, which then are put
 * in a new order among themselves.  Only those are asked about that could still
 * come into the window.
 */
struct xc_hit;
struct xc_bonus {
	uint32_t first; /* so many, from the best on */
	double most;    /* a document gets 0 to this */
	const struct xc_bytes *terms; /* whose positions it depends on */
	size_t terms_count;
	/* Of a hit with docid, score and positions, nothing else.  It must
	 * return, and call nothing of this library. */
	double (*of)(const void *context, const struct xc_hit *hit);
	const void *context;
	/* Of a document with fewer of the terms it is not asked: 0. */
	uint32_t least;
};

struct xc_query {
	const struct xc_node *nodes; /* postfix; see above */
	size_t nodes_count;
	struct xc_scale scale;
	/* of equal scores the less value in this slot goes first, then the less
	 * docid; NULL: the less docid */
	const uint32_t *tie_slot;
	uint32_t offset, limit; /* the window of ranked documents */
	/* Count exactly up to this many, those whose positions were compared in
	 * vain included.  Beyond, documents that cannot be in the window are
	 * left out, and totals are bounds.  An OR that has a
	 * RANGE, ALL, NOT, FILTER or an AND of more than terms in it is the
	 * engine's (1.4.22), which where
	 * it starts to leave out may pass over one that could be: in none of
	 * 36,000 over 20 to 300 documents. */
	uint32_t check_at_least;
	const uint32_t *slots; /* values wanted per hit */
	size_t slots_count;
	int want_data;  /* fetch stored data of each hit */
	int want_terms; /* say which query terms each hit has */
	const struct xc_bonus *bonus; /* NULL: none */
	/* CLOCK_MONOTONIC in nanoseconds, 0 = none.  Looked at while weights
	 * are computed and posting lists opened; callers keep a hard limit
	 * outside. */
	uint64_t deadline;
	/* At the deadline return what was found by then, with timed_out, not
	 * XC_DEADLINE, unless it was over when the call came; nothing where
	 * terms stand beside a RANGE or ALL. */
	int partial;
	/* May be raised by another thread or a signal handler; NULL = none. */
	const volatile int *cancel;
};

struct xc_hit {
	uint64_t docid;
	double score;
	double bonus; /* what of it a bonus added */
	struct xc_bytes data;
	const struct xc_bytes *values;        /* one per wanted slot */
	/* one per term of a bonus, when that is asked for; else NULL */
	const struct xc_positions *positions;
	/* indexes into xc_query.nodes of XC_TERM nodes that this document has,
	 * one node per distinct term, ascending */
	const uint32_t *matched;
	size_t matched_count;
};

/* One block of memory. */
struct xc_results {
	const struct xc_hit *hits; /* best first */
	size_t hits_count;
	uint64_t total_lower, total_estimate, total_upper; /* matching docs */
	int timed_out; /* 1: better documents may be missing */
	struct xc_statistics statistics; /* of the snapshot that answered */
};

/*
 * Answer a query from one snapshot.
 * Errors: XC_INVALID (names the node), XC_DEADLINE, XC_CANCELLED, XC_CHANGED,
 * XC_CORRUPT, XC_IO, XC_UNSUPPORTED.
 */
struct xc_results *xc_search(struct xc_searcher *searcher,
	const struct xc_query *query, struct xc_error *err);
/* NULL is fine. */
void xc_results_free(struct xc_results *results);

/* The document under a key as a result of one hit (score 0), with its data;
 * no hits when it is not there. */
struct xc_results *xc_searcher_get(struct xc_searcher *searcher,
	const char *key, size_t length, struct xc_error *err);

struct xc_term_count {
	const char *data;
	size_t length;
	uint64_t documents; /* that contain it */
};
struct xc_term_counts {
	const struct xc_term_count *items;
	size_t count;
	int more; /* 1: stopped at the limit */
};
/* Terms that start with `prefix` (may be empty), ascending, `limit` at most. */
struct xc_term_counts *xc_searcher_terms(struct xc_searcher *searcher,
	const char *prefix, size_t length, size_t limit, struct xc_error *err);
/* NULL is fine. */
void xc_term_counts_free(struct xc_term_counts *counts);
/* How many documents contain each of `count` terms, into frequencies[]. */
int xc_searcher_frequencies(struct xc_searcher *searcher,
	const struct xc_bytes *terms, size_t count, uint64_t *frequencies,
	struct xc_error *err);
/* Walk all documents in id order: the first with id > `after`, as a result of
 * one hit, or of none at the end. */
struct xc_results *xc_searcher_next(
	struct xc_searcher *searcher, uint64_t after, struct xc_error *err);
/* The first term of a document that starts with `prefix`, as its key may; *term
 * is freed by xc_free(), a NUL follows it; 1 found, 0 not.  XC_NOT_FOUND: there
 * is no such document. */
int xc_searcher_term(struct xc_searcher *searcher, uint64_t docid,
	const char *prefix, size_t length, char **term, size_t *term_length,
	struct xc_error *err);
/* Metadata as set by a writer, of the first shard; *value is freed by
 * xc_free(), a NUL follows it; 1 found, 0 not. */
int xc_searcher_metadata(struct xc_searcher *searcher, const char *key,
	char **value, size_t *length, struct xc_error *err);

/* ---- stemmer ---------------------------------------------------------- */

struct xc_stemmer;
/* "english" (Porter2, snowballstem.org), "german" ...; "none" leaves words
 * alone.  XC_NOT_FOUND for a language it does not know. */
struct xc_stemmer *xc_stemmer_open(const char *language, struct xc_error *err);
/* NULL is fine. */
void xc_stemmer_close(struct xc_stemmer *stemmer);
/* Longest word to stem, in bytes. */
#define XC_WORD_MAX 65536
/*
 * Stem a lower-case UTF-8 word into `out` (not terminated), at most `room`
 * bytes; *out_length is what was written.  XC_INVALID when room is short;
 * length + 8 always suffices.
 */
int xc_stem(struct xc_stemmer *stemmer, const char *word, size_t length,
	char *out, size_t room, size_t *out_length, struct xc_error *err);

/* ---- whole databases -------------------------------------------------- */

/*
 * Merge databases into a new, smaller one at `target`; XC_INVALID when there is
 * something.  Of one source documents keep their ids; of several they get new
 * ones, in the order of the sources, a key that is in two is then there twice,
 * and xc_read_all() no longer compares with what was put in.  The files are synced, the folder above
 * them is the caller's to sync, and after a failure to remove.
 */
int xc_compact(const char *const *sources, size_t count, const char *target,
	struct xc_error *err);
/*
 * Read every block of a database and its cross references, while nobody writes;
 * the engine opens its files as if to write.
 * *problems is the number found, `report` (may be NULL) gets up to `room` bytes
 * of what the engine said, terminated.  -1 only when the check itself could not
 * run; XC_CORRUPT when that is because of the damage.
 */
int xc_check(const char *path, size_t *problems, char *report, size_t room,
	struct xc_error *err);
/*
 * Read all that a database holds, which somebody may write to meanwhile, but not
 * the blocks that hold nothing.  It has to add up to what was put in, which
 * writers keep account of; that is not compared when a commit took away what was
 * being read.
 * XC_CORRUPT or XC_IO: the first that cannot be read or is not what was put in.
 */
int xc_read_all(const char *path, struct xc_error *err);

#ifdef __cplusplus
}
#endif
#endif
