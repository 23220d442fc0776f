/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file, compiled or text, to a thesaurus; and what is in it. */
#include "config.h"

#include "analysis/concept/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define TEXT_FILE_MAX ((size_t)256 << 20)

/* 1: the open file is an image, 0: it is something else, -1: error. */
static int is_image(int fd, const char *path, size_t *size, struct error *err)
{
	struct stat status;
	char magic[8];

	if (fstat(fd, &status) != 0)
		return error_set_errno(err, "%s", path);
	if (!S_ISREG(status.st_mode))
		return error_set(err, ERROR_IO, "%s: is not a file", path);
	*size = (size_t)status.st_size;
	ssize_t got = pread(fd, magic, sizeof(magic), 0);

	if (got < 0)
		return error_set_errno(err, "%s", path);
	return got == (ssize_t)sizeof(magic) &&
	       memcmp(magic, IMAGE_MAGIC, sizeof(magic)) == 0;
}

static int open_image(struct thesaurus *thesaurus, int fd, size_t size,
	const char *path, struct error *err)
{
	void *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

	if (memory == MAP_FAILED)
		return error_set_errno(err, "%s", path);
	thesaurus->mapped = true;
	thesaurus->image = (struct slice){memory, size};
	if (image_read(thesaurus->image, thesaurus, err) != 0)
		return error_prefix(err, "%s: ", path);
	return 0;
}

static int open_text(struct thesaurus *thesaurus, const char *path,
	struct text_analyser *analyser, struct error *err)
{
	struct buffer text = BUFFER_INIT;
	int result = file_read(path, TEXT_FILE_MAX, &text, err);

	if (result == 0)
		result = thesaurus_compile(path, buffer_slice(&text), analyser,
			&thesaurus->owned, err);
	buffer_clear(&text);
	if (result != 0)
		return -1;
	return image_read(buffer_slice(&thesaurus->owned), thesaurus, err);
}

struct thesaurus *thesaurus_open(
	const char *path, struct text_analyser *analyser, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = 0;

	if (fd < 0) {
		error_set_errno(err, "%s", path);
		return NULL;
	}
	struct thesaurus *thesaurus = memory_new(sizeof(*thesaurus));
	int result = is_image(fd, path, &size, err);

	if (result == 1)
		result = open_image(thesaurus, fd, size, path, err);
	else if (result == 0)
		result = open_text(thesaurus, path, analyser, err);
	close(fd);
	if (result == 0)
		return thesaurus;
	thesaurus_close(thesaurus);
	return NULL;
}

void thesaurus_close(struct thesaurus *thesaurus)
{
	if (!thesaurus)
		return;
	if (thesaurus->mapped)
		munmap((void *)(uintptr_t)thesaurus->image.data,
			thesaurus->image.length);
	buffer_clear(&thesaurus->owned);
	free(thesaurus);
}

struct slice thesaurus_image(const struct thesaurus *thesaurus)
{
	return thesaurus->image;
}

uint32_t thesaurus_checksum(const struct thesaurus *thesaurus)
{
	return thesaurus->header->checksum;
}

struct slice thesaurus_version(const struct thesaurus *thesaurus)
{
	if (!thesaurus)
		return SLICE("none");
	return image_slice(thesaurus, thesaurus->header->version);
}

uint32_t thesaurus_concepts(const struct thesaurus *thesaurus)
{
	return thesaurus->header->sections[SECTION_CONCEPTS].count;
}

uint32_t thesaurus_forms(const struct thesaurus *thesaurus)
{
	return thesaurus->header->sections[SECTION_FORMS].count;
}

uint32_t thesaurus_concept(const struct thesaurus *thesaurus, struct slice slug)
{
	uint32_t mask =
		thesaurus->header->sections[SECTION_SLUG_SLOTS].count - 1;
	const uint32_t *slots = thesaurus->slug_slots;

	for (uint32_t at = image_hash(slug) & mask; slots[at] != 0;
		at = (at + 1) & mask)
		if (slice_equal(concept_slug(thesaurus, slots[at] - 1), slug))
			return slots[at] - 1;
	return CONCEPT_NONE;
}

struct slice concept_slug(const struct thesaurus *thesaurus, uint32_t concept)
{
	return image_slice(thesaurus, thesaurus->concepts[concept].slug);
}

struct slice concept_preferred(
	const struct thesaurus *thesaurus, uint32_t concept)
{
	return concept_form_at(thesaurus, concept, 0).text;
}

struct slice concept_kind(const struct thesaurus *thesaurus, uint32_t concept)
{
	return image_slice(thesaurus, thesaurus->concepts[concept].kind);
}

uint32_t concept_form_count(const struct thesaurus *thesaurus, uint32_t concept)
{
	return thesaurus->concepts[concept].forms;
}

struct concept_form concept_form_at(
	const struct thesaurus *thesaurus, uint32_t concept, uint32_t n)
{
	const struct image_form *form =
		&thesaurus->forms[thesaurus->concepts[concept].first_form + n];

	return (struct concept_form){image_slice(thesaurus, form->value),
		form->relation, form->letter_case};
}

uint32_t concept_parent_count(
	const struct thesaurus *thesaurus, uint32_t concept)
{
	return thesaurus->concepts[concept].parents;
}

uint32_t concept_parent_at(
	const struct thesaurus *thesaurus, uint32_t concept, uint32_t n)
{
	return thesaurus
		->parents[thesaurus->concepts[concept].first_parent + n];
}

bool concept_is_below(
	const struct thesaurus *thesaurus, uint32_t concept, uint32_t above)
{
	uint32_t found[CONCEPT_ANCESTORS_MAX];
	size_t count = concept_ancestors(thesaurus, concept, found);

	for (size_t i = 0; i < count; i++)
		if (found[i] == above)
			return true;
	return false;
}

uint32_t concept_identifier_count(
	const struct thesaurus *thesaurus, uint32_t concept)
{
	return thesaurus->concepts[concept].identifiers;
}

struct slice concept_identifier_at(
	const struct thesaurus *thesaurus, uint32_t concept, uint32_t n)
{
	return image_slice(thesaurus,
		thesaurus->identifiers
			[thesaurus->concepts[concept].first_identifier + n]);
}

static int is_among(const uint32_t *found, size_t count, uint32_t concept)
{
	for (size_t i = 0; i < count; i++)
		if (found[i] == concept)
			return 1;
	return 0;
}

size_t concept_ancestors(const struct thesaurus *thesaurus, uint32_t concept,
	uint32_t found[CONCEPT_ANCESTORS_MAX])
{
	size_t count = 0, next = 0;

	for (uint32_t below = concept;; below = found[next++]) {
		uint32_t parents = concept_parent_count(thesaurus, below);

		for (uint32_t n = 0; n < parents; n++) {
			uint32_t parent =
				concept_parent_at(thesaurus, below, n);

			if (count < CONCEPT_ANCESTORS_MAX &&
				!is_among(found, count, parent))
				found[count++] = parent;
		}
		if (next == count)
			return count;
	}
}
