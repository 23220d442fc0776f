/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/explain.h"

#include <string.h>
#include <strings.h>

#define INDENT      4
#define FORMS_SHOWN 10

/* ---- a score ------------------------------------------------------------- */

static const char *part_words(const char *part)
{
	static const struct {
		const char *part, *words;
	} words[] = {
		{"typed", "the name as typed"},
		{"comparison", "both things compared"},
		{"like", "in common with"},
		{"feedback", "words of the first papers"},
		{"name_words", "only words of the name"},
		{"nearness", "near to one another"},
		{"order", "behind the first papers"},
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(part, words[i].part) == 0)
			return words[i].words;
	return NULL;
}

static void add_name(struct layout *layout, const struct medlit_part *part)
{
	const char *words = part_words(part->part);

	if (words)
		layout_string(layout, words, STYLE_PLAIN);
	if (part->text)
		layout_printf(layout, STYLE_LABEL, "%s%s", words ? ": " : "",
			part->text);
	else if (!words)
		layout_string(layout, part->part, STYLE_PLAIN);
	if (part->preferred && !words &&
		(!part->text || strcasecmp(part->preferred, part->text)))
		layout_printf(layout, STYLE_PLAIN, " -> %s", part->preferred);
}

static void add_forms(struct layout *layout, const struct medlit_part *part)
{
	size_t i;

	for (i = 0; i < part->form_count; i++) {
		const struct medlit_form *form = &part->forms[i];

		layout_printf(layout, STYLE_PLAIN, "%s%s: %s",
			i ? ", " : " (", form->field, form->form);
		if (form->count > 1)
			layout_printf(
				layout, STYLE_PLAIN, " %zu times", form->count);
	}
	if (part->form_count > 0)
		layout_string(layout, ")", STYLE_PLAIN);
}

/* Is the form written so in one that stands before it? */
static bool is_told(const struct medlit_part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (strcasecmp(part->forms[i].form, part->forms[at].form) == 0)
			return true;
	return false;
}

/* Of many forms the first, wherever they stand. */
static void add_first_forms(
	struct layout *layout, const struct medlit_part *part)
{
	size_t shown = 0, i;

	for (i = 0; i < part->form_count; i++) {
		if (is_told(part, i))
			continue;
		if (shown == FORMS_SHOWN) {
			layout_string(layout, " ...", STYLE_PLAIN);
			break;
		}
		layout_printf(layout, STYLE_PLAIN, "%s%s", shown ? ", " : " (",
			part->forms[i].form);
		shown++;
	}
	if (shown > 0)
		layout_string(layout, ")", STYLE_PLAIN);
}

/* Has it words of another paper, rather than of the question? */
static bool is_of_papers(const struct medlit_part *part)
{
	return strcmp(part->part, "like") == 0 ||
	       strcmp(part->part, "feedback") == 0;
}

void print_explanation(
	struct layout *layout, const struct medlit_hit *hit, size_t indent)
{
	size_t i;

	if (hit->part_count == 0)
		return;
	layout_printf(layout, STYLE_PLAIN, "Score %.4f", hit->explained);
	layout_end(layout, indent, indent);
	for (i = 0; i < hit->part_count; i++) {
		const struct medlit_part *part = &hit->parts[i];

		layout_printf(layout, STYLE_PLAIN, "%.4f ", part->weight);
		add_name(layout, part);
		if (is_of_papers(part))
			add_first_forms(layout, part);
		else
			add_forms(layout, part);
		layout_end(layout, indent + 2, indent + INDENT);
	}
}

/* ---- no papers ----------------------------------------------------------- */

static void add_total(struct layout *layout, size_t total, int exact)
{
	layout_printf(layout, STYLE_PLAIN, "%s%zu paper%s",
		exact ? "" : "at least ", total, total == 1 ? "" : "s");
}

static const char *change_words(const char *change)
{
	static const struct {
		const char *change, *words;
	} words[] = {
		{"words", "with any word of"},
		{"place", "anywhere"},
		{"distance", "at any distance"},
		{"not", "with or without"},
		{"any", "with any of the words"},
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(change, words[i].change) == 0)
			return words[i].words;
	return "without";
}

static void print_alone(
	struct layout *layout, const struct medlit_results *results)
{
	size_t i;

	for (i = 0; i < results->alone_count; i++) {
		const struct medlit_alone *alone = &results->alone[i];

		layout_printf(layout, STYLE_PLAIN, "%s%s ",
			i ? ", " : "Alone: ", alone->text);
		add_total(layout, alone->total, alone->total_exact);
	}
	layout_end(layout, 0, INDENT);
}

void print_relaxed(struct layout *layout, const struct medlit_results *results)
{
	size_t i;

	if (results->alone_count > 1)
		print_alone(layout, results);
	for (i = 0; i < results->relaxed_count; i++) {
		const struct medlit_relaxed *relaxed = &results->relaxed[i];

		layout_string(layout, "Try: ", STYLE_PLAIN);
		layout_string(layout, relaxed->question, STYLE_LABEL);
		layout_string(layout, " (", STYLE_PLAIN);
		add_total(layout, relaxed->total, relaxed->total_exact);
		layout_printf(layout, STYLE_PLAIN, " %s",
			change_words(relaxed->change));
		if (strcmp(relaxed->change, "any") != 0)
			layout_printf(layout, STYLE_PLAIN, " %s", relaxed->of);
		layout_string(layout, ")", STYLE_PLAIN);
		layout_end(layout, 0, INDENT);
	}
}
