/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any question gets an answer that accounts for all of it.
 *
 *	test_questions [COUNT]		`make soak` gives it a million
 *
 * Half of the questions are pieces in a random order, half are questions people
 * ask, changed in a few bytes.  Each is asked in one of the syntaxes.
 */
#include "config.h"

#include <ctype.h>

#include "tests/unit/service_shelf.h"

static unsigned long rounds = 4000;
static uint64_t seed = 7;

static unsigned roll(size_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((seed >> 33) % sides);
}

static const char *const pieces[] = {" AND ", " OR ", " NOT ", " NEAR/3 ",
	" adj2 ", "(", ")", " -", "\"", "~\"", "[ti]", "[tiab]", "[mh]", "[dp]",
	" [au]", "[sh]", "[ad]", "[sb]", "[xyz]", "[", "]", "[tiab:~3]",
	"ti:", " au:", "mh:", " year:", "foo:", ":", " : ", "2013", "2013:2018",
	"2018..2013", "liv*", "le*", "*", "\"liv*\"", "liver", " ", " ",
	" the ", "DgZ", "drugazole besylate", "XYZ-544", "XYZ 544+", "\xce\xb2",
	"\xe2\x80\x9c", "\xe2\x80\x9d", "=", "@drugazole", "t(9;22)", "mice,",
	"\n", "\n#1 ", "\n#2 ", " #1", "#2", "or/1-3", "{and #1,#2}", "1.8",
	".ti,ab.", "exp liver/", "liv$", "standard of care", "\t12,345", "?",
	"\xff", "vs", " 12345678 ", "10.1000/x", "PMID: 3", "NCT01234567"};
#define PIECES (sizeof(pieces) / sizeof(pieces[0]))

static const char *const asked[] = {"Does DgZ cause liver injury in mice?",
	"What is the OR for liver failure, 2.3 or more?",
	"DgZ vs standard of care: which is better for the liver",
	"\"drugazole besylate\"[tiab] AND (liver[mh] OR liver*[tw]) NOT "
	"mice[ti]",
	"#1 DgZ[tiab]\n#2 liver[mh] OR liver[ti]\n#3 #1 AND #2\n",
	"1. drugazole\n2. liver*[tiab]\n3. 1 and 2\n4. or/1-3",
	"(((drugazole OR XYZ-544) AND liver) NOT (animals[mh] NOT "
	"humans[mh])) AND 2013/01/01:2018/12/31[dp]",
	"XYZ544 p.V600E t(9;22)(q34;q11) 10^9/L mg/m2 p<0.001",
	"randomized controlled trial[pt] AND (DgZ NEAR/5 liver)",
	"SOC -DgZ =Marvelin MS@soc ~\"DgZ and the liver\"",
	"exp Liver/ and (drugazole or marvelin).ti,ab."};
#define ASKED (sizeof(asked) / sizeof(asked[0]))

#define TEXT_MAX 1500

static size_t make_random(char *text)
{
	size_t length = 0;

	for (unsigned n = 1 + roll(14); n; n--) {
		const char *piece = pieces[roll(PIECES)];

		memcpy(text + length, piece, strlen(piece));
		length += strlen(piece);
	}
	return length;
}

/* Bytes changed, taken out, doubled; or another piece put in. */
static size_t make_changed(char *text)
{
	const char *from = asked[roll(ASKED)];
	size_t length = strlen(from);

	memcpy(text, from, length);
	for (unsigned n = 1 + roll(6); n; n--) {
		size_t at = roll(length + 1), rest = length - at;
		const char *piece = pieces[roll(PIECES)];
		size_t cut = roll(rest + 1) / 4;

		switch (roll(4)) {
		case 0:
			if (rest)
				text[at] = (char)roll(256);
			break;
		case 1:
			memmove(text + at, text + at + cut, rest - cut);
			length -= cut;
			break;
		case 2:
			memmove(text + at + cut, text + at, rest);
			length += cut;
			break;
		default:
			memmove(text + at + strlen(piece), text + at, rest);
			memcpy(text + at, piece, strlen(piece));
			length += strlen(piece);
		}
	}
	return length;
}

/* Bytes of the whole question that a list of tokens takes; they are in order
 * and apart. */
static void mark_tokens(
	const json_t *tokens, char *taken, size_t length, const char *what)
{
	json_int_t before = 0;
	json_t *token;
	size_t i;

	json_array_foreach(tokens, i, token)
	{
		json_int_t start = number_of(token, "start");
		json_int_t end = number_of(token, "end");

		if (start < before || end <= start || end > (json_int_t)length)
			fail_msg("%s: token %zu", what, i);
		memset(taken + start, 1, (size_t)(end - start));
		before = end;
	}
}

/* All words of [start, end) are in a token, at least in part: syntax may cut
 * them elsewhere. */
static void check_words(const char *text, size_t start, size_t end,
	const char *taken, const char *what)
{
	struct slice part = {text + start, end - start};
	struct tokens tokens = text_tokens(shelf.analyser, part, &shelf.arena);

	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i];

		if (token->span == 1 && token->kind != TOKEN_SIGN &&
			!memchr(taken + start + token->start, 1,
				token->end - token->start))
			fail_msg("%s: byte %zu is in no token", what,
				start + token->start);
	}
}

static void check_account(const json_t *reply, const char *what)
{
	json_t *query = json_object_get(reply, "query"), *line;
	json_t *lines = json_object_get(reply, "lines");
	const char *text = text_of(query, "typed");
	size_t length = json_string_length(json_object_get(query, "typed"));
	char *taken = arena_array(&shelf.arena, char, length + 1);
	size_t i;

	if (!lines) {
		mark_tokens(
			json_object_get(query, "tokens"), taken, length, what);
		check_words(text, 0, length, taken, what);
	}
	json_array_foreach(lines, i, line)
	{
		mark_tokens(
			json_object_get(line, "tokens"), taken, length, what);
		check_words(text, (size_t)number_of(line, "start"),
			(size_t)number_of(line, "end"), taken, what);
	}
}

static void ask(const char *text, size_t length, const char *syntax)
{
	struct buffer target = BUFFER_INIT;
	unsigned status;
	json_t *reply;

	buffer_printf(&target,
		"/v1/search?limit=1&snippets=0&fields=id&syntax=%s&q=", syntax);
	for (size_t i = 0; i < length; i++)
		buffer_printf(&target, "%%%02x", (unsigned char)text[i]);
	reply = shelf_get(&shelf, target.data, &status);
	if (status == 200)
		check_account(reply, target.data);
	else if (status != 400 || strcmp(syntax, "strict") != 0 ||
		 strcmp(text_of(reply, "code"), "invalid") != 0 ||
		 number_of(reply, "position") > (json_int_t)(3 * length))
		fail_msg("%u for %s", status, target.data);
	json_decref(reply);
	buffer_clear(&target);
}

static void test_any_question(void **unused)
{
	static const char *const syntaxes[] = {
		"auto", "auto", "pubmed", "strategy", "strict", "plain"};
	char text[TEXT_MAX];

	(void)unused;
	for (unsigned long round = 0; round < rounds; round++) {
		size_t length =
			round % 2 ? make_random(text) : make_changed(text);

		ask(text, length, syntaxes[roll(6)]);
		if (round % 256 == 255)
			arena_reset(&shelf.arena);
	}
	print_message("%lu questions\n", rounds);
}

/* ---- a word that is none ------------------------------------------------- */

#define NONSENSE "unicornwombatxyz"

static int tells(const json_t *reply)
{
	json_t *warning;
	size_t i;

	json_array_foreach(json_object_get(reply, "warnings"), i,
		warning) if (strcasestr(json_string_value(warning),
				     NONSENSE)) return 1;
	return 0;
}

/* The question without and with it: another answer, or it is told. */
static void check_noticed(const char *without, const char *with)
{
	json_t *first = shelf_ask(&shelf, slice_of(without), "&limit=50");
	json_t *second = shelf_ask(&shelf, slice_of(with), "&limit=50");

	if (!tells(second) && slice_equal(shelf_ids(&shelf, first),
				      shelf_ids(&shelf, second)))
		fail_msg("%s: no word of it", with);
	json_decref(first);
	json_decref(second);
}

static void put_in(const char *form, const char *word, char *out)
{
	for (; *form; form++)
		if (*form == 'W' && !isalpha((unsigned char)form[1]))
			out = stpcpy(out, word);
		else if (*form == 'X')
			out = stpcpy(out, NONSENSE);
		else
			*out++ = *form;
	*out = '\0';
}

static void test_nonsense(void **unused)
{
	static const char *const names[] = {"liver", "DgZ", "Marvelin",
		"XYZ-544", "mice", "standard of care", "study", "besylate",
		"men", "drugazole"};
	/* W is a word, X the nonsense */
	static const char *const forms[] = {"W X", "Does W cause X?",
		"What is the W of choice, X", "\"W\" X", "W X[tiab]", "W AND X",
		"W OR X", "W NOT X", "(W OR mice) X", "W NEAR/3 X", "W -X",
		"W[ti] X", "W ti:X", "W AND X[au]", "W[mh] OR X[mh]", "\"W X\"",
		"~\"W X\"", "W AND X*", "W vs X", "W AND X[ta]"};
	size_t count = 0;

	(void)unused;
	for (size_t f = 0; f < sizeof(forms) / sizeof(forms[0]); f++)
		for (size_t w = 0; w < sizeof(names) / sizeof(names[0]); w++) {
			char with[200];

			put_in(forms[f], names[w], with);
			check_noticed(names[w], with);
			arena_reset(&shelf.arena);
			count++;
		}
	assert_int_equal(count, 200);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		WITH(open_drugs, test_any_question),
		WITH(open_drugs, test_nonsense),
	};

	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
