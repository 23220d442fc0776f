/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 2: a question to clauses, and an account of what became of each word.
 *
 * Any bytes are a question; there is no syntax that can be wrong.  What stands
 * between double quotes is a phrase, taken literally; directive.h tells what may
 * be said of one word, syntax.h what experts may write.
 *
 *	Does  InO   cause   "liver injury"  at 1.8 mg
 *	stop  concept word  phrase phrase stop number word
 *	       |     |          |                |     |
 *	clause 0     1          2                3     4
 *
 * A clause is one thing asked for.  Its parts are the ways an index may spell
 * it; this stage puts in what was typed, expand.c adds the rest.
 */
#ifndef MEDLIT_DAEMON_QUERY_H
#define MEDLIT_DAEMON_QUERY_H

#include <stdint.h>

#include "analysis/concept/concept.h"
#include "analysis/text/text.h"
#include "base/arena.h"
#include "daemon/worker/filter.h"
#include "daemon/worker/request.h"
#include "daemon/settings.h"
#include "document/document.h"

enum query_status {
	STATUS_CONCEPT,
	STATUS_WORD,
	STATUS_PHRASE,
	STATUS_NUMBER,
	STATUS_STOP,
	STATUS_OPERATOR,  /* joins or places others; never searched */
	STATUS_FILTER,    /* a value that papers must have */
	STATUS_UNMATCHED, /* in no paper, or beyond a limit */
};

#define CLAUSE_NONE UINT32_MAX

/* A concept that a short form may mean. */
struct sense {
	uint32_t concept;
	uint64_t documents; /* that mention it, by whatever name */
};

/* One token of the question; together they are all of it. */
struct query_token {
	uint32_t start, end; /* bytes of the question */
	uint8_t status;      /* enum query_status */
	uint8_t letters;     /* 1: an atom of letters, that may be joined */
	uint8_t glued;       /* 1: nothing or a hyphen between it and the next */
	uint32_t clause;     /* CLAUSE_NONE for a stop word, an operator */
	struct slice folded;
	struct sense *senses; /* of a short form with several; see sense.h */
	size_t senses_count;
	uint64_t other; /* papers with the short form and none of them */
};

enum part_join {
	PART_TERM,
	PART_PHRASE, /* terms in this order within `window` positions */
	PART_BAG,    /* any of the terms, their weights added */
	PART_ALL,    /* all of the terms, anywhere */
	PART_ANY,    /* any of the terms, as if they were one */
};

/* One way the index may spell what a clause asks for. */
struct part {
	enum part_join join;
	uint32_t window;
	struct slice *terms;
	size_t terms_count;
	double weight;      /* relative to the others of the clause */
	int hint;           /* 1: what it finds does not name the concept */
	uint64_t documents; /* that have its rarest term, of a bag its most
			       frequent one; set by expand */
	uint64_t rarest;    /* papers with its rarest term that any has */
};

struct parts {
	struct part *items;
	size_t count;
};

enum clause_kind {
	CLAUSE_WORD,
	CLAUSE_ACRONYM, /* parts: with its capitals; without, unless that is a
			   function word */
	CLAUSE_CODE,    /* parts: the code; shorter ones in it (of "CD22+"
			   cd22+, cd22) */
	CLAUSE_NUMBER,
	CLAUSE_PHRASE,
	CLAUSE_CONCEPT,
	CLAUSE_JOINED,     /* neighbours that papers also write as one */
	CLAUSE_IDENTIFIER, /* the whole question is a paper's number */
	CLAUSE_CUT,        /* leuk*.  One part, of one term: how they start;
			      expand puts in those that do */
};

struct clause {
	enum clause_kind kind;
	uint8_t place;    /* enum field_place */
	uint8_t wanted;   /* 0: it is only said that papers must not have it */
	uint32_t concept; /* CLAUSE_CONCEPT */
	uint32_t form;    /* the name of it that was typed, the first */
	uint8_t reach;    /* enum form_reach of that name; parts, unless it is
			     REACH_SAME: its words as typed; what expand adds */
	int revised;      /* 1: parts for what the list says now; see revise.h */
	struct part *typed; /* see typed.h; NULL: none */
	double worth;     /* of all its parts beside a word's weight; 0: 1 */
	int english; /* CLAUSE_ACRONYM, or guessed: a word of English, too */
	int guessed;      /* "fish" taken for FISH.  parts: the concept's name
			     in capitals, the word; expand decides */
	int apart; /* guessed, and the word's papers are not those with the name
		      in capitals: mice, MICE */
	struct part *parts;
	size_t parts_count;
	uint64_t documents; /* that have what was asked for; set by expand */
};

struct strategy;

struct query {
	struct slice text;
	/* the bytes of it that the question is: of a strategy one line, and
	 * tokens outside are of lines that it names */
	uint32_t own_start, own_end;
	struct query_token *tokens; /* by start */
	size_t tokens_count;
	struct clause *clauses;
	size_t clauses_count;
	struct filter *filters;
	size_t filters_count;
	struct node *tree; /* NULL: a plain question, any clause will do */
	struct node *free; /* of it, the words of which any will do, or NULL */
	uint32_t arms[2]; /* clauses that are compared */
	int compares;     /* 1: there are arms */
	int strict; /* 1: every word of an operand has to be there */
	uint32_t cut_terms; /* that one cut word may stand for */
	int body;   /* 1: the index has papers with a body; set by expand */
	struct slices warnings;
	struct slice mistake; /* the first thing that is no syntax, or empty */
	uint32_t mistake_at;  /* its byte */
};

/* Everything lives in the arena.  thesaurus may be NULL.  Of a strategy that is
 * its last line. */
void query_make(const struct request *request, const struct settings *settings,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena, struct query *query);

/* Of one line of a strategy, which is the request's text; of another request,
 * whose strategy has no lines, the question. */
void query_make_line(const struct request *request,
	const struct settings *settings, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena,
	const struct strategy *strategy, size_t line, struct query *query);

/* Is the token one of the question itself? */
int query_is_own(const struct query *query, const struct query_token *token);

/* Any capitals but at the start of a sentence?  Without, case says nothing
 * about a concept. */
int query_has_capitals(const struct tokens *tokens);

/* Room for one more in a list whose count says when a power of two is full. */
void *query_grow(void *items, size_t count, size_t size, struct arena *arena);
/* A new clause without parts, at the end. */
struct clause *query_add_clause(
	struct query *query, enum clause_kind kind, struct arena *arena);
/* A new part at the end of a clause with room for `terms` terms. */
struct part *clause_add_part(struct clause *clause, enum part_join join,
	size_t terms, double weight, struct arena *arena);

/* A new part of one term. */
void clause_add_term(struct clause *clause, struct slice term, double weight,
	struct arena *arena);
/* Do they ask for the same? */
int clause_equal(const struct clause *a, const struct clause *b);

/* Of the tokens from `token` on that are one clause, the first behind. */
size_t query_clause_end(const struct query *query, size_t token);
/* A clause as it was typed, the first time; empty: it was added. */
struct slice query_clause_text(const struct query *query, uint32_t clause);

/* "concept", "word" ... */
const char *query_status_name(unsigned status);

#endif
