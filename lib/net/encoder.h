/* encoder - the task encoder: pairs to a task embedding (4.1, Appendix A.1)
 * SPDX-License-Identifier: MIT
 *
 * Each pair's sequences (reading.h) go through one GRU; their last states, joined, through linear, dropout, ReLU and batch normalisation; the
 * mean over a task's pairs is its embedding; or in one half of its numbers the mean, in the other the least (config: pool). */
#ifndef HNPS_ENCODER_H
#define HNPS_ENCODER_H

#include <stdint.h>

#include "net/config.h"
#include "net/reading.h"
#include "nn/gru.h"
#include "nn/norm.h"
#include "nn/param.h"

struct encoder_pair { struct str input, output; };

/* Where an encoder's parameters are: slices of `learned`, and of `running` for what batch normalisation keeps. */
struct encoder_slices { int embed, input_w, input_b, w, b, linear_w, linear_b, gain, shift, mean, variance; };

struct encoder {
	const struct net_config *config;
	struct params *learned, *running;
	struct encoder_slices at;

	/* working memory: tasks and pairs at most, made by encoder_room. Arrays of reals are the engine's. */
	struct engine *engine;
	bool training;
	int tasks, pairs;            /* of the room */
	int B, P;                    /* of the present batch */
	struct seq seq;
	struct gru gru;
	struct gru_io io;
	int *length;                 /* (rows) */
	long *begin;                 /* (rows + 1): the step of `marks` with which a row begins */
	int *marks, *index;          /* (steps, marks) row by row, (N, marks) in packed order */
	long marks_room, index_room; /* steps that these have room for */
	real *table, *dtable;        /* (V, 3H) when there is an embedding */
	real *last, *dlast;          /* (rows, H): with rows in order of task, pair, string that is (pairs, strings H) */
	real *y, *dy;                /* (pairs, D) */
	real *active, *normal, *inverse;
	int *which;                  /* (tasks, D): the pair with the least */
	real *packed, *work;         /* the linear layer's, for inference */
	const struct encoder_pair *given;
	struct dsl_scratch **scratch;
	char *room;                  /* for the strings as readings want them, by thread */
};

/* Declares the parameters, whose names begin with `prefix`. Both blocks are made (param_make) by the caller. */
void encoder_declare(struct encoder *e, const struct net_config *config, struct params *learned, struct params *running, const char *prefix);
void encoder_start(struct encoder *e, uint64_t seed);          /* first values */

/* Room for batches of so many tasks with so many pairs each: for training, or for encoder_infer. Freed by
 * encoder_free. What follows the strings' lengths is made, and made larger, when a batch needs it: the memory is that
 * of the longest batch so far. */
void encoder_room(struct encoder *e, int tasks, int pairs, bool training, struct engine *engine);
void encoder_free(struct encoder *e);

/* B tasks' P pairs each, one task behind the other: their embeddings (B, D). Dropout is drawn by seed and step. backward adds to the
 * parameters' gradients. */
void encoder_forward(struct encoder *e, const struct encoder_pair *pairs, int B, int P, uint64_t seed, uint32_t step,
                     real *embedding);
void encoder_backward(struct encoder *e, const real *dembedding, uint64_t seed, uint32_t step);

/* The same without a way back and without dropout, with the running mean and variance. A task's embedding does not depend on the others. */
void encoder_infer(struct encoder *e, const struct encoder_pair *pairs, int B, int P, real *embedding);

double encoder_products(const struct encoder *e);               /* operations in matrix products of the last forward and its backward */

#endif
