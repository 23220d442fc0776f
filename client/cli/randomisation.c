/* SPDX-License-Identifier: MIT */
/*
 * The paired randomisation test, with the draws of the Mersenne Twister
 * (Matsumoto and Nishimura 1998, MT19937, seeded by an array) taken as
 * Python's random.getrandbits() takes them: the same p value as the reference
 * script, on every machine.
 */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "client/cli/measure.h"
#include "client/cli/memory.h"

#define STATE 624
#define SHIFT 397
#define DRAWS 10000
#define SEED  1u

struct twister {
	uint32_t state[STATE];
	size_t at;
};

static void twister_start(struct twister *t, uint32_t seed)
{
	uint32_t *s = t->state;
	size_t i, k;

	s[0] = 19650218u;
	for (i = 1; i < STATE; i++)
		s[i] = 1812433253u * (s[i - 1] ^ s[i - 1] >> 30) + (uint32_t)i;
	/* The array of the seeding has one word, so its index stays 0. */
	for (i = 1, k = STATE; k > 0; k--) {
		s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + seed;
		if (++i == STATE) {
			s[0] = s[STATE - 1];
			i = 1;
		}
	}
	for (k = STATE - 1; k > 0; k--) {
		s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) -
		       (uint32_t)i;
		if (++i == STATE) {
			s[0] = s[STATE - 1];
			i = 1;
		}
	}
	s[0] = 0x80000000u;
	t->at = STATE;
}

static void twister_turn(struct twister *t)
{
	uint32_t *s = t->state, y;
	size_t i;

	for (i = 0; i < STATE; i++) {
		y = (s[i] & 0x80000000u) | (s[(i + 1) % STATE] & 0x7fffffffu);
		s[i] = s[(i + SHIFT) % STATE] ^ y >> 1 ^
		       (y & 1 ? 0x9908b0dfu : 0);
	}
	t->at = 0;
}

static uint32_t twister_next(struct twister *t)
{
	uint32_t y;

	if (t->at == STATE)
		twister_turn(t);
	y = t->state[t->at++];
	y ^= y >> 11;
	y ^= y << 7 & 0x9d2c5680u;
	y ^= y << 15 & 0xefc60000u;
	return y ^ y >> 18;
}

/* The sum with signs as drawn, lowest bit first; a last word that is not
 * needed whole gives its highest bits. */
static double draw(struct twister *t, const double *values, size_t count)
{
	double sum = 0;
	size_t i, left;
	uint32_t bits = 0;

	for (i = 0; i < count; i++, bits >>= 1) {
		left = count - i;
		if (i % 32 == 0)
			bits = twister_next(t) >> (left < 32 ? 32 - left : 0);
		sum += bits & 1 ? values[i] : -values[i];
	}
	return sum;
}

double randomisation_test(const double *differences, size_t count)
{
	double *values = memory_must(calloc(count + 1, sizeof(*values)));
	double observed = 0, p = 1;
	size_t used = 0, larger = 0, i;
	struct twister twister;

	for (i = 0; i < count; i++) {
		observed += differences[i];
		if (differences[i] != 0)
			values[used++] = differences[i];
	}
	observed = fabs(observed);
	if (used > 0) {
		twister_start(&twister, SEED);
		for (i = 0; i < DRAWS; i++)
			if (fabs(draw(&twister, values, used)) >=
				observed - 1e-12)
				larger++;
		p = (double)(larger + 1) / (DRAWS + 1);
	}
	free(values);
	return p;
}
