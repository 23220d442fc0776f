/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/worth.h"

#include <math.h>

/* As libxapian-c/weight.cc has it. */
double worth_rarity(uint64_t documents, uint64_t all)
{
	double ratio = ((double)all - (double)documents + 0.5) /
		       ((double)documents + 0.5);

	return log(ratio < 2 ? ratio / 2 + 1 : ratio);
}

int worth_of_parts(const struct part *const *parts, size_t count,
	uint64_t *documents, double *worths, uint64_t *all,
	struct xc_searcher *searcher, struct arena *arena,
	struct fault *fault)
{
	struct xc_statistics statistics;
	struct xc_error error;
	size_t terms_count = 0, next = 0;

	for (size_t i = 0; i < count; i++)
		terms_count += parts[i]->terms_count;
	struct xc_bytes *terms =
		arena_array(arena, struct xc_bytes, terms_count + 1);
	uint64_t *frequencies = arena_array(arena, uint64_t, terms_count + 1);

	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < parts[i]->terms_count; n++)
			terms[next++] =
				(struct xc_bytes){parts[i]->terms[n].data,
					parts[i]->terms[n].length};
	if (xc_searcher_statistics(searcher, &statistics, &error) ||
		(next && xc_searcher_frequencies(searcher, terms, next,
				 frequencies, &error)))
		return fault_set_engine(fault, &error);
	*all = statistics.documents;
	next = 0;
	for (size_t i = 0; i < count; i++) {
		documents[i] = UINT64_MAX;
		worths[i] = 0;
		for (size_t n = 0; n < parts[i]->terms_count; n++, next++) {
			if (frequencies[next] < documents[i])
				documents[i] = frequencies[next];
			worths[i] += worth_rarity(frequencies[next], *all);
		}
	}
	return 0;
}
