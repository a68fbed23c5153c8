/* rng - random numbers addressed by (seed, purpose, record), so that order and threads can't change a result
 * SPDX-License-Identifier: MIT */
#include "base/rng.h"


void rng_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4])
{
	uint32_t k0 = key[0], k1 = key[1], c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];

	for (int round = 0; round < 10; round++) {
		uint64_t a = (uint64_t)0xD2511F53u * c0, b = (uint64_t)0xCD9E8D57u * c2;

		c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
		c1 = (uint32_t)b;
		c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
		c3 = (uint32_t)a;
		k0 += 0x9E3779B9u;
		k1 += 0xBB67AE85u;
	}
	out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
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
