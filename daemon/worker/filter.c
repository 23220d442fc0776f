/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/filter.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/heading.h"
#include "daemon/worker/identifier.h"
#include "index/index.h"

/* ---- dates --------------------------------------------------------------- */

/* The lowest date of a paper that has one; "00000000" is one without. */
#define DATE_FIRST "00010000"
#define DATE_LAST  "99999999"

/* "2013", "2013/5", "2013-05-31" to YYYYMMDD, filled up with `fill`. */
static int read_day(struct slice text, char fill, char out[9])
{
	size_t at = 0, length = 0;

	memset(out, fill, 8);
	out[8] = '\0';
	for (int part = 0; part < 3; part++) {
		size_t most = part ? 2 : 4, from = at;

		while (at < text.length && at - from < most &&
			isdigit((unsigned char)text.data[at]))
			at++;
		if (at == from || (!part && at - from != 4))
			return -1;
		if (part && at - from == 1)
			out[length++] = '0';
		memcpy(out + length, text.data + from, at - from);
		length += at - from;
		if (at == text.length)
			return 0;
		if (text.data[at] != '/' && text.data[at] != '-')
			return -1;
		at++;
	}
	return -1;
}

/* Where a range is divided ("2013:2018", "2013..2018"); 0 bytes: nowhere. */
static size_t find_division(struct slice text, size_t *length)
{
	for (size_t i = 0; i < text.length; i++) {
		*length = 1;
		if (text.data[i] == ':')
			return i;
		*length = 2;
		if (text.data[i] == '.' && i + 1 < text.length &&
			text.data[i + 1] == '.')
			return i;
	}
	*length = 0;
	return text.length;
}

static int read_end(
	struct slice text, const char *otherwise, char fill, char out[9])
{
	text = slice_trim(text);
	if (text.length)
		return read_day(text, fill, out);
	memcpy(out, otherwise, 9);
	return 0;
}

static int make_date(
	struct slice value, struct arena *arena, struct filter *filter)
{
	size_t division, at = find_division(value, &division);
	struct slice first = {value.data, at}, last = first;
	char low[9], high[9];

	if (division)
		last = (struct slice){value.data + at + division,
			value.length - at - division};
	if (read_end(first, DATE_FIRST, '0', low) ||
		read_end(last, DATE_LAST, '9', high) || strcmp(low, high) > 0)
		return -1;
	filter->low = arena_copy(arena, low, 8);
	filter->high = arena_copy(arena, high, 8);
	return 0;
}

/* ---- facts --------------------------------------------------------------- */

/* ISO 639-1, 639-2 (also the bibliographic one) and the English name. */
static const char *const languages[][4] = {
	{"en", "eng", NULL, "english"},
	{"de", "ger", "deu", "german"},
	{"fr", "fre", "fra", "french"},
	{"es", "spa", NULL, "spanish"},
	{"it", "ita", NULL, "italian"},
	{"pt", "por", NULL, "portuguese"},
	{"ru", "rus", NULL, "russian"},
	{"zh", "chi", "zho", "chinese"},
	{"ja", "jpn", NULL, "japanese"},
	{"pl", "pol", NULL, "polish"},
	{"nl", "dut", "nld", "dutch"},
	{"tr", "tur", NULL, "turkish"},
	{"ko", "kor", NULL, "korean"},
	{"cs", "cze", "ces", "czech"},
	{"hu", "hun", NULL, "hungarian"},
	{"sv", "swe", NULL, "swedish"},
	{"da", "dan", NULL, "danish"},
	{"no", "nor", NULL, "norwegian"},
};

static void add_term(struct filter *filter, const char *prefix,
	struct slice value, struct arena *arena)
{
	slices_add(&filter->terms,
		schema_term(prefix, schema_fold(value, arena), arena), arena);
}

static void make_language(
	struct slice value, struct arena *arena, struct filter *filter)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		int found = 0;

		for (int n = 0; n < 4; n++)
			found |= languages[i][n] &&
				 slice_equal_fold(
					 value, slice_of(languages[i][n]));
		for (int n = 0; n < 4 && found; n++)
			if (languages[i][n])
				add_term(filter, PREFIX_LANGUAGE,
					slice_of(languages[i][n]), arena);
	}
	if (!filter->terms.count)
		add_term(filter, PREFIX_LANGUAGE, value, arena);
}

/* "Kantarjian, H.M." as records have it: "Kantarjian HM". */
static struct slice plain_name(struct slice name, struct arena *arena)
{
	char *plain = arena_alloc(arena, name.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < name.length; i++)
		if (name.data[i] != ',' && name.data[i] != '.')
			plain[length++] = name.data[i];
	return slice_trim((struct slice){plain, length});
}

/* Does it end in initials, which may be the first of several? */
static int has_initials(struct slice name)
{
	size_t capitals = 0;

	while (capitals < name.length &&
		isupper((unsigned char)name.data[name.length - 1 - capitals]))
		capitals++;
	return capitals > 0 && capitals <= 2 && capitals < name.length &&
	       name.data[name.length - 1 - capitals] == ' ';
}

static int make_number(const char *scheme, struct slice value,
	struct arena *arena, struct filter *filter)
{
	struct slice named =
		arena_printf(arena, "%s:%.*s", scheme, SLICE_PRINT(value));
	struct slice term = identifier_term(named, arena);

	if (!term.length)
		return -1;
	slices_add(&filter->terms, term, arena);
	return 0;
}

int filter_make(const struct field *field, struct slice value, int quoted,
	int cut, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena,
	struct filter *filter)
{
	struct filter made = {.field = field, .value = value,
		.starts = cut,
		.quoted = quoted != 0,
		.cut = cut != 0};
	struct slice plain = slice_trim(value);
	int result = plain.length ? 0 : -1;

	if (result)
		return result;
	switch (field->kind) {
	case FIELD_DATE:
		result = cut ? -1 : make_date(plain, arena, &made);
		break;
	case FIELD_NUMBER:
		result = cut ? -1
			     : make_number(field->prefix, plain, arena, &made);
		break;
	case FIELD_LIKE:
		made.like = arena_new(arena, struct like);
		result = cut ? -1 : 0;
		break;
	case FIELD_LANGUAGE:
		make_language(plain, arena, &made);
		break;
	case FIELD_AUTHOR:
		plain = plain_name(plain, arena);
		made.starts = cut || (!quoted && has_initials(plain));
		add_term(&made, field->prefix, plain, arena);
		break;
	case FIELD_HEADING:
	case FIELD_HEADING_ONLY:
		if (!cut) {
			made.terms = heading_terms(field->prefix, plain,
				field->kind == FIELD_HEADING, analyser,
				thesaurus, arena);
			break;
		}
		/* fall through */
	default:
		add_term(&made, field->prefix, plain, arena);
	}
	if (!result)
		*filter = made;
	return result;
}
