/* rng - does Philox give the published numbers, and do seed, purpose and record keep generators apart?
 * SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "net/corpus.h"
#include "../lib/check.h"

/* The known answers that the authors of Philox publish with Random123 (kat_vectors, philox4x32 10). */
static const struct { uint32_t counter[4], key[2], out[4]; } known[] = {
	{ { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
	{ { ~0u, ~0u, ~0u, ~0u }, { ~0u, ~0u }, { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
	{ { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 }, { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
};

static bool same(struct rng a, struct rng b)
{
	for (int i = 0; i < 16; i++)
		if (rng_u32(&a) != rng_u32(&b))
			return false;
	return true;
}

/* Blocks come as one by one, those that were taken don't come again, and single numbers go on behind them. */
static void blocks(void)
{
	struct rng a = rng_at(7, "blocks", 1), b = a, single = a;
	uint32_t all[12], one[4], first[4];
	bool good = true;

	for (int i = 0; i < 4; i++)
		first[i] = rng_u32(&single);
	rng_fill(&a, all, 3);
	for (int i = 0; i < 3; i++) {
		rng_fill(&b, one, 1);
		good = good && memcmp(one, all + 4 * i, sizeof one) == 0;
		for (int k = 0; k < i; k++)
			good = good && memcmp(one, all + 4 * k, sizeof one) != 0;
	}
	check(good, "rng_fill: several blocks are not the single ones");
	for (int i = 0; i < 4; i++)
		check(first[i] == all[3 - i], "rng_u32 and rng_fill give other numbers");
	check(same(a, b) && !same(a, rng_at(7, "blocks", 1)), "rng_fill: what follows is wrong");
}

static void uniform(uint32_t n)
{
	enum { EACH = 1000, MOST = 41 };
	struct rng r = rng_at(1, "uniform", n);
	long count[MOST] = { 0 };
	double chi = 0;
	bool inside = true;

	for (uint32_t i = 0; i < n * EACH; i++) {
		uint32_t v = rng_below(&r, n);

		inside = inside && v < n;
		count[v % MOST]++;
	}
	check(inside, "rng_below: outside its range");
	for (uint32_t v = 0; v < n; v++)
		chi += (double)((count[v] - EACH) * (count[v] - EACH)) / EACH;
	/* mean n - 1, variance 2n - 2: six standard deviations out is no chance */
	check(chi < n || (chi - n) * (chi - n) < 72.0 * n, "rng_below: not uniform");
}

/* Are all orders of a few numbers as likely as each other? `orders` counts them, by their number in base 10. */
static void all_orders(const char *what, const int *orders, int each)
{
	int different = 0;

	for (int k = 0; k < 10000; k++) {
		const double off = orders[k] - each;

		different += orders[k] > 0;
		check(!orders[k] || off * off < 25.0 * each, "%s: the order %04d comes %d times of about %d", what, k,
		      orders[k], each);
	}
	check(different == 24, "%s: %d orders of 4, not 24", what, different);
}

enum { TIMES = 1000 };

static void shuffles(void)
{
	static int shuffled[10000], ordered[10000];
	struct rng r = rng_at(1, "shuffle", 0);

	for (int i = 0; i < 24 * TIMES; i++) {
		uint8_t bytes[] = { 0, 1, 2, 3 };
		uint32_t order[4];

		rng_shuffle(&r, bytes, 4);
		shuffled[bytes[0] * 1000 + bytes[1] * 100 + bytes[2] * 10 + bytes[3]]++;
		corpus_order(4, 7, (uint64_t)i, order);
		ordered[order[0] * 1000 + order[1] * 100 + order[2] * 10 + order[3]]++;
	}
	all_orders("rng_shuffle", shuffled, TIMES);
	all_orders("corpus_order", ordered, TIMES);
}

int main(void)
{
	struct rng r = rng_at(1, "iogen", 5), other[] = {
		rng_at(2, "iogen", 5), rng_at(1, "dslsample", 5), rng_at(1, "iogen", 6), rng_at(1ull << 32 | 1, "iogen", 5),
		rng_at(1, "iogen", 1ull << 32 | 5),
	};
	double sum = 0;
	bool inside = true;

	for (int i = 0; i < 3; i++) {
		uint32_t out[4];

		rng_philox(known[i].key, known[i].counter, out);
		check(memcmp(out, known[i].out, sizeof out) == 0, "rng_philox: not the published numbers");
	}
	check(same(r, rng_at(1, "iogen", 5)), "the same address gives other numbers");
	for (int i = 0; i < 5; i++)
		check(!same(r, other[i]), "another address gives the same numbers");
	blocks();
	for (uint32_t n = 1; n <= 41; n += 8)
		uniform(n);
	shuffles();
	for (int i = 0; i < 100000; i++) {
		double u = rng_unit(&r);

		inside = inside && u >= 0 && u < 1;
		sum += u;
	}
	check(inside, "rng_unit: outside [0, 1)");
	check(sum > 49000 && sum < 51000, "rng_unit: its mean is not a half");
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
