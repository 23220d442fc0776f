/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a fuzzer does, for `make check` and without one: each file goes through
 * the target whole, cut at every length, and with every byte changed once.  Of
 * LETTER:FILE the letter comes first.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include "base/file.h"

#ifndef MEDLIT_FUZZER
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

static void change_bytes(struct buffer *bytes, size_t from)
{
	static const char others[] = "\0\xff\"'<&,|\t\n=\\%(a0";

	for (size_t i = from; i < bytes->length; i++) {
		char before = bytes->data[i];

		bytes->data[i] = others[i % (sizeof(others) - 1)];
		give(bytes->data, bytes->length);
		bytes->data[i] = before;
	}
}

static int run_file(const char *name)
{
	const char *top = getenv("top_srcdir");
	size_t letters = name[0] && name[1] == ':' ? 1 : 0;
	struct buffer bytes = BUFFER_INIT;
	char *path = path_join(top ? top : ".", name + 2 * letters);
	struct error err;

	buffer_add(&bytes, name, letters);
	if (file_read(path, 1 << 20, &bytes, &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	for (size_t length = 0; length <= bytes.length; length++)
		give(bytes.data, length);
	change_bytes(&bytes, letters);
	buffer_clear(&bytes);
	free(path);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= run_file(argv[i]);
	printf("%lu inputs\n", given);
	return failed || given == 0;
}
#endif
