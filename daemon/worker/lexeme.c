/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to pieces; lexeme_settle.c decides which of them are syntax. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/lexeme_internal.h"
#include "daemon/worker/query.h"

struct scanner {
	struct lexemes *out;
	struct slice text;
	struct quotes quotes;
	size_t next_quote;
	unsigned inside; /* open brackets that are letters of words */
	const struct lexeme_rules *rules;
	struct arena *arena;
};

static struct lexeme *add(
	struct scanner *s, enum lexeme_kind kind, size_t start, size_t end)
{
	struct lexemes *out = s->out;

	out->items = query_grow(
		out->items, out->count, sizeof(*out->items), s->arena);
	out->items[out->count] = (struct lexeme){
		.kind = kind, .start = (uint32_t)start, .end = (uint32_t)end};
	return &out->items[out->count++];
}

static unsigned char byte_at(const struct scanner *s, size_t at)
{
	return at < s->text.length ? (unsigned char)s->text.data[at] : ' ';
}

static int is_blank_at(const struct scanner *s, size_t at)
{
	return isspace(byte_at(s, at));
}

/* Part of a word: letters, digits and all that is not ASCII. */
static int is_letter_at(const struct scanner *s, size_t at)
{
	return isalnum(byte_at(s, at)) || byte_at(s, at) >= 0x80;
}

static struct slice part(const struct scanner *s, size_t start, size_t end)
{
	return (struct slice){s->text.data + start, end - start};
}

/* ---- quotations ---------------------------------------------------------- */

/* Bytes of the mark that opens a quotation here; 0: none does. */
static size_t opening_mark(const struct scanner *s, size_t at)
{
	size_t length = byte_at(s, at) == '"' ? 1 : 3;

	if (length == 3 && byte_at(s, at) != 0xe2)
		return 0;
	return s->next_quote < s->quotes.count &&
			       s->quotes.items[s->next_quote].start ==
				       at + length
		       ? length
		       : 0;
}

static size_t scan_quote(struct scanner *s, enum lexeme_kind kind, size_t start)
{
	const struct quote *quote = &s->quotes.items[s->next_quote++];
	size_t end = quote->end + (byte_at(s, quote->end) == '"' ? 1u : 3u);

	add(s, kind, start, end);
	return end;
}

/* A mark that nothing closes; behind a number it is one of inches or of
 * seconds. */
static void note_open_quote(struct scanner *s, size_t at)
{
	struct lexeme mark = {.kind = LEX_QUOTE,
		.start = (uint32_t)at,
		.end = (uint32_t)at + (byte_at(s, at) == '"' ? 1 : 3)};

	if (at == 0 || !isdigit(byte_at(s, at - 1)))
		lexemes_note_piece(s->out, mark, 1,
			"is never closed; the words behind it were not read as "
			"a phrase",
			s->arena);
}

/* ---- tags ---------------------------------------------------------------- */

static size_t scan_tag(
	struct scanner *s, size_t at, const struct lexeme_tag *tag)
{
	struct lexeme *lexeme = add(s, LEX_TAG, at, tag->end);

	lexeme->field = tag->field;
	lexeme->number = tag->number;
	lexeme->near = tag->near;
	if (tag->open)
		lexemes_note_piece(s->out, *lexeme, 1,
			"is never closed; it was read as a field", s->arena);
	if (!tag->field)
		lexemes_note(s->out, lexeme->start, 1,
			arena_printf(s->arena,
				"No field is called \"%.*s\"; its words were "
				"searched everywhere",
				SLICE_PRINT(part(s, at, tag->end))),
			s->arena);
	return tag->end;
}

/* ---- words --------------------------------------------------------------- */

/* Bytes of a prefix that starts here, with its colon; 0: none. */
static size_t prefix_length(const struct scanner *s, size_t at)
{
	size_t end = at;

	while (islower(byte_at(s, end)) || byte_at(s, end) == '_' ||
		isdigit(byte_at(s, end)))
		end++;
	if (byte_at(s, end) != ':' || end - at < 2 ||
		byte_at(s, end + 1) == '/' || byte_at(s, end + 1) == ':')
		return 0;
	return end + 1 - at;
}

static size_t scan_word(struct scanner *s, size_t start);

static size_t scan_prefix(struct scanner *s, size_t at, size_t length)
{
	const struct field *field = field_find(part(s, at, at + length - 1));

	if (is_blank_at(s, at + length)) {
		if (field)
			lexemes_note_piece(s->out,
				(struct lexeme){.kind = LEX_WORD,
					.start = (uint32_t)at,
					.end = (uint32_t)(at + length)},
				1,
				"has no word right behind it; it was searched "
				"as a word",
				s->arena);
		return 0;
	}
	if (field && field->kind != FIELD_ABSENT) {
		add(s, LEX_PREFIX, at, at + length)->field = field;
		at += length;
		/* an id may look like a field: like:doi:10.1/x */
		return field->kind == FIELD_LIKE && !opening_mark(s, at)
			       ? scan_word(s, at)
			       : at;
	}
	for (size_t i = at; i + 1 < at + length; i++)
		if (isdigit(byte_at(s, i))) /* O157:H7 in small letters */
			return 0;
	if (islower(byte_at(s, at)))
		lexemes_note(s->out, (uint32_t)at, 1,
			arena_printf(s->arena,
				"No field is called \"%.*s\"; its words were "
				"searched everywhere",
				SLICE_PRINT(part(s, at, at + length))),
			s->arena);
	return 0;
}

/* NEAR, NEAR/5; as Ovid has it, adj5: at most four between. */
static int read_near(struct slice word, uint32_t *number)
{
	int ovid = slice_starts(word, "adj");
	size_t digits = ovid ? 3 : 5;

	*number = 10;
	if (slice_is(word, "NEAR"))
		return 1;
	if ((!ovid && !slice_starts(word, "NEAR/")) || word.length == digits ||
		word.length > digits + 4)
		return 0;
	*number = 0;
	for (size_t i = digits; i < word.length; i++) {
		if (!isdigit((unsigned char)word.data[i]))
			return 0;
		*number = 10 * *number + (uint32_t)(word.data[i] - '0');
	}
	if (ovid && *number > 0)
		--*number;
	return 1;
}

static enum lexeme_kind kind_of(
	const struct scanner *s, struct slice word, uint32_t *number)
{
	static const struct {
		const char *word;
		enum lexeme_kind kind;
	} words[] = {{"AND", LEX_AND}, {"OR", LEX_OR}, {"NOT", LEX_NOT},
		{":", LEX_COLON}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (s->rules->numbers ? slice_equal_fold(
						word, slice_of(words[i].word))
				      : slice_is(word, words[i].word))
			return words[i].kind;
	return read_near(word, number) ? LEX_NEAR : LEX_WORD;
}

/* "leuk*", also before a comma: the star's place; 0: there is none. */
static size_t star_of(const struct scanner *s, size_t start, size_t end)
{
	size_t letters = 0;

	while (end > start && strchr(",;.?", byte_at(s, end - 1)))
		end--;
	if (end == start || byte_at(s, --end) != '*')
		return 0;
	for (size_t i = start; i < end; i++) {
		if (!is_letter_at(s, i) && byte_at(s, i) != '-')
			return 0;
		letters += is_letter_at(s, i) && (byte_at(s, i) & 0xc0) != 0x80;
	}
	if (letters >= CUT_LETTERS)
		return end;
	if (letters)
		lexemes_note(s->out, (uint32_t)start, 1,
			arena_printf(s->arena,
				"\"%.*s\" was read without its star, which "
				"needs %d letters before it",
				SLICE_PRINT(part(s, start, end + 1)),
				CUT_LETTERS),
			s->arena);
	return 0;
}

static size_t word_end(struct scanner *s, size_t at)
{
	struct lexeme_tag tag;
	size_t start = at;

	for (; at < s->text.length && !is_blank_at(s, at); at++) {
		if (opening_mark(s, at) ||
			(at > start &&
				(lexeme_read_tag(s->text, at, &tag) ||
					lexeme_ovid_length(s->text, at))))
			break;
		if (byte_at(s, at) == '(')
			s->inside++;
		else if (byte_at(s, at) == ')' && !s->inside)
			break;
		else if (byte_at(s, at) == ')')
			s->inside--;
	}
	return at;
}

/* What a star or a question mark inside a word would mean is not followed; nor
 * is a line of a strategy outside of one. */
static void note_word(struct scanner *s, struct slice word, size_t start)
{
	const char *mark = memchr(word.data, '*', word.length);
	size_t at, digits = 1;

	if (!mark)
		mark = memchr(word.data, '?', word.length);
	at = mark ? (size_t)(mark - word.data) : 0;
	if (at > 0 && at + 1 < word.length &&
		islower((unsigned char)mark[-1]) &&
		islower((unsigned char)mark[1]))
		lexemes_note(s->out, (uint32_t)start, 1,
			arena_printf(s->arena,
				"The \"%c\" in \"%.*s\" was read as a blank; a "
				"word is cut at its end only",
				*mark, SLICE_PRINT(word)),
			s->arena);
	while (digits < word.length &&
		isdigit((unsigned char)word.data[digits]))
		digits++;
	if (word.data[0] == '#' && word.length > 1 && digits == word.length)
		lexemes_note(s->out, (uint32_t)start, 0,
			arena_printf(s->arena,
				"\"%.*s\" would be a line of a strategy, which "
				"syntax=strategy reads; it was searched as a "
				"number",
				SLICE_PRINT(word)),
			s->arena);
}

static size_t scan_word(struct scanner *s, size_t start)
{
	size_t end = word_end(s, start), star = star_of(s, start, end);
	struct slice word = part(s, start, end);
	uint32_t number = 0;
	enum lexeme_kind kind = kind_of(s, word, &number);

	if (star) {
		add(s, LEX_CUT, start, star + 1);
		return star + 1;
	}
	note_word(s, word, start);
	add(s, kind, start, end)->number = number;
	if (number > NEAR_MAX) {
		s->out->items[s->out->count - 1].number = NEAR_MAX;
		lexemes_note(s->out, (uint32_t)start, 1,
			arena_printf(s->arena,
				"NEAR reaches over %d words at most", NEAR_MAX),
			s->arena);
	}
	return end;
}

static size_t scan_ovid(struct scanner *s, size_t at, size_t length)
{
	add(s, LEX_IGNORED, at, at + length);
	lexemes_note(s->out, (uint32_t)at, 1,
		arena_printf(s->arena,
			"\"%.*s\" is how Ovid writes fields and was not "
			"followed; here it is [tiab], [tw] ..., and AND, OR, "
			"NOT are in capitals",
			SLICE_PRINT(part(s, at, at + length))),
		s->arena);
	return at + length;
}

/* ---- the question -------------------------------------------------------- */

/* "-" right before a word and behind a blank. */
static int is_minus(const struct scanner *s, size_t at)
{
	unsigned char next = byte_at(s, at + 1);

	return byte_at(s, at) == '-' &&
	       (at == 0 || is_blank_at(s, at - 1) ||
		       byte_at(s, at - 1) == '(') &&
	       (isalpha(next) || next == '(' || next >= 0x80 ||
		       opening_mark(s, at + 1));
}

/* Right behind a tag: "2013[dp]:2018[dp]". */
static int is_colon(const struct scanner *s, size_t at)
{
	const struct lexemes *out = s->out;

	return byte_at(s, at) == ':' && out->count &&
	       out->items[out->count - 1].kind == LEX_TAG &&
	       out->items[out->count - 1].end == at;
}

/* Returns the byte behind the piece that starts at text[at]. */
static size_t scan(struct scanner *s, size_t at)
{
	struct lexeme_tag tag;
	size_t length;

	if (s->rules->lines) {
		length = lexeme_line_length(s->text, at, s->rules->numbers);
		if (length) {
			add(s, LEX_LINE, at, at + length);
			return at + length;
		}
	}
	if (is_colon(s, at)) {
		add(s, LEX_COLON, at, at + 1);
		return at + 1;
	}

	if (opening_mark(s, at))
		return scan_quote(s, LEX_QUOTE, at);
	if (byte_at(s, at) == '~' && opening_mark(s, at + 1))
		return scan_quote(s, LEX_NAMES, at);
	if (byte_at(s, at) == '(' || (byte_at(s, at) == ')' && !s->inside)) {
		add(s, byte_at(s, at) == '(' ? LEX_OPEN : LEX_CLOSE, at,
			at + 1);
		return at + 1;
	}
	if (lexeme_read_tag(s->text, at, &tag))
		return scan_tag(s, at, &tag);
	length = lexeme_ovid_length(s->text, at);
	if (length)
		return scan_ovid(s, at, length);
	if (is_minus(s, at)) {
		add(s, LEX_MINUS, at, at + 1);
		return at + 1;
	}
	length = prefix_length(s, at);
	if (length && (length = scan_prefix(s, at, length)))
		return length;
	return scan_word(s, at);
}

struct lexemes lexemes_read(struct slice text, uint32_t from, uint32_t to,
	const struct lexeme_rules *rules, struct arena *arena)
{
	struct lexemes all = {
		.text = {text.data, to}, .lines = rules->lines};
	struct scanner s = {.out = &all,
		.text = all.text,
		.quotes = quotes_find(
			(struct slice){text.data + from, to - from}, arena),
		.rules = rules,
		.arena = arena};

	for (size_t i = 0; i < s.quotes.count; i++) {
		s.quotes.items[i].start += from;
		s.quotes.items[i].end += from;
	}
	if (s.quotes.open != QUOTE_NONE)
		note_open_quote(&s, from + s.quotes.open);
	for (size_t at = from; at < to;) {
		size_t end = is_blank_at(&s, at) ? at + 1 : scan(&s, at);

		at = end > at ? end : at + 1;
	}
	lexemes_find_ovid(&all, arena);
	lexemes_settle(&all, rules, arena);
	return all;
}
