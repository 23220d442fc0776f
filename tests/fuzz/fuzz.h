/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fuzz target is LLVMFuzzerTestOneInput() in a file of its own.  Built with
 * clang and -fsanitize=fuzzer it is driven by libFuzzer (`make fuzz`); the same
 * file without it gets the main() here, which runs the target over files and
 * over every prefix of each: the short form in `make check`.
 *
 * The checks of tests/unit are usable: their asserts end the program.
 */
#ifndef MEDLIT_TESTS_FUZZ_H
#define MEDLIT_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                  \
	((condition) ? (void)0                                                 \
		     : (fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
				#condition),                                   \
			       abort()))

#define assert_true(condition) FUZZ_CHECK(condition)
#define assert_int_equal(a, b) FUZZ_CHECK((uintmax_t)(a) == (uintmax_t)(b))
#define assert_in_range(value, low, high)                                      \
	FUZZ_CHECK((uintmax_t)(value) >= (uintmax_t)(low) &&                   \
		   (uintmax_t)(value) <= (uintmax_t)(high))

#ifndef MEDLIT_FUZZER
#define FUZZ_FILE_MAX ((size_t)1 << 20)
#define FUZZ_PREFIX_MAX                                                        \
	((size_t)4096) /* longer ones would take quadratic time */

int main(int argc, char **argv)
{
	struct buffer bytes = BUFFER_INIT;
	struct error err;

	for (int i = 1; i < argc; i++) {
		buffer_reset(&bytes);
		if (file_read(argv[i], FUZZ_FILE_MAX, &bytes, &err) != 0) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		for (size_t n = 0; n <= bytes.length; n++)
			if (n < FUZZ_PREFIX_MAX || n == bytes.length)
				LLVMFuzzerTestOneInput(
					(const uint8_t *)bytes.data, n);
	}
	printf("%d files\n", argc - 1);
	buffer_clear(&bytes);
	return 0;
}
#endif

#endif
