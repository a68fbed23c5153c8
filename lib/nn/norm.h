/* norm - batch normalisation
 * SPDX-License-Identifier: MIT
 *
 * PyTorch's: over R rows, column by column, y = gain (x - mean) / sqrt(variance + 1e-5) + shift. In training mean and variance are the
 * batch's, and the running ones, which are for later, take a tenth of them (of the variance, the one that divides by R - 1). */
#ifndef HNPS_NORM_H
#define HNPS_NORM_H

#include "nn/engine.h"

#define NORM_EPSILON  ((real)1e-5)
#define NORM_MOMENTUM ((real)0.1)

struct norm { long R; int Y; const real *gain, *shift; real *mean, *variance; /* (Y) each; the last two are running */ };

/* In place: y (R, Y). Keeps the normalised rows (R, Y) and 1 / sqrt(variance + 1e-5) (Y) for backward. With one row, the running
 * variance stays. */
void norm_forward(struct engine *e, const struct norm *n, real *y, real *normal, real *inverse);

/* Makes dy the gradient of forward's input; adds to dgain and dshift. */
void norm_backward(struct engine *e, const struct norm *n, real *dy, const real *normal, const real *inverse, real *dgain, real *dshift);

/* In place, by the running mean and variance. */
void norm_infer(struct engine *e, const struct norm *n, real *y);

#endif
