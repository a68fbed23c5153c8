/* block - what is done with matrices and parts of them between the layers: zero, copy, add, multiply
 * SPDX-License-Identifier: MIT
 *
 * Matrices are of one shape, and arrays of the engine. Rows lie along the memory (across is 1). */
#ifndef HNPS_BLOCK_H
#define HNPS_BLOCK_H

#include "nn/engine.h"
#include "nn/mat.h"

void block_zero(struct engine *e, struct mat to);
void block_copy(struct engine *e, struct mat to, struct mat from);
void block_add(struct engine *e, struct mat to, struct mat from);      /* to += from */

/* c = beta c + a b, as mat_mul has it. Here a and b may be transposed. */
void block_mul(struct engine *e, struct mat a, struct mat b, real beta, struct mat c);

#endif
