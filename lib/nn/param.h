/* param - a model's parameters: one block of numbers with named slices, and blocks of the same shape beside it
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_PARAM_H
#define HNPS_PARAM_H

#include <stdbool.h>
#include <stdint.h>

#include "nn/engine.h"

enum { PARAM_SLICES = 64, PARAM_NAME = 48 };

/* Starts as all zeros. First the slices are added, then param_make gives them memory. What fills up a slice to the next stays 0 in all
 * blocks, so that they can be gone through as one. */
struct params {
	struct param_slice { char name[PARAM_NAME]; size_t at; long rows, cols; } slice[PARAM_SLICES];
	int slices;
	size_t n;                           /* numbers in a block */
	real *value, *grad, *m, *v;         /* in memory: parameters; gradient and moments, NULL without training */
	struct param_there { struct engine *engine; real *value, *grad, *m, *v; } there;       /* where they are trained */
};

int param_add(struct params *p, const char *prefix, const char *name, long rows, long cols);      /* "prefix.name": its number; before param_make */
void param_make(struct params *p, bool training);                        /* all 0 */

/* They are trained by this engine, which gets arrays for them; without it, in memory. On the processor that is the same.
 * param_push brings values and moments to the engine, param_pull brings them back. */
void param_move(struct params *p, struct engine *e);
void param_push(struct params *p);
void param_pull(struct params *p);
void param_free(struct params *p);
int param_find(const struct params *p, const char *name);                /* the slice's number, or -1 */

/* A slice of one of the blocks: param_of(p, p->grad, k). */
static inline real *param_of(const struct params *p, real *block, int slice)
{
	return block + p->slice[slice].at;
}

/* A slice's values for calls that are given this engine; its gradient, for those that train. */
static inline real *param_value(const struct engine *e, const struct params *p, int slice)
{
	return param_of(p, p->there.engine == e ? p->there.value : p->value, slice);
}

static inline real *param_grad(const struct params *p, int slice) { return param_of(p, p->there.grad, slice); }

/* First values, by seed and the slice's name: uniform in -bound .. bound, or normal with that deviation. */
void param_uniform(struct params *p, int slice, double bound, uint64_t seed);
void param_normal(struct params *p, int slice, double deviation, uint64_t seed);
void param_fill(struct params *p, int slice, double value);

void param_zero_grad(struct params *p);

#endif
