/* peak - the processor's peak for float32, measured, and the benchmarks' clock
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_PEAK_H
#define HNPS_PEAK_H

#include <stdbool.h>
#include <time.h>

#include "nn/engine.h"

enum { PEAK_ITEMS = 60 };        /* so that the peak is measured for some tenths of a second */

static int threads = 1;
static bool by_cpu;

/* Seconds, and with -c those that each thread worked. */
static double now(void)
{
	struct timespec t;

	clock_gettime(by_cpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec + 1e-9 * (double)t.tv_nsec) / (by_cpu ? threads : 1);
}

/* ---- sums of products in as many registers as hide their latency; returns operations ---- */

#define TIMES 400000L
#define PEAK(name, target, bytes) \
	target static double name(float start, float *sink) \
	{ \
		typedef float vector __attribute__((vector_size(bytes))); \
		vector x = start + (vector){ 0 }, y = x * 1e-3f, a = x, b = a + x, c = b + x, d = c + x, e = d + x; /* all different */ \
		vector f = e + x, g = f + x, h = g + x, i = h + x, j = i + x; \
		for (long k = 0; k < TIMES; k++) { \
			a = a * x + y, b = b * x + y, c = c * x + y, d = d * x + y, e = e * x + y; \
			f = f * x + y, g = g * x + y, h = h * x + y, i = i * x + y, j = j * x + y; \
		} \
		a += b + c + d + e + f + g + h + i + j; \
		*sink = a[0]; \
		return 10.0 * TIMES * 2 * bytes / sizeof(float); \
	}
#ifdef __x86_64__
PEAK(peak_512, __attribute__((target("avx512f"))), 64)
PEAK(peak_256, __attribute__((target("avx2,fma"))), 32)
#endif
PEAK(peak_128, , 16)

static double peak_once(float *sink)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx512f"))
		return peak_512(0.99f, sink);
	if (__builtin_cpu_supports("fma"))
		return peak_256(0.99f, sink);
#endif
	return peak_128(0.99f, sink);
}

static double peak_flop;

static void peak_work(void *context, int thread, size_t i)
{
	float sink;
	volatile float keep;

	(void)context;
	(void)thread;
	double flop = peak_once(&sink);

	keep = sink;
	(void)keep;
	if (i == 0)
		peak_flop = flop;
}

/* Operations a second, all threads together. */
static double peak(struct engine *engine)
{
	const size_t items = PEAK_ITEMS * (size_t)threads;
	double begin = now();

	engine_run(engine, items, peak_work, NULL);
	return peak_flop * (double)items / (now() - begin);
}

#endif
