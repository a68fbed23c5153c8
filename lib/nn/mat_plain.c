/* mat_plain - the products of mat.h in plain C, where BLIS is not installed
 * SPDX-License-Identifier: MIT
 *
 * Whoever only fills columns need not install BLIS, and it is not packaged for every system. A packed matrix is a row
 * of panels: WIDE columns each, stored along the sum, what is missing to the last panel 0. */
#include "nn/mat.h"

#ifndef HAVE_BLIS

#include <assert.h>
#include <string.h>

enum {
	WIDE = 16, HIGH = 4,            /* columns and rows of c whose sums are in registers at once */
	LANES = 8, VECTORS = WIDE / LANES,
	DEPTH = 256,                    /* the sums of a product that is not packed are added up in stretches so long */
};
typedef real lanes __attribute__((vector_size(LANES * sizeof(real))));

/* c (rows, n) = beta c + a panel, for at most HIGH rows and WIDE columns. */
static inline __attribute__((always_inline)) void tile(const real *a, long down, long across, long K, const real *panel,
                                                       const long rows, long n, real beta, real *c, long c_down, long c_across)
{
	lanes sum[HIGH][VECTORS] = { 0 }, right[VECTORS];
	real out[WIDE];

	for (long k = 0; k < K; k++) {
		memcpy(right, panel + k * WIDE, sizeof right);
		for (long i = 0; i < rows; i++) {
			const real x = a[i * down + k * across];
			const lanes left = { x, x, x, x, x, x, x, x };       /* LANES times */

			for (int v = 0; v < VECTORS; v++)
				sum[i][v] += right[v] * left;
		}
	}
	for (long i = 0; i < rows; i++) {
		memcpy(out, sum[i], sizeof out);
		for (long j = 0; j < n; j++) {
			real *to = c + i * c_down + j * c_across;

			*to = beta == 0 ? out[j] : beta * *to + out[j];
		}
	}
}

/* c (M, n) = beta c + a panel */
NN_VECTOR
static void multiply(struct mat a, const real *panel, real beta, struct mat c)
{
	long i = 0;

	for (; i + HIGH <= a.rows; i += HIGH)
		tile(a.p + i * a.down, a.down, a.across, a.cols, panel, HIGH, c.cols, beta, c.p + i * c.down, c.down, c.across);
	for (; i < a.rows; i++)
		tile(a.p + i * a.down, a.down, a.across, a.cols, panel, 1, c.cols, beta, c.p + i * c.down, c.down, c.across);
}

/* A panel of at most WIDE columns. */
static void pack(struct mat b, real *panel)
{
	for (long k = 0; k < b.rows; k++)
		for (long j = 0; j < WIDE; j++)
			panel[k * WIDE + j] = j < b.cols ? b.p[k * b.down + j * b.across] : 0;
}

static long least(long a, long b)
{
	return a < b ? a : b;
}

void mat_mul(struct mat a, struct mat b, real beta, struct mat c)
{
	real panel[DEPTH * WIDE];
	long k = 0;

	assert(a.rows == c.rows && b.cols == c.cols && a.cols == b.rows);
	do {                                   /* once for an empty sum, too */
		const long depth = least(DEPTH, a.cols - k);

		for (long j = 0; j < c.cols; j += WIDE) {
			const long n = least(WIDE, c.cols - j);

			pack(mat_cols(mat_rows(b, k, depth), j, n), panel);
			multiply(mat_cols(a, k, depth), panel, k ? 1 : beta, mat_cols(c, j, n));
		}
		k += depth;
	} while (k < a.cols);
}

long mat_depth(void)
{
	return DEPTH;
}

size_t mat_packed_size(struct mat b)
{
	return (size_t)((b.cols + WIDE - 1) / WIDE * WIDE * b.rows);
}

void mat_pack(struct mat b, real *packed)
{
	for (long j = 0; j < b.cols; j += WIDE)
		pack(mat_cols(b, j, least(WIDE, b.cols - j)), packed + j * b.rows);
}

size_t mat_work_size(long rows, long cols)
{
	(void)rows;
	(void)cols;
	return 0;
}

void mat_mul_packed(struct mat a, const real *packed, real beta, struct mat c, real *work)
{
	(void)work;
	assert(a.rows == c.rows && a.cols > 0 && c.across == 1);
	for (long j = 0; j < c.cols; j += WIDE)
		multiply(a, packed + j * a.cols, beta, mat_cols(c, j, least(WIDE, c.cols - j)));
}

const char *mat_about(void)
{
	return "products without BLIS";
}

const char *mat_refused(void)
{
	return NULL;
}

#endif
