/* act - sigmoid and tanh that loops can be made vectors with
 * SPDX-License-Identifier: MIT
 *
 * Both differ from the true value by at most 2.5e-7 of it, for all finite x (`nn_act 1` of the unit programs looks at all floats); NaN stays NaN.
 * Neither branches, calls nor looks anything up. */
#ifndef HNPS_ACT_H
#define HNPS_ACT_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "nn/real.h"

#ifdef __CUDACC__
#define ACT_FUNCTION static __device__ __forceinline__
#else
#define ACT_FUNCTION static inline
#endif

#ifdef NN_DOUBLE                 /* finite differences want the functions whose derivatives these are */

ACT_FUNCTION real act_sigmoid(real x) { return 1 / (1 + exp(-x)); }
ACT_FUNCTION real act_tanh(real x) { return tanh(x); }

#else

/* e^x = 2^k e^r, with k the integer next to x / ln 2 and |r| <= ln 2 / 2: sets *scale to 2^k, returns e^r - 1. |x| < 87. The polynomial's
 * error is 1.5e-8 of e^r - 1: least squares reweighted towards the smallest maximum. */
ACT_FUNCTION float act_exp_parts(float x, float *scale)
{
	const float shift = 0x1.8p23f;                          /* adding it rounds to an integer, which is then in the low bits */
	float t = x * 0x1.715476p0f + shift, k = t - shift;
	float r = x - k * 0x1.62ep-1f - k * 0x1.0bfbe8p-15f;    /* ln 2 in two parts: k times the first is exact */
	float p = 0.5f + r * (0.16666533f + r * (0.041666251f + r * (0.0083679231f + r * 0.0013948769f)));
	uint32_t bits;

	memcpy(&bits, &t, sizeof bits);
	bits = (bits << 23) + 0x3f800000;
	memcpy(scale, &bits, sizeof bits);
	return r + r * r * p;
}

ACT_FUNCTION float act_sigmoid(float x)
{
	float scale, e;

	x = x < -86 ? -86 : x > 86 ? 86 : x;
	e = act_exp_parts(-x, &scale);
	return 1 / (1 + (scale + scale * e));
}

/* tanh x = e / (e + 2) with e = e^2x - 1, which keeps its precision near 0. */
ACT_FUNCTION float act_tanh(float x)
{
	float scale, e;

	x = x < -15 ? -15 : x > 15 ? 15 : x;
	e = act_exp_parts(2 * x, &scale);
	e = scale * e + (scale - 1);
	return e / (e + 2);
}

#endif
#endif
