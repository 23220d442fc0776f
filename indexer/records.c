/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/records.h"

#include <string.h>

#include "index/index.h"
#include "indexer/session.h"

struct walking {
	const char *where;
	struct report *report;
	records_told *told;
	void *context;
	struct arena arena; /* of one paper */
};

/* What is damaged is not asked for its id: the index has it as a term, too. */
static void name_paper(
	struct xc_searcher *searcher, uint64_t docid, struct error *why)
{
	char *key;
	size_t length;

	if (xc_searcher_term(searcher, docid, PREFIX_KEY, strlen(PREFIX_KEY),
		    &key, &length, NULL) <= 0)
		return;
	error_prefix(why, "%s: ", key + strlen(PREFIX_KEY));
	xc_free(key);
}

static int take_record(struct walking *walking, struct xc_searcher *searcher,
	const struct xc_hit *hit, struct error *err)
{
	struct slice record = {hit->data.data, hit->data.length};
	struct document document;
	struct error why = {0};

	arena_reset(&walking->arena);
	walking->report->read++;
	if (record_decode(record, &document, &walking->arena, &why) == 0)
		return walking->told(walking->context, &document,
			&walking->arena, err);
	name_paper(searcher, hit->docid, &why);
	report_failure(walking->report, walking->where, why.text);
	return 0;
}

int records_each(struct xc_searcher *searcher, const char *where,
	struct report *report, records_told *told, void *context,
	struct error *err)
{
	struct walking walking = {.where = where,
		.report = report,
		.told = told,
		.context = context};
	struct xc_error why = {0};
	struct xc_results *one;
	uint64_t after = 0;
	int result = 0;

	arena_init(&walking.arena);
	while (result == 0 && !session_stop &&
		(one = xc_searcher_next(searcher, after, &why))) {
		if (one->hits_count > 0) {
			after = one->hits[0].docid;
			result = take_record(
				&walking, searcher, &one->hits[0], err);
		} else {
			result = 1;
		}
		xc_results_free(one);
		report_progress(report, report->read);
	}
	arena_clear(&walking.arena);
	if (result == 0 && why.code != XC_OK)
		return error_set(err, ERROR_IO, "%s", why.text);
	return result < 0 ? -1 : 0;
}
