/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rollback: the generation before the current one answers again. */
#include "config.h"

#include <stdio.h>

#include "indexer/commands.h"

static void print(const struct run *run, const char *from, const char *to)
{
	if (!run->options->json) {
		printf("rollback%s: from %s to %s, as it was when %s was "
		       "made; no verb goes back to %s\n",
			run->options->dry_run ? " (dry run)" : "", from, to,
			from, from);
		return;
	}
	json_t *all = json_pack("{s:s,s:b,s:s,s:s}", "command", "rollback",
		"dry_run", run->options->dry_run, "from", from, "to", to);

	json_dumpf(all, stdout, 0);
	putchar('\n');
	json_decref(all);
}

/* The current generation may be beyond opening, so no session is. */
int command_rollback(
	struct run *run, char *const *none, size_t count, struct error *err)
{
	const char *index = run->options->index;
	struct generation to = {0};
	struct index_lock *lock = NULL;
	char from[GENERATION_NAME_MAX];
	int result = -1;

	(void)none;
	(void)count;
	if (generation_current_name(index, from, err) < 0)
		return -1;
	if (!run->options->dry_run) {
		lock = index_lock_open(index, err);
		if (!lock)
			return -1;
	}
	if (generation_current_name(index, from, err) == 0 &&
		generation_previous(index, &to, err) == 0 &&
		(run->options->dry_run ||
			generation_rollback(index, err) == 0)) {
		print(run, from, to.name);
		run->printed = true;
		result = 0;
	}
	index_lock_close(lock);
	if (to.path)
		generation_clear(&to);
	return result;
}
