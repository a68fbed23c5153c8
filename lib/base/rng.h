/* rng - random numbers addressed by (seed, purpose, record), so that order and threads can't change a result
 * SPDX-License-Identifier: MIT
 *
 * Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3; 2011): a counter goes in, four
 * random words come out. The key is (seed, purpose), the counter (record, draw), so two records never share a number. */
#ifndef HNPS_RNG_H
#define HNPS_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng { uint32_t key[2], left, out[4]; uint64_t record, draw; };

/* The generator of one record of one tool. Made on the stack, nothing to free. `purpose` is the tool's name. */
struct rng rng_at(uint64_t seed, const char *purpose, uint64_t record);

void rng_fill(struct rng *r, uint32_t *out, int blocks); /* 4 * blocks numbers at once, none of which comes again */

static inline uint32_t rng_u32(struct rng *r)
{
	if (r->left == 0) {
		rng_fill(r, r->out, 1);
		r->left = 4;
	}
	return r->out[--r->left];
}

/* Uniform in 0 .. n-1, n > 0, without bias: Lemire's multiply and reject; the high word of u * n, unless the low word falls into the
 * uneven rest. */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	uint64_t m = (uint64_t)rng_u32(r) * n;

	if ((uint32_t)m < n)
		for (uint32_t rest = -n % n; (uint32_t)m < rest;)
			m = (uint64_t)rng_u32(r) * n;
	return (uint32_t)(m >> 32);
}

/* Uniform in [0, 1), 32 bits. */
static inline double rng_unit(struct rng *r)
{
	return rng_u32(r) * 0x1p-32;
}

/* Puts n bytes in any order, each as likely as another: Fisher and Yates. */
void rng_shuffle(struct rng *r, uint8_t *bytes, size_t n);

/* The bare function, for its test against the published numbers. */
void rng_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

#endif
