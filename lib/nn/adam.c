/* adam - the optimiser, its learning rate over time, and gradient clipping
 * SPDX-License-Identifier: MIT */
#include "nn/adam.h"

#include <tgmath.h>

#include "nn/device.h"

enum { CHUNK = 1 << 16, LANES = 16 };

double schedule_rate(const struct schedule *s, long step, long epoch)
{
	double rate = s->rate;

	if (s->kind == SCHEDULE_EXPONENTIAL) {
		rate *= pow(s->gamma, (double)epoch);
	} else {
		double done = s->steps > 0 ? fmin(1, (double)step / (double)s->steps) : 0;

		rate *= s->floor + (1 - s->floor) * (1 + cos(3.141592653589793 * done)) / 2;
	}
	return step < s->warmup ? rate * (double)step / (double)s->warmup : rate;
}

static size_t chunks(const struct params *p)
{
	return (p->n + CHUNK - 1) / CHUNK;
}

static size_t chunk_size(const struct params *p, size_t i)
{
	return p->n - i * CHUNK < CHUNK ? p->n - i * CHUNK : CHUNK;
}

struct update { struct params *p; real scale, decay, beta1, beta2, rate, root2, epsilon; };

NN_VECTOR
static void update_numbers(const struct update *u, size_t n, real *restrict value, const real *restrict grad, real *restrict m,
                           real *restrict v)
{
	for (size_t i = 0; i < n; i++) {
		real g = grad[i] * u->scale + u->decay * value[i];

		m[i] += (1 - u->beta1) * (g - m[i]);
		v[i] = u->beta2 * v[i] + (1 - u->beta2) * g * g;
		value[i] -= u->rate * m[i] / (sqrt(v[i]) / u->root2 + u->epsilon);
	}
}

static void update_chunk(void *update, int thread, size_t i)
{
	const struct update *u = update;
	const struct params *p = u->p;
	const size_t at = i * CHUNK;

	(void)thread;
	update_numbers(u, chunk_size(p, i), p->value + at, p->grad + at, p->m + at, p->v + at);
}

void adam_step(struct engine *e, struct params *p, const struct adam *a, double rate, double scale, long step)
{
	struct update u = {
		.p = p, .scale = (real)scale, .decay = (real)a->decay, .beta1 = (real)a->beta1, .beta2 = (real)a->beta2,
		.rate = (real)(rate / (1 - pow(a->beta1, (double)step))), .root2 = (real)sqrt(1 - pow(a->beta2, (double)step)),
		.epsilon = (real)a->epsilon,
	};
	struct device *d = engine_device(e);

	if (d)
		device_adam(d, &(struct adam_args){ p->there.value, p->there.m, p->there.v, p->there.grad, u.scale, u.decay, u.beta1, u.beta2,
		                                   u.rate, u.root2, u.epsilon }, p->n);
	else
		engine_run(e, chunks(p), update_chunk, &u);
}

/* A chunk's sum of squares: in lanes, so that it can be a vector whatever the order that C asks for. */
NN_VECTOR
static double squares(const real *g, size_t n)
{
	double lane[LANES] = { 0 }, sum = 0;

	for (size_t i = 0; i + LANES <= n; i += LANES)       /* blocks are multiples of 16 */
		for (int k = 0; k < LANES; k++)
			lane[k] += (double)g[i + (size_t)k] * (double)g[i + (size_t)k];
	for (int k = 0; k < LANES; k++)
		sum += lane[k];
	return sum;
}

double grad_norm(struct engine *e, const struct params *p)
{
	struct device *d = engine_device(e);
	double sum = 0;

	if (d)
		return sqrt(device_squares(d, p->there.grad, p->n));
	for (size_t i = 0; i < chunks(p); i++)
		sum += squares(p->grad + i * CHUNK, chunk_size(p, i));
	return sqrt(sum);
}

double grad_scale(double norm, double most)
{
	return norm > most ? most / norm : 1;
}
