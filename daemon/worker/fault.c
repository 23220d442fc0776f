/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/fault.h"

#include <stdarg.h>
#include <stdio.h>

int fault_set(struct fault *fault, unsigned status, const char *code,
	uint64_t limit, const char *format, ...)
{
	va_list list;

	fault->status = status;
	fault->code = code;
	fault->limit = limit;
	fault->retry = 0;
	fault->has_position = 0;
	va_start(list, format);
	vsnprintf(fault->detail, sizeof(fault->detail), format, list);
	va_end(list);
	return -1;
}

int fault_set_engine(struct fault *fault, const struct xc_error *error)
{
	switch (error->code) {
	case XC_DEADLINE:
		return fault_set(fault, 504, "deadline", 0,
			"The search took longer than its deadline");
	case XC_CHANGED:
		fault_set(fault, 503, "index_changed", 0,
			"The index was changed while it was read; ask again");
		fault->retry = 1;
		return -1;
	default:
		return fault_set(fault, 500, "internal", 0,
			"The search engine failed (%s): %s",
			xc_code_name(error->code), error->text);
	}
}
