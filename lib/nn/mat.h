/* mat - matrices as views, and their product: by BLIS (mat.c), or without it in plain C (mat_plain.c)
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_MAT_H
#define HNPS_MAT_H

#include <stddef.h>

#include "nn/real.h"

/* A view of numbers that somebody else owns: element (i, j) is p[i * down + j * across]. */
struct mat { real *p; long rows, cols, down, across; };

/* rows x cols numbers, one row behind the other. */
static inline struct mat mat_of(const real *p, long rows, long cols)
{
	return (struct mat){ (real *)p, rows, cols, cols, 1 };
}

static inline struct mat mat_t(struct mat m)                       /* transposed */
{
	return (struct mat){ m.p, m.cols, m.rows, m.across, m.down };
}

static inline struct mat mat_rows(struct mat m, long first, long n) /* some of its rows */
{
	return (struct mat){ m.p + first * m.down, n, m.cols, m.down, m.across };
}

static inline struct mat mat_cols(struct mat m, long first, long n) /* some of its columns */
{
	return (struct mat){ m.p + first * m.across, m.rows, n, m.down, m.across };
}

/* c = beta c + a b, on the calling thread alone. With beta 0 the old c is not looked at. No dimension may be negative; an empty sum is 0. */
void mat_mul(struct mat a, struct mat b, real beta, struct mat c);

/* The same with a b that many products have in common: mat_pack brings it once into the order that the kernel reads, which a product of few
 * rows spends a good part of its time on. `packed` has room for mat_packed_size(b) numbers, and belongs to this process's kernel;
 * `work`, for mat_work_size(a.rows, a.cols). c's rows lie along the memory (across is 1), and the sum is not
 * empty. */
size_t mat_packed_size(struct mat b);
void mat_pack(struct mat b, real *packed);
size_t mat_work_size(long rows, long cols);
void mat_mul_packed(struct mat a, const real *packed, real beta, struct mat c, real *work);

/* The longest sum (a.cols) that such a product takes in one go: the best for products that are added up from several. */
long mat_depth(void);

/* "BLIS 0.9.0, kernel skx": the library and the kernel that it runs. The kernel is chosen before the first product, by what the CPU can
 * do: BLIS itself takes a slow one on CPUs that it doesn't know. The environment's BLIS_ARCH_TYPE goes before that unless
 * it is empty; a name in it is understood with any version of BLIS. "products without BLIS" when the tools were built so. */
const char *mat_about(void);

/* What else the last bits of a training depend on: the compiler that built the tools, and the instructions that it was allowed. */
const char *mat_built(void);

/* NULL, or why BLIS_ARCH_TYPE can't be followed: the library has no such kernel, or this processor can't run it. To be asked before all
 * other functions here, by a process that has no threads yet: otherwise BLIS ends the process, or the processor does.
 * Without BLIS, nothing is refused. */
const char *mat_refused(void);

#endif
