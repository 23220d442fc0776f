/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/guard.h"

#include <arpa/inet.h>

#define HEADERS_MAX 100
/* A request line is a target and this much: "OPTIONS " and " HTTP/1.1". */
#define AROUND_TARGET 17

static int refuse(struct problem *refusal, unsigned status, const char *code,
	const char *detail, size_t limit)
{
	*refusal = (struct problem){status, code, detail, limit};
	return -1;
}

static int bad(struct problem *refusal, const char *detail)
{
	return refuse(refusal, 400, "bad_request", detail, 0);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_letter(char c)
{
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'z';
}

/* A character of a name (RFC 9110, 5.6.2). */
static bool is_token(char c)
{
	return is_letter(c) || is_digit(c) ||
	       (c && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token_word(struct slice word)
{
	for (size_t i = 0; i < word.length; i++)
		if (!is_token(word.data[i]))
			return false;
	return word.length > 0;
}

/* A byte that may stand anywhere in a head, line ends left aside. */
static bool is_plain(char c)
{
	return ((unsigned char)c >= 0x20 && c != 0x7f) || c == '\t';
}

static int too_long(struct slice bytes, const struct guard_rules *rules,
	struct problem *refusal)
{
	size_t line = rules->uri_bytes + AROUND_TARGET;

	if (bytes.length > line && !memchr(bytes.data, '\r', line + 1))
		return refuse(refusal, 414, "too_long",
			"the address is too long", rules->uri_bytes);
	if (bytes.length > rules->head_bytes)
		return refuse(refusal, 431, "too_long",
			"the head of the request is too long",
			rules->head_bytes);
	return 0;
}

int guard_find_end(struct slice bytes, size_t *scanned,
	const struct guard_rules *rules, size_t *length,
	struct problem *refusal)
{
	const char *data = bytes.data;
	size_t at = *scanned;

	for (; at < bytes.length && at <= rules->head_bytes; at++) {
		char c = data[at];

		if (c == '\r') {
			if (at + 1 == bytes.length)
				break;
			if (data[at + 1] != '\n')
				return bad(refusal, "a CR without its LF");
		} else if (c == '\n') {
			if (at == 0 || data[at - 1] != '\r')
				return bad(refusal, "a LF without its CR");
			if (at >= 3 && data[at - 2] == '\n') {
				*length = at + 1;
				*scanned = at;
				bytes.length = at + 1;
				return too_long(bytes, rules, refusal) ? -1 : 1;
			}
			if (at == 1)
				return bad(refusal,
					"an empty line before the request");
		} else if (!is_plain(c)) {
			return bad(refusal, "a control character in the head");
		}
	}
	*scanned = at;
	return too_long(bytes, rules, refusal);
}

/* Cut off what comes before `c`; false when it is not there. */
static bool cut_at(struct slice *rest, char c, struct slice *before)
{
	const char *at =
		rest->length > 0 ? memchr(rest->data, c, rest->length) : NULL;

	if (!at)
		return false;
	*before = (struct slice){rest->data, (size_t)(at - rest->data)};
	rest->length -= before->length + 1;
	rest->data = at + 1;
	return true;
}

/* Cut off a line, which ends in CR LF. */
static bool cut_line(struct slice *rest, struct slice *line)
{
	if (!cut_at(rest, '\n', line) || line->length == 0 ||
		line->data[line->length - 1] != '\r')
		return false;
	line->length--;
	return true;
}

static int check_version(
	struct slice version, bool *one_one, struct problem *refusal)
{
	if (version.length != 8 || !slice_starts(version, "HTTP/") ||
		!is_digit(version.data[5]) || version.data[6] != '.' ||
		!is_digit(version.data[7]))
		return bad(refusal, "the request line is not METHOD PATH "
				    "HTTP/1.1");
	if (!slice_is(version, "HTTP/1.1") && !slice_is(version, "HTTP/1.0"))
		return refuse(refusal, 505, "bad_request",
			"only HTTP/1.1 and HTTP/1.0 are spoken here", 0);
	*one_one = version.data[7] == '1';
	return 0;
}

static int check_method(
	struct slice word, enum guard_method *method, struct problem *refusal)
{
	static const char *const known[] = {"GET", "HEAD", "POST", "OPTIONS"};
	static const char *const refused[] = {
		"PUT", "DELETE", "PATCH", "TRACE", "CONNECT"};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (slice_is(word, known[i])) {
			*method = (enum guard_method)i;
			return 0;
		}
	if (!is_token_word(word))
		return bad(refusal, "the method is not a word");
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (slice_is(word, refused[i]))
			return refuse(refusal, 405, "method_not_allowed",
				"the methods are GET, HEAD, POST and OPTIONS",
				0);
	return refuse(refusal, 501, "method_not_allowed",
		"the methods are GET, HEAD, POST and OPTIONS", 0);
}

static int check_escape(struct slice target, size_t at, struct problem *refusal)
{
	if (at + 2 >= target.length || hex_value(target.data[at + 1]) < 0 ||
		hex_value(target.data[at + 2]) < 0)
		return bad(
			refusal, "a % in the address without two hex digits");
	if (target.data[at + 1] == '0' && target.data[at + 2] == '0')
		return bad(refusal, "%00 in the address");
	return 0;
}

static int check_target(struct slice target, enum guard_method method,
	const struct guard_rules *rules, struct problem *refusal)
{
	if (target.length > rules->uri_bytes)
		return refuse(refusal, 414, "too_long",
			"the address is too long", rules->uri_bytes);
	if (method == GUARD_OPTIONS && slice_is(target, "*"))
		return 0;
	/* "//" would start a host for a parser of references. */
	if (!slice_starts(target, "/") || slice_starts(target, "//"))
		return bad(refusal, "the address does not start with one /");
	for (size_t i = 0; i < target.length; i++) {
		char c = target.data[i];

		if (c <= 0x20 || c >= 0x7f || c == '#')
			return bad(refusal,
				"a character in the address that must be "
				"written as % and two hex digits");
		if (c == '%' && check_escape(target, i, refusal))
			return -1;
	}
	return 0;
}

static int check_line(struct slice line, const struct guard_rules *rules,
	bool *one_one, struct guard_head *out, struct problem *refusal)
{
	struct slice method;

	if (!cut_at(&line, ' ', &method))
		return bad(refusal, "the request line is not METHOD PATH "
				    "HTTP/1.1");
	if (!cut_at(&line, ' ', &out->target))
		return refuse(refusal, 505, "bad_request",
			"the request line has no HTTP version", 0);
	if (check_version(line, one_one, refusal) ||
		check_method(method, &out->method, refusal))
		return -1;
	return check_target(out->target, out->method, rules, refusal);
}

/* The fields that are looked at: first those that decide how a request is read,
 * which must not be repeated. */
enum field {
	HOST,
	LENGTH,
	TRANSFER,
	EXPECT,
	ORIGIN,
	AUTHORIZATION,
	REPEATABLE,
	ACCEPT_ENCODING = REPEATABLE,
	IF_NONE_MATCH,
	CONNECTION,
	FIELDS
};

struct fields {
	struct slice value[FIELDS];
	unsigned count[FIELDS];
	bool close; /* Connection says so, in whichever of its lines */
};

static bool has_word(struct slice list, struct slice word)
{
	struct slice item;

	while (cut_at(&list, ',', &item))
		if (slice_equal_fold(slice_trim(item), word))
			return true;
	return slice_equal_fold(slice_trim(list), word);
}

static void note_field(
	struct fields *fields, struct slice name, struct slice value)
{
	static const char *const names[FIELDS] = {"host", "content-length",
		"transfer-encoding", "expect", "origin", "authorization",
		"accept-encoding", "if-none-match", "connection"};

	for (size_t i = 0; i < FIELDS; i++)
		if (slice_equal_fold(name, slice_of(names[i]))) {
			if (fields->count[i]++ == 0)
				fields->value[i] = value;
			if (i == CONNECTION && has_word(value, SLICE("close")))
				fields->close = true;
		}
}

static int read_fields(
	struct slice rest, struct fields *fields, struct problem *refusal)
{
	struct slice line, name;

	for (unsigned count = 0; cut_line(&rest, &line); count++) {
		if (line.length == 0)
			return 0;
		if (count == HEADERS_MAX)
			return refuse(refusal, 431, "too_long",
				"too many header fields", HEADERS_MAX);
		if (line.data[0] == ' ' || line.data[0] == '\t')
			return bad(refusal,
				"a header line that starts with a space");
		if (!cut_at(&line, ':', &name))
			return bad(refusal, "a header line without a colon");
		if (!is_token_word(name))
			return bad(refusal, "a header name that is not a word");
		note_field(fields, name, slice_trim(line));
	}
	return bad(refusal, "the head has no end");
}

static int check_counts(
	const struct fields *fields, bool one_one, struct problem *refusal)
{
	for (size_t i = 0; i < REPEATABLE; i++)
		if (fields->count[i] > 1)
			return bad(refusal, "a header field that must not be "
					    "repeated is");
	if (one_one && !fields->count[HOST])
		return bad(refusal, "there is no Host header");
	if (!fields->count[TRANSFER])
		return 0;
	if (fields->count[LENGTH])
		return bad(refusal,
			"both Content-Length and Transfer-Encoding are there");
	return refuse(refusal, 411, "bad_request",
		"send a Content-Length and no Transfer-Encoding", 0);
}

static int check_length(const struct fields *fields,
	const struct guard_rules *rules, struct guard_head *out,
	struct problem *refusal)
{
	struct slice digits = fields->value[LENGTH];
	size_t length = 0;

	if (!fields->count[LENGTH])
		return out->method == GUARD_POST
			       ? refuse(refusal, 411, "bad_request",
					 "a POST needs a Content-Length", 0)
			       : 0;
	if (digits.length == 0)
		return bad(refusal, "Content-Length is empty");
	for (size_t i = 0; i < digits.length; i++) {
		if (!is_digit(digits.data[i]))
			return bad(refusal, "Content-Length is not a number");
		if (length <= rules->body_bytes)
			length = length * 10 + (size_t)(digits.data[i] - '0');
	}
	if (length > 0 && out->method != GUARD_POST)
		return bad(refusal, "only a POST has a body");
	if (length > rules->body_bytes)
		return refuse(refusal, 413, "too_long",
			"the body is too long for a question: medlitd "
			"--print-limits has query_bytes, strategy_bytes and, "
			"for the whole body, body_bytes",
			rules->body_bytes);
	out->body_length = length;
	return 0;
}

/* Cut "host:port" or "[address]:port"; false when it is neither. */
static bool cut_port(struct slice *host)
{
	size_t at = 0;

	if (host->length > 0 && host->data[0] == '[') {
		while (at < host->length && host->data[at] != ']')
			at++;
		if (at++ == host->length)
			return false;
	} else {
		while (at < host->length && host->data[at] != ':')
			at++;
	}
	for (size_t i = at + 1; i < host->length; i++)
		if (!is_digit(host->data[i]))
			return false;
	if (at < host->length && host->data[at] != ':')
		return false;
	host->length = at;
	return at > 0;
}

/* The inside of a Host: a name, an IPv4 address or an IPv6 one in brackets. */
static bool is_host(struct slice host)
{
	bool bracketed = host.data[0] == '[';

	for (size_t i = bracketed; i + bracketed < host.length; i++) {
		char c = host.data[i];

		if (bracketed ? hex_value(c) < 0 && c != ':' && c != '.'
			      : !is_letter(c) && !is_digit(c) && c != '.' &&
					c != '-' && c != '_')
			return false;
	}
	return !bracketed || host.length > 2;
}

static bool is_own_host(struct slice host, const char *listening)
{
	char text[64];
	struct in_addr four;

	if (host.data[0] == '[') {
		host.data++;
		host.length -= 2;
		return slice_is(host, "::1") ||
		       slice_equal_fold(host, slice_of(listening));
	}
	if (slice_equal_fold(host, slice_of("localhost")) ||
		slice_is(host, listening))
		return true;
	if (host.length >= sizeof(text))
		return false;
	memcpy(text, host.data, host.length);
	text[host.length] = '\0';
	return inet_pton(AF_INET, text, &four) == 1 &&
	       ntohl(four.s_addr) >> 24 == 127;
}

static int check_host(const struct fields *fields,
	const struct guard_rules *rules, struct problem *refusal)
{
	struct slice host = fields->value[HOST];

	if (!fields->count[HOST])
		return 0;
	if (!cut_port(&host) || !is_host(host))
		return bad(refusal, "Host is not a name or an address");
	if (rules->host && !is_own_host(host, rules->host))
		return refuse(refusal, 421, "forbidden",
			"Host names another server than this one: ask "
			"localhost, or let a proxy ask on the unix socket",
			0);
	return 0;
}

/* Only a page of this very server may ask: nobody else's reads the answer. */
static int check_origin(const struct fields *fields, struct problem *refusal)
{
	struct slice origin = fields->value[ORIGIN];
	size_t scheme = slice_starts(origin, "https://") ? 8 : 7;

	if (!fields->count[ORIGIN])
		return 0;
	if (fields->count[HOST] &&
		(scheme == 8 || slice_starts(origin, "http://"))) {
		origin.data += scheme;
		origin.length -= scheme;
		if (slice_equal_fold(origin, fields->value[HOST]))
			return 0;
	}
	return refuse(refusal, 403, "forbidden",
		"a page of another origin may not ask here: serve it from "
		"the same, through a proxy",
		0);
}

static int check_expect(const struct fields *fields, struct guard_head *out,
	struct problem *refusal)
{
	if (!fields->count[EXPECT])
		return 0;
	if (!slice_equal_fold(fields->value[EXPECT], SLICE("100-continue")))
		return refuse(refusal, 417, "bad_request",
			"the only Expect known is 100-continue", 0);
	out->wants_continue = out->body_length > 0;
	return 0;
}

int guard_head(struct slice head, const struct guard_rules *rules,
	struct guard_head *out, struct problem *refusal)
{
	struct guard_head read = {0};
	struct fields fields = {0};
	struct slice line = SLICE_EMPTY;
	bool one_one = false;

	if (!cut_line(&head, &line))
		return bad(refusal, "the head has no end");
	if (check_line(line, rules, &one_one, &read, refusal) ||
		read_fields(head, &fields, refusal) ||
		check_counts(&fields, one_one, refusal) ||
		check_length(&fields, rules, &read, refusal) ||
		check_host(&fields, rules, refusal) ||
		check_origin(&fields, refusal) ||
		check_expect(&fields, &read, refusal))
		return -1;
	read.authorization = fields.value[AUTHORIZATION];
	read.accept_encoding = fields.value[ACCEPT_ENCODING];
	read.if_none_match = fields.value[IF_NONE_MATCH];
	read.last = fields.close || !one_one;
	*out = read;
	return 0;
}
