/* rng - random numbers addressed by (seed, purpose, record), so that order and threads can't change a result
 * SPDX-License-Identifier: MIT
 *
 * Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3; 2011): a counter goes in, four
 * random words come out. The key is (seed, purpose), the counter (record, draw), so two records never share a number. */
#ifndef HNPS_RNG_H
#define HNPS_RNG_H

#include <stdint.h>

struct rng { uint32_t key[2], counter[4], out[4]; unsigned left; };

/* The generator of one record of one tool. Made on the stack, nothing to free. `purpose` is the tool's name. */
struct rng rng_at(uint64_t seed, const char *purpose, uint64_t record);

uint32_t rng_u32(struct rng *r);
uint32_t rng_below(struct rng *r, uint32_t n); /* uniform in 0 .. n-1, n > 0, without bias */
double   rng_unit(struct rng *r);              /* uniform in [0, 1), 32 bits */

/* The bare function, for its test against the published numbers. */
void rng_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

#endif
