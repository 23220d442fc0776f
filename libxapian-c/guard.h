/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one place where an exception becomes an error.
 *
 * Every exported function runs what can throw inside guard(), which is noexcept
 * and returns what the body returns, or -1 or NULL after any exception.
 *
 * In a build with XC_FAULT_INJECTION a test may set xc_test_fault, which is
 * called where guard() starts a body ("xc_search" ...), where a searcher starts
 * an attempt ("attempt") and where a writer enters the engine ("engine"), and
 * throws what it likes.
 */
#ifndef XAPIAN_C_GUARD_H
#define XAPIAN_C_GUARD_H

#include <type_traits>
#include <xapian.h>

/* Hidden is the default of this library; only the header's functions are not.
 */
#pragma GCC visibility push(default)
#include "libxapian-c/xapian-c.h"
#pragma GCC visibility pop

#ifdef XC_FAULT_INJECTION
extern void (*xc_test_fault)(const char *where);
#endif

namespace xc
{

/* What our own code throws.  It owns no memory, so that it can report the end
 * of memory and so that copying it cannot throw. */
struct Failure {
	int code;
	int sys_errno;
	unsigned flags;
	char text[sizeof(xc_error::text)];
};

/* Throw a Failure; the flags follow from the code. */
[[noreturn]] void fail(int code, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
[[noreturn]] void fail_with(int code, int sys_errno, unsigned flags,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Describe the exception being handled; err may be NULL. */
void translate(
	struct xc_error *err, const char *function, unsigned flags) noexcept;

inline void fault_point([[maybe_unused]] const char *where)
{
#ifdef XC_FAULT_INJECTION
	if (xc_test_fault)
		xc_test_fault(where);
#endif
}

/*
 * Run `body`.  *flags, when given, is cleared first; what the body leaves there
 * is added to the flags of the error.
 */
template <typename Body>
auto guard(struct xc_error *err, const char *function, Body body,
	unsigned *flags = nullptr) noexcept -> decltype(body())
{
	using Result = decltype(body());
	static_assert(std::is_pointer_v<Result> || std::is_same_v<Result, int>,
		"-1 must not turn into something else, such as true");

	if (flags)
		*flags = 0;
	try {
		fault_point(function);
		return body();
	} catch (...) {
		translate(err, function, flags ? *flags : 0);
	}
	if constexpr (std::is_pointer_v<Result>)
		return nullptr;
	else
		return -1;
}

} // namespace xc
#endif
