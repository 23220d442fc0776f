/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exceptions to struct xc_error.
 *
 * The code follows from the class: subclasses before their bases, so that a
 * class added to Xapian later gets the code of its base.  Xapian::Error is not
 * a std::exception.  Nothing here allocates, but for Xapian's own
 * get_error_string().
 */
#include "config.h"

#include "libxapian-c/guard.h"
#include "libxapian-c/text.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>

#ifdef XC_FAULT_INJECTION
void (*xc_test_fault)(const char *where);
#endif

namespace xc
{

static unsigned usual_flags(int code)
{
	return code == XC_CHANGED || code == XC_LOCKED ? XC_RETRY : 0;
}

void fail(int code, const char *format, ...)
{
	Failure failure = {code, 0, usual_flags(code), ""};
	va_list args;

	va_start(args, format);
	vsnprintf(failure.text, sizeof(failure.text), format, args);
	va_end(args);
	throw failure;
}

void fail_with(int code, int sys_errno, unsigned flags, const char *format, ...)
{
	Failure failure = {code, sys_errno, flags, ""};
	va_list args;

	va_start(args, format);
	vsnprintf(failure.text, sizeof(failure.text), format, args);
	va_end(args);
	throw failure;
}

/* It builds its string on the first call, so it can run out of memory. */
static const char *system_error(const Xapian::Error &e) noexcept
{
	try {
		return e.get_error_string();
	} catch (...) {
		return nullptr;
	}
}

/* Xapian keeps errno to itself and tells only its strerror(). */
static int number_of(const char *system)
{
	const int last = 133;

	for (int number = 1; system && number <= last; number++)
		if (strcmp(strerror(number), system) == 0)
			return number;
	return 0;
}

static void write(struct xc_error *err, const char *function, int code,
	unsigned flags, const char *text, size_t length)
{
	err->code = code;
	err->flags = flags;
	err->sys_errno = 0;
	snprintf(err->context, sizeof(err->context), "%s", function);
	text_line(err->text, sizeof(err->text), text, length);
}

static void describe(struct xc_error *err, const char *function, int code,
	unsigned flags, const char *text)
{
	write(err, function, code, flags, text, strlen(text));
}

static void describe(struct xc_error *err, const char *function, int code,
	unsigned flags, const Xapian::Error &e)
{
	const std::string &text = e.get_msg();
	const char *system = system_error(e);
	size_t used;

	write(err, function, code, flags, text.data(), text.size());
	if (!err->text[0])
		text_line(err->text, sizeof(err->text), e.get_type(),
			strlen(e.get_type()));
	if (!system)
		return;
	err->sys_errno = number_of(system);
	used = strlen(err->text);
	if (used + 2 + strlen(system) >= sizeof(err->text))
		return;
	memcpy(err->text + used, ": ", 2);
	text_line(err->text + used + 2, sizeof(err->text) - used - 2, system,
		strlen(system));
}

static void translate_logic(
	struct xc_error *err, const char *function, unsigned flags)
{
	try {
		throw;
	} catch (const Xapian::InvalidArgumentError &e) {
		describe(err, function, XC_INVALID, flags, e);
	} catch (const Xapian::InvalidOperationError &e) {
		describe(err, function, XC_INVALID, flags, e);
	} catch (const Xapian::UnimplementedError &e) {
		describe(err, function, XC_UNSUPPORTED, flags, e);
	} catch (const Xapian::LogicError &e) {
		describe(err, function, XC_INTERNAL, flags, e);
	}
}

static void translate_database(
	struct xc_error *err, const char *function, unsigned flags)
{
	try {
		throw;
	} catch (const Xapian::DatabaseModifiedError &e) {
		describe(err, function, XC_CHANGED, flags | XC_RETRY, e);
	} catch (const Xapian::DatabaseLockError &e) {
		describe(err, function, XC_LOCKED, flags | XC_RETRY, e);
	} catch (const Xapian::DatabaseCorruptError &e) {
		describe(err, function, XC_CORRUPT, flags, e);
	} catch (const Xapian::DatabaseVersionError &e) {
		describe(err, function, XC_VERSION, flags, e);
	} catch (const Xapian::DatabaseNotFoundError &e) {
		describe(err, function, XC_NOT_FOUND, flags, e);
	} catch (const Xapian::DatabaseClosedError &e) {
		describe(err, function, XC_IO, flags | XC_REOPEN, e);
	} catch (const Xapian::DatabaseError &e) {
		describe(err, function, XC_IO, flags, e);
	}
}

static void translate_runtime(
	struct xc_error *err, const char *function, unsigned flags)
{
	try {
		throw;
	} catch (const Xapian::DatabaseError &) {
		translate_database(err, function, flags);
	} catch (const Xapian::DocNotFoundError &e) {
		describe(err, function, XC_NOT_FOUND, flags, e);
	} catch (const Xapian::FeatureUnavailableError &e) {
		describe(err, function, XC_UNSUPPORTED, flags, e);
	} catch (const Xapian::NetworkError &e) {
		describe(err, function, XC_IO, flags | XC_REOPEN, e);
	} catch (const Xapian::QueryParserError &e) {
		describe(err, function, XC_INVALID, flags, e);
	} catch (const Xapian::SerialisationError &e) {
		describe(err, function, XC_INVALID, flags, e);
	} catch (const Xapian::RangeError &e) {
		describe(err, function, XC_INVALID, flags, e);
	} catch (const Xapian::WildcardError &e) {
		describe(err, function, XC_INVALID, flags, e);
	} catch (const Xapian::RuntimeError &e) {
		describe(err, function, XC_INTERNAL, flags, e);
	}
}

void translate(
	struct xc_error *err, const char *function, unsigned flags) noexcept
{
	struct xc_error unwanted;

	if (!err)
		err = &unwanted;
	try {
		throw;
	} catch (const Failure &e) {
		describe(err, function, e.code, flags | e.flags, e.text);
		err->sys_errno = e.sys_errno;
	} catch (const Xapian::LogicError &) {
		translate_logic(err, function, flags);
	} catch (const Xapian::RuntimeError &) {
		translate_runtime(err, function, flags);
	} catch (const Xapian::Error &e) {
		describe(err, function, XC_INTERNAL, flags, e);
	} catch (const std::bad_alloc &) {
		describe(err, function, XC_MEMORY, flags, "out of memory");
	} catch (const std::exception &e) {
		describe(err, function, XC_INTERNAL, flags, e.what());
	} catch (...) {
		describe(err, function, XC_INTERNAL, flags,
			"an exception of no known class");
	}
}

} // namespace xc
