/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plurals to singulars, of words already in American spelling: the irregular
 * ones by a table, Latin and Greek ones by their endings, then "s".
 *
 * A word whose ending is doubtful is taken as medicine mostly means it: axes
 * are of an axis, bases of DNA, diagnoses of a diagnosis, leaves of a plant.
 * "media" is left alone: otitis media and the social media have no medium, and
 * "medium" is mostly a size.  "data" is the word and "datum" made one of it.
 * The genitives in names of species are no plurals: S. pneumoniae is not the
 * pneumonia.
 */
#include "config.h"

#include "analysis/text/internal.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Plurals and, with no singular, words that only look like one. */
static const struct word_row irregular[] = {{"abdomina", "abdomen"},
	{"acetabula", "acetabulum"}, {"acini", "acinus"},
	{"addenda", "addendum"}, {"aedes", NULL}, {"agalactiae", NULL},
	{"agaroses", "agarose"}, {"aids", NULL}, {"albicans", NULL},
	{"aldoses", "aldose"}, {"alias", NULL}, {"aliases", "alias"},
	{"alkalis", "alkali"}, {"andes", NULL}, {"annuli", "annulus"},
	{"anopheles", NULL}, {"antra", "antrum"}, {"ards", NULL},
	{"asbestos", NULL}, {"ascites", NULL}, {"atlas", NULL},
	{"atlases", "atlas"}, {"atria", "atrium"}, {"automata", "automaton"},
	{"axes", "axis"}, {"bases", "base"}, {"bayes", NULL}, {"bias", NULL},
	{"biases", "bias"}, {"bronchi", "bronchus"}, {"buses", "bus"},
	{"cacti", "cactus"}, {"calves", "calf"}, {"cannabises", "cannabis"},
	{"canoes", "canoe"}, {"canvas", NULL}, {"canvases", "canvas"},
	{"caries", NULL}, {"cases", "case"}, {"cdnas", "cdna"},
	{"celluloses", "cellulose"}, {"cerebra", "cerebrum"},
	{"cerevisiae", NULL}, {"cervices", "cervix"}, {"chalazia", "chalazion"},
	{"chaos", NULL}, {"children", "child"}, {"childrens", "child"},
	{"cholerae", NULL}, {"chooses", "choose"}, {"christmas", NULL},
	{"cilia", "cilium"}, {"clitorises", "clitoris"}, {"closes", "close"},
	{"conidia", "conidium"}, {"consortia", "consortium"},
	{"corpora", "corpus"}, {"cosmos", NULL}, {"crania", "cranium"},
	{"crises", "crisis"}, {"criteria", "criterion"}, {"crura", "crus"},
	{"curricula", "curriculum"}, {"cysticerci", "cysticercus"},
	{"datum", "data"}, {"desiderata", "desideratum"}, {"diabetes", NULL},
	{"diagnoses", "diagnosis"}, {"dioceses", "diocese"},
	{"diphtheriae", NULL}, {"discloses", "disclose"},
	{"diseases", "disease"}, {"diverticula", "diverticulum"},
	{"dnas", "dna"}, {"doses", "dose"}, {"dwarves", "dwarf"},
	{"dysenteriae", NULL}, {"dysgalactiae", NULL}, {"edemata", "edema"},
	{"elegans", NULL}, {"elves", "elf"}, {"encloses", "enclose"},
	{"enemata", "enema"}, {"ephelides", "ephelis"},
	{"epididymides", "epididymis"}, {"epithelia", "epithelium"},
	{"errata", "erratum"}, {"exanthemata", "exanthema"}, {"facies", NULL},
	{"fauces", NULL}, {"feces", NULL}, {"feet", "foot"},
	{"flagella", "flagellum"}, {"foci", "focus"}, {"fora", "forum"},
	{"foramina", "foramen"}, {"forceps", NULL}, {"fundi", "fundus"},
	{"fungi", "fungus"}, {"funguses", "fungus"}, {"galactiae", NULL},
	{"gambiae", NULL}, {"ganglia", "ganglion"}, {"gases", "gas"},
	{"geese", "goose"}, {"genera", "genus"}, {"glucoses", "glucose"},
	{"gonorrheae", NULL}, {"graves", NULL}, {"gyri", "gyrus"},
	{"halves", "half"}, {"herpes", NULL}, {"hexoses", "hexose"},
	{"hila", "hilum"}, {"hili", "hilus"}, {"hooves", "hoof"},
	{"hordeola", "hordeolum"}, {"hoses", "hose"},
	{"housewives", "housewife"}, {"humeri", "humerus"}, {"ilia", "ilium"},
	{"influenzae", NULL}, {"infundibula", "infundibulum"},
	{"irides", "iris"}, {"irises", "iris"}, {"ischia", "ischium"},
	{"kansas", NULL}, {"ketoses", "ketose"}, {"knives", "knife"},
	{"labia", "labium"}, {"leaves", "leaf"}, {"lems", NULL}, {"lens", NULL},
	{"lenses", "lens"}, {"leprae", NULL}, {"lice", "louse"},
	{"lives", "life"}, {"loaves", "loaf"}, {"loci", "locus"},
	{"loses", "lose"}, {"lues", NULL}, {"lumina", "lumen"},
	{"malariae", NULL}, {"maois", "maoi"}, {"marie", NULL},
	{"maxima", "maximum"}, {"measles", NULL}, {"melenas", "melena"},
	{"memoranda", "memorandum"}, {"men", "man"}, {"menisci", "meniscus"},
	{"menses", NULL}, {"mers", NULL}, {"mice", "mouse"},
	{"microdoses", "microdose"}, {"midwives", "midwife"},
	{"minima", "minimum"}, {"mirnas", "mirna"},
	{"mitochondria", "mitochondrion"}, {"molasses", NULL},
	{"monocytogenes", NULL}, {"mris", "mri"}, {"mrnas", "mrna"},
	{"mumps", NULL}, {"mutans", NULL}, {"mycelia", "mycelium"},
	{"nares", "naris"}, {"nevi", "nevus"}, {"news", NULL},
	{"nidi", "nidus"}, {"nigricans", NULL}, {"noses", "nose"},
	{"oases", "oasis"}, {"opercula", "operculum"}, {"optima", "optimum"},
	{"ostia", "ostium"}, {"ova", "ovum"}, {"ovaria", "ovarium"},
	{"overdoses", "overdose"}, {"oxen", "ox"}, {"pancreas", NULL},
	{"pancreases", "pancreas"}, {"pancreata", "pancreas"}, {"pcos", NULL},
	{"pelves", "pelvis"}, {"pelvises", "pelvis"}, {"penes", "penis"},
	{"penises", "penis"}, {"pentoses", "pentose"}, {"perfringens", NULL},
	{"pericardia", "pericardium"}, {"phalanges", "phalanx"},
	{"phenomena", "phenomenon"}, {"physics", NULL}, {"pili", "pilus"},
	{"plasmodia", "plasmodium"}, {"pneumoniae", NULL}, {"pots", NULL},
	{"ppis", "ppi"}, {"protozoa", "protozoon"}, {"psoas", NULL},
	{"pubes", NULL}, {"purposes", "purpose"}, {"pyogenes", NULL},
	{"quanta", "quantum"}, {"rabies", NULL}, {"radii", "radius"},
	{"rami", "ramus"}, {"referenda", "referendum"},
	{"retinacula", "retinaculum"}, {"rhusiopathiae", NULL}, {"rnas", "rna"},
	{"roses", "rose"}, {"sars", NULL}, {"scabies", NULL},
	{"scarves", "scarf"}, {"schemata", "schema"}, {"scissors", NULL},
	{"selves", "self"}, {"septa", "septum"}, {"sera", "serum"},
	{"series", NULL}, {"shelves", "shelf"}, {"sids", NULL},
	{"sirnas", "sirna"}, {"sirs", NULL}, {"snris", "snri"},
	{"species", NULL}, {"spectra", "spectrum"}, {"specula", "speculum"},
	{"spermatozoa", "spermatozoon"}, {"sporangia", "sporangium"},
	{"ssris", "ssri"}, {"stapes", NULL}, {"sterna", "sternum"},
	{"stigmata", "stigma"}, {"stis", "sti"}, {"stomata", "stoma"},
	{"strata", "stratum"}, {"streptomycetes", "streptomycete"},
	{"sulci", "sulcus"}, {"syllabi", "syllabus"}, {"symposia", "symposium"},
	{"syringes", "syringe"}, {"tabes", NULL}, {"tali", "talus"},
	{"tarsi", "tarsus"}, {"teeth", "tooth"}, {"testes", "testis"},
	{"tetroses", "tetrose"}, {"texas", NULL}, {"thieves", "thief"},
	{"thymi", "thymus"}, {"tkis", "tki"}, {"tophi", "tophus"},
	{"tori", "torus"}, {"traumata", "trauma"}, {"trioses", "triose"},
	{"tsunamis", "tsunami"}, {"urtis", "urti"}, {"uses", "use"},
	{"uteri", "uterus"}, {"uteruses", "uterus"}, {"utis", "uti"},
	{"varicoses", "varicose"}, {"vas", NULL}, {"vasa", "vas"},
	{"wives", "wife"}, {"wolves", "wolf"}, {"women", "woman"},
	{"womens", "woman"}};
struct ending {
	const char *many, *one; /* one NULL: no plural, the word stays */
};

static const struct ending endings_s[] = {{"ss", NULL}, {"us", NULL},
	{"is", NULL}, {"monas", NULL}, {"myces", NULL}, {"oides", NULL},
	{"ceps", NULL}, {"sitides", "sitide"}, {"itides", "itis"},
	{"cortices", "cortex"}, {"vertices", "vertex"}, {"vortices", "vortex"},
	{"indices", "index"}, {"apices", "apex"}, {"codices", "codex"},
	{"trices", "trix"}, {"endices", "endix"}, {"varices", "varix"},
	{"radices", "radix"}, {"helices", "helix"}, {"fornices", "fornix"},
	{"calices", "calyx"}, {"calyces", "calyx"}, {"thoraces", "thorax"},
	{"rynges", "rynx"}, {"yses", "ysis"}, {"stases", "stasis"},
	{"iases", "iasis"}, {"eeses", "eese"}, {"eses", "esis"},
	{"poses", "pose"}, {"closes", "close"}, {"ctoses", "ctose"},
	{"croses", "crose"}, {"xtroses", "xtrose"}, {"ltoses", "ltose"},
	{"nnoses", "nnose"}, {"riboses", "ribose"}, {"xyloses", "xylose"},
	{"ooses", "oose"}, {"auses", "ause"}, {"ouses", "ouse"},
	{"fuses", "fuse"}, {"buses", "buse"}, {"misuses", "misuse"},
	{"reuses", "reuse"}, {"eruses", "eruse"}, {"cuses", "cuse"},
	{"muses", "muse"}, {"uses", "us"}, {"xes", "x"}, {"ches", "ch"},
	{"shes", "sh"}, {"sses", "ss"}, {"zzes", "zz"}};

static const struct ending endings_a[] = {{"omata", "oma"},
	{"thelia", "thelium"}, {"bacteria", "bacterium"},
	{"ganglia", "ganglion"}, {"cilia", "cilium"}, {"cephala", "cephalon"}};

static const struct ending endings_i[] = {{"cocci", "coccus"},
	{"bacilli", "bacillus"}, {"nuclei", "nucleus"}, {"leoli", "leolus"},
	{"veoli", "veolus"}, {"chioli", "chiolus"}, {"villi", "villus"},
	{"emboli", "embolus"}, {"thrombi", "thrombus"}, {"culi", "culus"},
	{"ruli", "rulus"}, {"muli", "mulus"}, {"thalami", "thalamus"},
	{"campi", "campus"}, {"phagi", "phagus"}, {"fungi", "fungus"},
	{"bronchi", "bronchus"}, {"trochi", "trochus"}};

static const struct ending endings_n[] = {{"children", "child"},
	{"women", "woman"}, {"smen", "sman"}, {"cemen", "ceman"},
	{"workmen", "workman"}};

static const struct ending endings_e[] = {
	{"aceae", NULL}, {"idae", NULL}, {"ae", "a"}};

static bool ends(const struct word_buffer *word, const char *ending)
{
	size_t length = strlen(ending);

	if (word->length < length)
		return false;
	const char *at = word->data + word->length - length;

	/* Most differ in the first: those of one table end alike. */
	return at[0] == ending[0] && memcmp(at, ending, length) == 0;
}

static void change_end(
	struct word_buffer *word, size_t drop, const char *ending)
{
	word->length -= drop;
	memcpy(word->data + word->length, ending, strlen(ending));
	word->length += strlen(ending);
}

static bool use_endings(
	struct word_buffer *word, const struct ending *endings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!ends(word, endings[i].many))
			continue;
		if (endings[i].one)
			change_end(
				word, strlen(endings[i].many), endings[i].one);
		return true;
	}
	return false;
}

static bool has_vowel(const char *letters, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (memchr("aeiouy", letters[i], 6))
			return true;
	return false;
}

static void drop_s(struct word_buffer *word)
{
	if (word->length > 4 && ends(word, "ies"))
		change_end(word, 3, "y");
	else if (use_endings(word, endings_s, COUNT(endings_s)))
		return;
	else if (word->length > 6 && ends(word, "oses"))
		change_end(word, 2, "is");
	else if (word->length > 5 && ends(word, "oes"))
		word->length -= 2;
	else if (has_vowel(word->data, word->length - 2))
		word->length -= 1;
}

/* Words of three letters, or with no vowel but before the "s", are more often
 * short for something (IBS, GWAS) than several of anything. */
void make_singular(struct word_buffer *word)
{
	const struct word_row *row = word_find(irregular, COUNT(irregular),
		(struct slice){word->data, word->length});

	if (row) {
		if (row->other)
			change_end(word, word->length, row->other);
		return;
	}
	if (word->length < 4)
		return;
	switch (word->data[word->length - 1]) {
	case 's':
		drop_s(word);
		break;
	case 'a':
		use_endings(word, endings_a, COUNT(endings_a));
		break;
	case 'i':
		use_endings(word, endings_i, COUNT(endings_i));
		break;
	case 'n':
		use_endings(word, endings_n, COUNT(endings_n));
		break;
	case 'e':
		use_endings(word, endings_e, COUNT(endings_e));
		break;
	}
}

bool singular_tables_sorted(void)
{
	return word_rows_sorted(irregular, COUNT(irregular));
}
