/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's Snowball stemmers, one word at a time. */
#include "config.h"

#include "libxapian-c/guard.h"

#include <cstring>
#include <memory>
#include <string>

struct xc_stemmer {
	Xapian::Stem stem;
};

namespace
{

Xapian::Stem find_stemmer(const char *language)
{
	try {
		return Xapian::Stem(language);
	} catch (const Xapian::InvalidArgumentError &) {
		xc::fail(XC_NOT_FOUND, "no stemmer for '%s'", language);
	}
}

} // namespace

struct xc_stemmer *xc_stemmer_open(const char *language, struct xc_error *err)
{
	return xc::guard(err, __func__,
		[&] { return new xc_stemmer{find_stemmer(language)}; });
}

void xc_stemmer_close(struct xc_stemmer *stemmer)
{
	delete stemmer;
}

int xc_stem(struct xc_stemmer *stemmer, const char *word, size_t length,
	char *out, size_t room, size_t *out_length, struct xc_error *err)
{
	return xc::guard(err, __func__, [&] {
		if (length > XC_WORD_MAX)
			xc::fail(XC_INVALID, "a word of %zu bytes", length);
		const std::string stem =
			stemmer->stem(std::string(word, length));

		if (stem.size() > room)
			xc::fail(XC_INVALID, "no room for a stem of %zu bytes",
				stem.size());
		memcpy(out, stem.data(), stem.size());
		*out_length = stem.size();
		return 0;
	});
}
