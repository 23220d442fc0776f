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

/* Two digits: a month, or a day of one. */
static int is_in_calendar(const char *digits, int part)
{
	int number = 10 * (digits[0] - '0') + digits[1] - '0';

	return number >= 1 && number <= (part == 1 ? 12 : 31);
}

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
		if (part && !is_in_calendar(out + length - 2, part))
			return -1;
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

static enum filter_outcome make_date(
	struct slice value, struct arena *arena, struct filter *filter)
{
	size_t division, at = find_division(value, &division);
	struct slice first = {value.data, at}, last = first;
	char low[9], high[9];

	if (division)
		last = (struct slice){value.data + at + division,
			value.length - at - division};
	if (read_end(first, DATE_FIRST, '0', low) ||
		read_end(last, DATE_LAST, '9', high))
		return FILTER_NO_VALUE;
	if (strcmp(low, high) > 0)
		return FILTER_BACKWARDS;
	filter->low = arena_copy(arena, low, 8);
	filter->high = arena_copy(arena, high, 8);
	return FILTER_MADE;
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

/* Returns 0 when no language is called so. */
static int make_language(
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
	return filter->terms.count > 0;
}

/* Filters of PubMed as its pages write them into a question, by what records
 * say.  A language is a filter, too. */
static const struct preset {
	const char *name, *prefix;
	const char *values[4];
} presets[] = {
	{"humans", PREFIX_MESH, {"humans"}},
	{"animals", PREFIX_MESH, {"animals"}},
	{"female", PREFIX_MESH, {"female"}},
	{"male", PREFIX_MESH, {"male"}},
	{"newborn", PREFIX_MESH, {"infant, newborn"}},
	{"infant", PREFIX_MESH, {"infant"}},
	{"allinfant", PREFIX_MESH, {"infant", "infant, newborn"}},
	{"preschoolchild", PREFIX_MESH, {"child, preschool"}},
	{"child", PREFIX_MESH, {"child"}},
	{"adolescent", PREFIX_MESH, {"adolescent"}},
	{"adult", PREFIX_MESH, {"adult"}},
	{"youngadult", PREFIX_MESH, {"young adult"}},
	{"middleaged", PREFIX_MESH, {"middle aged"}},
	{"aged", PREFIX_MESH, {"aged"}},
	{"80andover", PREFIX_MESH, {"aged, 80 and over"}},
	{"casereports", PREFIX_TYPE, {"case reports"}},
	{"clinicalstudy", PREFIX_TYPE, {"clinical study"}},
	{"clinicaltrial", PREFIX_TYPE, {"clinical trial"}},
	{"clinicaltrialphasei", PREFIX_TYPE, {"clinical trial, phase i"}},
	{"clinicaltrialphaseii", PREFIX_TYPE, {"clinical trial, phase ii"}},
	{"clinicaltrialphaseiii", PREFIX_TYPE, {"clinical trial, phase iii"}},
	{"clinicaltrialphaseiv", PREFIX_TYPE, {"clinical trial, phase iv"}},
	{"comparativestudy", PREFIX_TYPE, {"comparative study"}},
	{"controlledclinicaltrial", PREFIX_TYPE, {"controlled clinical trial"}},
	{"editorial", PREFIX_TYPE, {"editorial"}},
	{"guideline", PREFIX_TYPE, {"guideline", "practice guideline"}},
	{"practiceguideline", PREFIX_TYPE, {"practice guideline"}},
	{"letter", PREFIX_TYPE, {"letter"}},
	{"meta-analysis", PREFIX_TYPE, {"meta-analysis"}},
	{"multicenterstudy", PREFIX_TYPE, {"multicenter study"}},
	{"observationalstudy", PREFIX_TYPE, {"observational study"}},
	{"randomizedcontrolledtrial", PREFIX_TYPE,
		{"randomized controlled trial"}},
	{"review", PREFIX_TYPE, {"review"}},
	{"systematicreview", PREFIX_TYPE, {"systematic review"}},
};

static int make_preset(
	struct slice value, struct arena *arena, struct filter *filter)
{
	for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++) {
		const struct preset *preset = &presets[i];

		if (!slice_equal_fold(value, slice_of(preset->name)))
			continue;
		for (int n = 0; n < 4 && preset->values[n]; n++)
			add_term(filter, preset->prefix,
				slice_of(preset->values[n]), arena);
		return 1;
	}
	return make_language(value, arena, filter);
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

enum filter_outcome filter_make(const struct field *field, struct slice value,
	int quoted, int cut, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena,
	struct filter *filter)
{
	struct filter made = {.field = field,
		.name = field_name(field),
		.value = value,
		.starts = cut,
		.quoted = quoted != 0,
		.cut = cut != 0};
	struct slice plain = slice_trim(value);
	enum filter_outcome outcome = FILTER_MADE;

	if (!plain.length)
		return FILTER_NO_VALUE;
	switch (field->kind) {
	case FIELD_DATE:
		outcome =
			cut ? FILTER_NO_VALUE : make_date(plain, arena, &made);
		break;
	case FIELD_NUMBER:
		if (cut || make_number(field->prefix, plain, arena, &made))
			outcome = FILTER_NO_VALUE;
		break;
	case FIELD_PRESET:
		if (cut || !make_preset(plain, arena, &made))
			outcome = FILTER_UNKNOWN;
		break;
	case FIELD_LIKE:
		made.like = arena_new(arena, struct like);
		if (cut)
			outcome = FILTER_NO_VALUE;
		break;
	case FIELD_LANGUAGE:
		if (!make_language(plain, arena, &made))
			add_term(&made, PREFIX_LANGUAGE, plain, arena);
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
	if (outcome == FILTER_MADE)
		*filter = made;
	return outcome;
}
