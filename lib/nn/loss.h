/* loss - what training makes small
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_LOSS_H
#define HNPS_LOSS_H

#include <stdint.h>

#include "nn/real.h"

/* Softmax over the legal tokens alone, and the cross entropy of the target: the sum over the R rows, times `weight`. Logits (R, V) become
 * their gradients; those of illegal tokens are 0. legal (R, V) is 1 or 0; NULL: all are. A row whose target is negative counts nothing.
 * A target is legal. `right`, unless NULL, gets how many targets were the likeliest of their rows. */
double cross_entropy(real *logits, long R, int V, const uint8_t *legal, const int *target, double weight, long *right);

/* Logits become logarithms of probabilities, those of illegal tokens minus infinity. One row at least must be legal in each. */
void log_softmax(real *logits, long R, int V, const uint8_t *legal);

/* The sum of squared differences of n numbers, times `weight`. dx, unless NULL, is added the gradient of x. Weight 1 / n makes it the mean
 * squared error; 1, the squared Euclidean distance. */
double squared_error(const real *x, const real *want, long n, double weight, real *dx);

#endif
