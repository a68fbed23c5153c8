/* loss - what training makes small
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_LOSS_H
#define HNPS_LOSS_H

#include <stdint.h>

#include "nn/engine.h"

/* What losses are added to, where the engine computes. Made all 0, freed by tally_free. */
struct totals { double loss, squares; long right; };
struct tally;
struct tally *tally_make(struct engine *e);
void tally_free(struct engine *e, struct tally *t);
void tally_clear(struct engine *e, struct tally *t);
struct totals tally_read(struct engine *e, const struct tally *t);       /* waits for a device */

/* Softmax over the legal tokens alone, and the cross entropy of the target: the sum over the R rows, times `weight`, is
 * added to the tally's loss, and how many targets were the likeliest of their rows to its `right`. Logits (R, V) become
 * their gradients; those of illegal tokens are 0. legal (R, V), of the host, is 1 or 0; NULL: all are. A row whose
 * target, of the host too, is negative counts nothing. A target is legal. */
void cross_entropy(struct engine *e, real *logits, long R, int V, const uint8_t *legal, const int *target, double weight,
                   struct tally *tally);

/* Logits in memory become logarithms of probabilities, those of illegal tokens minus infinity. One row at least must be legal in each. */
void log_softmax(real *logits, long R, int V, const uint8_t *legal);

/* The sum of squared differences of x (R, Y) from the host's rows want[0] .. want[R-1], times `weight`, is added to the
 * tally's squares; its gradient, times lambda, to dx. Weight 1 / (R Y) makes it the mean squared error. */
void squared_error(struct engine *e, const real *x, const float *const *want, long R, int Y, double weight, double lambda,
                   real *dx, struct tally *tally);

#endif
