/* adam - the optimiser, its learning rate over time, and gradient clipping
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_ADAM_H
#define HNPS_ADAM_H

#include "nn/param.h"
#include "nn/engine.h"

/* How the rate goes: by `gamma` at the end of each epoch (the paper's); or along half a cosine from the first step to the last, down to
 * rate * floor. Either way it grows from 0 over the first `warmup` steps. */
enum schedule_kind { SCHEDULE_EXPONENTIAL, SCHEDULE_COSINE };
struct schedule {
	enum schedule_kind kind;
	double rate, gamma, floor;
	long warmup, steps;                   /* steps: the last one, for the cosine */
};

/* The rate of a step, counted from 1, in an epoch, counted from 0. */
double schedule_rate(const struct schedule *s, long step, long epoch);

struct adam { double beta1, beta2, epsilon, decay; };
#define ADAM_DEFAULT { 0.9, 0.999, 1e-8, 0 }

/* The step's gradient, counted from 1, into the values, as torch.optim.Adam does: the decay is added to the gradient. The gradient is taken
 * times `scale`, which grad_scale may have found, and stays as it was. */
void adam_step(struct engine *e, struct params *p, const struct adam *a, double rate, double scale, long step);

/* The gradient's Euclidean norm. Not finite when a number in it isn't. Waits for a device. */
double grad_norm(struct engine *e, const struct params *p);

/* What a gradient of that norm is multiplied with so that it is no longer than `most`. */
double grad_scale(double norm, double most);

#endif
