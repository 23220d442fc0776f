/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fuzz target is LLVMFuzzerTestOneInput() in a file of its own.  Built with
 * clang and -fsanitize=fuzzer it is driven by libFuzzer (`make fuzz`), in `make
 * check` by driver.c over its seeds.
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

static inline void check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

#endif
