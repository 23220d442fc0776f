/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes to any importer, for libFuzzer.  The first byte picks the format,
 * 'a' the first of the table.  Whatever list comes of it, the thesaurus must
 * take: it is compiled, and a refusal is a failure.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include "analysis/concept/concept.h"
#include "indexer/thesaurus/import.h"

static const struct importer *pick(uint8_t letter)
{
	size_t count = 0;

	while (importer_at(count))
		count++;
	return importer_at((uint8_t)(letter - 'a') % count);
}

static void check_list(struct slice list, struct text_analyser *analyser)
{
	struct buffer image = BUFFER_INIT;
	struct error err;

	if (thesaurus_compile("list", list, analyser, &image, &err) != 0) {
		fprintf(stderr, "%s\n%.*s", err.text, SLICE_PRINT(list));
		abort();
	}
	buffer_clear(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text_analyser *analyser;
	struct buffer list = BUFFER_INIT;
	struct gather_counts counts;
	struct import import;
	struct error err;

	if (!analyser)
		analyser = text_analyser_new(&err);
	if (!analyser)
		abort();
	if (size == 0)
		return 0;
	import_init(&import, pick(data[0]), analyser, NULL, NULL);
	if (import_bytes(&import, "fuzz",
		    (struct slice){(const char *)data + 1, size - 1},
		    &err) == 0 &&
		import_finish(&import, &err) == 0 &&
		gather_list(import.gather, SLICE("fuzz"), &list, NULL, &counts,
			&err) == 0)
		check_list(buffer_slice(&list), analyser);
	buffer_clear(&list);
	import_clear(&import);
	return 0;
}
