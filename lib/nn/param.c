/* param - a model's parameters: one block of numbers with named slices, and blocks of the same shape beside it
 * SPDX-License-Identifier: MIT */
#include "nn/param.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "nn/block.h"
#include "nn/device.h"

int param_add(struct params *p, const char *prefix, const char *name, long rows, long cols)
{
	struct param_slice *s = &p->slice[p->slices];

	assert(p->slices < PARAM_SLICES && !p->value);
	*s = (struct param_slice){ .at = p->n, .rows = rows, .cols = cols };
	snprintf(s->name, sizeof s->name, "%s.%s", prefix, name);
	assert(param_find(p, s->name) < 0);
	p->n += ((size_t)rows * (size_t)cols + 15) / 16 * 16;
	return p->slices++;
}

void param_make(struct params *p, bool training)
{
	p->value = real_array(p->n);
	if (training) {
		p->grad = real_array(p->n);
		p->m = real_array(p->n);
		p->v = real_array(p->n);
	}
	p->there = (struct param_there){ NULL, p->value, p->grad, p->m, p->v };
}

void param_move(struct params *p, struct engine *e)
{
	p->there.engine = e;
	if (!engine_device(e))
		return;
	p->there.value = engine_array(e, p->n);
	if (p->grad) {
		p->there.grad = engine_array(e, p->n);
		p->there.m = engine_array(e, p->n);
		p->there.v = engine_array(e, p->n);
	}
}

void param_push(struct params *p)
{
	engine_push(p->there.engine, p->there.value, p->value, p->n);
	if (p->grad) {
		engine_push(p->there.engine, p->there.m, p->m, p->n);
		engine_push(p->there.engine, p->there.v, p->v, p->n);
	}
}

void param_pull(struct params *p)
{
	engine_pull(p->there.engine, p->value, p->there.value, p->n);
	if (p->grad) {
		engine_pull(p->there.engine, p->m, p->there.m, p->n);
		engine_pull(p->there.engine, p->v, p->there.v, p->n);
	}
}

void param_free(struct params *p)
{
	real *const there[] = { p->there.value, p->there.grad, p->there.m, p->there.v };

	for (int k = 0; engine_device(p->there.engine) && k < 4; k++)
		engine_drop(p->there.engine, there[k]);
	real_free(p->value);
	real_free(p->grad);
	real_free(p->m);
	real_free(p->v);
	*p = (struct params){ 0 };
}

int param_find(const struct params *p, const char *name)
{
	for (int k = 0; k < p->slices; k++)
		if (strcmp(p->slice[k].name, name) == 0)
			return k;
	return -1;
}

void param_uniform(struct params *p, int slice, double bound, uint64_t seed)
{
	const struct param_slice *s = &p->slice[slice];
	struct rng rng = rng_at(seed, s->name, 0);

	for (long i = 0; i < s->rows * s->cols; i++)
		p->value[s->at + (size_t)i] = (real)((2 * rng_unit(&rng) - 1) * bound);
}

void param_normal(struct params *p, int slice, double deviation, uint64_t seed)
{
	const struct param_slice *s = &p->slice[slice];
	struct rng rng = rng_at(seed, s->name, 0);

	for (long i = 0; i < s->rows * s->cols; i++) {       /* Box and Muller */
		double a = 1 - rng_unit(&rng), b = rng_unit(&rng);

		p->value[s->at + (size_t)i] = (real)(deviation * sqrt(-2 * log(a)) * cos(6.283185307179586 * b));
	}
}

void param_fill(struct params *p, int slice, double value)
{
	const struct param_slice *s = &p->slice[slice];

	for (long i = 0; i < s->rows * s->cols; i++)
		p->value[s->at + (size_t)i] = (real)value;
}

void param_zero_grad(struct params *p)
{
	block_zero(p->there.engine, mat_of(p->there.grad, 1, (long)p->n));
}
