/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What needs no engine: versions, the names of the codes, free(). */
#include "config.h"

#include "libxapian-c/guard.h"

#include <cstdlib>

static const char *const code_names[] = {
	"ok",
	"invalid",
	"not_found",
	"locked",
	"changed",
	"corrupt",
	"version",
	"io",
	"deadline",
	"cancelled",
	"unsupported",
	"memory",
	"internal",
};

static_assert(sizeof(code_names) / sizeof(*code_names) == XC_INTERNAL + 1,
	"a name for every code");

unsigned xc_abi_version(void)
{
	return XC_ABI_VERSION;
}

const char *xc_xapian_version(void)
{
	return Xapian::version_string();
}

const char *xc_code_name(int code)
{
	if (code < 0 || code > XC_INTERNAL)
		return "unknown";
	return code_names[code];
}

void xc_free(void *memory)
{
	free(memory);
}
