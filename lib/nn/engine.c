/* engine - what the layers compute on
 * SPDX-License-Identifier: MIT */
#include "nn/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/device.h"

struct engine {
	struct pool *pool;
	pool_work *work;
	void *context;
	struct device *device;                /* NULL: the processor */
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

struct engine *engine_make_on(enum engine_kind kind, int threads, char why[static 200])
{
	struct driver driver;
	struct engine *e;

	if (kind != ENGINE_CPU && (kind == ENGINE_CUDA ? cuda_open : host_open)(&driver, why) < 0)
		return NULL;
	e = engine_make(threads);
	if (kind != ENGINE_CPU)
		e->device = device_make(&driver);
	return e;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	if (e->device)
		device_free(e->device);
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

struct device *engine_device(const struct engine *e)
{
	return e ? e->device : NULL;
}

real *engine_array(struct engine *e, size_t n)
{
	struct device *d = engine_device(e);

	return d ? device_array(d, n * sizeof(real)) : real_array(n);
}

int *engine_ints(struct engine *e, size_t n)
{
	struct device *d = engine_device(e);

	return d ? device_array(d, n * sizeof(int)) : mem_zero(n, sizeof(int));
}

void engine_drop(struct engine *e, real *p)
{
	struct device *d = engine_device(e);

	if (d)
		device_drop(d, p);
	else
		real_free(p);
}

void engine_drop_ints(struct engine *e, int *p)
{
	struct device *d = engine_device(e);

	if (d)
		device_drop(d, p);
	else
		free(p);
}

void engine_push(struct engine *e, real *to, const real *from, size_t n)
{
	struct device *d = engine_device(e);

	if (d)
		device_push(d, to, from, n * sizeof *to);
	else if (to != from)
		memcpy(to, from, n * sizeof *to);
}

void engine_pull(struct engine *e, real *to, const real *from, size_t n)
{
	struct device *d = engine_device(e);

	if (d)
		device_pull(d, to, from, n * sizeof *to);
	else if (to != from)
		memcpy(to, from, n * sizeof *to);
}

void engine_begin(struct engine *e)
{
	struct device *d = engine_device(e);

	if (d)
		device_begin(d);
}

const char *engine_about(const struct engine *e)
{
	return engine_device(e) ? device_about(e->device) : mat_about();
}

const char *engine_wrong(const struct engine *e)
{
	return engine_device(e) ? device_wrong(e->device) : NULL;
}

#ifndef HAVE_CUDA
int cuda_open(struct driver *d, char *why)
{
	(void)d;
	snprintf(why, 200, "these tools are built without CUDA (make CUDA=1)");
	return -1;
}
#endif
