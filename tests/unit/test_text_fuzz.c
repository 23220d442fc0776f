/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts nobody would write: good ones with bytes changed, cut and repeated, the
 * same ones in every run, given to all that reads text here.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "analysis/concept/concept.h"
#include "check_tokens.h"

static const char *const seeds[] = {
	"Inotuzumab ozogamicin (InO; CMC-544) 1·8 mg/m² on days 1, 8 and 15. "
	"TNF-α, β2-microglobulin and anti-CD22: p<0.001, 10,000 patients.",
	"Crohn’s disease vs. ulcerative colitis.[1, 2] See Fig. 2 (e.g. "
	"SARS-CoV-2). E. coli grew.\n\nBCR-ABL1-positive B-ALL, 5-FU 10⁹/L",
	"µg μmol ﬁbroblast e\xcc\x81tude leuk\xc2\xad"
	"emia 白血病。 ανοσία Straße ½ … ™ \xe2\x80\x8b"
	"x",
	"#medlit-thesaurus\t1\t1\na\tpreferred\talpha-1 x\tauto\ten\tx\n"
	"a\texact\tALL\texact\ten\tx\nb\tpreferred\tTNFα\tfold\ten\tx\n"
	"b\tparent\ta\t-\t-\tx\nb\tidentifier\tMESH:D1\t-\t-\tx\n",
};

#define SEEDS  (sizeof(seeds) / sizeof(seeds[0]))
#define ROUNDS 3000

static uint64_t random_state = 1;

/* xorshift64* (Vigna 2016). */
static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)((random_state * 0x2545f4914f6cdd1dULL) >> 32) % limit;
}

static void change(struct buffer *text)
{
	static const char pieces[][5] = {"-", ".", "1", "A", "\xce\xb1",
		"\xc2\xb2", "\xff", "\t", "\n", "'s", "\xe2\x80\x93",
		"\xcc\x81", " ", ",000"};
	uint32_t at = random_below((uint32_t)text->length);
	const char *piece =
		pieces[random_below(sizeof(pieces) / sizeof(pieces[0]))];
	char copy[64];
	size_t length = text->length - at < 40 ? text->length - at : 40;

	switch (random_below(4)) {
	case 0:
		text->data[at] = (char)random_below(256);
		break;
	case 1:
		memcpy(text->data + at, piece,
			strlen(piece) < length ? strlen(piece) : length);
		break;
	case 2:
		memcpy(copy, text->data + at, length);
		buffer_add(text, copy, length);
		break;
	default:
		text->length = at + 1;
		break;
	}
}

static void mutate(struct buffer *text)
{
	uint32_t changes = 1 + random_below(12);

	buffer_reset(text);
	buffer_add_string(text, seeds[random_below(SEEDS)]);
	while (changes-- > 0)
		change(text);
}

static void check_sentences(struct slice text, struct arena *arena)
{
	struct sentences sentences = text_sentences(text, arena);
	uint32_t last = 0;

	for (size_t i = 0; i < sentences.count; i++) {
		const struct sentence *one = &sentences.items[i];

		assert_true(one->start >= last && one->start < one->end);
		assert_true(on_border(text, one->start));
		assert_true(on_border(text, one->end));
		last = one->end;
	}
	assert_true(last <= text.length);
}

static void check_hits(const struct thesaurus *thesaurus,
	const struct tokens *tokens, struct arena *arena)
{
	struct concept_hits hits = concept_find(thesaurus, tokens, 1, arena);
	uint32_t last = 0;

	for (size_t i = 0; i < hits.count; i++) {
		const struct concept_hit *hit = &hits.items[i];

		assert_true(hit->first_token <= hit->last_token);
		assert_true(hit->last_token < tokens->count);
		assert_true(hit->start >= last && hit->start < hit->end);
		assert_true(hit->form <
			    concept_form_count(thesaurus, hit->concept));
		last = hit->end;
	}
}

static void check_text(struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct slice text,
	struct arena *arena)
{
	struct tokens tokens = text_tokens(analyser, text, arena);
	struct tokens again;
	struct slice clean;
	size_t bad = text_clean(text, arena, &clean);

	check_tokens(&tokens, arena);
	assert_int_equal(bad, tokens.invalid_bytes);
	assert_true(is_utf8(clean));
	assert_true(is_utf8(text_fold(analyser, text, arena)));
	check_sentences(text, arena);
	check_hits(thesaurus, &tokens, arena);
	again = text_tokens(analyser, clean, arena);
	assert_int_equal(again.count, tokens.count);
	assert_int_equal(again.invalid_bytes, 0);
}

static void check_compile(struct text_analyser *analyser, struct slice text)
{
	struct buffer image = BUFFER_INIT;
	struct error err = {ERROR_NONE, ""};

	if (thesaurus_compile("x", text, analyser, &image, &err) != 0)
		assert_int_equal(err.code, ERROR_FORMAT);
	else
		assert_true(image.length > 0);
	buffer_clear(&image);
}

static void test_mutated(void **state)
{
	struct text_analyser *analyser = text_analyser_new(NULL);
	struct buffer text = BUFFER_INIT;
	struct arena arena;
	char path[] = "fuzz-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	arena_init(&arena);
	assert_int_equal(
		write(fd, seeds[3], strlen(seeds[3])), strlen(seeds[3]));
	close(fd);
	struct thesaurus *thesaurus = thesaurus_open(path, analyser, NULL);

	assert_non_null(thesaurus);
	for (int i = 0; i < ROUNDS; i++) {
		mutate(&text);
		/* A copy of just its size: reading past it is seen. */
		char *exact = malloc(text.length);
		struct slice bytes = {exact, text.length};

		memcpy(exact, text.data, text.length);
		check_text(analyser, thesaurus, bytes, &arena);
		check_compile(analyser, bytes);
		free(exact);
		arena_reset(&arena);
	}
	unlink(path);
	thesaurus_close(thesaurus);
	buffer_clear(&text);
	arena_clear(&arena);
	text_analyser_free(analyser);
}

/* Rows of joined atoms, where a careless loop would take their square. */
static void test_long_rows(void **state)
{
	static const char *const units[] = {"a-", "a1", "a1-b2-longword-",
		"il-2-", "α", "α-1", "1.", "1,", "1,000,", "\xcc\x81", "µ",
		"m²", "CMC 544 ", "x's", "-", "\xc2\xad", "A\xc2\xad-"};
	struct text_analyser *analyser = text_analyser_new(NULL);
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct buffer text = BUFFER_INIT;

		while (text.length < 400000)
			buffer_add_string(&text, units[i]);
		struct tokens tokens =
			text_tokens(analyser, buffer_slice(&text), &arena);

		check_tokens(&tokens, &arena);
		text_fold(analyser, buffer_slice(&text), &arena);
		buffer_clear(&text);
		arena_reset(&arena);
	}
	arena_clear(&arena);
	text_analyser_free(analyser);
}

/* Every code point there is, alone and between letters. */
static void test_all_characters(void **state)
{
	struct text_analyser *analyser = text_analyser_new(NULL);
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (utf8proc_int32_t code = 1; code < 0x110000; code += 1) {
		char text[8] = "a";
		utf8proc_ssize_t n;

		if (code >= 0x20000 && code % 64 != 0)
			continue;
		n = utf8proc_encode_char(code, (utf8proc_uint8_t *)text + 1);
		text[1 + n] = 'b';
		struct slice slice = {text, (size_t)n + 2};
		struct tokens tokens = text_tokens(analyser, slice, &arena);

		check_tokens(&tokens, &arena);
		slice.data++;
		slice.length -= 2;
		tokens = text_tokens(analyser, slice, &arena);
		check_tokens(&tokens, &arena);
		assert_true(tokens.positions <= 1);
		arena_reset(&arena);
	}
	arena_clear(&arena);
	text_analyser_free(analyser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mutated),
		cmocka_unit_test(test_long_rows),
		cmocka_unit_test(test_all_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
