/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "indexer/report.h"

#define SHIPPED_THESAURUS "corpus/thesaurus/haematology.tsv"

int options_jobs(struct options *options, const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end || value < 1 ||
		value > INDEX_SHARDS_MAX)
		return -1;
	options->jobs = (unsigned)value;
	return 0;
}

volatile sig_atomic_t session_stop;

static void raise_stop(int number)
{
	(void)number;
	session_stop = 1;
}

void session_catch_signals(void)
{
	/* A second ^C ends the program at once. */
	struct sigaction action = {
		.sa_handler = raise_stop, .sa_flags = (int)SA_RESETHAND};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int session_status(const struct error *err)
{
	switch (err->code) {
	case ERROR_BUSY:
		return EXIT_LOCKED;
	case ERROR_FORMAT:
		return EXIT_CONFIG;
	case ERROR_INVALID:
		return EXIT_USAGE;
	default:
		return EXIT_NOTHING;
	}
}

/* ---- thesaurus -------------------------------------------------------- */

static int open_file(
	struct session *session, const char *path, struct error *err)
{
	session->thesaurus = thesaurus_open(path, session->analyser, err);
	return session->thesaurus ? 0 : -1;
}

static int open_shipped(struct session *session, struct error *err)
{
	char *path =
		path_of_ours(SHIPPED_THESAURUS, MEDLIT_DATADIR "/thesaurus");
	int result = open_file(session, path, err);

	if (result < 0 && err && err->code == ERROR_NOT_FOUND)
		error_set(err, ERROR_FORMAT,
			"the thesaurus that comes with medlit is missing (%s): "
			"give --thesaurus FILE, or --thesaurus none",
			path);
	free(path);
	return result;
}

/* The one named by an option; for a new index the shipped one. */
static int open_wanted(struct session *session, struct error *err)
{
	const char *wanted = session->options->thesaurus;

	if (wanted && strcmp(wanted, "none") == 0)
		return 0;
	return wanted ? open_file(session, wanted, err)
		      : open_shipped(session, err);
}

/* An index is annotated with one thesaurus; another one is applied first. */
static int open_same(struct session *session, struct error *err)
{
	const struct generation *generation = &session->generation;
	struct thesaurus *own = NULL;

	if (generation_thesaurus(generation, session->analyser, &own, err) < 0)
		return -1;
	if (!session->options->thesaurus) {
		session->thesaurus = own;
		return 0;
	}
	int result = open_wanted(session, err);
	bool same = result == 0 && !own == !session->thesaurus &&
		    (!own || slice_equal(thesaurus_image(own),
				     thesaurus_image(session->thesaurus)));

	thesaurus_close(own);
	if (result < 0 || same)
		return result;
	const char *index = session->options->index;
	const char *wanted = session->options->thesaurus;

	if (!session->thesaurus)
		return error_set(err, ERROR_FORMAT,
			"%s was made with thesaurus %s, not with none: run "
			"medlit-index --index %s --thesaurus none rebuild",
			index, generation->thesaurus, index);
	return error_set(err, ERROR_FORMAT,
		"%s was made with thesaurus %s, not with %s: run medlit-index "
		"--index %s thesaurus apply %s",
		index, generation->thesaurus, wanted, index, wanted);
}

/* ---- the index -------------------------------------------------------- */

int session_prepare(struct session *session, struct error *err)
{
	if (session->analyser)
		return 0;
	session->analyser = text_analyser_new(err);
	return session->analyser ? open_same(session, err) : -1;
}

static int start(struct session *session, const struct options *options,
	struct error *err)
{
	*session = (struct session){.options = options};
	session->analyser = text_analyser_new(err);
	return session->analyser ? 0 : -1;
}

static int create_index(struct session *session, struct error *err)
{
	const struct options *options = session->options;
	unsigned shards = options->jobs > 0 ? options->jobs : 1;

	if (open_wanted(session, err) < 0 ||
		generation_create(options->index, shards, session->thesaurus,
			&session->generation, err) < 0)
		return -1;
	return generation_publish(options->index, &session->generation, err);
}

/* The lock comes first: what CURRENT said before it may be over by now. */
static int lock_index(struct session *session, bool create, struct error *err)
{
	const char *index = session->options->index;
	char name[GENERATION_NAME_MAX];
	int there = create ? folder_make(index, err)
			   : generation_current_name(index, name, err);

	if (there < 0)
		return -1;
	session->lock = index_lock_open(index, err);
	return session->lock ? 0 : -1;
}

bool session_is_new(const struct options *options)
{
	const char *index = options->index;
	char name[GENERATION_NAME_MAX];
	struct error why = {0};

	return generation_current_name(index, name, &why) < 0 &&
	       why.code == ERROR_NOT_FOUND;
}

static int open_late(struct session *session, bool create, struct error *err)
{
	const char *index = session->options->index;

	if (!create || !session_is_new(session->options))
		return generation_current(index, &session->generation, err);
	session->analyser = text_analyser_new(err);
	return session->analyser ? create_index(session, err) : -1;
}

int session_open_late(struct session *session, const struct options *options,
	bool create, struct error *err)
{
	*session = (struct session){.options = options};
	if (lock_index(session, create, err) == 0 &&
		open_late(session, create, err) == 0 &&
		/* What was asked for by name is looked at at once. */
		(!options->thesaurus || session_prepare(session, err) == 0))
		return 0;
	session_close(session);
	return -1;
}

int session_open(struct session *session, const struct options *options,
	bool create, struct error *err)
{
	if (session_open_late(session, options, create, err) < 0)
		return -1;
	if (session_prepare(session, err) == 0)
		return 0;
	session_close(session);
	return -1;
}

/*
 * The generation's own.  An image of another analysis cannot be used, but it
 * may have been compiled from the list that comes with medlit: then that is
 * the same thesaurus, and an upgrade needs no more than `rebuild`.
 */
static int open_own(struct session *session, struct error *err)
{
	struct error why = {0};

	if (generation_thesaurus(&session->generation, session->analyser,
		    &session->thesaurus, err) == 0)
		return 0;
	if (open_shipped(session, &why) == 0 &&
		slice_is(thesaurus_version(session->thesaurus),
			session->generation.thesaurus))
		return 0;
	thesaurus_close(session->thesaurus);
	session->thesaurus = NULL;
	return -1;
}

static int open_any(struct session *session, struct error *err)
{
	if (generation_current_any(
		    session->options->index, &session->generation, err) < 0)
		return -1;
	return session->options->thesaurus ? open_wanted(session, err)
					   : open_own(session, err);
}

int session_open_any(struct session *session, const struct options *options,
	struct error *err)
{
	if (start(session, options, err) == 0 &&
		lock_index(session, false, err) == 0 &&
		open_any(session, err) == 0)
		return 0;
	session_close(session);
	return -1;
}

int session_open_dry(struct session *session, const struct options *options,
	bool create, struct error *err)
{
	const char *index = options->index;

	*session = (struct session){.options = options};
	if (create && (!index || session_is_new(options)))
		return 0;
	return generation_current_any(index, &session->generation, err);
}

void session_close(struct session *session)
{
	index_lock_close(session->lock);
	thesaurus_close(session->thesaurus);
	text_analyser_free(session->analyser);
	if (session->generation.path)
		generation_clear(&session->generation);
	*session = (struct session){0};
}
