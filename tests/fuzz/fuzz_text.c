/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a text: every promise of analysis/text and of concept_find(). */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include "tests/unit/check_tokens.h"

#include "tests/fuzz/analyser.h"

static void check_hits(
	const struct tokens *tokens, const struct concept_hits *hits)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct concept_hit *hit = &hits->items[i];

		FUZZ_CHECK(hit->concept < thesaurus_concepts(thesaurus));
		FUZZ_CHECK(hit->form <
			   concept_form_count(thesaurus, hit->concept));
		FUZZ_CHECK(hit->first_token <= hit->last_token);
		FUZZ_CHECK(hit->last_token < tokens->count);
		FUZZ_CHECK(hit->first_position <= hit->last_position);
		FUZZ_CHECK(hit->last_position < tokens->positions);
		FUZZ_CHECK(hit->start < hit->end);
		FUZZ_CHECK(hit->end <= tokens->text.length);
		FUZZ_CHECK(on_border(tokens->text, hit->start));
		FUZZ_CHECK(on_border(tokens->text, hit->end));
		FUZZ_CHECK(i == 0 || hits->items[i - 1].first_position <
					     hit->first_position);
	}
}

static void check_sentences(struct slice text)
{
	struct sentences sentences = text_sentences(text, &arena);
	uint32_t at = 0;

	for (size_t i = 0; i < sentences.count; i++) {
		FUZZ_CHECK(sentences.items[i].start >= at);
		FUZZ_CHECK(sentences.items[i].end > sentences.items[i].start);
		at = sentences.items[i].end;
	}
	FUZZ_CHECK(at <= text.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size}, clean;
	struct tokens tokens = text_tokens(analyser, text, &arena);

	check_tokens(&tokens, &arena);
	for (int any_case = 0; any_case < 2; any_case++) {
		struct concept_hits hits =
			concept_find(thesaurus, &tokens, any_case, &arena);

		check_hits(&tokens, &hits);
	}
	check_sentences(text);
	FUZZ_CHECK(text_clean(text, &arena, &clean) == tokens.invalid_bytes);
	FUZZ_CHECK(is_utf8(clean));
	text_fold(analyser, text, &arena);
	arena_reset(&arena);
	return 0;
}
