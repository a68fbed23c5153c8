/* dense - layers that look at one row at a time: linear, activation, dropout, mean over pairs
 * SPDX-License-Identifier: MIT
 *
 * A forward leaves nothing behind but its result; a backward takes what it needs as arguments. */
#ifndef HNPS_DENSE_H
#define HNPS_DENSE_H

#include <stdint.h>

#include "nn/real.h"
#include "nn/engine.h"

/* Dimensions: R rows, X inputs, Y outputs. w (Y, X) and b (Y) as in PyTorch; b may be NULL.
 * y (R, Y) = x w' + b. Backward: dx (R, X) is set, dw and db are added to; dx, and db, may be NULL. */
struct linear { long R; int X, Y; const real *x, *w, *b; real *y; const real *dy; real *dx, *dw, *db; };
void linear_forward(struct engine *e, const struct linear *l);
void linear_backward(struct engine *e, const struct linear *l);

/* As linear_forward, but a row's result does not depend on the other rows, bit for bit. `packed` and `work` are room
 * for linear_apart_sizes numbers. */
void linear_apart(struct engine *e, const struct linear *l, real *packed, real *work);
void linear_apart_sizes(long R, int X, int Y, size_t *packed, size_t *work);

/* The same without a way back, on the calling thread, with weights that linear_pack has made ready (real_free() them): a row's result does not
 * depend on the other rows. `work` has mat_work_size(R, X) numbers. */
real *linear_pack(const real *w, int Y, int X);
void linear_packed(long R, int X, int Y, const real *x, const real *packed, const real *b, real *y, real *work);

/* In place. Backward makes the gradient dy that of the input, with y what forward left. */
enum activation { ACT_TANH, ACT_RELU, ACT_LEAKY };      /* leaky: a hundredth below 0 */
void activation_forward(struct engine *e, enum activation kind, long n, real *y);
void activation_backward(struct engine *e, enum activation kind, long n, const real *y, real *dy);

/* In place: each of the R x Y numbers becomes 0 with probability p, else grows by 1 / (1 - p). What becomes 0 depends on seed, step and
 * row alone: the same call on the gradient is the backward. `layer` keeps the layers of a model apart. */
void dropout(struct engine *e, real *y, long R, int Y, double p, uint64_t seed, const char *layer, uint32_t step);

/* The mean over each P rows: x (B P, Y) to y (B, Y), and back: dx is set. */
void mean_forward(struct engine *e, const real *x, long B, int P, int Y, real *y);
void mean_backward(struct engine *e, const real *dy, long B, int P, int Y, real *dx);

/* The least of each P rows, in the columns from `first` on alone: into those of y (B, Y), with the row that had it, the first of equals, in
 * which (B, Y); and back: those columns of dx are set. */
void least_forward(struct engine *e, const real *x, long B, int P, int Y, int first, real *y, int *which);
void least_backward(struct engine *e, const real *dy, long B, int P, int Y, int first, const int *which, real *dx);

#endif
