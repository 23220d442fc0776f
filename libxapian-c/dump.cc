// SPDX-License-Identifier: GPL-2.0-or-later
// All that databases hold, a line a document, by key and not by number, so that
// two indexes of the same papers can be compared:
//
//	KEY TAB term:wdf:position,position... ... TAB slot=value ...
//
// The key is the one term that starts with Q.  For tests.
//
//	xapian-dump DATABASE...
#include "config.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "libxapian-c/positions.h"

static std::string line_of(const Xapian::Document &document)
{
	const std::string positions = document.get_value(xc::positions_slot);
	std::string key, terms, values;

	for (auto term = document.termlist_begin();
		term != document.termlist_end(); ++term) {
		const std::string &name = *term;

		if (name[0] == 'Q')
			key = name;
		terms += name + ":" + std::to_string(term.get_wdf());
		xc::Places places;

		xc::find_positions(positions, name, xc::term_hash(name),
			SIZE_MAX, places);
		for (const uint32_t at : places)
			terms += "," + std::to_string(at);
		terms += " ";
	}
	for (auto value = document.values_begin();
		value != document.values_end(); ++value)
		if (value.get_valueno() != xc::positions_slot)
			values += std::to_string(value.get_valueno()) + "=" +
				  *value + " ";
	return key + "\t" + terms + "\t" + values;
}

int main(int argc, char **argv)
try {
	std::vector<std::string> lines;

	for (int i = 1; i < argc; i++) {
		Xapian::Database database(argv[i]);

		for (auto at = database.postlist_begin("");
			at != database.postlist_end(""); ++at)
			lines.push_back(line_of(database.get_document(*at)));
	}
	std::sort(lines.begin(), lines.end());
	for (const std::string &line : lines)
		std::cout << line << "\n";
	return 0;
} catch (const Xapian::Error &error) {
	std::cerr << error.get_description() << "\n";
	return 1;
} catch (const xc::Failure &failure) {
	std::cerr << failure.text << "\n";
	return 1;
}
