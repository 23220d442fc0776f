/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Solr's synonyms.txt, one rule a line:
 *
 *	acute lymphoblastic leukemia, ALL      equal names, the first preferred
 *	InO => inotuzumab ozogamicin           a name of what stands right
 *	leukemia => ALL, AML                   broader than each of them
 *	# comment                              and \, \=> \# are no separators
 *
 * Rules of one left side add up before it is decided which of the last two they
 * are.  A left side that also stands right is no name of itself.
 *
 * What Solr cannot say stands in a comment and is about the next line:
 *
 *	#! id=mesh-d054198 case=exact
 *	precursor cell lymphoblastic leukemia-lymphoma, ALL
 *
 * id, kind, parents and identifiers are those of the concept, lists with ",";
 * rel, case, lang and source are those of the names.  Lines of one id are one
 * concept, each with the preferred name first; there case and the rest hold for
 * the names behind it, but where the id is new for it as well.  In a value %20
 * is a blank, as in an address.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

#define NAMES_MAX 1024

enum attribute {
	ATTRIBUTE_ID,
	ATTRIBUTE_REL,
	ATTRIBUTE_CASE,
	ATTRIBUTE_LANG,
	ATTRIBUTE_SOURCE,
	ATTRIBUTE_KIND,
	ATTRIBUTE_PARENT,
	ATTRIBUTE_IDENTIFIER,
	ATTRIBUTES
};

static const char *const attribute_names[ATTRIBUTES] = {
	"id", "rel", "case", "lang", "source", "kind", "parent", "identifier"};

struct names {
	struct slice items[NAMES_MAX];
	size_t count;
};

struct solr {
	struct import *import;
	struct source *source;
	struct arena line; /* attributes outlive the comment's line */
	struct slice attributes[ATTRIBUTES];
	bool refused; /* the comment before this line was */
	struct names left, right;
	bool arrow;
};

/* ---- lines ------------------------------------------------------------ */

static struct slice take_name(struct slice *text, struct arena *arena)
{
	char *to = arena_alloc(arena, text->length + 1);
	size_t length = 0;

	while (text->length > 0 && *text->data != ',' &&
		!slice_starts(*text, "=>")) {
		if (*text->data == '\\' && text->length > 1) {
			text->data++;
			text->length--;
		}
		to[length++] = *text->data++;
		text->length--;
	}
	return slice_trim((struct slice){to, length});
}

/* NULL, or what is wrong. */
static const char *parse_line(struct solr *solr, struct slice text)
{
	struct names *side = &solr->left;

	solr->left.count = solr->right.count = 0;
	solr->arrow = false;
	for (;;) {
		struct slice name = take_name(&text, &solr->import->arena);

		if (name.length > 0 && side->count == NAMES_MAX)
			return "more than 1024 names: make several lines";
		if (name.length > 0)
			side->items[side->count++] = name;
		if (text.length == 0)
			break;
		if (*text.data == ',') {
			text.data++;
			text.length--;
			continue;
		}
		if (solr->arrow)
			return "\"=>\" stands twice: escape one, \\=>";
		solr->arrow = true;
		side = &solr->right;
		text.data += 2;
		text.length -= 2;
	}
	if (solr->left.count == 0 || (solr->arrow && solr->right.count == 0))
		return "no name stands on one side";
	return NULL;
}

/* ---- attributes ------------------------------------------------------- */

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct slice unescaped(struct slice value, struct arena *arena)
{
	char *to = arena_alloc(arena, value.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < value.length; i++) {
		if (value.data[i] == '%' && i + 2 < value.length &&
			digit(value.data[i + 1]) >= 0 &&
			digit(value.data[i + 2]) >= 0) {
			to[length++] = (char)(digit(value.data[i + 1]) * 16 +
					      digit(value.data[i + 2]));
			i += 2;
		} else {
			to[length++] = value.data[i];
		}
	}
	return (struct slice){to, length};
}

static int set_attribute(struct solr *solr, struct slice pair)
{
	struct slice name = SLICE_EMPTY;

	import_part(&pair, '=', &name);
	for (int i = 0; i < ATTRIBUTES; i++)
		if (slice_is(name, attribute_names[i]) && pair.length > 0) {
			solr->attributes[i] =
				arena_copy(&solr->line, pair.data, pair.length);
			return 0;
		}
	return -1;
}

static int check_attributes(struct solr *solr, struct error *err)
{
	struct slice rel = solr->attributes[ATTRIBUTE_REL];
	struct slice how = solr->attributes[ATTRIBUTE_CASE];
	int kind = rel.length ? fact_named(rel) : FACT_EXACT;

	solr->refused = true;
	if (how.length && case_named(how) < 0)
		return import_refuse(solr->import, solr->source, err,
			"case is exact, fold or auto");
	if (kind < 0 || !fact_is_name((unsigned)kind) || kind == FACT_PREFERRED)
		return import_refuse(solr->import, solr->source, err,
			"rel is exact, narrower, broader, related or sense");
	solr->refused = false;
	return 0;
}

/* "#! id=... case=exact", for the next line. */
static int take_comment(struct solr *solr, struct slice text, struct error *err)
{
	struct slice pair;

	memset(solr->attributes, 0, sizeof(solr->attributes));
	arena_reset(&solr->line);
	while (import_part(&text, ' ', &pair)) {
		if (pair.length == 0 || set_attribute(solr, pair) == 0)
			continue;
		solr->refused = true;
		return import_refuse(solr->import, solr->source, err,
			"\"%.*s\" is not id=, rel=, case=, lang=, source=, "
			"kind=, parent= or identifier=",
			pair.length < 40 ? (int)pair.length : 40, pair.data);
	}
	return check_attributes(solr, err);
}

/* ---- rules ------------------------------------------------------------ */

/* A concept without an id has its preferred name for one. */
static struct slice id_of(struct import *import, struct slice name)
{
	return text_fold(import->analyser, name, &import->arena);
}

static void add_facts(struct solr *solr, uint32_t concept, enum attribute from,
	enum fact_kind kind)
{
	struct slice list = solr->attributes[from], value;

	if (list.length == 0)
		return;
	while (import_part(&list, ',', &value))
		gather_fact(solr->import->gather, concept, kind,
			unescaped(value, &solr->import->arena));
}

static struct name describe(struct solr *solr)
{
	const struct slice *attributes = solr->attributes;
	struct name name = {.kind = FACT_EXACT};

	if (attributes[ATTRIBUTE_REL].length)
		name.kind = (uint8_t)fact_named(attributes[ATTRIBUTE_REL]);
	if (attributes[ATTRIBUTE_CASE].length)
		name.letter_case =
			(uint8_t)case_named(attributes[ATTRIBUTE_CASE]);
	name.language =
		unescaped(attributes[ATTRIBUTE_LANG], &solr->import->arena);
	return name;
}

/* The first name of a line with an id that is known is there to say which
 * concept it is, unless it is another. */
static bool is_known(struct solr *solr, struct slice id, struct slice first)
{
	struct slice both = arena_printf(&solr->import->arena, "%.*s\n%.*s",
		SLICE_PRINT(id), SLICE_PRINT(first));

	if (map_find(&solr->import->first, both) != MAP_NONE)
		return true;
	map_add(&solr->import->first, both, 0);
	return false;
}

static void add_names(struct solr *solr, const struct names *names)
{
	struct import *import = solr->import;
	struct slice id =
		unescaped(solr->attributes[ATTRIBUTE_ID], &import->arena);
	struct slice source =
		unescaped(solr->attributes[ATTRIBUTE_SOURCE], &import->arena);
	struct name name = describe(solr);
	enum fact_kind kind = name.kind;

	if (id.length == 0)
		id = id_of(import, names->items[0]);
	bool is_new = gather_find(import->gather, id) == MAP_NONE;
	uint32_t concept = gather_concept(import->gather, id);

	gather_source(import->gather,
		source.length ? source : slice_of(import->importer->origin));
	for (size_t i = 0; i < names->count; i++) {
		name.text = names->items[i];
		name.kind = (uint8_t)(i == 0 ? FACT_PREFERRED : kind);
		if (i > 0 || !is_known(solr, id, name.text) || is_new)
			gather_name(import->gather, concept, &name);
	}
	add_facts(solr, concept, ATTRIBUTE_KIND, FACT_KIND);
	add_facts(solr, concept, ATTRIBUTE_PARENT, FACT_PARENT);
	add_facts(solr, concept, ATTRIBUTE_IDENTIFIER, FACT_IDENTIFIER);
}

/* Left and right name of each rule, and how many rights the left has. */
static void put_off(struct solr *solr)
{
	struct import *import = solr->import;

	for (size_t i = 0; i < solr->left.count; i++)
		for (size_t n = 0; n < solr->right.count; n++) {
			struct slice left = id_of(import, solr->left.items[i]);
			struct slice right =
				id_of(import, solr->right.items[n]);
			struct slice both =
				arena_printf(&import->arena, "%.*s\n%.*s",
					SLICE_PRINT(left), SLICE_PRINT(right));

			if (slice_equal(left, right) ||
				map_find(&import->second, both) != MAP_NONE)
				continue;
			map_add(&import->second, both, 0);
			uint32_t rights = map_find(&import->second, left);

			map_set(&import->second, left,
				rights == MAP_NONE ? 1 : rights + 1);
			import_put(import, solr->left.items[i]);
			import_put(import, solr->right.items[n]);
		}
}

/* With a description `a => a, b` is how the export writes forms that are not
 * equal: the right side alone counts, and a is its first. */
static int take_rule(struct solr *solr, struct slice line, struct error *err)
{
	const char *wrong = parse_line(solr, line);

	if (wrong)
		return import_refuse(
			solr->import, solr->source, err, "%s", wrong);
	if (!solr->arrow)
		add_names(solr, &solr->left);
	else if (solr->attributes[ATTRIBUTE_ID].length)
		add_names(solr, &solr->right);
	else
		put_off(solr);
	if (solr->import->pairs.length > GATHER_BYTES_MAX)
		return error_set(err, ERROR_LIMIT,
			"the rules come to more than %zu MiB",
			GATHER_BYTES_MAX >> 20);
	return 0;
}

static int take_line(struct solr *solr, struct slice line, struct error *err)
{
	struct slice text = slice_trim(line);
	int result = 0;

	if (slice_starts(text, "#!")) {
		text.data += 2;
		text.length -= 2;
		solr->refused = false;
		return take_comment(solr, text, err);
	}
	if (text.length == 0 || *text.data == '#')
		return 0;
	if (!solr->refused)
		result = take_rule(solr, text, err);
	memset(solr->attributes, 0, sizeof(solr->attributes));
	solr->refused = false;
	return result;
}

static int read_solr(
	struct import *import, struct source *source, struct error *err)
{
	struct solr *solr = arena_new(&import->kept, struct solr);
	struct slice line;
	int more;

	*solr = (struct solr){.import = import, .source = source};
	arena_init(&solr->line);
	while ((more = import_line(import, source, &line, err)) > 0)
		if (take_line(solr, line, err) != 0) {
			more = -1;
			break;
		}
	arena_clear(&solr->line);
	return more;
}

static uint32_t concept_named(struct import *import, struct slice name)
{
	uint32_t concept = gather_concept(import->gather, id_of(import, name));

	gather_name(import->gather, concept,
		&(struct name){.text = name, .kind = FACT_PREFERRED});
	return concept;
}

/* One right side: a name of it.  Several: broader than each. */
static void add_rule(
	struct import *import, struct slice left, struct slice right)
{
	struct slice id = id_of(import, left);
	uint32_t concept = concept_named(import, right);

	if (map_find(&import->second, id) == 1) {
		gather_name(import->gather, concept,
			&(struct name){.text = left, .kind = FACT_EXACT});
		return;
	}
	concept_named(import, left);
	gather_fact(import->gather, concept, FACT_PARENT, id);
}

static int finish_solr(struct import *import, struct error *err)
{
	struct slice left, right;

	(void)err;
	gather_source(import->gather, slice_of(import->importer->origin));
	for (size_t at = 0; import_take(import, &at, &left) &&
			    import_take(import, &at, &right);) {
		arena_reset(&import->arena);
		add_rule(import, left, right);
	}
	return 0;
}

const struct importer import_solr = {.name = "solr",
	.prefix = "",
	.origin = "solr",
	.help = "Solr's synonyms.txt",
	.by_hand = true,
	.read = read_solr,
	.finish = finish_solr};
