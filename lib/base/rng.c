/* rng - random numbers addressed by (seed, purpose, record), so that order and threads can't change a result
 * SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include "base/philox.h"

void rng_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4])
{
	philox(key, counter, out);
}

struct rng rng_at(uint64_t seed, const char *purpose, uint64_t record)
{
	uint64_t h = 0xcbf29ce484222325;          /* FNV-1a over the purpose, to keep tools with one seed apart */
	struct rng r = { .record = record };

	for (const char *p = purpose; *p; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3;
	h ^= h >> 32;
	r.key[0] = (uint32_t)seed ^ (uint32_t)h;
	r.key[1] = (uint32_t)(seed >> 32) ^ (uint32_t)(h >> 16) * 0x9E3779B1u;
	return r;
}

void rng_fill(struct rng *r, uint32_t *out, int blocks)
{
	for (; blocks > 0; blocks--, out += 4, r->draw++) {
		const uint32_t counter[4] = { (uint32_t)r->draw, (uint32_t)(r->draw >> 32), (uint32_t)r->record, (uint32_t)(r->record >> 32) };

		rng_philox(r->key, counter, out);
	}
}

void rng_shuffle(struct rng *r, uint8_t *bytes, size_t n)
{
	for (; n > 1; n--) {
		const size_t k = rng_below(r, (uint32_t)n);
		const uint8_t last = bytes[n - 1];

		bytes[n - 1] = bytes[k];
		bytes[k] = last;
	}
}
