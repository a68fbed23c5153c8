/* norm - batch normalisation
 * SPDX-License-Identifier: MIT */
#include "nn/norm.h"

#include <math.h>
#include <string.h>

#include "nn/device.h"

static const real epsilon = NORM_EPSILON, momentum = NORM_MOMENTUM;

/* Rows go outside, columns inside: both along the memory and as vectors. `inverse` holds sums until it is done. */
void norm_forward(struct engine *e, const struct norm *n, real *y, real *normal, real *inverse)
{
	const long R = n->R;
	const int Y = n->Y;
	real *mean = normal + (R - 1) * Y;               /* the last row's place, free until that row is done */
	struct device *d = engine_device(e);

	if (d) {
		device_norm_forward(d, n, y, normal, inverse);
		return;
	}
	memset(mean, 0, (size_t)Y * sizeof(real));
	memset(inverse, 0, (size_t)Y * sizeof(real));
	for (long r = 0; r < R; r++)
		for (int j = 0; j < Y; j++)
			mean[j] += y[r * Y + j];
	for (int j = 0; j < Y; j++)
		mean[j] /= (real)R;
	for (long r = 0; r < R; r++)
		for (int j = 0; j < Y; j++)
			inverse[j] += (y[r * Y + j] - mean[j]) * (y[r * Y + j] - mean[j]);
	for (int j = 0; j < Y; j++) {
		n->mean[j] += momentum * (mean[j] - n->mean[j]);
		if (R > 1)
			n->variance[j] += momentum * (inverse[j] / (real)(R - 1) - n->variance[j]);
		inverse[j] = 1 / (real)sqrt(inverse[j] / (real)R + epsilon);
	}
	for (long r = 0; r < R; r++)
		for (int j = 0; j < Y; j++) {
			real x = (y[r * Y + j] - mean[j]) * inverse[j];

			normal[r * Y + j] = x;
			y[r * Y + j] = n->gain[j] * x + n->shift[j];
		}
}

/* dx = gain / sqrt(variance + epsilon) (dy - mean of dy - normal * mean of (dy * normal)) */
void norm_backward(struct engine *e, const struct norm *n, real *dy, const real *normal, const real *inverse, real *dgain, real *dshift)
{
	const long R = n->R;
	const int Y = n->Y;
	struct device *d = engine_device(e);

	if (d) {
		device_norm_backward(d, n, dy, normal, inverse, dgain, dshift);
		return;
	}
	for (int j = 0; j < Y; j++) {
		real sum = 0, along = 0;

		for (long r = 0; r < R; r++) {
			sum += dy[r * Y + j];
			along += dy[r * Y + j] * normal[r * Y + j];
		}
		dshift[j] += sum;
		dgain[j] += along;
		for (long r = 0; r < R; r++)
			dy[r * Y + j] = n->gain[j] * inverse[j] * (dy[r * Y + j] - sum / (real)R - normal[r * Y + j] * along / (real)R);
	}
}

void norm_infer(struct engine *e, const struct norm *n, real *y)
{
	struct device *d = engine_device(e);

	if (d) {
		device_norm_infer(d, n, y);
		return;
	}
	for (long r = 0; r < n->R; r++)
		for (int j = 0; j < n->Y; j++)
			y[r * n->Y + j] = n->gain[j] * (y[r * n->Y + j] - n->mean[j]) / (real)sqrt(n->variance[j] + epsilon) + n->shift[j];
}
