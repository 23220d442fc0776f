/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remove ID...: papers out of the index, by the id that `medlit` shows; a bare
 * number means PMID:number. */
#include "config.h"

#include <ctype.h>

#include "indexer/commands.h"
#include "indexer/report.h"
#include "indexer/store.h"

static struct slice full_id(const char *id, struct arena *arena)
{
	size_t digits = strspn(id, "0123456789");

	if (digits > 0 && id[digits] == '\0')
		return arena_printf(arena, "PMID:%s", id);
	return slice_of(id);
}

/* 1 removed, 0 not there, -1. */
static int remove_id(struct store *store, struct slice id, struct error *err)
{
	uint64_t before = store_counts(store).deleted;

	if (store_remove(store, id, err) < 0 || store_commit(store, err) < 0)
		return -1;
	return store_counts(store).deleted > before;
}

/* As typed first: an own id may be a number too. */
static int remove_paper(struct store *store, const char *id,
	struct arena *arena, struct error *err)
{
	struct slice full = full_id(id, arena);
	int found = remove_id(store, slice_of(id), err);

	if (found == 0 && !slice_is(full, id))
		found = remove_id(store, full, err);
	return found;
}

static int remove_papers(struct session *session, struct report *report,
	char *const *ids, size_t count, struct error *err)
{
	struct store *store = store_open(&session->generation, 1,
		session->analyser, session->thesaurus, report_refused, report,
		err);
	struct arena arena;
	int result = store ? 0 : -1;

	arena_init(&arena);
	for (size_t i = 0; result >= 0 && i < count; i++) {
		result = remove_paper(store, ids[i], &arena, err);
		if (result == 0)
			report_failure(report, ids[i],
				"no paper with this id in the index");
	}
	if (store)
		report->counts = store_counts(store);
	arena_clear(&arena);
	store_close(store);
	return result < 0 ? -1 : 0;
}

int command_remove(const struct options *options, char *const *ids,
	size_t count)
{
	struct session session;
	struct report report;
	struct error err = {0};

	if (session_open(&session, options, false, &err) < 0)
		return command_failed(options, &err);
	report_init(&report, "remove", options->json);
	int result = remove_papers(&session, &report, ids, count, &err);
	int status = report_status(&report);

	session_close(&session);
	if (result < 0)
		status = command_failed(options, &err);
	else
		report_print(&report);
	report_clear(&report);
	return status;
}
