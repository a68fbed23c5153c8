/* loss - what training makes small
 * SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <assert.h>
#include <math.h>

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

double cross_entropy(real *logits, long R, int V, const uint8_t *legal, const int *target, double weight, long *right)
{
	double loss = 0;

	if (right)
		*right = 0;
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
		if (right)
			*right += best == target[r];
		loss += top - (double)logit[target[r]];
		for (int v = 0; v < V; v++)
			logit[v] = may && !may[v] ? 0 : (real)(weight * (exp((double)logit[v] - top) - (v == target[r])));
	}
	return weight * loss;
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

double squared_error(const real *x, const real *want, long n, double weight, real *dx)
{
	double sum = 0;

	for (long i = 0; i < n; i++) {
		double d = (double)x[i] - (double)want[i];

		sum += d * d;
		if (dx)
			dx[i] += (real)(2 * weight * d);
	}
	return weight * sum;
}
