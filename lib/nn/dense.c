/* dense - layers that look at one row at a time: linear, activation, dropout, mean over pairs
 * SPDX-License-Identifier: MIT */
#include "nn/dense.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "nn/act.h"
#include "nn/device.h"
#include "nn/mat.h"

enum { ROWS = 128 };             /* rows that one item takes */

static long items(long n)
{
	return (n + ROWS - 1) / ROWS;
}

static long rows_of(long n, size_t i)
{
	return n - (long)i * ROWS < ROWS ? n - (long)i * ROWS : ROWS;
}

static void forward_rows(void *linear, int thread, size_t i)
{
	const struct linear *l = linear;
	const long first = (long)i * ROWS, n = rows_of(l->R, i);
	struct mat y = mat_of(l->y + first * l->Y, n, l->Y);

	(void)thread;
	for (long r = 0; l->b && r < n; r++)
		memcpy(y.p + r * l->Y, l->b, (size_t)l->Y * sizeof(real));
	mat_mul(mat_of(l->x + first * l->X, n, l->X), mat_t(mat_of(l->w, l->Y, l->X)), l->b ? 1 : 0, y);
}

void linear_forward(struct engine *e, const struct linear *l)
{
	struct device *d = engine_device(e);

	if (d) {
		device_linear_forward(d, l);
		return;
	}
	engine_run(e, (size_t)items(l->R), forward_rows, (void *)l);
}

static void backward_rows(void *linear, int thread, size_t i)
{
	const struct linear *l = linear;
	const long first = (long)i * ROWS, n = rows_of(l->R, i);

	(void)thread;
	mat_mul(mat_of(l->dy + first * l->Y, n, l->Y), mat_of(l->w, l->Y, l->X), 0, mat_of(l->dx + first * l->X, n, l->X));
}

/* Some rows of dw, which are outputs, and their part of db. */
static void backward_outputs(void *linear, int thread, size_t i)
{
	const struct linear *l = linear;
	const long first = (long)i * ROWS, n = rows_of(l->Y, i);

	(void)thread;
	mat_mul(mat_t(mat_cols(mat_of(l->dy, l->R, l->Y), first, n)), mat_of(l->x, l->R, l->X), 1, mat_of(l->dw + first * l->X, n, l->X));
	if (l->db)
		for (long r = 0; r < l->R; r++)
			for (long j = first; j < first + n; j++)
				l->db[j] += l->dy[r * l->Y + j];
}

void linear_backward(struct engine *e, const struct linear *l)
{
	struct device *d = engine_device(e);

	if (d) {
		device_linear_backward(d, l);
		return;
	}
	if (l->dx)
		engine_run(e, (size_t)items(l->R), backward_rows, (void *)l);
	engine_run(e, (size_t)items(l->Y), backward_outputs, (void *)l);
}

real *linear_pack(const real *w, int Y, int X)
{
	const struct mat m = mat_t(mat_of(w, Y, X));
	real *packed = real_array(mat_packed_size(m));

	mat_pack(m, packed);
	return packed;
}

void linear_packed(long R, int X, int Y, const real *x, const real *packed, const real *b, real *y, real *work)
{
	for (long r = 0; r < R; r++)
		memcpy(y + r * Y, b, (size_t)Y * sizeof(real));
	mat_mul_packed(mat_of(x, R, X), packed, 1, mat_of(y, R, Y), work);
}

void linear_apart_sizes(long R, int X, int Y, size_t *packed, size_t *work)
{
	*packed = mat_packed_size(mat_of(NULL, X, Y));
	*work = mat_work_size(R, X);
}

void linear_apart(struct engine *e, const struct linear *l, real *packed, real *work)
{
	struct device *d = engine_device(e);

	if (d) {
		device_linear_forward(d, l);
		return;
	}
	mat_pack(mat_t(mat_of(l->w, l->Y, l->X)), packed);
	linear_packed(l->R, l->X, l->Y, l->x, packed, l->b, l->y, work);
}

NN_VECTOR
static void activate_forward(enum activation kind, long n, real *y)
{
	switch (kind) {
	case ACT_TANH:
		for (long i = 0; i < n; i++)
			y[i] = act_tanh(y[i]);
		break;
	case ACT_RELU:
		for (long i = 0; i < n; i++)
			y[i] = y[i] < 0 ? 0 : y[i];      /* NaN stays */
		break;
	case ACT_LEAKY:
		for (long i = 0; i < n; i++)
			y[i] = y[i] < 0 ? (real)0.01 * y[i] : y[i];
		break;
	}
}

NN_VECTOR
static void activate_backward(enum activation kind, long n, const real *y, real *dy)
{
	switch (kind) {
	case ACT_TANH:
		for (long i = 0; i < n; i++)
			dy[i] *= 1 - y[i] * y[i];
		break;
	case ACT_RELU:
		for (long i = 0; i < n; i++)
			dy[i] = y[i] > 0 ? dy[i] : 0;
		break;
	case ACT_LEAKY:
		for (long i = 0; i < n; i++)
			dy[i] *= y[i] > 0 ? 1 : (real)0.01;
		break;
	}
}

void activation_forward(struct engine *e, enum activation kind, long n, real *y)
{
	struct device *d = engine_device(e);

	if (d)
		device_activation_forward(d, kind, n, y);
	else
		activate_forward(kind, n, y);
}

void activation_backward(struct engine *e, enum activation kind, long n, const real *y, real *dy)
{
	struct device *d = engine_device(e);

	if (d)
		device_activation_backward(d, kind, n, y, dy);
	else
		activate_backward(kind, n, y, dy);
}

void dropout(struct engine *e, real *y, long R, int Y, double p, uint64_t seed, const char *layer, uint32_t step)
{
	const uint32_t below = (uint32_t)ldexp(p, 32);      /* p < 1 */
	const real scale = (real)(1 / (1 - p));
	struct device *d = engine_device(e);

	if (d) {
		device_dropout(d, y, R, Y, p, seed, layer, step);
		return;
	}
	for (long r = 0; r < R; r++) {
		struct rng rng = rng_at(seed, layer, (uint64_t)step << 32 | (uint64_t)r);
		uint32_t random[64];

		for (int j = 0; j < Y; j++) {
			if (j % 64 == 0)
				rng_fill(&rng, random, 16);
			y[r * Y + j] = random[j % 64] < below ? 0 : y[r * Y + j] * scale;
		}
	}
}

void mean_forward(struct engine *e, const real *x, long B, int P, int Y, real *y)
{
	struct device *d = engine_device(e);

	if (d) {
		device_mean_forward(d, x, B, P, Y, y);
		return;
	}
	for (long b = 0; b < B; b++)
		for (int j = 0; j < Y; j++) {
			real sum = 0;

			for (int p = 0; p < P; p++)
				sum += x[(b * P + p) * Y + j];
			y[b * Y + j] = sum / (real)P;
		}
}

void mean_backward(struct engine *e, const real *dy, long B, int P, int Y, real *dx)
{
	struct device *d = engine_device(e);

	if (d) {
		device_mean_backward(d, dy, B, P, Y, dx);
		return;
	}
	for (long b = 0; b < B; b++)
		for (int p = 0; p < P; p++)
			for (int j = 0; j < Y; j++)
				dx[(b * P + p) * Y + j] = dy[b * Y + j] / (real)P;
}

void least_forward(struct engine *e, const real *x, long B, int P, int Y, int first, real *y, int *which)
{
	struct device *d = engine_device(e);

	if (d) {
		device_least_forward(d, x, B, P, Y, first, y, which);
		return;
	}
	for (long b = 0; b < B; b++)
		for (int j = first; j < Y; j++) {
			int least = 0;

			for (int p = 1; p < P; p++)
				if (x[(b * P + p) * Y + j] < x[(b * P + least) * Y + j])
					least = p;
			y[b * Y + j] = x[(b * P + least) * Y + j];
			which[b * Y + j] = least;
		}
}

void least_backward(struct engine *e, const real *dy, long B, int P, int Y, int first, const int *which, real *dx)
{
	struct device *d = engine_device(e);

	if (d) {
		device_least_backward(d, dy, B, P, Y, first, which, dx);
		return;
	}
	for (long b = 0; b < B; b++)
		for (int p = 0; p < P; p++)
			for (int j = first; j < Y; j++)
				dx[(b * P + p) * Y + j] = which[b * Y + j] == p ? dy[b * Y + j] : 0;
}
