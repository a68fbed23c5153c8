/* engine - what the layers compute on
 * SPDX-License-Identifier: MIT */
#include "nn/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct engine {
	struct pool *pool;
	pool_work *work;
	void *context;
};

static void pass_on(void *engine, int thread, size_t i)
{
	struct engine *e = engine;

	e->work(e->context, thread, i);
}

struct engine *engine_make(int threads)
{
	struct engine *e = mem_zero(1, sizeof *e);

	e->pool = pool_make(threads, pass_on, e);
	return e;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	pool_free(e->pool);
	free(e);
}

int engine_threads(const struct engine *e)
{
	return e ? pool_threads(e->pool) : 1;
}

void engine_run(struct engine *e, size_t n, pool_work *work, void *context)
{
	if (!e || n == 1) {
		for (size_t i = 0; i < n; i++)
			work(context, 0, i);
		return;
	}
	e->work = work;
	e->context = context;
	if (n)
		pool_run(e->pool, n);
	e->context = NULL;              /* it is often the caller's own, and gone after this */
}

real *engine_array(struct engine *e, size_t n)
{
	(void)e;
	return real_array(n);
}

void engine_drop(struct engine *e, real *p)
{
	(void)e;
	real_free(p);
}

void engine_push(struct engine *e, real *to, const real *from, size_t n)
{
	(void)e;
	if (to != from)
		memcpy(to, from, n * sizeof *to);
}

void engine_pull(struct engine *e, real *to, const real *from, size_t n)
{
	engine_push(e, to, from, n);
}
