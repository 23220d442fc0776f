/* SPDX-License-Identifier: MIT */
/* Ask one question and print the papers: cc example.c $(pkg-config --cflags
 * --libs medlit) */
#include <medlit.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct medlit_query query = MEDLIT_QUERY_INIT;
	struct medlit_results *results;
	struct medlit_error err;
	struct medlit_client *client = medlit_open(NULL, &err);
	size_t i;

	query.text = argc > 1 ? argv[1] : "hepatotoxicity of inotuzumab";
	if (!client || medlit_search(client, &query, &results, &err)) {
		fprintf(stderr, "%s: %s\n", medlit_code_name(err.code),
			err.text);
		medlit_close(client);
		return 1;
	}
	for (i = 0; i < results->hit_count; i++) {
		const struct medlit_paper *paper = &results->hits[i].paper;

		printf("%zu. %s (%s, %d)\n", results->hits[i].rank,
			paper->title ? paper->title : "?", paper->id,
			paper->year);
	}
	medlit_results_free(results);
	medlit_close(client);
	return 0;
}
