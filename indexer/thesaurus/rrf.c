/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Rich Release Format of the UMLS and of RxNorm: columns ended by "|".  The
 * file of names has 18 columns, the file of relations 16; which one a file is
 * its columns say.
 *
 *	0   1   ...                    11  12  13   14     16
 *	CUI|LAT|TS|LUI|STT|SUI|ISPREF|...|SAB|TTY|CODE|STR|SRL|SUPPRESS|CVF|
 *	CUI1|AUI1|STYPE1|REL|CUI2|AUI2|STYPE2|RELA|...
 *
 * Taken are names in English that are not suppressed.  REL and RELA say what
 * the second is to the first: CHD its child, tradename_of its brand.
 *
 * RxNorm: only its own names (SAB=RXNORM) of ingredients (IN), precise
 * ingredients (PIN, which become kinds of the ingredient) and brands (BN).  A
 * brand of one ingredient is a name of it; one of several is a concept of its
 * own, since it is none of them.  Clinical drugs with strength and dose form
 * are no names that papers use.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

#define NAME_COLUMNS     18
#define RELATION_COLUMNS 16

enum {
	CUI = 0,
	LAT = 1,
	TS = 2,
	STT = 4,
	ISPREF = 6,
	SAB = 11,
	TTY = 12,
	CODE = 13,
	STR = 14,
	SUPPRESS = 16
};
enum {
	CUI1 = 0,
	REL = 3,
	CUI2 = 4,
	RELA = 7
};

struct rows {
	int (*name)(struct import *import, const struct slice *columns);
	int (*relation)(struct import *import, const struct slice *columns,
		struct error *err);
};

static int read_rrf(struct import *import, struct source *source,
	const struct rows *rows, struct error *err)
{
	struct slice line, columns[NAME_COLUMNS + 1];
	int more, result;

	while ((more = import_line(import, source, &line, err)) > 0) {
		if (line.length == 0)
			continue;
		size_t count =
			import_split(line, '|', columns, NAME_COLUMNS + 1);
		bool ended = line.data[line.length - 1] == '|';

		if (count == NAME_COLUMNS + 1 && ended)
			result = rows->name(import, columns);
		else if (count == RELATION_COLUMNS + 1 && ended)
			result = rows->relation(import, columns, err);
		else
			result = import_refuse(import, source, err,
				"%zu columns ended by \"|\": names have %d, "
				"relations %d",
				count - 1, NAME_COLUMNS, RELATION_COLUMNS);
		if (result != 0)
			return -1;
	}
	return more;
}

static bool is_wanted(const struct slice *columns)
{
	return slice_is(columns[LAT], "ENG") &&
	       slice_is(columns[SUPPRESS], "N") && columns[CUI].length > 0 &&
	       columns[STR].length > 0;
}

/* ---- UMLS ------------------------------------------------------------- */

static bool is_mesh(struct slice code)
{
	if (code.length < 7 || (code.data[0] != 'D' && code.data[0] != 'C'))
		return false;
	for (size_t i = 1; i < code.length; i++)
		if (code.data[i] < '0' || code.data[i] > '9')
			return false;
	return true;
}

static int umls_name(struct import *import, const struct slice *columns)
{
	bool main = slice_is(columns[TS], "P");
	bool mesh = slice_is(columns[SAB], "MSH");
	struct slice type = columns[TTY];
	struct name name = {.text = columns[STR],
		.kind = FACT_EXACT,
		.inverted = mesh,
		.rank = main ? 0 : 1,
		.language = SLICE("en")};

	if (!is_wanted(columns))
		return 0;
	if (main && slice_is(columns[STT], "PF") &&
		slice_is(columns[ISPREF], "Y"))
		name.kind = FACT_PREFERRED;
	if (slice_is(type, "AB") || slice_is(type, "ACR"))
		name.letter_case = CASE_EXACT;
	uint32_t concept = gather_concept(import->gather, columns[CUI]);

	gather_name(import->gather, concept, &name);
	/* Once a concept: its other names say the same. */
	if (name.kind == FACT_PREFERRED)
		import_identifier(import, concept, columns[CUI]);
	if (mesh && is_mesh(columns[CODE]) && slice_is(type, "MH"))
		gather_fact(import->gather, concept, FACT_IDENTIFIER,
			arena_printf(&import->arena, "MESH:%.*s",
				SLICE_PRINT(columns[CODE])));
	return 0;
}

static int umls_relation(
	struct import *import, const struct slice *columns, struct error *err)
{
	struct slice relation = columns[REL];
	bool down = slice_is(relation, "CHD") || slice_is(relation, "RN");
	bool up = slice_is(relation, "PAR") || slice_is(relation, "RB");
	struct slice child = columns[down ? CUI2 : CUI1];
	struct slice parent = columns[down ? CUI1 : CUI2];

	if (gather_is_empty(import->gather))
		return error_set(err, ERROR_INVALID,
			"the names are still unknown: name MRCONSO.RRF before "
			"MRREL.RRF");
	/* Most relations are between names that are not taken. */
	if ((!up && !down) || slice_equal(child, parent) ||
		gather_find(import->gather, child) == MAP_NONE ||
		gather_find(import->gather, parent) == MAP_NONE)
		return 0;
	struct slice pair = arena_printf(&import->arena, "%.*s|%.*s",
		SLICE_PRINT(child), SLICE_PRINT(parent));

	if (map_find(&import->first, pair) != MAP_NONE)
		return 0;
	map_add(&import->first, pair, 0);
	gather_fact(import->gather, gather_find(import->gather, child),
		FACT_PARENT, parent);
	return 0;
}

static int read_umls(
	struct import *import, struct source *source, struct error *err)
{
	static const struct rows rows = {umls_name, umls_relation};

	return read_rrf(import, source, &rows, err);
}

const struct importer import_umls = {.name = "umls",
	.prefix = "UMLS",
	.origin = "umls",
	.help = "UMLS: MRCONSO.RRF, then MRREL.RRF",
	.read = read_umls};

/* ---- RxNorm ----------------------------------------------------------- */

enum drug {
	INGREDIENT,
	PRECISE,
	BRAND
};

/* What is understood only when all is read: 'n' cui name, 't' cui cui, 'f' cui
 * cui. */
static void put_off(
	struct import *import, char what, struct slice one, struct slice two)
{
	import_put(import, (struct slice){&what, 1});
	import_put(import, one);
	import_put(import, two);
}

static bool take_off(struct import *import, size_t *from, char *what,
	struct slice *one, struct slice *two)
{
	struct slice kind;

	if (!import_take(import, from, &kind))
		return false;
	*what = kind.data[0];
	return import_take(import, from, one) && import_take(import, from, two);
}

static int rxnorm_name(struct import *import, const struct slice *columns)
{
	struct slice type = columns[TTY], cui = columns[CUI];

	if (!is_wanted(columns) || !slice_is(columns[SAB], "RXNORM"))
		return 0;
	if (slice_is(type, "IN") || slice_is(type, "PIN")) {
		bool whole = slice_is(type, "IN");

		map_add(&import->first, cui, whole ? INGREDIENT : PRECISE);
		uint32_t concept = gather_concept(import->gather, cui);

		import_name(import, concept, FACT_PREFERRED, columns[STR]);
		import_identifier(import, concept, cui);
		gather_fact(import->gather, concept, FACT_KIND, SLICE("drug"));
		return 0;
	}
	if (slice_is(type, "BN"))
		map_add(&import->first, cui, BRAND);
	else if (!slice_is(type, "SY") && !slice_is(type, "TMSY"))
		return 0;
	put_off(import, 'n', cui, columns[STR]);
	return 0;
}

static int rxnorm_relation(
	struct import *import, const struct slice *columns, struct error *err)
{
	struct slice relation = columns[RELA];

	(void)err;
	/* Each is stated in both directions: one is enough. */
	if (slice_is(relation, "tradename_of"))
		put_off(import, 't', columns[CUI2], columns[CUI1]);
	else if (slice_is(relation, "has_tradename"))
		put_off(import, 't', columns[CUI1], columns[CUI2]);
	else if (slice_is(relation, "form_of"))
		put_off(import, 'f', columns[CUI2], columns[CUI1]);
	else if (slice_is(relation, "has_form"))
		put_off(import, 'f', columns[CUI1], columns[CUI2]);
	return 0;
}

static int read_rxnorm(
	struct import *import, struct source *source, struct error *err)
{
	static const struct rows rows = {rxnorm_name, rxnorm_relation};
	int result = read_rrf(import, source, &rows, err);

	if (result == 0 && import->pairs.length > GATHER_BYTES_MAX)
		return error_set(err, ERROR_LIMIT,
			"the brands and relations come to more than %zu MiB",
			GATHER_BYTES_MAX >> 20);
	return result;
}

/* Two ingredients of one brand: neither. */
#define SEVERAL (MAP_NONE - 1)

/* Brand to its one ingredient, in import->second. */
static void link_brand(
	struct import *import, struct slice brand, struct slice drug)
{
	uint32_t kind = map_find(&import->first, drug);
	uint32_t concept = gather_find(import->gather, drug);

	if (map_find(&import->first, brand) != BRAND || kind != INGREDIENT ||
		concept == MAP_NONE)
		return;
	uint32_t before = map_add(&import->second, brand, concept);

	if (before != concept)
		map_set(&import->second, brand, SEVERAL);
}

static void link_form(
	struct import *import, struct slice precise, struct slice drug)
{
	if (map_find(&import->first, precise) == PRECISE &&
		map_find(&import->first, drug) == INGREDIENT)
		gather_fact(import->gather,
			gather_find(import->gather, precise), FACT_PARENT,
			drug);
}

static void name_drug(
	struct import *import, struct slice cui, struct slice text)
{
	uint32_t kind = map_find(&import->first, cui);
	uint32_t drug = map_find(&import->second, cui);

	if (kind == MAP_NONE) /* a synonym of a clinical drug */
		return;
	if (kind != BRAND) {
		import_name(import, gather_find(import->gather, cui),
			FACT_EXACT, text);
		return;
	}
	if (drug != MAP_NONE && drug != SEVERAL) {
		import_name(import, drug, FACT_EXACT, text);
		import_identifier(import, drug, cui);
		return;
	}
	uint32_t concept = gather_concept(import->gather, cui);

	import_name(import, concept, FACT_PREFERRED, text);
	import_identifier(import, concept, cui);
	gather_fact(import->gather, concept, FACT_KIND, SLICE("drug"));
}

static int finish_rxnorm(struct import *import, struct error *err)
{
	struct slice one, two;
	char what;

	(void)err;
	for (size_t at = 0; take_off(import, &at, &what, &one, &two);)
		if (what == 't')
			link_brand(import, one, two);
		else if (what == 'f')
			link_form(import, one, two);
	for (size_t at = 0; take_off(import, &at, &what, &one, &two);)
		if (what == 'n') {
			arena_reset(&import->arena);
			name_drug(import, one, two);
		}
	return 0;
}

const struct importer import_rxnorm = {.name = "rxnorm",
	.prefix = "RXNORM",
	.origin = "rxnorm",
	.help = "RxNorm: RXNCONSO.RRF and RXNREL.RRF",
	.read = read_rxnorm,
	.finish = finish_rxnorm};
