// SPDX-License-Identifier: GPL-2.0-or-later
// The yardstick of bench/: lines of `title TAB abstract` indexed the way Xapian
// itself offers, with TermGenerator, the English stemmer and positions, the
// text stored.  One process, default flush threshold.
//
//	bench-termgenerator LINES DATABASE
//	bench-termgenerator --compact DATABASE SMALLER
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

static void index_lines(const char *path, const char *made)
{
	std::ifstream lines(path);
	Xapian::WritableDatabase database(made, Xapian::DB_CREATE_OR_OVERWRITE);
	Xapian::TermGenerator terms;
	std::string line;

	terms.set_stemmer(Xapian::Stem("english"));
	while (std::getline(lines, line))
		index_line(line, terms, database);
	database.commit();
	std::cout << database.get_doccount() << " documents\n";
}

int main(int argc, char **argv)
try {
	if (argc == 3) {
		index_lines(argv[1], argv[2]);
	} else if (argc == 4 && std::string(argv[1]) == "--compact") {
		Xapian::Database(argv[2]).compact(argv[3]);
	} else {
		std::cerr << "usage: bench-termgenerator LINES DATABASE\n"
			     "       bench-termgenerator --compact DATABASE "
			     "SMALLER\n";
		return 2;
	}
	return 0;
} catch (const Xapian::Error &error) {
	std::cerr << error.get_description() << '\n';
	return 1;
}
