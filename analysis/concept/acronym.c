/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * English words of up to five letters that are, or may well become, acronyms of
 * medicine and its trials when written in capitals: CAR, MICE, FISH, TOWER.
 * A form of this kind matches only in capitals unless the list says otherwise.
 * Function words (ALL, WHO) are among the stop words.  Sorted.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>

static const char *const words[] = {"act", "add", "aid", "aids", "aim", "air",
	"amp", "ant", "ape", "apple", "arc", "arch", "arm", "army", "art",
	"ash", "ask", "atlas", "bad", "bag", "ban", "bar", "base", "bat", "bay",
	"beam", "bear", "bed", "best", "bid", "big", "bin", "bite", "black",
	"blast", "blue", "bone", "boost", "box", "brain", "brave", "bread",
	"bride", "cab", "cad", "cage", "cake", "calm", "cam", "came", "camp",
	"can", "cap", "car", "card", "care", "carp", "case", "cash", "cast",
	"cat", "cave", "cell", "chap", "chart", "chase", "chat", "chest",
	"chew", "chin", "chip", "chop", "clam", "clap", "claw", "clip", "clock",
	"clone", "close", "cloud", "clue", "coat", "cold", "coma", "cook",
	"cope", "cord", "core", "corn", "cost", "cot", "cow", "crab", "craft",
	"crisp", "crown", "cup", "cure", "cut", "dad", "dark", "dart", "dash",
	"data", "date", "dawn", "day", "deep", "depth", "diet", "dip", "dog",
	"door", "dope", "dose", "dot", "dream", "drug", "dry", "dust", "ear",
	"early", "east", "ebb", "echo", "edge", "egg", "ego", "elf", "elite",
	"end", "era", "eye", "face", "fact", "fad", "faint", "fair", "fall",
	"fan", "far", "farm", "fast", "fat", "fate", "fed", "feet", "fig",
	"film", "find", "fine", "fire", "firm", "fish", "fit", "five", "flag",
	"flair", "flame", "flap", "flash", "flat", "flex", "flip", "flow",
	"foal", "focus", "fog", "food", "foot", "form", "fox", "fresh", "gap",
	"gas", "gem", "get", "gift", "gist", "glad", "globe", "glow", "goal",
	"gold", "good", "grace", "grade", "grasp", "grim", "grip", "group",
	"gut", "had", "hand", "hard", "harm", "hat", "head", "heal", "heap",
	"heart", "heat", "help", "hero", "high", "hint", "hip", "hit", "home",
	"hope", "horse", "host", "hot", "ice", "idea", "inch", "ion", "iron",
	"joint", "jump", "just", "keep", "kid", "kind", "king", "kit", "lab",
	"lace", "lad", "lake", "lamb", "lamp", "land", "lap", "large", "laser",
	"last", "late", "law", "lead", "leaf", "leap", "learn", "led", "leg",
	"lens", "let", "lid", "life", "lift", "light", "like", "limb", "line",
	"link", "lion", "lip", "list", "live", "log", "logic", "long", "loop",
	"lot", "love", "low", "lung", "mad", "magic", "main", "male", "man",
	"map", "march", "mark", "mars", "mask", "mass", "mast", "mat", "match",
	"meet", "meld", "men", "merit", "met", "mice", "mild", "milk", "mind",
	"mine", "mint", "mist", "mode", "model", "moon", "mop", "mud", "nap",
	"near", "neck", "need", "nerve", "net", "new", "news", "nice", "night",
	"nod", "noise", "north", "nose", "note", "nova", "now", "nut", "oak",
	"oar", "ocean", "oil", "old", "one", "opera", "oral", "our", "pace",
	"pack", "pad", "page", "pain", "pair", "pale", "pan", "pans", "pap",
	"part", "pass", "past", "pat", "path", "pause", "peak", "peal", "peer",
	"pen", "pest", "pet", "phase", "pie", "pig", "pill", "pin", "pit",
	"place", "plan", "plant", "play", "plot", "plus", "pod", "polar",
	"pole", "pool", "port", "pose", "post", "pot", "power", "press",
	"pride", "prime", "prism", "prove", "pulse", "pump", "pure", "push",
	"rabid", "race", "rad", "rag", "rain", "ram", "ran", "range", "rank",
	"rapid", "rare", "rash", "rat", "rate", "raw", "red", "rest", "rib",
	"rice", "ride", "rim", "ring", "rip", "rise", "risk", "river", "road",
	"rod", "role", "root", "rope", "rose", "run", "sad", "safe", "safer",
	"sage", "said", "sail", "salt", "same", "san", "sand", "sap", "sat",
	"save", "say", "scale", "scan", "scar", "scope", "score", "sea", "seal",
	"seat", "see", "seed", "self", "sense", "set", "shape", "share",
	"sharp", "shift", "ship", "shoe", "shop", "short", "shot", "sick",
	"side", "sigh", "sight", "sign", "sin", "sit", "site", "size", "skin",
	"smart", "smile", "snap", "snow", "soap", "sob", "sole", "solid", "son",
	"sons", "sort", "sound", "spark", "speed", "spice", "spin", "spine",
	"spot", "stage", "stamp", "star", "start", "stat", "stay", "stem",
	"step", "still", "stop", "storm", "sun", "super", "swan", "swift",
	"tag", "tail", "tale", "talk", "tan", "tap", "tar", "task", "taste",
	"tea", "team", "tear", "teen", "tell", "tend", "test", "text", "thin",
	"tic", "tide", "tie", "tight", "time", "tin", "tip", "title", "toe",
	"top", "torch", "total", "touch", "tour", "tower", "toy", "trace",
	"track", "trail", "train", "trap", "tree", "trial", "trim", "trio",
	"trip", "true", "trust", "try", "tub", "tube", "twin", "two", "unit",
	"use", "van", "vast", "vat", "view", "voice", "vote", "wait", "wake",
	"walk", "wall", "war", "warm", "wash", "water", "wave", "way", "weak",
	"wear", "west", "wet", "wide", "will", "win", "wind", "wing", "wise",
	"wish", "wolf", "word", "work", "worm", "yes", "young", "zeal", "zip",
	"zone"};

static int compare(const void *key, const void *item)
{
	const struct slice *word = key;

	return slice_compare(*word, slice_of(*(const char *const *)item));
}

bool is_acronym_word(struct slice folded)
{
	return bsearch(&folded, words, sizeof(words) / sizeof(words[0]),
		       sizeof(words[0]), compare) != NULL;
}
