/* rows - different rows of numbers, each found by what it holds
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_ROWS_H
#define HNPS_ROWS_H

#include <stddef.h>

/* Starts as all zeros; rows_clear before each use; freed by rows_free. */
struct rows {
	int *row;                    /* (n, width) */
	size_t n, width;
	size_t cap;                  /* numbers that `row` has room for */
	int *table; size_t table_size;       /* a hash of the rows: number + 1, 0 is free */
};

void rows_clear(struct rows *r, size_t width);
void rows_free(struct rows *r);

/* The number of a row that is there, or -1. */
int rows_find(const struct rows *r, const int *row);

/* The number of a row, which is added as the last when it is not there. */
int rows_put(struct rows *r, const int *row);

static inline const int *rows_at(const struct rows *r, int number)
{
	return r->row + (size_t)number * r->width;
}

#endif
