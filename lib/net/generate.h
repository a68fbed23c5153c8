/* generate - programs from task embeddings, by a trained decoder
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_GENERATE_H
#define HNPS_GENERATE_H

#include "base/mem.h"
#include "net/decoder.h"

struct generated { uint8_t ids[DECODER_TOKENS]; int n; double score; };        /* n 0: none ended in DECODER_TOKENS; score: its log likelihood */

/* The likeliest token at each step (greedy decoding), for n tasks' embeddings (n, D). A task's program does not depend on the others. */
void generate_greedy(const struct decode_weights *w, struct engine *engine, const real *task, size_t n, struct generated *out);

/* The same on the calling thread, for n tasks, at most k's rows. `last`, unless NULL, gets the states (n, H) behind the last tokens. */
void generate_some(const struct decode_weights *w, struct decode_work *k, const real *task, size_t n, struct generated *out, real *last);

/* The token text of what was generated, behind what `text` holds. */
void generate_print(struct buf *text, const uint8_t *ids, int n);

/* Log likelihoods of n programs of the paper dialect for one task (D). What they begin with in common goes through the network once. */
void generate_scores(const struct decode_weights *w, struct decode_work *k, const real *task, const struct decoder_program *programs, size_t n,
                     double *score);

#endif
