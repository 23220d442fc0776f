/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scores are what the header says, reckoned here document by document, over one
 * shard and three, whether all are asked for or few; no bound is below a score.
 */
#include "libxapian-c/testing_match.h"

#include <cmath>
#include <map>
#include <string>

#include "libxapian-c/testing.h"

namespace
{

constexpr int shards = 3, documents = 2000;
/* A word of rank r is in every r-th document or so. */
constexpr int vocabulary = 60;

/* Some words are more frequent in a text than counts. */
constexpr struct xc_scale scale = {0.5, 3};

/* The same pseudo-random words in every run. */
unsigned next_number(unsigned &seed)
{
	seed = seed * 1103515245u + 12345u;
	return seed >> 16;
}

struct Text {
	std::map<std::string, int> counts;
	std::map<std::string, std::vector<uint32_t>> places;
};

std::vector<Text> texts; /* by document */

std::string make_text(unsigned &seed)
{
	const unsigned length = 1 + next_number(seed) % 60;
	std::string text;

	texts.emplace_back();
	for (unsigned i = 0; i < length; i++) {
		const unsigned limit = 1 + next_number(seed) % vocabulary;

		const std::string word =
			"w" + std::to_string(next_number(seed) % limit);

		text += word + " ";
		texts.back().counts[word]++;
		texts.back().places[word].push_back(i + 1);
	}
	return text;
}

/* Round robin, so that the ids over the shards are those of the single one. */
void fill(struct xc_writer *single, struct xc_writer **parts)
{
	unsigned seed = 1;

	for (int i = 0; i < documents; i++) {
		const std::string text = make_text(seed);
		const std::string key = "k" + std::to_string(i);

		must_put(single, key.c_str(), text.c_str());
		must_put(parts[i % shards], key.c_str(), text.c_str());
	}
}

int databases_setup(void **state)
{
	struct xc_writer *single, *parts[shards];

	if (folder_setup(state) < 0)
		return -1;
	single = must_create(path_in(state, "single"));
	for (int i = 0; i < shards; i++)
		parts[i] =
			must_create(path_in(state, std::to_string(i).c_str()));
	fill(single, parts);
	must_commit(single);
	xc_writer_close(single);
	for (struct xc_writer *part : parts) {
		must_commit(part);
		xc_writer_close(part);
	}
	return 0;
}

Xapian::Database open_single(void **state)
{
	return Xapian::Database(path_in(state, "single"));
}

Xapian::Database open_shards(void **state)
{
	Xapian::Database all;

	for (int i = 0; i < shards; i++)
		all.add_database(Xapian::Database(
			path_in(state, std::to_string(i).c_str())));
	return all;
}

/* ---- the reference --------------------------------------------------------
 */

/* What a node says of a document. */
struct Said {
	bool found;
	double weight;
	unsigned wdf; /* of a term or of terms taken for one */
	std::vector<uint32_t> places; /* of a term or an OR of terms */
};

double documents_with(const std::string &word)
{
	static std::map<std::string, double> known;
	const auto [at, is_new] = known.emplace(word, 0);

	for (size_t i = 0; is_new && i < texts.size(); i++)
		at->second += double(texts[i].counts.count(word));
	return at->second;
}

Said say_term(const std::string &word, const Text &text)
{
	const auto here = text.counts.find(word);

	if (here == text.counts.end())
		return {false, 0, 0, {}};
	const unsigned wdf = std::min(unsigned(here->second), scale.most);

	return {true,
		wdf * scale.unit * xc::rarity(documents_with(word), documents),
		unsigned(here->second), text.places.at(word)};
}

/* The rarity of terms taken for one, as if they were spread by chance. */
double rarity_of(const std::vector<std::string> &words)
{
	double without = 1, most = 0;

	for (const std::string &word : words) {
		const double with = documents_with(word);

		without *= 1 - with / documents;
		most = std::max(most, with);
	}
	return xc::rarity(std::max(most, documents * (1 - without)), documents);
}

Said say_synonym(const std::vector<Said> &operands,
	const std::vector<std::string> &words)
{
	Said all = {false, 0, 0, {}};

	for (const Said &one : operands) {
		all.found |= one.found;
		all.wdf += one.wdf;
	}
	all.weight =
		std::min(all.wdf, scale.most) * scale.unit * rarity_of(words);
	return all;
}

/* Every choice of a place for each of the operands that are left. */
bool stand_together(const struct xc_node &node,
	const std::vector<Said> &operands, std::vector<uint32_t> &taken)
{
	const size_t next = taken.size();

	if (next == operands.size()) {
		const auto [least, most] =
			std::minmax_element(taken.begin(), taken.end());

		return *most - *least <
		       std::max(node.window, uint32_t(operands.size()));
	}
	for (const uint32_t place : operands[next].places) {
		if (std::count(taken.begin(), taken.end(), place) ||
			(node.op == XC_PHRASE && next > 0 &&
				place < taken.back()))
			continue;
		taken.push_back(place);
		const bool together = stand_together(node, operands, taken);

		taken.pop_back();
		if (together)
			return true;
	}
	return false;
}

Said say_window(
	const struct xc_node &node, const std::vector<Said> &operands)
{
	std::vector<uint32_t> taken;
	Said all = {stand_together(node, operands, taken), 0, 0, {}};

	for (const Said &one : operands)
		all.weight += all.found ? one.weight : 0;
	return all;
}

Said say(const struct xc_node &node, const std::vector<Said> &operands,
	const std::vector<std::string> &words)
{
	const bool together = node.op == XC_AND || node.op == XC_FILTER;
	Said all = {together, 0, 0, {}};

	if (node.op == XC_PHRASE || node.op == XC_NEAR)
		return say_window(node, operands);
	if (node.op == XC_SYNONYM)
		return say_synonym(operands, words);
	for (size_t i = 0; i < operands.size(); i++) {
		const Said &one = operands[i];

		if (together)
			all.found &= one.found;
		else if (node.op != XC_MAYBE || i == 0)
			all.found |= one.found;
		if (node.op == XC_MAX)
			all.weight = std::max(all.weight, one.weight);
		else if (one.found && (node.op != XC_FILTER || i == 0))
			all.weight += one.weight;
		all.places.insert(all.places.end(), one.places.begin(),
			one.places.end());
	}
	if (node.op == XC_SCALE)
		all.weight *= node.factor;
	return all.found ? all : Said{false, 0, 0, {}};
}

/* Of a whole query, over a stack. */
Said say_query(const struct xc_query &query, const Text &text)
{
	std::vector<Said> stack;
	std::vector<std::string> words;

	for (size_t i = 0; i < query.nodes_count; i++) {
		const struct xc_node &node = query.nodes[i];

		if (node.op == XC_TERM) {
			words.emplace_back(node.term, node.length);
			stack.push_back(say_term(words.back(), text));
			continue;
		}
		const std::vector<Said> operands(
			stack.end() - node.children, stack.end());

		stack.resize(stack.size() - node.children);
		stack.push_back(say(node, operands,
			{words.end() - std::min<long>(node.children,
					       long(words.size())),
				words.end()}));
	}
	return stack[0];
}

/* ---- queries --------------------------------------------------------------
 */

const char *const queries[] = {
	"w0",
	"w59",
	"w1 w40 OR:2",
	"w1 w2 w3 w20 w30 w55 OR:6",
	"w5 w6 AND:2",
	"w1 w2 w3 SYNONYM:3",
	"w1 w2 SYNONYM:2 w9 w30 SYNONYM:2 OR:2",
	"w7 w1 w2 OR:2 SCALE:1:0.3 OR:2",
	"w7 w8 MAYBE:2",
	"w0 w50 MAX:2",
	"w0 w50 MAX:2 w3 w40 w2 SCALE:1:0.6 MAX:3 w9 OR:3",
	"w0 w50 MAX:2 w50 OR:2 SCALE:1:1000",
	"w0 w1 OR:2 SCALE:1:0.5 w20 MAX:2 w30 w31 AND:2 SCALE:1:0.01 MAYBE:2 "
	"w2 OR:2",
	"w0 w1 AND:2 w2 w3 AND:2 w4 MAX:3",
	"w20 w21 SYNONYM:2 SCALE:1:0.7 w3 MAX:2 w4 OR:2",
	"w0 w0 OR:2",
	"none w3 MAX:2 none OR:2",
	"none",
	"w1 w2 PHRASE:2",
	"w2 w1 PHRASE:2:8 SCALE:1:0.5 w3 OR:2",
	"w3 w2 w1 PHRASE:3:6",
	"w1 w1 PHRASE:2",
	"w0 w5 PHRASE:2:3 none MAX:2 w9 OR:2",
	"w1 w20 OR:2 w2 w30 OR:2 PHRASE:2:4",
	"w1 w2 NEAR:2",
	"w0 w0 w1 NEAR:3:4",
	"w5 w6 w7 NEAR:3:9 w0 MAX:2",
	"w1 w2 OR:2 w2 w3 OR:2 NEAR:2",
	"w1 w2 OR:2 w2 w3 OR:2 w2 NEAR:3:5 SCALE:1:2",
	"w1 none OR:2 none w2 OR:2 PHRASE:2",
	"w1 none PHRASE:2 w3 OR:2",
	"w4 w5 w1 w2 NEAR:2:3 AND:2 OR:2",
	"w2 w3 w1 w2 OR:2 PHRASE:2:3 AND:2",
	"w0 w1 AND:2 w0 w1 PHRASE:2:3 FILTER:2",
};

/* A random question of that form. */
std::string random_query(unsigned &seed)
{
	const unsigned groups = 1 + next_number(seed) % 5;
	std::string text;
	const auto word = [&] {
		return "w" + std::to_string(next_number(seed) % vocabulary) +
		       " ";
	};
	const auto number = [](unsigned n) { return std::to_string(n); };

	for (unsigned g = 0; g < groups; g++) {
		const unsigned parts = 1 + next_number(seed) % 3;

		for (unsigned p = 0; p < parts; p++) {
			static const char *const operators[] = {
				"OR", "SYNONYM", "AND", "NEAR", "PHRASE"};
			const unsigned leaves = 1 + next_number(seed) % 3;

			for (unsigned l = 0; l < leaves; l++)
				text += word();
			text += operators[next_number(seed) % 5];
			text += ":" + number(leaves) + ":" +
				number(leaves + next_number(seed) % 9) +
				" SCALE:1:0." +
				number(1 + next_number(seed) % 9) + " ";
		}
		text += "MAX:" + number(parts) + " ";
		if (next_number(seed) % 3 == 0)
			text += word() + word() + "AND:2 SCALE:1:0.01 MAYBE:2 ";
	}
	return text + "OR:" + number(groups);
}

/* All of them; exactly, as sums are. */
std::map<Xapian::docid, double> check_all(const Xapian::Database &db,
	const char *text, const struct xc_query &query)
{
	xc::Budget budget(0, nullptr);
	const Xapian::MSet found = match(db, query, scale, budget, documents);
	std::map<Xapian::docid, double> weights;

	for (auto hit = found.begin(); hit != found.end(); ++hit)
		weights[*hit] = hit.get_weight();
	for (Xapian::docid id = 1; id <= documents; id++) {
		const Said said = say_query(query, texts[id - 1]);
		const auto here = weights.find(id);

		if (said.found != (here != weights.end()))
			fail_msg("%s: document %u", text, id);
		if (said.found && std::fabs(said.weight - here->second) > 1e-5)
			fail_msg("%s: document %u has %.12f, not %.12f", text,
				id, here->second, said.weight);
	}
	return weights;
}

/* The best, though hopeless ones are left out; equal ones by their ids. */
void check_best(const Xapian::Database &db, const char *text,
	const struct xc_query &query,
	const std::map<Xapian::docid, double> &weights)
{
	xc::Budget budget(0, nullptr);
	const Xapian::MSet found = match(db, query, scale, budget, 10);
	std::vector<std::pair<double, Xapian::docid>> best;

	for (const auto &[id, weight] : weights)
		best.emplace_back(-weight, id);
	std::sort(best.begin(), best.end());
	assert_int_equal(std::min<size_t>(best.size(), 10), found.size());
	for (unsigned i = 0; i < found.size(); i++)
		if (best[i].second != *found[i] ||
			-best[i].first != found[i].get_weight())
			fail_msg("%s: rank %u is document %u", text, i,
				*found[i]);
	assert_true(found.get_matches_lower_bound() <= best.size());
	assert_true(found.get_matches_upper_bound() >= best.size());
}

void check_query(void **state, const char *text)
{
	const struct xc_query query = parse_query(text);
	const Xapian::Database single = open_single(state);
	const auto weights = check_all(single, text, query);

	check_best(single, text, query, weights);
	if (check_all(open_shards(state), text, query) != weights)
		fail_msg("%s: other weights in three shards", text);
	check_best(open_shards(state), text, query, weights);
}

void scores_are_what_they_should_be(void **state)
{
	for (const char *text : queries)
		check_query(state, text);
}

void random_questions(void **state)
{
	unsigned seed = 7;

	for (int i = 0; i < 80; i++)
		check_query(state, random_query(seed).c_str());
}

void weighs_an_empty_database(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "empty"));
	xc::Budget budget(0, nullptr);

	must_commit(writer);
	xc_writer_close(writer);
	for (const char *text : {"w1", "w1 w2 OR:2"})
		assert_int_equal(
			0, match(Xapian::Database(path_in(state, "empty")),
				   parse_query(text), scale, budget, 10)
				   .size());
}

} // namespace

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_are_what_they_should_be),
		cmocka_unit_test(random_questions),
		cmocka_unit_test(weighs_an_empty_database),
	};

	return cmocka_run_group_tests(tests, databases_setup, folder_teardown);
}
