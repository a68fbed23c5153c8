/* nn_act - are sigmoid and tanh as close to the C library's as act.h says? `nn_act 1` looks at all floats, else at one in 499
 * SPDX-License-Identifier: MIT */
#include "nn/act.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 4096 };

NN_VECTOR
static void evaluate(const float *x, float *sigmoid, float *hyperbolic)
{
	for (int i = 0; i < BLOCK; i++)
		sigmoid[i] = act_sigmoid(x[i]);
	for (int i = 0; i < BLOCK; i++)
		hyperbolic[i] = act_tanh(x[i]);
}

int main(int argc, char **argv)
{
	const uint32_t step = argc > 1 ? (uint32_t)atoi(argv[1]) : 499;
	static float x[BLOCK], s[BLOCK], h[BLOCK];
	double worst_s = 0, worst_h = 0;
	float at_s = 0, at_h = 0;
	bool bad = false;

	for (uint64_t bits = 0; bits < 1ull << 32; bits += (uint64_t)BLOCK * step) {
		for (uint32_t i = 0; i < BLOCK; i++) {
			uint32_t u = (uint32_t)(bits + (uint64_t)i * step);

			memcpy(&x[i], &u, sizeof u);
		}
		evaluate(x, s, h);
		for (int i = 0; i < BLOCK; i++) {
			double sigmoid, hyperbolic;

			if (isnan(x[i])) {
				bad = bad || !isnan(s[i]) || !isnan(h[i]);
				continue;
			}
			sigmoid = 1 / (1 + exp(-fmax(x[i], -86))), hyperbolic = tanh(x[i]);
			if (fabs(s[i] - sigmoid) > worst_s * sigmoid)
				worst_s = fabs(s[i] - sigmoid) / sigmoid, at_s = x[i];
			if (fabs(h[i] - hyperbolic) > worst_h * fabs(hyperbolic) && x[i] != 0)
				worst_h = fabs(h[i] - hyperbolic) / fabs(hyperbolic), at_h = x[i];
		}
	}
	printf("largest relative errors: sigmoid %.3g at %g, tanh %.3g at %g; NaN %s\n", worst_s, at_s, worst_h, at_h, bad ? "is lost" : "stays");
	return bad || worst_s > 2.5e-7 || worst_h > 2.5e-7;
}
