/* distance - how many edits make one string another, for many strings against the same one
 * SPDX-License-Identifier: MIT */
#include "search/distance.h"

static size_t words_of(size_t n)
{
	return n > DISTANCE_MOST ? 0 : (n + 63) / 64;
}

size_t distance_room(size_t n)
{
	return words_of(n) * 256 * sizeof(uint64_t);
}

struct distance distance_prepare(struct str from, struct arena *a)
{
	struct distance d = { .n = from.n, .words = words_of(from.n) };

	d.equal = arena_get(a, distance_room(from.n));
	memset(d.equal, 0, distance_room(from.n));
	for (size_t i = 0; d.words && i < from.n; i++)
		d.equal[i / 64][(unsigned char)from.p[i]] |= (uint64_t)1 << i % 64;
	return d;
}

/* A column of the table is its differences from row to row: +1 where `up` has a bit, -1 where `down` has one, else 0. */
size_t distance_to(const struct distance *d, struct str to)
{
	uint64_t up[DISTANCE_MOST / 64], down[DISTANCE_MOST / 64], last;
	size_t distance = d->n;

	if (d->n == 0 || to.n == 0 || d->n > DISTANCE_MOST || to.n > DISTANCE_MOST)
		return d->n > to.n ? d->n - to.n : to.n - d->n;
	last = (uint64_t)1 << (d->n - 1) % 64;
	for (size_t w = 0; w < d->words; w++)
		up[w] = UINT64_MAX, down[w] = 0;
	for (size_t k = 0; k < to.n; k++) {
		uint64_t plus = 1, minus = 0;    /* the differences along the row above this word: row 0 goes up */

		for (size_t w = 0; w < d->words; w++) {
			uint64_t equal = d->equal[w][(unsigned char)to.p[k]], both, right_up, right_down;
			const uint64_t top = w + 1 < d->words ? (uint64_t)1 << 63 : last;
			const uint64_t vertical = equal | down[w];

			equal |= minus;
			both = (((equal & up[w]) + up[w]) ^ up[w]) | equal;
			right_up = down[w] | ~(both | up[w]);
			right_down = up[w] & both;
			if (w + 1 == d->words) {
				distance += (right_up & top) != 0;
				distance -= (right_down & top) != 0;
			}
			both = right_up >> 63;
			right_up = right_up << 1 | plus;
			plus = both;
			both = right_down >> 63;
			right_down = right_down << 1 | minus;
			minus = both;
			up[w] = right_down | ~(vertical | right_up);
			down[w] = right_up & vertical;
		}
	}
	return distance;
}
