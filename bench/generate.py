#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Generate citations as PubMed XML (and, for comparison, as plain lines).

  generate.py COUNT OUT.xml.gz [--seed N] [--text OUT.tsv]

MEDLINE-like: titles of about 12 words, abstracts of about 190 words in labelled
sections (lengths log-normal), authors, journal, date, MeSH, keywords.  Words are
drawn from a Zipf distribution with exponent 1 over a vocabulary that grows with
the text by Heaps' law, V = 44 n^0.55; the commonest ranks are English function
words, some later ones real medical names with hyphens, digits and capitals, so
that the analysis has its usual work.  --text writes the same titles and abstracts
as lines `title TAB abstract`.  The same seed gives the same bytes.
"""
import argparse
import gzip
import math
import random
import sys

FUNCTION_WORDS = """the of and in to with a for was were is patients by that on
as from at this or be an are not have we after between all study than which had
been group both treatment these but it may results using during no has used who
into we their among more clinical cells there disease can also other compared
its effect associated significantly at cancer""".split()
NAMES = """CD22 IL-2 TNF-alpha B-cell ALL InO CMC-544 p53 BCR-ABL1 HSCT 1.8 mg/m2
COVID-19 non-Hodgkin SOS VOD GVHD CR MRD 95% Ph+ inotuzumab blinatumomab
leukemia leukaemia lymphoma neutropenia chemotherapy transplantation survival
relapsed refractory antibody""".split()
CONSONANTS = "b c d f g h k l m n p r s t v z th ph st tr cr gl br".split()
VOWELS = "a e i o u y ia io ea".split()
ENDINGS = ["", "n", "l", "s", "in", "ate", "osis", "ine", "oma", "itis", "al"]
LABELS = ["BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"]
MESH = ["Humans", "Male", "Female", "Adult", "Aged", "Treatment Outcome",
        "Antibodies, Monoclonal", "Recurrence", "Child", "Middle Aged"]


class Words:
    """Draws words; the vocabulary grows as they are drawn."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.list = FUNCTION_WORDS + NAMES
        self.drawn = 0

    def new_word(self):
        pick = self.random.choice
        count = 1 + int(self.random.random() * 3.2)
        return "".join(pick(CONSONANTS) + pick(VOWELS)
                       for _ in range(count)) + pick(ENDINGS)

    def draw(self, count):
        self.drawn += count
        wanted = int(44 * self.drawn ** 0.55)
        while len(self.list) < wanted:
            self.list.append(self.new_word())
        size = math.log(len(self.list))
        uniform, words, exp = self.random.random, self.list, math.exp
        return [words[int(exp(uniform() * size)) - 1] for _ in range(count)]

    def length(self, median, spread, least):
        return max(least, int(self.random.lognormvariate(
            math.log(median), spread)))

    def sentences(self, count):
        words, out, at = self.draw(count), [], 0
        while at < len(words):
            step = 8 + int(self.random.random() * 22)
            sentence = " ".join(words[at:at + step])
            out.append(sentence[:1].upper() + sentence[1:] + ".")
            at += step
        return " ".join(out)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def citation(number, words):
    pick = words.random
    title = words.sentences(words.length(12, 0.35, 3)).rstrip(".") + "."
    count = words.length(175, 0.45, 20)
    parts = [words.sentences(max(5, count // 4)) for _ in LABELS]
    authors = "".join(
        f"<Author><LastName>{words.new_word().capitalize()}</LastName>"
        f"<Initials>{pick.choice('ABCDEFGHJKLMNPRST')}</Initials></Author>"
        for _ in range(1 + int(pick.random() * 8)))
    mesh = "".join(
        f"<MeshHeading><DescriptorName MajorTopicYN=\"N\">{name}"
        "</DescriptorName></MeshHeading>" for name in pick.sample(MESH, 4))
    abstract = "".join(
        f"<AbstractText Label=\"{label}\">{escape(part)}</AbstractText>"
        for label, part in zip(LABELS, parts))
    xml = (
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\">"
        f"<PMID Version=\"1\">{number}</PMID><Article><Journal><JournalIssue>"
        f"<Volume>{number % 90 + 1}</Volume><Issue>{number % 12 + 1}</Issue>"
        f"<PubDate><Year>{1990 + number % 35}</Year><Month>Mar</Month>"
        "</PubDate></JournalIssue>"
        f"<Title>Journal of {words.list[100 + number % 300]}</Title></Journal>"
        f"<ArticleTitle>{escape(title)}</ArticleTitle>"
        f"<Abstract>{abstract}</Abstract><AuthorList>{authors}</AuthorList>"
        "<Language>eng</Language><PublicationTypeList><PublicationType>"
        "Journal Article</PublicationType></PublicationTypeList></Article>"
        f"<MeshHeadingList>{mesh}</MeshHeadingList></MedlineCitation>"
        "</PubmedArticle>\n")
    return xml, title, " ".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=1,
                        help="number of the first PMID")
    parser.add_argument("--text")
    options = parser.parse_args()
    words = Words(options.seed)
    text = open(options.text, "w", encoding="utf8") if options.text else None
    with gzip.GzipFile(options.out, "wb", compresslevel=1, mtime=0) as out:
        out.write(b'<?xml version="1.0" encoding="utf-8"?>\n'
                  b"<PubmedArticleSet>\n")
        for number in range(options.first, options.first + options.count):
            xml, title, abstract = citation(number, words)
            out.write(xml.encode())
            if text:
                text.write(f"{title}\t{abstract}\n")
        out.write(b"</PubmedArticleSet>\n")
    if text:
        text.close()


if __name__ == "__main__":
    sys.exit(main())
