/* kernels - what a device computes for one element, as functions that C and CUDA both compile
 * SPDX-License-Identifier: MIT
 *
 * Each kernel is a function of its arguments and of a number i, and does what belongs to element i alone: so the elements
 * can be done in any order, or at once, and the result is the same. Sums over many elements are taken in fixed parts, by
 * one kernel for the parts and one for their sum. Dimensions are those of the layers' headers; arrays are the device's.
 * Rows of matrices lie `down` apart. */
#ifndef HNPS_KERNELS_H
#define HNPS_KERNELS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/philox.h"
#include "nn/act.h"
#include "nn/real.h"

#ifdef __CUDACC__
#define KERNEL(name) static __device__ __forceinline__ void kernel_##name(const struct name##_args *a, long i)
#else
#define KERNEL(name) static inline void kernel_##name(const struct name##_args *a, long i)
#endif

/* All of them: the launchers make their tables from this list. */
#define KERNELS(X) \
	X(zero) X(copy) X(add) X(activate) X(activate_back) X(drop) X(mean) X(mean_back) X(least) X(least_back) \
	X(column_parts) X(column_sums) X(norm_moments) X(norm_apply) X(norm_back) X(norm_running) \
	X(entropy) X(distance) X(tally_parts) X(tally_sum) X(square_parts) X(adam) \
	X(rows_in) X(rows_out) X(cell) X(cell_back) X(constant_back) X(table_parts) X(table_sums)

enum kernel_number {
#define KERNEL_NUMBER(name) KERNEL_##name,
	KERNELS(KERNEL_NUMBER)
#undef KERNEL_NUMBER
	KERNEL_COUNT
};

/* ---- matrices: element i is row i / cols, column i % cols ---- */

struct zero_args { real *to; long cols, down; };
KERNEL(zero)
{
	a->to[i / a->cols * a->down + i % a->cols] = 0;
}

struct copy_args { real *to; const real *from; long cols, to_down, from_down; };       /* from_down 0: one row for all */
KERNEL(copy)
{
	a->to[i / a->cols * a->to_down + i % a->cols] = a->from[i / a->cols * a->from_down + i % a->cols];
}

struct add_args { real *to; const real *from; long cols, to_down, from_down; };
KERNEL(add)
{
	a->to[i / a->cols * a->to_down + i % a->cols] += a->from[i / a->cols * a->from_down + i % a->cols];
}

/* ---- one number after another (dense.h) ---- */

struct activate_args { real *y; int kind; };            /* 0 tanh, 1 ReLU, 2 leaky, as enum activation */
KERNEL(activate)
{
	real y = a->y[i];

	a->y[i] = a->kind == 0 ? act_tanh(y) : y < 0 ? (a->kind == 1 ? 0 : (real)0.01 * y) : y;
}

struct activate_back_args { const real *y; real *dy; int kind; };
KERNEL(activate_back)
{
	real y = a->y[i], dy = a->dy[i];

	a->dy[i] = a->kind == 0 ? dy * (1 - y * y) : y > 0 ? dy : a->kind == 1 ? 0 : dy * (real)0.01;
}

/* i: four numbers of a row, which one draw decides. */
struct drop_args { real *y; long Y, quads; uint32_t key[2], step, below; real scale; };
KERNEL(drop)
{
	const long row = i / a->quads, quad = i % a->quads;
	const uint32_t counter[4] = { (uint32_t)quad, 0, (uint32_t)row, a->step };
	uint32_t random[4];

	philox(a->key, counter, random);
	for (int k = 0; k < 4 && quad * 4 + k < a->Y; k++) {
		real *y = a->y + row * a->Y + quad * 4 + k;

		*y = random[k] < a->below ? 0 : *y * a->scale;
	}
}

struct mean_args { const real *x; real *y; long P, Y; };
KERNEL(mean)
{
	const long b = i / a->Y, j = i % a->Y;
	real sum = 0;

	for (long p = 0; p < a->P; p++)
		sum += a->x[(b * a->P + p) * a->Y + j];
	a->y[i] = sum / (real)a->P;
}

struct mean_back_args { const real *dy; real *dx; long P, Y; };
KERNEL(mean_back)
{
	a->dx[i] = a->dy[i / a->Y / a->P * a->Y + i % a->Y] / (real)a->P;
}

/* i: of the columns from `first` on. */
struct least_args { const real *x; real *y; int *which; long P, Y, first; };
KERNEL(least)
{
	const long b = i / (a->Y - a->first), j = a->first + i % (a->Y - a->first);
	long least = 0;

	for (long p = 1; p < a->P; p++)
		if (a->x[(b * a->P + p) * a->Y + j] < a->x[(b * a->P + least) * a->Y + j])
			least = p;
	a->y[b * a->Y + j] = a->x[(b * a->P + least) * a->Y + j];
	a->which[b * a->Y + j] = (int)least;
}

struct least_back_args { const real *dy; const int *which; real *dx; long P, Y, first; };
KERNEL(least_back)
{
	const long row = i / (a->Y - a->first), j = a->first + i % (a->Y - a->first), b = row / a->P;

	a->dx[row * a->Y + j] = a->which[b * a->Y + j] == row % a->P ? a->dy[b * a->Y + j] : 0;
}

/* ---- sums over rows: parts of `chunk` rows, and their sums ---- */

enum column_kind { COLUMN_SUM, COLUMN_PRODUCT, COLUMN_SPREAD };       /* x; x y; (x - y)^2 with one row y */
struct column_parts_args { const real *x, *y; real *part; long rows, cols, chunk; int kind; };
KERNEL(column_parts)
{
	const long first = i / a->cols * a->chunk, j = i % a->cols;
	const long end = first + a->chunk < a->rows ? first + a->chunk : a->rows;
	real sum = 0;

	for (long r = first; r < end; r++) {
		real x = a->x[r * a->cols + j];

		sum += a->kind == COLUMN_SUM ? x : a->kind == COLUMN_PRODUCT ? x * a->y[r * a->cols + j] : (x - a->y[j]) * (x - a->y[j]);
	}
	a->part[i] = sum;
}

struct column_sums_args { const real *part; real *to; long parts, cols; real scale; bool add; };
KERNEL(column_sums)
{
	real sum = 0;

	for (long k = 0; k < a->parts; k++)
		sum += a->part[k * a->cols + i];
	a->to[i] = a->add ? a->to[i] + sum * a->scale : sum * a->scale;
}

/* ---- batch normalisation (norm.h) ---- */

/* i: a column. `inverse` has the sum of squared distances from the mean, and gets 1 / sqrt(variance + epsilon). */
struct norm_moments_args { const real *mean; real *inverse, *running_mean, *running_variance; long R; real epsilon, momentum; };
KERNEL(norm_moments)
{
	const real spread = a->inverse[i];

	a->running_mean[i] += a->momentum * (a->mean[i] - a->running_mean[i]);
	if (a->R > 1)
		a->running_variance[i] += a->momentum * (spread / (real)(a->R - 1) - a->running_variance[i]);
	a->inverse[i] = 1 / (real)sqrt(spread / (real)a->R + a->epsilon);
}

struct norm_apply_args { real *y, *normal; const real *mean, *inverse, *gain, *shift; long Y; };
KERNEL(norm_apply)
{
	const long j = i % a->Y;
	const real x = (a->y[i] - a->mean[j]) * a->inverse[j];

	a->normal[i] = x;
	a->y[i] = a->gain[j] * x + a->shift[j];
}

struct norm_back_args { real *dy; const real *normal, *inverse, *gain, *sum, *along; long R, Y; };
KERNEL(norm_back)
{
	const long j = i % a->Y;

	a->dy[i] = a->gain[j] * a->inverse[j] * (a->dy[i] - a->sum[j] / (real)a->R - a->normal[i] * a->along[j] / (real)a->R);
}

struct norm_running_args { real *y; const real *mean, *variance, *gain, *shift; long Y; real epsilon; };
KERNEL(norm_running)
{
	const long j = i % a->Y;

	a->y[i] = a->gain[j] * (a->y[i] - a->mean[j]) / (real)sqrt(a->variance[j] + a->epsilon) + a->shift[j];
}

/* ---- losses (loss.h): each row's, then parts of them, then the tally ---- */

struct row_loss { double loss, squares; long right; };

/* i: a row. */
struct entropy_args { real *logits; const uint8_t *legal; const int *target; struct row_loss *loss; long V; double weight; };
KERNEL(entropy)
{
	real *logit = a->logits + i * a->V;
	const uint8_t *legal = a->legal ? a->legal + i * a->V : 0;
	const int target = a->target[i];
	const struct row_loss none = { 0, 0, 0 };
	struct row_loss own = none;
	double sum = 0, top;
	long best = -1;

	for (long v = 0; v < a->V; v++)
		if ((!legal || legal[v]) && (best < 0 || logit[v] > logit[best]))
			best = v;
	for (long v = 0; v < a->V; v++)
		if (!legal || legal[v])
			sum += exp((double)(logit[v] - logit[best]));
	top = (double)logit[best] + log(sum);
	if (target >= 0) {
		own.loss = top - (double)logit[target];
		own.right = best == target;
	}
	for (long v = 0; v < a->V; v++)
		logit[v] = target < 0 || (legal && !legal[v]) ? 0 : (real)(a->weight * (exp((double)logit[v] - top) - (v == target)));
	own.loss *= a->weight;
	a->loss[i] = own;
}

/* i: a row. */
struct distance_args { const real *x; const float *want; real *dx; struct row_loss *loss; long Y; double weight; real slope; };
KERNEL(distance)
{
	const struct row_loss none = { 0, 0, 0 };
	struct row_loss own = none;

	for (long j = 0; j < a->Y; j++) {
		real off = a->x[i * a->Y + j] - (real)a->want[i * a->Y + j];

		own.squares += (double)(off * off) * a->weight;
		a->dx[i * a->Y + j] += a->slope * off;
	}
	a->loss[i] = own;
}

/* i: every `parts`-th row from i on. */
struct tally_parts_args { const struct row_loss *loss; struct row_loss *part; long rows, parts; };
KERNEL(tally_parts)
{
	const struct row_loss none = { 0, 0, 0 };
	struct row_loss sum = none;

	for (long r = i; r < a->rows; r += a->parts) {
		sum.loss += a->loss[r].loss;
		sum.squares += a->loss[r].squares;
		sum.right += a->loss[r].right;
	}
	a->part[i] = sum;
}

/* i: 0. Adds to the tally. */
struct tally_sum_args { const struct row_loss *part; struct row_loss *tally; long parts; };
KERNEL(tally_sum)
{
	for (long k = 0; k < a->parts; k++) {
		a->tally[i].loss += a->part[k].loss;
		a->tally[i].squares += a->part[k].squares;
		a->tally[i].right += a->part[k].right;
	}
}

/* ---- optimiser (adam.h) ---- */

/* i: every `parts`-th number from i on. */
struct square_parts_args { const real *x; struct row_loss *part; long n, parts; };
KERNEL(square_parts)
{
	const struct row_loss none = { 0, 0, 0 };
	struct row_loss sum = none;

	for (long k = i; k < a->n; k += a->parts)
		sum.squares += (double)a->x[k] * (double)a->x[k];
	a->part[i] = sum;
}

struct adam_args { real *value, *m, *v; const real *grad; real scale, decay, beta1, beta2, rate, root2, epsilon; };
KERNEL(adam)
{
	const real g = a->grad[i] * a->scale + a->decay * a->value[i];

	a->m[i] += (1 - a->beta1) * (g - a->m[i]);
	a->v[i] = a->beta2 * a->v[i] + (1 - a->beta2) * g * g;
	a->value[i] -= a->rate * a->m[i] / ((real)sqrt(a->v[i]) / a->root2 + a->epsilon);
}

/* ---- gru (gru.h) ---- */

/* Row i / cols of `to` is row order[i / cols] of `from`, or 0 where there is no from; rows_out brings it back. */
struct rows_in_args { real *to; const real *from; const int *order; long cols; };
KERNEL(rows_in)
{
	a->to[i] = a->from ? a->from[a->order[i / a->cols] * a->cols + i % a->cols] : 0;
}

struct rows_out_args { real *to; const real *from; const int *order; long cols; };
KERNEL(rows_out)
{
	a->to[a->order[i / a->cols] * a->cols + i % a->cols] = a->from ? a->from[i] : 0;
}

/* One step of the rows that are alive: element i is row i / H, unit i % H. gates has W h and gets r, z, n. */
struct cell_args {
	real *gates, *m;                      /* (alive, 3H), (alive, H) */
	const real *h, *b;                    /* (alive, H) the states before; (3H) */
	const real *table, *dense, *constant; /* as gru_io has them, dense from this step on */
	const int *index, *order;             /* (alive, K), from this step on; (alive) */
	real *next, *last, *out;              /* the states of the rows that go on; of those that end; of all: or NULL */
	long H, K, going;                     /* so many rows go on */
};
KERNEL(cell)
{
	const long row = i / a->H, j = i % a->H;
	real *g = a->gates + row * 3 * a->H + j, in[3] = { 0, 0, 0 }, r, z, m, n, h;

	for (int s = 0; s < 3; s++) {
		for (long k = 0; k < a->K; k++)
			in[s] += a->table[(a->index[row * a->K + k] * 3 + s) * a->H + j];
		if (a->dense)
			in[s] += a->dense[(row * 3 + s) * a->H + j];
		if (a->constant)
			in[s] += a->constant[(a->order[row] * 3L + s) * a->H + j];
	}
	r = act_sigmoid(g[0] + a->b[j] + in[0]);
	z = act_sigmoid(g[a->H] + a->b[a->H + j] + in[1]);
	m = g[2 * a->H] + a->b[2 * a->H + j];
	n = act_tanh(in[2] + r * m);
	h = n + z * (a->h[i] - n);
	g[0] = r;
	g[a->H] = z;
	g[2 * a->H] = n;
	a->m[i] = m;
	if (row < a->going)
		a->next[i] = h;
	else if (a->last)
		a->last[a->order[row] * a->H + j] = h;
	if (a->out)
		a->out[i] = h;
}

/* The same step back. gates gets the gradients of W h + b, dn that of the input's third stretch; the first two are the
 * same as in gates. carry, the gradient of the state, becomes its way past the gates. */
struct cell_back_args {
	real *gates, *dn, *carry;
	const real *m, *h, *dout, *dlast;     /* from this step on; dlast as gru_io has it */
	const int *order;
	long H, going;
};
KERNEL(cell_back)
{
	const long row = i / a->H, j = i % a->H;
	real *g = a->gates + row * 3 * a->H + j, dh, r = g[0], z = g[a->H], n = g[2 * a->H], dn;

	dh = row < a->going ? a->carry[i] : a->dlast ? a->dlast[a->order[row] * a->H + j] : 0;
	if (a->dout)
		dh += a->dout[i];
	dn = dh * (1 - z) * (1 - n * n);
	g[0] = dn * a->m[i] * r * (1 - r);
	g[a->H] = dh * (a->h[i] - n) * z * (1 - z);
	g[2 * a->H] = dn * r;
	a->dn[i] = dn;
	a->carry[i] = dh * z;
}

/* The gradient of the input of packed row p: the first two stretches from gates, the third from dn. */
struct gru_gradient { const real *gates, *dn; long H; };
#ifdef __CUDACC__
static __device__ __forceinline__
#else
static inline
#endif
real gru_gradient_at(const struct gru_gradient *g, long p, long j)
{
	return j < 2 * g->H ? g->gates[p * 3 * g->H + j] : g->dn[p * g->H + j - 2 * g->H];
}

/* Row i / 3H in packed order: the sum over its steps, added to row order[...] of dconstant. */
struct constant_back_args { struct gru_gradient from; real *dconstant; const int *order, *length; const long *at; };
KERNEL(constant_back)
{
	const long row = i / (3 * a->from.H), j = i % (3 * a->from.H);
	real sum = 0;

	for (long t = 0; t < a->length[row]; t++)
		sum += gru_gradient_at(&a->from, a->at[t] + row, j);
	a->dconstant[a->order[row] * 3 * a->from.H + j] += sum;
}

/* Where a row of the table was looked up: packed rows where[begin[s]] .. where[begin[s+1] - 1] for part s. */
struct table_parts_args { struct gru_gradient from; real *part; const int *where, *begin; };
KERNEL(table_parts)
{
	const long s = i / (3 * a->from.H), j = i % (3 * a->from.H);
	real sum = 0;

	for (long k = a->begin[s]; k < a->begin[s + 1]; k++)
		sum += gru_gradient_at(&a->from, a->where[k], j);
	a->part[i] = sum;
}

/* Row i / cols of the table: its parts first[...] .. first[... + 1] - 1 are added to it. */
struct table_sums_args { const real *part; real *dtable; const int *first; long cols; };
KERNEL(table_sums)
{
	const long v = i / a->cols, j = i % a->cols;
	real sum = 0;

	for (long s = a->first[v]; s < a->first[v + 1]; s++)
		sum += a->part[s * a->cols + j];
	a->dtable[i] += sum;
}

#endif
