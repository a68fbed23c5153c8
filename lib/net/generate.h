/* generate - programs from task embeddings, by a trained decoder
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_GENERATE_H
#define HNPS_GENERATE_H

#include "net/decoder.h"

struct generated { uint8_t ids[DECODER_TOKENS]; int n; double score; };        /* n 0: none ended in DECODER_TOKENS; score: its log likelihood */

/* The likeliest token at each step (greedy decoding), for n tasks' embeddings (n, D). A task's program does not depend on the others. */
void generate_greedy(const struct decode_weights *w, struct team *team, const real *task, size_t n, struct generated *out);

/* Log likelihood of a program of the paper dialect. */
double generate_score(const struct decode_weights *w, struct decode_work *k, const real *task, const uint8_t *ids, int n);

#endif
