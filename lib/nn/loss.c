/* loss - what training makes small
 * SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "nn/device.h"

struct tally { struct totals sum; struct row_loss *there; };          /* there: the device's, in place of sum */

struct tally *tally_make(struct engine *e)
{
	struct device *d = engine_device(e);
	struct tally *t = mem_zero(1, sizeof *t);

	if (d)
		t->there = device_array(d, sizeof *t->there);
	return t;
}

void tally_free(struct engine *e, struct tally *t)
{
	if (t && engine_device(e))
		device_drop(engine_device(e), t->there);
	free(t);
}

void tally_clear(struct engine *e, struct tally *t)
{
	struct device *d = engine_device(e);
	const struct row_loss none = { 0 };

	t->sum = (struct totals){ 0 };
	if (d)
		device_push(d, t->there, &none, sizeof none);
}

struct totals tally_read(struct engine *e, const struct tally *t)
{
	struct device *d = engine_device(e);
	struct row_loss sum;

	if (!d)
		return t->sum;
	device_pull(d, &sum, t->there, sizeof sum);
	return (struct totals){ sum.loss, sum.squares, sum.right };
}

/* The largest logit, and the logarithm of the sum of e^(logit - largest), of a row's legal tokens. */
static int row_sum(const real *logit, int V, const uint8_t *legal, double *log_sum)
{
	int best = -1;
	double sum = 0;

	for (int v = 0; v < V; v++)
		if ((!legal || legal[v]) && (best < 0 || logit[v] > logit[best]))
			best = v;
	assert(best >= 0);
	for (int v = 0; v < V; v++)
		if (!legal || legal[v])
			sum += exp((double)(logit[v] - logit[best]));
	*log_sum = log(sum);
	return best;
}

void cross_entropy(struct engine *e, real *logits, long R, int V, const uint8_t *legal, const int *target, double weight,
                   struct tally *tally)
{
	double loss = 0;
	struct device *d = engine_device(e);

	if (d) {
		device_cross_entropy(d, logits, R, V, legal, target, weight, tally->there);
		return;
	}
	for (long r = 0; r < R; r++) {
		real *logit = logits + r * V;
		const uint8_t *may = legal ? legal + r * V : NULL;
		double log_sum, top;
		int best;

		if (target[r] < 0) {
			for (int v = 0; v < V; v++)
				logit[v] = 0;
			continue;
		}
		assert(target[r] < V && (!may || may[target[r]]));
		best = row_sum(logit, V, may, &log_sum);
		top = (double)logit[best] + log_sum;
		tally->sum.right += best == target[r];
		loss += top - (double)logit[target[r]];
		for (int v = 0; v < V; v++)
			logit[v] = may && !may[v] ? 0 : (real)(weight * (exp((double)logit[v] - top) - (v == target[r])));
	}
	tally->sum.loss += weight * loss;
}

void log_softmax(real *logits, long R, int V, const uint8_t *legal)
{
	for (long r = 0; r < R; r++) {
		real *logit = logits + r * V;
		const uint8_t *may = legal ? legal + r * V : NULL;
		double log_sum, top = 0;

		top = (double)logit[row_sum(logit, V, may, &log_sum)] + log_sum;
		for (int v = 0; v < V; v++)
			logit[v] = may && !may[v] ? -(real)INFINITY : (real)((double)logit[v] - top);
	}
}

void squared_error(struct engine *e, const real *x, const float *const *want, long R, int Y, double weight, double lambda,
                   real *dx, struct tally *tally)
{
	const real slope = (real)(2 * lambda * weight);
	struct device *d = engine_device(e);

	if (d) {
		device_squared_error(d, x, want, R, Y, weight, lambda, dx, tally->there);
		return;
	}
	for (long r = 0; r < R; r++)
		for (int j = 0; j < Y; j++) {
			real off = x[r * Y + j] - (real)want[r][j];

			tally->sum.squares += (double)(off * off) * weight;
			dx[r * Y + j] += slope * off;
		}
}
