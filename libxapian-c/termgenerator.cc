// SPDX-License-Identifier: GPL-2.0-or-later
// The yardstick of bench/: lines of `title TAB abstract` indexed the way Xapian
// itself offers, with TermGenerator, the English stemmer and positions, the
// text stored.  One process, default flush threshold.
//
//	bench-termgenerator LINES DATABASE
#include "config.h"

#include <fstream>
#include <iostream>
#include <string>

#include <xapian.h>

static void index_line(const std::string &line, Xapian::TermGenerator &terms,
	Xapian::WritableDatabase &database)
{
	std::string::size_type tab = line.find('\t');
	Xapian::Document document;

	terms.set_document(document);
	terms.index_text(line.substr(0, tab), 3);
	terms.increase_termpos();
	if (tab != std::string::npos)
		terms.index_text(line.substr(tab + 1));
	document.set_data(line);
	database.add_document(document);
}

int main(int argc, char **argv)
try {
	if (argc != 3) {
		std::cerr << "usage: bench-termgenerator LINES DATABASE\n";
		return 2;
	}
	std::ifstream lines(argv[1]);
	Xapian::WritableDatabase database(
		argv[2], Xapian::DB_CREATE_OR_OVERWRITE);
	Xapian::TermGenerator terms;
	std::string line;

	terms.set_stemmer(Xapian::Stem("english"));
	while (std::getline(lines, line))
		index_line(line, terms, database);
	database.commit();
	std::cout << database.get_doccount() << " documents\n";
	return 0;
} catch (const Xapian::Error &error) {
	std::cerr << error.get_description() << '\n';
	return 1;
}
