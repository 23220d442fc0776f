/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper goes through its stored record and comes back the same; no bytes
 * from a damaged index crash the reader. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "document/document.h"

static struct document sample(struct arena *arena)
{
	struct document document = {.id = SLICE("PMID:1"),
		.pmid = SLICE("1"),
		.doi = SLICE("10.1/a"),
		.title = SLICE("Sinusoidal obstruction"),
		.journal = SLICE("Journal"),
		.date = SLICE("2018-04-13"),
		.status = DOCUMENT_RETRACTED | DOCUMENT_CONCERN,
		.format = SLICE("pubmed")};

	for (int i = 0; i < 9; i++)
		slices_add(&document.authors,
			arena_printf(arena, "Author %d", i), arena);
	slices_add(&document.nct, SLICE("NCT01564784"), arena);
	document_add_section(&document, SECTION_ABSTRACT, SLICE("METHODS"),
		SLICE("Ninety patients."), arena);
	document.sections[0].pages =
		arena_array(arena, struct page_start, 2);
	document.sections[0].pages[0] = (struct page_start){0, 3};
	document.sections[0].pages[1] = (struct page_start){7, 4};
	document.sections[0].pages_count = 2;
	document_add_section(&document, SECTION_CAPTION, SLICE_EMPTY,
		SLICE("Figure 1"), arena);
	struct mesh_heading *heading = document_add_mesh(&document, arena);

	heading->name = SLICE("Humans");
	heading->ui = SLICE("D006801");
	heading->qualifier = SLICE("genetics");
	heading->major = 1;
	return document;
}

/* The sample and its record. */
struct fixture {
	struct arena arena;
	struct document in;
	struct buffer bytes;
};

static void set_up(struct fixture *fixture)
{
	*fixture = (struct fixture){.bytes = BUFFER_INIT};
	arena_init(&fixture->arena);
	fixture->in = sample(&fixture->arena);
	record_encode(&fixture->in, &fixture->bytes);
}

static void tear_down(struct fixture *fixture)
{
	buffer_clear(&fixture->bytes);
	arena_clear(&fixture->arena);
}

static void comes_back_the_same(void **state)
{
	struct buffer again = BUFFER_INIT;
	struct fixture f;
	struct document out;

	(void)state;
	set_up(&f);
	assert_int_equal(
		record_decode(buffer_slice(&f.bytes), &out, &f.arena, NULL), 0);
	assert_true(slice_is(out.id, "PMID:1"));
	assert_true(slice_is(out.doi, "10.1/a"));
	assert_true(slice_is(out.date, "2018-04-13"));
	assert_int_equal(out.status, DOCUMENT_RETRACTED | DOCUMENT_CONCERN);
	assert_int_equal(out.authors.count, 9);
	assert_true(slice_is(out.authors.items[8], "Author 8"));
	assert_int_equal(out.sections_count, 2);
	assert_int_equal(out.sections[1].kind, SECTION_CAPTION);
	assert_true(slice_is(out.sections[0].title, "METHODS"));
	assert_true(slice_is(out.sections[0].text, "Ninety patients."));
	assert_int_equal(section_page(&out.sections[0], 0), 3);
	assert_int_equal(section_page(&out.sections[0], 6), 3);
	assert_int_equal(section_page(&out.sections[0], 7), 4);
	assert_int_equal(section_page(&out.sections[0], 900), 4);
	assert_int_equal(section_page(&out.sections[1], 0), 0);
	assert_int_equal(out.mesh_count, 1);
	assert_int_equal(out.mesh[0].major, 1);
	assert_true(slice_is(out.mesh[0].qualifier, "genetics"));
	record_encode(&out, &again);
	assert_true(slice_equal(buffer_slice(&f.bytes), buffer_slice(&again)));
	buffer_clear(&again);
	tear_down(&f);
}

/* Each field has a value of its own, so that no two can be mixed up. */
static void keeps_every_single_field(void **state)
{
	struct document in = {0}, out, head;
	struct slice *const fields[] = {&in.id, &in.own, &in.pmid, &in.pmcid,
		&in.doi, &in.title, &in.vernacular_title, &in.journal,
		&in.journal_short, &in.publisher, &in.date, &in.volume,
		&in.issue, &in.pages, &in.language, &in.url, &in.format,
		&in.source, &in.warnings};
	const size_t count = sizeof(fields) / sizeof(*fields);
	struct buffer bytes = BUFFER_INIT;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < count; i++)
		*fields[i] = arena_printf(&arena, "value %zu", i);
	record_encode(&in, &bytes);
	assert_int_equal(record_decode(buffer_slice(&bytes), &out, &arena,
				 NULL),
		0);
	for (size_t i = 0; i < count; i++) {
		size_t offset = (size_t)((char *)fields[i] - (char *)&in);

		assert_true(slice_equal(*fields[i],
			*(struct slice *)((char *)&out + offset)));
	}
	assert_int_equal(
		record_decode_head(buffer_slice(&bytes), &head, NULL), 0);
	assert_memory_equal(&head, &out, sizeof(head));
	buffer_clear(&bytes);
	arena_clear(&arena);
}

static void head_is_the_single_fields(void **state)
{
	struct fixture f;
	struct document out;

	(void)state;
	set_up(&f);
	/* what comes behind is not looked at */
	f.bytes.data[f.bytes.length - 1] = (char)0xff;
	assert_int_equal(
		record_decode_head(buffer_slice(&f.bytes), &out, NULL), 0);
	assert_true(slice_is(out.title, "Sinusoidal obstruction"));
	assert_true(slice_is(out.format, "pubmed"));
	assert_int_equal(out.nct.count, 0);
	assert_int_equal(out.authors.count, 0);
	assert_int_equal(out.sections_count, 0);
	assert_int_equal(out.status, 0);
	tear_down(&f);
}

static void skips_unknown_tags(void **state)
{
	struct fixture f;
	struct document out;

	(void)state;
	set_up(&f);
	buffer_add_varint(&f.bytes, 999);
	buffer_add_varint(&f.bytes, 3);
	buffer_add_string(&f.bytes, "new");
	assert_int_equal(
		record_decode(buffer_slice(&f.bytes), &out, &f.arena, NULL), 0);
	assert_true(slice_is(out.id, "PMID:1"));
	tear_down(&f);
}

/* Copied to memory of just that size, so that a sanitizer sees a step beyond. */
static void decode_copy(const char *data, size_t length)
{
	char *copy = malloc(length ? length : 1);
	struct document out;
	struct arena arena;
	struct error err = {0};

	memcpy(copy, data, length);
	arena_init(&arena);
	if (record_decode((struct slice){copy, length}, &out, &arena, &err) < 0)
		assert_int_equal(err.code, ERROR_FORMAT);
	else
		assert_true(out.id.length > 0);
	if (record_decode_head((struct slice){copy, length}, &out, &err) < 0)
		assert_int_equal(err.code, ERROR_FORMAT);
	else
		assert_true(out.id.length > 0);
	arena_clear(&arena);
	free(copy);
}

static void survives_damage(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	for (size_t length = 0; length < f.bytes.length; length++)
		decode_copy(f.bytes.data, length);
	for (size_t at = 0; at < f.bytes.length; at++) {
		char was = f.bytes.data[at];

		for (int bit = 0; bit < 8; bit++) {
			f.bytes.data[at] = (char)(was ^ (1 << bit));
			decode_copy(f.bytes.data, f.bytes.length);
		}
		f.bytes.data[at] = was;
	}
	tear_down(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back_the_same),
		cmocka_unit_test(keeps_every_single_field),
		cmocka_unit_test(head_is_the_single_fields),
		cmocka_unit_test(skips_unknown_tags),
		cmocka_unit_test(survives_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
