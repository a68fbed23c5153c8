/* rows - different rows of numbers, each found by what it holds
 * SPDX-License-Identifier: MIT */
#include "search/rows.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

enum { SMALLEST = 1024 };        /* places of the hash at first */

static uint64_t hash(const int *row, size_t width)
{
	uint64_t h = 0x9E3779B97F4A7C15;

	for (size_t i = 0; i < width; i++) {
		h = (h ^ (uint32_t)row[i]) * 0xD6E8FEB86659FD93;
		h ^= h >> 32;
	}
	return h;
}

/* Where the row stands in the hash, or the free place where it belongs. */
static int *place(const struct rows *r, const int *row)
{
	for (size_t h = hash(row, r->width);; h++) {
		int *slot = &r->table[h & (r->table_size - 1)];

		if (*slot == 0 || memcmp(rows_at(r, *slot - 1), row, r->width * sizeof *row) == 0)
			return slot;
	}
}

/* Makes the hash empty, with `size` places; one that was much larger is given back. */
static void make_table(struct rows *r, size_t size)
{
	if (size > r->table_size || size * 8 < r->table_size) {
		r->table = mem_resize(r->table, size, sizeof *r->table);
		r->table_size = size;
	}
	memset(r->table, 0, r->table_size * sizeof *r->table);
}

static void grow_table(struct rows *r)
{
	make_table(r, r->table_size * 2);
	for (size_t i = 0; i < r->n; i++)
		*place(r, rows_at(r, (int)i)) = (int)i + 1;
}

void rows_clear(struct rows *r, size_t width)
{
	r->n = 0;
	r->width = width;
	make_table(r, SMALLEST);
}

void rows_free(struct rows *r)
{
	free(r->row), free(r->table);
}

int rows_find(const struct rows *r, const int *row)
{
	return *place(r, row) - 1;
}

int rows_put(struct rows *r, const int *row)
{
	int *slot = place(r, row), number = (int)r->n;

	if (*slot)
		return *slot - 1;
	*slot = number + 1;
	while ((r->n + 1) * r->width > r->cap)
		r->row = mem_resize(r->row, r->cap = r->cap ? r->cap * 2 : 4096, sizeof *r->row);
	memcpy(r->row + r->n++ * r->width, row, r->width * sizeof *row);
	if (r->n * 2 >= r->table_size)
		grow_table(r);
	return number;
}
