/* SPDX-License-Identifier: MIT */
/*
 * libmedlit: ask a medlit daemon (medlitd) from C or C++.
 *
 * A client is one connection; use it from one thread at a time, open one per
 * thread.  Nothing here prints, exits, aborts, keeps a question or starts a
 * thread; memory that runs out is an error like any other.
 *
 * Functions return 0 or -1, makers a pointer or NULL, and fill *err (which may
 * be NULL) only when they fail.  Outputs are untouched on failure.  Results are
 * plain structs to read; they and everything they point to are one object,
 * independent of the client, freed by the matching _free().  Strings are UTF-8
 * and NUL-terminated; a fact the daemon did not send is NULL or 0.  They are
 * what the papers say: text for a terminal or a page still has to be escaped.
 */
#ifndef MEDLIT_H
#define MEDLIT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Raised when a struct or a function changes, and with it the number in the
 * library's file name and in the version of its symbols: a program finds no
 * library of another number, and one that was loaded by hand is told apart by
 * medlit_abi().  Within a number only functions are added.
 */
#define MEDLIT_ABI 2
int medlit_abi(void);
const char *medlit_version(void); /* "0.1.0" */

enum medlit_code {
	MEDLIT_OK,
	MEDLIT_INVALID,	     /* arguments that can never work */
	MEDLIT_NO_MEMORY,
	MEDLIT_IO,	     /* the token file cannot be read */
	MEDLIT_UNREACHABLE,  /* nobody answers there */
	MEDLIT_TIMEOUT,	     /* no whole answer in time */
	MEDLIT_UNAUTHORIZED, /* the daemon wants a (different) token */
	MEDLIT_NOT_FOUND,    /* no such paper */
	MEDLIT_REFUSED,	     /* the daemon does not accept the request */
	MEDLIT_BUSY,	     /* try again after retry_after seconds */
	MEDLIT_SERVER,	     /* the daemon failed */
	MEDLIT_FORMAT,	     /* the reply is not one of version 1 */
	MEDLIT_LIMIT	     /* the reply is larger than 64 MB */
};

struct medlit_error {
	enum medlit_code code;
	int http_status;  /* 0 when there was no reply */
	int retry_after;  /* seconds; 0 when the daemon named none */
	char problem[32]; /* the daemon's own word: "too_long"; or "" */
	char text[512];	  /* one sentence for a person */
};

/* "no_memory", "unreachable" ...: stable, for logs and scripts. */
const char *medlit_code_name(enum medlit_code code);

/*
 * Where and how.  NULL and 0 stand for the default.  Without socket_path and
 * url the first of these counts: $MEDLIT_SOCKET, $MEDLIT_URL,
 * $XDG_RUNTIME_DIR/medlit/medlitd.sock if it exists, and
 * /run/medlit/medlitd.sock.  Proxies and .netrc are never used, redirects
 * never followed.
 */
struct medlit_options {
	const char *socket_path;
	const char *url;	/* http://host:port or https://... */
	const char *token_file; /* its first line; default $MEDLIT_TOKEN_FILE */
	const char *user_agent;
	long connect_timeout_ms; /* 5,000 */
	long timeout_ms;	 /* whole request; 30,000 */
};

struct medlit_client;

/* Does not connect yet.  `options` may be NULL.  INVALID, IO, NO_MEMORY. */
struct medlit_client *medlit_open(const struct medlit_options *options,
	struct medlit_error *err);
void medlit_close(struct medlit_client *client);
/* The socket's path or the URL in use; valid until medlit_close(). */
const char *medlit_address(const struct medlit_client *client);

/* A question, or a paper that others are to be like.  Start from
 * MEDLIT_QUERY_INIT. */
struct medlit_query {
	const char *text; /* NULL with `like` */
	const char *fields; /* of hits, as "id,title"; NULL: all */
	size_t limit;
	size_t offset;
	unsigned snippets; /* sentences per hit */
	int synonyms;	   /* 0: search the words as typed */
	const char *syntax;  /* "auto", "plain", "strict", "pubmed" or
				"strategy"; NULL: auto */
	const char *without; /* parts of the search to leave out, as
				"proximity,feedback"; NULL: none */
	const char *sort; /* "relevance", "date" (newest first) or "-date";
			     NULL: relevance */
	const char *like; /* id of a paper; NULL with `text` */
	int explain; /* 1: say what each hit's score is made of */
};
#define MEDLIT_QUERY_INIT                                                      \
	{                                                                      \
		NULL, NULL, 10, 0, 2, 1, NULL, NULL, NULL, NULL, 0             \
	}

/* Bytes [start, end) of a text, on character borders. */
struct medlit_span {
	size_t start, end;
};

struct medlit_strings {
	const char *const *items;
	size_t count;
};

/* {"pmid", "29654266"}; a scheme can come more than once */
struct medlit_id {
	const char *scheme, *value;
};

/* The sentence of a paper that answers, and which of its bytes matched. */
struct medlit_snippet {
	const char *field;   /* title, abstract, body, caption */
	const char *section; /* "RESULTS" or NULL */
	const char *text;
	size_t section_index;
	size_t start, end; /* of the text inside the section */
	const struct medlit_span *spans; /* in order, not overlapping */
	size_t span_count;
	size_t page; /* of a PDF, counted from 1; 0: the paper has no pages */
};

/* In which words the paper speaks of a concept of the question; in the field
 * "title" [start, end) is inside the paper's title, on character borders. */
struct medlit_match {
	const char *concept_id, *form, *field;
	size_t start, end;
};

/* How often a field of a paper writes something asked for so. */
struct medlit_form {
	const char *form, *field;
	size_t count;
};

/* What one thing adds to the score of a hit; they sum up to it. */
struct medlit_part {
	const char *part; /* concept name_words word phrase number identifier
			     joined typed comparison like feedback nearness
			     order */
	const char *text; /* as typed; NULL: nothing was */
	const char *preferred; /* of a concept */
	double weight;
	const struct medlit_form *forms;
	size_t form_count;
};

/* What a paper is; a hit and a document both start with it. */
struct medlit_paper {
	const char *id; /* "PMID:29654266"; never NULL */
	const struct medlit_id *ids;
	size_t id_count;
	const char *title, *journal, *publisher;
	const char *date, *volume, *issue, *pages, *url;
	const char *status; /* "ok", "retracted", "corrected", "concern" */
	int year;
	struct medlit_strings authors, types;
};

struct medlit_hit {
	struct medlit_paper paper;
	size_t rank; /* from 1 */
	double score;
	const struct medlit_match *matches;
	size_t match_count;
	const struct medlit_snippet *snippets;
	size_t snippet_count;
	int related; /* 1: it has no word of the question, but words of the
			first papers */
	double explained; /* the score with all its digits; of a query with
			     `explain`, as the parts */
	const struct medlit_part *parts;
	size_t part_count;
};

/* A piece of the question and what became of it; in order, and on character
 * borders of the question. */
struct medlit_token {
	const char *text;
	size_t start, end;
	const char *status; /* concept word phrase number stop operator filter
			       unmatched */
	const char *concept_id, *preferred; /* of a concept */
	size_t forms;	  /* names searched for the concept */
	size_t documents; /* papers with the word */
};

/* A question they may have meant; it was not asked. */
struct medlit_suggestion {
	const char *question; /* the whole of it, with `word` in its place */
	const char *kind;     /* spelling split join look_alike */
	const char *word;     /* instead of [start, end) of the question */
	size_t start, end;
	size_t documents; /* papers with the word */
};

/* Of a question that finds nothing: what a part of it finds alone. */
struct medlit_alone {
	const char *text;
	size_t total;
	int total_exact; /* 0: there are at least so many */
};

/* One that asks for less and finds papers; it was not asked. */
struct medlit_relaxed {
	const char *question; /* the whole of it */
	const char *change;   /* words place distance not filter drop any */
	const char *of;       /* the part that was changed */
	size_t total;
	int total_exact;
};

/* One line of a strategy, and how many papers it has by itself. */
struct medlit_line {
	size_t number;     /* as other lines call it */
	const char *text;  /* without the number */
	size_t start, end; /* bytes of the question */
	size_t total;
	int total_exact; /* 0: there are at least so many */
	struct medlit_strings warnings;
};

struct medlit_results {
	const char *typed; /* the question */
	const struct medlit_token *tokens;
	size_t token_count;
	const struct medlit_suggestion *suggestions;
	size_t suggestion_count;
	const struct medlit_line *lines; /* of a strategy; what else there is is
					    of the last one */
	size_t line_count;
	struct medlit_strings warnings;
	size_t total;
	int total_exact; /* 0: there are at least so many */
	int timed_out;	 /* 1: not everything was searched */
	const char *generation, *synonyms_version;
	size_t revision;
	double took_ms;
	const struct medlit_hit *hits;
	size_t hit_count;
	const struct medlit_alone *alone; /* without hits only */
	size_t alone_count;
	const struct medlit_relaxed *relaxed;
	size_t relaxed_count;
};

int medlit_search(struct medlit_client *client,
	const struct medlit_query *query, struct medlit_results **results,
	struct medlit_error *err);
void medlit_results_free(struct medlit_results *results);
/* The reply as it came; owned by the results. */
const char *medlit_results_json(const struct medlit_results *results);
/* One hit, and all but the hits, as a line of JSON.  The caller's, to free();
 * NULL when memory ends or there is no such hit. */
char *medlit_hit_json(const struct medlit_results *results, size_t hit);
char *medlit_summary_json(const struct medlit_results *results);

struct medlit_section {
	const char *kind;  /* abstract, body, caption */
	const char *title; /* may be NULL */
	const char *text;  /* paragraphs separated by a blank line */
};

struct medlit_document {
	struct medlit_paper paper;
	struct medlit_strings keywords;
	const struct medlit_section *sections;
	size_t section_count;
};

/* The whole stored record of the paper `id`.  NOT_FOUND. */
int medlit_document(struct medlit_client *client, const char *id,
	struct medlit_document **document, struct medlit_error *err);
void medlit_document_free(struct medlit_document *document);
const char *medlit_document_json(const struct medlit_document *document);

struct medlit_analysis_token {
	const char *text, *kind, *term;
	size_t start, end, position, span;
	struct medlit_strings flags;
	struct medlit_strings terms; /* that the index has of it; may be none */
	const char *concept_id;	     /* it is part of a name of; NULL: of none */
	const char *status;	     /* in a question: "word", "stop" ...; NULL */
	const char *dropped;	     /* why it is not searched; NULL: it is */
};

struct medlit_concept {
	const char *concept_id, *preferred, *form;
	size_t start, end;
};

/* One that the text itself defines: "bone marrow (BM)". */
struct medlit_abbreviation {
	const char *short_form, *long_form;
	const char *concept_id; /* what the long form names; may be NULL */
	size_t start, end, long_start, long_end;
};

struct medlit_analysis {
	const struct medlit_analysis_token *tokens;
	size_t token_count;
	const struct medlit_concept *concepts;
	size_t concept_count;
	const struct medlit_abbreviation *abbreviations;
	size_t abbreviation_count;
};

/* How the daemon reads `text`; `as` is "index" or "query" (NULL: "query"). */
int medlit_analyze(struct medlit_client *client, const char *text,
	const char *as, struct medlit_analysis **analysis,
	struct medlit_error *err);
void medlit_analysis_free(struct medlit_analysis *analysis);
const char *medlit_analysis_json(const struct medlit_analysis *analysis);

/* A name of a concept that papers speak of. */
struct medlit_name {
	const char *name, *concept_id, *preferred;
	size_t documents; /* that name the concept, by whatever name */
};

struct medlit_names {
	const struct medlit_name *names;
	size_t name_count;
};

/* Names that start with `start`, most papers first, `limit` at most. */
int medlit_suggest(struct medlit_client *client, const char *start,
	size_t limit, struct medlit_names **names, struct medlit_error *err);
void medlit_names_free(struct medlit_names *names);
const char *medlit_names_json(const struct medlit_names *names);

struct medlit_status {
	const char *generation, *version;
	size_t documents, revision;
	double uptime; /* seconds */
	struct medlit_strings warnings;
};

int medlit_status(struct medlit_client *client, struct medlit_status **status,
	struct medlit_error *err);
void medlit_status_free(struct medlit_status *status);
const char *medlit_status_json(const struct medlit_status *status);

#ifdef __cplusplus
}
#endif
#endif
