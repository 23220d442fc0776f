/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench-plain DATABASE QUESTIONS ROUNDS: plain Xapian over a database that
 * bench-termgenerator made.  Of each line "kind TAB question", read by Xapian's
 * own QueryParser (English stemmer, any of the words), the ten best documents
 * by BM25.  For each kind a line "kind CPU-milliseconds" a question: the match
 * alone, without reading the question or a document.
 */
#include <xapian.h>

#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace
{

using Questions = std::map<std::string, std::vector<Xapian::Query>>;

double cpu_seconds()
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return double(spent.tv_sec) + double(spent.tv_nsec) / 1e9;
}

Questions read_questions(const char *path, const Xapian::Database &database)
{
	std::ifstream lines(path);
	Xapian::QueryParser parser;
	Questions questions;
	std::string line;

	parser.set_stemmer(Xapian::Stem("english"));
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_database(database);
	while (std::getline(lines, line)) {
		const auto tab = line.find('\t');

		questions[line.substr(0, tab)].push_back(
			parser.parse_query(line.substr(tab + 1)));
	}
	return questions;
}

size_t ask(const Xapian::Database &database, const Xapian::Query &question)
{
	Xapian::Enquire enquire(database);

	enquire.set_query(question);
	return enquire.get_mset(0, 10).size();
}

} // namespace

int main(int argc, char **argv)
try {
	if (argc != 4) {
		std::cerr << "usage: bench-plain DATABASE QUESTIONS ROUNDS\n";
		return 2;
	}
	Xapian::Database database(argv[1]);
	const int rounds = std::stoi(argv[3]);

	for (const auto &[kind, questions] :
		read_questions(argv[2], database)) {
		size_t found = 0;

		for (const auto &question : questions) /* warm */
			found += ask(database, question);
		const double start = cpu_seconds();

		for (int i = 0; i < rounds; i++)
			for (const auto &question : questions)
				ask(database, question);
		std::cout << kind << ' '
			  << (cpu_seconds() - start) * 1000 /
				     double(questions.size() * rounds)
			  << ' ' << found << '\n';
	}
	return 0;
} catch (const Xapian::Error &error) {
	std::cerr << error.get_description() << '\n';
	return 1;
}
