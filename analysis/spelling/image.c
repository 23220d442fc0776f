/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words and names to an image, and a file to a list. */
#include "config.h"

#include "analysis/spelling/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/memory.h"

/* ---- making ------------------------------------------------------------- */

struct spelling_maker {
	struct buffer strings;
	struct spelling_entry *words;
	struct spelling_entry_name *names;
	size_t words_count, names_count;
};

struct spelling_maker *spelling_maker_new(void)
{
	return memory_new(sizeof(struct spelling_maker));
}

void spelling_maker_free(struct spelling_maker *maker)
{
	if (!maker)
		return;
	buffer_clear(&maker->strings);
	free(maker->words);
	free(maker->names);
	free(maker);
}

/* Room for one more in a list that doubles. */
static void *room_for(void *items, size_t count, size_t size)
{
	return (count & (count - 1)) == 0
		       ? memory_resize(items, count ? 2 * count : 1, size)
		       : items;
}

static uint32_t put_string(
	struct spelling_maker *maker, const char *data, size_t length)
{
	uint32_t at = (uint32_t)maker->strings.length;

	buffer_add(&maker->strings, data, length);
	return at;
}

static uint32_t as_count(uint64_t documents)
{
	return documents > UINT32_MAX ? UINT32_MAX : (uint32_t)documents;
}

static bool is_word(struct slice word)
{
	if (word.length < SPELLING_WORD_MIN || word.length > SPELLING_WORD_MAX)
		return false;
	for (size_t i = 0; i < word.length; i++)
		if (word.data[i] < 'a' || word.data[i] > 'z')
			return false;
	return true;
}

bool spelling_add_word(struct spelling_maker *maker, struct slice word,
	bool stem, uint64_t documents)
{
	char key[SPELLING_KEY_MAX];
	struct spelling_entry entry = {.stem = stem,
		.text_length = (uint8_t)word.length,
		.documents = as_count(documents)};

	if (!is_word(word))
		return false;
	entry.key_length = (uint8_t)spelling_key(word, key);
	entry.text = put_string(maker, word.data, word.length);
	entry.key = put_string(maker, key, entry.key_length);
	maker->words = room_for(
		maker->words, maker->words_count, sizeof(*maker->words));
	maker->words[maker->words_count++] = entry;
	return true;
}

void spelling_add_name(struct spelling_maker *maker, struct slice folded,
	struct slice written, struct slice slug, uint64_t documents)
{
	struct spelling_entry_name name = {
		.folded_length = (uint16_t)folded.length,
		.written_length = (uint16_t)written.length,
		.slug_length = (uint16_t)slug.length,
		.documents = as_count(documents)};

	if (folded.length > UINT16_MAX || written.length > UINT16_MAX)
		return;
	name.folded = put_string(maker, folded.data, folded.length);
	name.written =
		slice_equal(folded, written)
			? name.folded
			: put_string(maker, written.data, written.length);
	name.slug = put_string(maker, slug.data, slug.length);
	maker->names = room_for(
		maker->names, maker->names_count, sizeof(*maker->names));
	maker->names[maker->names_count++] = name;
}

static struct slice text_at(const char *strings, uint32_t at, size_t length)
{
	return (struct slice){strings + at, length};
}

/* By key, then text; of equal ones the most papers first. */
static int compare_words(const void *left, const void *right, void *strings)
{
	const struct spelling_entry *a = left, *b = right;
	int order = slice_compare(text_at(strings, a->key, a->key_length),
		text_at(strings, b->key, b->key_length));

	if (!order)
		order = slice_compare(text_at(strings, a->text, a->text_length),
			text_at(strings, b->text, b->text_length));
	if (order)
		return order;
	if (a->stem != b->stem)
		return a->stem - b->stem;
	return (a->documents < b->documents) - (a->documents > b->documents);
}

static int compare_names(const void *left, const void *right, void *strings)
{
	const struct spelling_entry_name *a = left, *b = right;
	int order = slice_compare(text_at(strings, a->folded, a->folded_length),
		text_at(strings, b->folded, b->folded_length));

	if (order)
		return order;
	return slice_compare(text_at(strings, a->slug, a->slug_length),
		text_at(strings, b->slug, b->slug_length));
}

/* Each word once. */
static size_t unique_words(
	struct spelling_entry *words, size_t count, const char *strings)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const struct spelling_entry *last = &words[kept - (kept > 0)];

		if (kept && slice_equal(text_at(strings, last->text,
						last->text_length),
				    text_at(strings, words[i].text,
					    words[i].text_length)))
			continue;
		words[kept++] = words[i];
	}
	return kept;
}

/* Only what is kept, from its own buffer to another. */
static void move_string(
	struct buffer *to, const char *from, uint32_t *at, size_t length)
{
	uint32_t new = (uint32_t)to->length;

	buffer_add(to, from + *at, length);
	*at = new;
}

static void pack_strings(struct spelling_maker *maker)
{
	struct buffer packed = BUFFER_INIT;
	const char *from = maker->strings.data;

	for (size_t i = 0; i < maker->words_count; i++) {
		struct spelling_entry *word = &maker->words[i];

		move_string(&packed, from, &word->key, word->key_length);
		move_string(&packed, from, &word->text, word->text_length);
	}
	for (size_t i = 0; i < maker->names_count; i++) {
		struct spelling_entry_name *name = &maker->names[i];
		bool same = name->folded == name->written;

		move_string(&packed, from, &name->folded, name->folded_length);
		if (same)
			name->written = name->folded;
		else
			move_string(&packed, from, &name->written,
				name->written_length);
		move_string(&packed, from, &name->slug, name->slug_length);
	}
	buffer_clear(&maker->strings);
	maker->strings = packed;
}

static uint64_t checksum(struct slice image)
{
	struct spelling_header blank;
	XXH3_state_t *state = XXH3_createState();

	if (!state)
		abort();
	memcpy(&blank, image.data, sizeof(blank));
	blank.checksum = 0;
	XXH3_64bits_reset(state);
	XXH3_64bits_update(state, &blank, sizeof(blank));
	XXH3_64bits_update(state, image.data + sizeof(blank),
		image.length - sizeof(blank));
	uint64_t sum = XXH3_64bits_digest(state);

	XXH3_freeState(state);
	return sum;
}

void spelling_finish(
	struct spelling_maker *maker, uint64_t documents, struct buffer *out)
{
	struct spelling_header header = {.magic = SPELLING_MAGIC,
		.format = SPELLING_FORMAT,
		.byte_order = SPELLING_BYTE_ORDER,
		.documents = documents};
	size_t start = out->length;

	if (maker->words_count)
		qsort_r(maker->words, maker->words_count, sizeof(*maker->words),
			compare_words, maker->strings.data);
	if (maker->names_count)
		qsort_r(maker->names, maker->names_count, sizeof(*maker->names),
			compare_names, maker->strings.data);
	maker->words_count = unique_words(
		maker->words, maker->words_count, maker->strings.data);
	pack_strings(maker);
	header.words = (uint32_t)maker->words_count;
	header.names = (uint32_t)maker->names_count;
	header.strings = (uint32_t)maker->strings.length;
	header.size = sizeof(header) +
		      maker->words_count * sizeof(*maker->words) +
		      maker->names_count * sizeof(*maker->names) +
		      maker->strings.length;
	buffer_add(out, &header, sizeof(header));
	buffer_add(
		out, maker->words, maker->words_count * sizeof(*maker->words));
	buffer_add(
		out, maker->names, maker->names_count * sizeof(*maker->names));
	buffer_add(out, maker->strings.data, maker->strings.length);
	header.checksum = checksum(
		(struct slice){out->data + start, out->length - start});
	memcpy(out->data + start, &header, sizeof(header));
}

/* ---- reading ------------------------------------------------------------- */

static bool inside(const struct spelling *s, uint32_t at, size_t length)
{
	return at <= s->header->strings && length <= s->header->strings - at;
}

static bool entries_inside(const struct spelling *s)
{
	for (uint32_t i = 0; i < s->header->words; i++) {
		const struct spelling_entry *word = &s->words[i];

		if (!inside(s, word->key, word->key_length) ||
			!inside(s, word->text, word->text_length) ||
			word->key_length == 0 ||
			word->key_length > SPELLING_KEY_MAX ||
			word->text_length > SPELLING_WORD_MAX)
			return false;
	}
	for (uint32_t i = 0; i < s->header->names; i++) {
		const struct spelling_entry_name *name = &s->names[i];

		if (!inside(s, name->folded, name->folded_length) ||
			!inside(s, name->written, name->written_length) ||
			!inside(s, name->slug, name->slug_length))
			return false;
	}
	return true;
}

static bool is_whole(struct spelling *s)
{
	const struct spelling_header *header = s->header;

	if (s->image.length < sizeof(*header) ||
		memcmp(header->magic, SPELLING_MAGIC, sizeof(header->magic)) ||
		header->format != SPELLING_FORMAT ||
		header->byte_order != SPELLING_BYTE_ORDER ||
		header->size != s->image.length ||
		sizeof(*header) + (uint64_t)header->words * sizeof(*s->words) +
				(uint64_t)header->names * sizeof(*s->names) +
				header->strings !=
			header->size ||
		checksum(s->image) != header->checksum)
		return false;
	s->words = (const void *)(header + 1);
	s->names = (const void *)(s->words + header->words);
	s->strings = (const char *)(s->names + header->names);
	return entries_inside(s);
}

static int map(struct spelling *s, int fd, const char *path, struct error *err)
{
	struct stat status;
	void *memory;

	if (fstat(fd, &status) < 0)
		return error_set_errno(err, "%s", path);
	if (!S_ISREG(status.st_mode) || status.st_size == 0)
		return error_set(err, ERROR_FORMAT, "%s is damaged", path);
	memory = mmap(
		NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (memory == MAP_FAILED)
		return error_set_errno(err, "%s", path);
	s->image = (struct slice){memory, (size_t)status.st_size};
	s->header = memory;
	if (!is_whole(s))
		return error_set(err, ERROR_FORMAT,
			"%s is damaged or of another version", path);
	return 0;
}

struct spelling *spelling_open(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct spelling *spelling;
	int result;

	if (fd < 0) {
		error_set_errno(err, "%s", path);
		return NULL;
	}
	spelling = memory_new(sizeof(*spelling));
	result = map(spelling, fd, path, err);
	close(fd);
	if (result == 0)
		return spelling;
	spelling_close(spelling);
	return NULL;
}

void spelling_close(struct spelling *spelling)
{
	if (!spelling)
		return;
	if (spelling->image.data)
		munmap((void *)(uintptr_t)spelling->image.data,
			spelling->image.length);
	free(spelling);
}

uint64_t spelling_documents(const struct spelling *spelling)
{
	return spelling->header->documents;
}

uint32_t spelling_words(const struct spelling *spelling)
{
	return spelling->header->words;
}
