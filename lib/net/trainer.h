/* trainer - training of a network, step by step, and its validation (Appendix B)
 * SPDX-License-Identifier: MIT
 *
 * All that a training has learned is in `net`, the moments beside its parameters, `step` and the best parameters so far: whoever saves these
 * can go on later and gets the same bits. Random numbers are drawn by seed and step. */
#ifndef HNPS_TRAINER_H
#define HNPS_TRAINER_H

#include "net/corpus.h"
#include "net/hierarchy.h"
#include "nn/adam.h"

struct trainer {
	struct net net;
	struct engine *engine;
	struct tally *tally;                 /* of a flat network */
	uint64_t seed;
	long step, steps;                    /* steps done; of all */
	double epoch_steps;                  /* steps of an epoch; 0: there are none */
	struct params best_learned, best_running;    /* values alone: of the best validation */

	/* of the last step; loss is the token loss, embedding_loss what the composer is off (eq. 3) */
	double loss, embedding_loss, norm, products;
	long right, tokens;

	struct encoder_pair *pairs;          /* of a batch */
	struct decoder_program *programs;
	real *task, *dtask;                  /* (batch, D) */
	struct hierarchy hierarchy;          /* of a network with a composer, in place of these */
};

/* The engine is the trainer's from here on. */
void trainer_make(struct trainer *t, const struct net_config *config, uint64_t seed, long steps, double epoch_steps,
                  struct engine *engine);
void trainer_free(struct trainer *t);

/* One step on a batch of config.batch tasks, which have config.pairs pairs each at least. False, and nothing changed but the running
 * averages, when the loss or the gradient is not finite. */
bool trainer_step(struct trainer *t, const struct corpus_task *const *batch);

double trainer_rate(const struct trainer *t);            /* the learning rate of the last step */

struct validation {
	double loss, tokens;                 /* mean loss a token; share of the tokens that were the likeliest */
	double given, all;                   /* greedy: share of the tasks right on the given pairs, and on all */
};

/* On n tasks, with the first `given` pairs of each, or all if it has fewer. */
struct validation trainer_validate(struct trainer *t, const struct corpus_task *tasks, size_t n, int given);

void trainer_keep_best(struct trainer *t);               /* the parameters as they are now are the best */

/* Parameters, moments and running averages of `net`: trainer_pull brings them from the engine to memory, where files are
 * written from; trainer_push brings to the engine what was changed there. */
void trainer_pull(struct trainer *t);
void trainer_push(struct trainer *t);

#endif
