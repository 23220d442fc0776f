/* SPDX-License-Identifier: MIT */
/* medlit show, analyze, suggest, status: one reply each, as text or as it
 * came. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/commands.h"
#include "client/cli/memory.h"
#include "client/cli/print.h"
#include "client/cli/report.h"

#define INDENT 4

/* Paragraphs are separated by a blank line. */
static void print_paragraphs(struct layout *layout, const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t length = end ? (size_t)(end - text) : strlen(text);

		layout_add(layout, text, length, STYLE_PLAIN);
		layout_end(layout, INDENT, INDENT);
		text += length;
		text += strspn(text, "\n");
	}
}

/* Is that the id it is called by, "DOI:10.1002/x"? */
static bool is_its_name(const char *id, const struct medlit_id *other)
{
	size_t scheme = strlen(other->scheme);

	if (strncasecmp(id, other->scheme, scheme) == 0 && id[scheme] == ':')
		id += scheme + 1;
	return strcmp(id, other->value) == 0;
}

static void print_document(
	struct layout *layout, const struct medlit_document *document)
{
	const struct medlit_paper *paper = &document->paper;
	size_t i;

	print_paper(layout, paper, NULL, 0, "");
	for (i = 0; i < paper->id_count; i++) {
		if (is_its_name(paper->id, &paper->ids[i]))
			continue;
		layout_printf(layout, STYLE_PLAIN, "%s: %s",
			paper->ids[i].scheme, paper->ids[i].value);
		layout_end(layout, 0, INDENT);
	}
	if (paper->url) {
		layout_string(layout, paper->url, STYLE_PLAIN);
		layout_end(layout, 0, INDENT);
	}
	for (i = 0; i < document->keywords.count; i++)
		layout_printf(layout, STYLE_PLAIN, "%s%s",
			i ? "; " : "Keywords: ", document->keywords.items[i]);
	layout_end(layout, 0, INDENT);
	for (i = 0; i < document->section_count; i++) {
		const struct medlit_section *section = &document->sections[i];

		putchar('\n');
		layout_string(layout,
			section->title ? section->title : section->kind,
			STYLE_LABEL);
		layout_end(layout, 0, INDENT);
		print_paragraphs(layout, section->text);
	}
}

int command_show(const struct options *options, struct layout *layout)
{
	struct medlit_document *document;
	struct medlit_client *client;
	struct medlit_error err;
	int code = EXIT_HIT;

	if (options->word_count != 1 || !command_has_words(options))
		return report_usage(options,
			"show takes one id, as in: medlit show PMID:101. To "
			"search for the words: medlit search show ...");
	client = command_connect(options, &code);
	if (!client)
		return code;
	if (medlit_document(client, options->words[0], &document, &err)) {
		code = report_error(options, client,
			err.code == MEDLIT_NOT_FOUND ? options->words[0] : NULL,
			&err);
	} else {
		if (options->format == FORMAT_JSON)
			print_json(medlit_document_json(document));
		else
			print_document(layout, document);
		medlit_document_free(document);
	}
	medlit_close(client);
	return code;
}

static void print_named(const char *name, const char *value)
{
	if (!value)
		return;
	fputs(name, stdout);
	layout_clean(stdout, value);
}

static void print_joined(const char *name, const struct medlit_strings *list)
{
	fputs(name, stdout);
	for (size_t i = 0; i < list->count; i++) {
		putchar(' ');
		layout_clean(stdout, list->items[i]);
	}
	if (list->count == 0)
		fputs(" (none)", stdout);
}

static void print_abbreviation(const struct medlit_abbreviation *found)
{
	printf("%zu-%zu\tabbreviation\t", found->start, found->end);
	layout_clean(stdout, found->short_form);
	fputs(" = ", stdout);
	layout_clean(stdout, found->long_form);
	putchar('\n');
}

static void print_analysis(const struct medlit_analysis *analysis)
{
	size_t i, j;

	for (i = 0; i < analysis->token_count; i++) {
		const struct medlit_analysis_token *token =
			&analysis->tokens[i];

		printf("%zu-%zu\tposition %zu\t", token->start, token->end,
			token->position);
		layout_clean(stdout, token->text);
		putchar('\t');
		layout_clean(stdout, token->kind ? token->kind : "");
		for (j = 0; j < token->flags.count; j++) {
			putchar(' ');
			layout_clean(stdout, token->flags.items[j]);
		}
		print_joined("\tterms", &token->terms);
		print_named("\tconcept ", token->concept_id);
		print_named("\tstatus ", token->status);
		print_named("\tdropped: ", token->dropped);
		putchar('\n');
	}
	for (i = 0; i < analysis->concept_count; i++) {
		const struct medlit_concept *found = &analysis->concepts[i];

		printf("%zu-%zu\tconcept\t", found->start, found->end);
		layout_clean(stdout, found->form ? found->form : "");
		fputs(" -> ", stdout);
		layout_clean(stdout, found->preferred ? found->preferred
						      : found->concept_id);
		putchar('\n');
	}
	for (i = 0; i < analysis->abbreviation_count; i++)
		print_abbreviation(&analysis->abbreviations[i]);
}

int command_analyze(const struct options *options, struct layout *layout)
{
	struct medlit_analysis *analysis;
	struct medlit_client *client;
	struct medlit_error err;
	int code = EXIT_HIT;
	char *text;

	(void)layout; /* a table is not wrapped */
	if (!command_has_words(options))
		return report_usage(options,
			"no text to analyze. Ask as in: medlit analyze 'SOS "
			"after HSCT'");
	if (options->as && strcmp(options->as, "index") != 0 &&
		strcmp(options->as, "query") != 0)
		return report_usage(options,
			"--as: '%s' is neither index nor query", options->as);
	client = command_connect(options, &code);
	if (!client)
		return code;
	text = command_words(options);
	if (medlit_analyze(client, text, options->as, &analysis, &err)) {
		code = report_error(options, client, NULL, &err);
	} else {
		if (options->format == FORMAT_JSON)
			print_json(medlit_analysis_json(analysis));
		else
			print_analysis(analysis);
		medlit_analysis_free(analysis);
	}
	free(text);
	medlit_close(client);
	return code;
}

static void print_names(const struct medlit_names *names)
{
	for (size_t i = 0; i < names->name_count; i++) {
		const struct medlit_name *name = &names->names[i];

		printf("%zu\t", name->documents);
		layout_clean(stdout, name->name);
		if (name->preferred && strcmp(name->preferred, name->name)) {
			fputs(" -> ", stdout);
			layout_clean(stdout, name->preferred);
		}
		putchar('\n');
	}
}

int command_suggest(const struct options *options, struct layout *layout)
{
	struct medlit_client *client;
	struct medlit_names *names;
	struct medlit_error err;
	int code = EXIT_HIT;
	char *start;

	(void)layout; /* a table is not wrapped */
	if (!command_has_words(options))
		return report_usage(options,
			"suggest takes the start of a name, as in: medlit "
			"suggest inotu");
	client = command_connect(options, &code);
	if (!client)
		return code;
	start = command_words(options);
	if (medlit_suggest(client, start, options->limit, &names, &err)) {
		code = report_error(options, client, NULL, &err);
	} else {
		code = names->name_count ? EXIT_HIT : EXIT_NONE;
		if (code == EXIT_NONE && options->limit > 0)
			report_note(options,
				"no name that a paper has starts with '%s'",
				start);
		if (options->format == FORMAT_JSON)
			print_json(medlit_names_json(names));
		else
			print_names(names);
		medlit_names_free(names);
	}
	free(start);
	medlit_close(client);
	return code;
}

static void print_status(
	const struct medlit_client *client, const struct medlit_status *status)
{
	size_t i;

	fputs("daemon\t", stdout);
	layout_clean(stdout, medlit_address(client));
	if (status->version) {
		fputs("\nversion\t", stdout);
		layout_clean(stdout, status->version);
	}
	printf("\npapers\t%zu\n", status->documents);
	if (status->generation) {
		fputs("index\t", stdout);
		layout_clean(stdout, status->generation);
		printf(", revision %zu\n", status->revision);
	}
	printf("up\t%.0f s\n", status->uptime);
	for (i = 0; i < status->warnings.count; i++) {
		fputs("warning\t", stdout);
		layout_clean(stdout, status->warnings.items[i]);
		putchar('\n');
	}
}

int command_status(const struct options *options, struct layout *layout)
{
	struct medlit_status *status;
	struct medlit_client *client;
	struct medlit_error err;
	int code = EXIT_HIT;

	(void)layout;
	if (options->word_count > 0)
		return report_usage(options,
			"status takes no words. To search for them: medlit "
			"search status %s ...",
			options->words[0]);
	client = command_connect(options, &code);
	if (!client)
		return code;
	if (medlit_status(client, &status, &err)) {
		code = report_error(options, client, NULL, &err);
	} else {
		if (options->format == FORMAT_JSON)
			print_json(medlit_status_json(status));
		else
			print_status(client, status);
		medlit_status_free(status);
	}
	medlit_close(client);
	return code;
}
