/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a fuzzer does, for `make check` and without one: each file named
 * LETTER:PATH goes through the target behind its letter, whole, cut at every
 * length, and with every byte changed once.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long given;

/* A block of just this size, so that a read behind its end is seen. */
static void give(const char *bytes, size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);

	if (!copy)
		exit(1);
	memcpy(copy, bytes, length);
	LLVMFuzzerTestOneInput(copy, length);
	free(copy);
	given++;
}

static void change_bytes(struct buffer *bytes)
{
	static const char others[] = "\0\xff\"'<&,|\t\n=\\%(a0";

	for (size_t i = 1; i < bytes->length; i++) {
		char before = bytes->data[i];

		bytes->data[i] = others[i % (sizeof(others) - 1)];
		give(bytes->data, bytes->length);
		bytes->data[i] = before;
	}
}

static int run_file(const char *name)
{
	const char *top = getenv("abs_top_srcdir");
	struct buffer bytes = BUFFER_INIT;
	char *path = path_join(top ? top : ".", name + 2);
	struct error err;

	buffer_add(&bytes, name, 1);
	if (file_read(path, 1 << 20, &bytes, &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	for (size_t length = 0; length <= bytes.length; length++)
		give(bytes.data, length);
	change_bytes(&bytes);
	buffer_clear(&bytes);
	free(path);
	return 0;
}

int main(void)
{
	static const char seeds[] = FUZZ_SEEDS;
	char *list = strdup(seeds), *kept = NULL;
	int failed = list == NULL;

	for (char *name = failed ? NULL : strtok_r(list, " ", &kept); name;
		name = strtok_r(NULL, " ", &kept))
		failed |= run_file(name);
	free(list);
	printf("%lu inputs\n", given);
	return failed || given == 0;
}
