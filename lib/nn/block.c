/* block - what is done with matrices and parts of them between the layers: zero, copy, add, multiply
 * SPDX-License-Identifier: MIT */
#include "nn/block.h"

#include <assert.h>
#include <string.h>

#include "nn/device.h"

static void check_shapes(struct mat to, struct mat from)
{
	assert(to.rows == from.rows && to.cols == from.cols && to.across == 1 && from.across == 1);
	(void)to;
	(void)from;
}

void block_zero(struct engine *e, struct mat to)
{
	struct device *d = engine_device(e);

	if (d) {
		device_zero(d, to);
		return;
	}
	for (long r = 0; r < to.rows; r++)
		memset(to.p + r * to.down, 0, (size_t)to.cols * sizeof(real));
}

void block_copy(struct engine *e, struct mat to, struct mat from)
{
	struct device *d = engine_device(e);

	if (d) {
		device_copy(d, to, from);
		return;
	}
	check_shapes(to, from);
	for (long r = 0; r < to.rows; r++)
		memcpy(to.p + r * to.down, from.p + r * from.down, (size_t)to.cols * sizeof(real));
}

NN_VECTOR
static void add_row(long n, real *restrict to, const real *restrict from)
{
	for (long j = 0; j < n; j++)
		to[j] += from[j];
}

void block_add(struct engine *e, struct mat to, struct mat from)
{
	struct device *d = engine_device(e);

	if (d) {
		device_add(d, to, from);
		return;
	}
	check_shapes(to, from);
	for (long r = 0; r < to.rows; r++)
		add_row(to.cols, to.p + r * to.down, from.p + r * from.down);
}

void block_mul(struct engine *e, struct mat a, struct mat b, real beta, struct mat c)
{
	struct device *d = engine_device(e);

	if (d) {
		device_multiply(d, a, b, beta, c);
		return;
	}
	mat_mul(a, b, beta, c);
}
