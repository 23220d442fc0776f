/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the elements of a page mean for its text. */
#include "config.h"

#include "indexer/reader/extract/extract.h"

#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum element_rule element_rule(const char *name)
{
	static const struct {
		const char *name;
		enum element_rule rule;
	} rules[] = {
		{"p", ELEMENT_BLOCK}, {"li", ELEMENT_BLOCK},
		{"tr", ELEMENT_BLOCK}, {"caption", ELEMENT_BLOCK},
		{"figcaption", ELEMENT_BLOCK}, {"h1", ELEMENT_BLOCK},
		{"h2", ELEMENT_BLOCK}, {"h3", ELEMENT_BLOCK},
		{"h4", ELEMENT_BLOCK}, {"h5", ELEMENT_BLOCK},
		{"h6", ELEMENT_BLOCK}, {"dt", ELEMENT_BLOCK},
		{"dd", ELEMENT_BLOCK}, {"blockquote", ELEMENT_BLOCK},
		{"pre", ELEMENT_BLOCK}, {"address", ELEMENT_BLOCK},
		{"div", ELEMENT_GROUP}, {"section", ELEMENT_GROUP},
		{"table", ELEMENT_GROUP}, {"ul", ELEMENT_GROUP},
		{"ol", ELEMENT_GROUP}, {"dl", ELEMENT_GROUP},
		{"figure", ELEMENT_GROUP}, {"body", ELEMENT_GROUP},
		{"center", ELEMENT_GROUP}, {"hr", ELEMENT_GROUP},
		{"details", ELEMENT_GROUP}, {"fieldset", ELEMENT_GROUP},
		{"article", ELEMENT_ARTICLE}, {"main", ELEMENT_ARTICLE},
		{"td", ELEMENT_SPACE}, {"th", ELEMENT_SPACE},
		{"br", ELEMENT_SPACE}, {"img", ELEMENT_SPACE},
		{"sup", ELEMENT_RAISED}, {"nav", ELEMENT_ASIDE},
		{"header", ELEMENT_ASIDE}, {"footer", ELEMENT_ASIDE},
		{"aside", ELEMENT_ASIDE}, {"form", ELEMENT_ASIDE},
		{"menu", ELEMENT_ASIDE}, {"dialog", ELEMENT_ASIDE},
		{"script", ELEMENT_HIDDEN}, {"style", ELEMENT_HIDDEN},
		{"noscript", ELEMENT_HIDDEN}, {"button", ELEMENT_HIDDEN},
		{"select", ELEMENT_HIDDEN}, {"textarea", ELEMENT_HIDDEN},
		{"svg", ELEMENT_HIDDEN}, {"template", ELEMENT_HIDDEN},
		{"iframe", ELEMENT_HIDDEN}, {"object", ELEMENT_HIDDEN},
		{"annotation", ELEMENT_HIDDEN},
	};

	for (size_t i = 0; i < COUNT(rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return rules[i].rule;
	return ELEMENT_INLINE;
}

const char *element_attribute(const char *const *attributes, const char *name)
{
	for (size_t i = 0; attributes && attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1] ? attributes[i + 1] : "";
	return NULL;
}

static bool is_in(const char *word, size_t length, const char *const *list,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == length &&
			strncasecmp(list[i], word, length) == 0)
			return true;
	return false;
}

/* One class or id, in words: "related-articles", "cookie_banner". */
static bool token_is_furniture(const char *token, size_t length)
{
	static const char *const furniture[] = {"cookie", "cookies", "banner",
		"newsletter", "subscribe", "subscription", "related",
		"recommended", "recommendations", "share", "sharing", "social",
		"breadcrumb", "breadcrumbs", "menu", "nav", "navigation",
		"navbar", "sidebar", "comments", "advert", "advertisement",
		"ad", "ads", "promo", "promotion", "footer", "masthead",
		"toolbar", "popup", "modal", "tooltip", "references",
		"reflist", "bibliography", "login", "signin", "toc"};
	/* "content-with-sidebar" holds the content. */
	static const char *const content[] = {"with", "has", "no", "not",
		"content", "main", "article", "body", "wrapper", "container",
		"layout", "page", "inline"};
	bool found = false;

	for (size_t at = 0; at < length;) {
		size_t end = at;

		while (end < length && !strchr("-_:", token[end]))
			end++;
		if (is_in(token + at, end - at, content, COUNT(content)))
			return false;
		found |= is_in(token + at, end - at, furniture,
			COUNT(furniture));
		at = end + 1;
	}
	return found || is_in(token, length, (const char *const[]){"ref-list",
						     "citation-list"}, 2);
}

static bool names_furniture(const char *value)
{
	while (value && *value) {
		size_t length = strcspn(value, " \t\r\n");

		if (length > 0 && token_is_furniture(value, length))
			return true;
		value += length + (value[length] != '\0');
	}
	return false;
}

static bool holds(const char *value, const char *part)
{
	size_t length = strlen(part);

	for (; value && *value; value++)
		if (strncasecmp(value, part, length) == 0)
			return true;
	return false;
}

bool element_is_byline(const char *const *attributes)
{
	static const char *const places[] = {"class", "id", "itemprop"};
	static const char *const lists[] = {
		"author", "contrib-group", "contributors", "byline"};
	/* What is told of authors besides. */
	static const char *const others[] = {"aff", "info", "note", "bio",
		"contact", "card", "corresp", "detail", "contribution", "for"};

	for (size_t i = 0; i < COUNT(places); i++) {
		const char *value = element_attribute(attributes, places[i]);
		bool list = false, other = false;

		for (size_t n = 0; n < COUNT(lists); n++)
			list |= holds(value, lists[n]);
		for (size_t n = 0; n < COUNT(others); n++)
			other |= holds(value, others[n]);
		if (list && !other)
			return true;
	}
	return false;
}

bool element_is_furniture(const char *name, const char *const *attributes)
{
	static const char *const roles[] = {"navigation", "banner",
		"contentinfo", "complementary", "search", "dialog", "menu",
		"doc-bibliography"};
	const char *role = element_attribute(attributes, "role");
	const char *style = element_attribute(attributes, "style");
	const char *hidden = element_attribute(attributes, "aria-hidden");

	/* The classes of a whole page tell what is on it somewhere; those of
	 * words and headings what they look like. */
	if (strcmp(name, "html") == 0 || strcmp(name, "body") == 0 ||
		strcmp(name, "main") == 0 || strcmp(name, "article") == 0)
		return false;
	if (element_attribute(attributes, "hidden") ||
		(hidden && strcmp(hidden, "true") == 0))
		return true;
	if (style && (strstr(style, "display:none") ||
			     strstr(style, "display: none")))
		return true;
	if (role && is_in(role, strlen(role), roles, COUNT(roles)))
		return true;
	return names_furniture(element_attribute(attributes, "class")) ||
	       names_furniture(element_attribute(attributes, "id"));
}
