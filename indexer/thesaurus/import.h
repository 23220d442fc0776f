/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of names in the formats others publish them in, read into a gather.
 *
 * A format is one file and one row of the table in import.c.  It reads what
 * import_line() or xml_next() give it, record by record.  A record that is
 * wrong is refused by import_refuse() and the rest goes on; -1 is for a file
 * that cannot be read to its end, and then nothing is made of any.
 */
#ifndef MEDLIT_THESAURUS_IMPORT_H
#define MEDLIT_THESAURUS_IMPORT_H

#include "base/arena.h"
#include "indexer/reader/input.h"
#include "indexer/thesaurus/gather.h"
#include "indexer/thesaurus/map.h"

/* A longer line, or record of several lines, is refused. */
#define IMPORT_LINE_MAX ((size_t)64 * 1024)
/* Text and markup of a record in XML; the longest of MeSH has 0.2 MB. */
#define IMPORT_RECORD_MAX ((size_t)4 * 1024 * 1024)
/* No name has more columns than the widest format. */
#define IMPORT_COLUMNS_MAX 64
/* So many refused records are told one by one. */
#define IMPORT_TOLD_MAX 20

struct import;

struct importer {
	const char *name;
	const char *prefix; /* of identifiers, "MESH"; empty: none */
	const char *origin; /* the source column */
	const char *help;
	bool by_hand;      /* written by people: keep all spellings */
	bool has_branches; /* --branches picks among them */
	bool merges; /* each file is a list of its own, the first goes first */
	int (*read)(struct import *import, struct source *source,
		struct error *err);
	/* Once, when all files are read; may be NULL. */
	int (*finish)(struct import *import, struct error *err);
};

struct import {
	const struct importer *importer;
	struct gather *gather;
	struct text_analyser *analyser;
	const char *columns;  /* of csv; NULL: as the header names them */
	const char *branches; /* letters of trees; NULL: all of them */
	struct slice prefix;
	const char *path;   /* of the file being read */
	struct arena arena; /* one record */
	struct arena kept;  /* until the end */
	struct buffer line;
	uint64_t refused;
	struct buffer told; /* sentences, each ended by a line end */
	/* What some formats know only at the end. */
	struct map first, second;
	struct buffer pairs; /* by import_put() */
};

extern const struct importer import_solr, import_wordnet, import_mesh_xml,
	import_mesh_ascii, import_mesh_tsv, import_csv, import_rxnorm,
	import_umls, import_skos, import_tsv;

/* NULL when there is none of that name. */
const struct importer *importer_named(const char *name);
/* The n-th; NULL behind the last. */
const struct importer *importer_at(size_t n);

/* `prefix` and `origin` NULL: the format's own. */
void import_init(struct import *import, const struct importer *importer,
	struct text_analyser *analyser, const char *prefix, const char *origin);
void import_clear(struct import *import);
/* Errors name the file, and where in it. */
int import_file(struct import *import, const char *path, struct error *err);
/* The same of bytes; `name` is for messages. */
int import_bytes(struct import *import, const char *name, struct slice bytes,
	struct error *err);
int import_finish(struct import *import, struct error *err);

/*
 * The next line that is UTF-8 and within limits, valid until the next call: 1,
 * 0 at the end, -1.  Others are refused and passed over.  Empties the arena of
 * the record.
 */
int import_line(struct import *import, struct source *source,
	struct slice *line, struct error *err);
/* Count and tell a record that is wrong: 0 to go on, or -1 when it is the last
 * line of a file that was cut. */
int import_refuse(struct import *import, struct source *source,
	struct error *err, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The next record of XML, as xml_next() but that refused ones are told. */
struct xml;
struct xml_node;
int import_record(struct import *import, struct source *source, struct xml *xml,
	const struct xml_node **record, struct error *err);

/* Columns of a line; returns how many there are, more than `room` too. */
size_t import_split(
	struct slice line, char between, struct slice *columns, size_t room);
/* Cut what stands before the next `between` off *text; false at its end. */
bool import_part(struct slice *text, char between, struct slice *part);
/* "MESH:D015470" of the id as an identifier, if there is a prefix. */
void import_identifier(
	struct import *import, uint32_t concept, struct slice id);
/* Is this place of a tree, "C04.557", in a branch that is wanted? */
bool import_branch(const struct import *import, struct slice place);
/* Put a piece of bytes off until all is read. */
void import_put(struct import *import, struct slice piece);
/* The piece at *from, which begins at 0 and moves on; false at the end. */
bool import_take(
	const struct import *import, size_t *from, struct slice *piece);
/* A name in English with what else is usual. */
void import_name(struct import *import, uint32_t concept, enum fact_kind kind,
	struct slice text);

#endif
