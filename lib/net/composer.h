/* composer - the program composer: an encoded specification to the parts' task embeddings, one after another (4.3, Appendix A.3)
 * SPDX-License-Identifier: MIT
 *
 * At each part a GRU reads [encoded specification, the task embedding before, the decoder's last state before]; its state, through linear
 * and leaky ReLU, is the next task embedding. Before the first part the other two are zeros. */
#ifndef HNPS_COMPOSER_H
#define HNPS_COMPOSER_H

#include "net/config.h"
#include "nn/gru.h"
#include "nn/param.h"

enum { COMPOSER_PARTS = 8 };             /* the most parts of a program that is trained on */

struct composer {
	const struct net_config *config;
	struct params *learned;
	struct { int input_w, input_b, w, b, linear_w, linear_b; } at;

	/* working memory of training, made by composer_room: one of each for each part. Arrays of reals are the engine's. */
	struct engine *engine;
	int tasks, parts;
	int *ones;                               /* (tasks): each step is a sequence of length 1 */
	struct composer_step {
		int B;
		struct seq seq;
		struct gru gru;
		struct gru_io io;
		real *input, *dinput;            /* (B, 2D + Hd) */
		real *gates, *dgates;            /* (B, 3H) */
		real *state, *dstate;            /* (B, H) after this part */
		real *y, *dy;                    /* (B, D) the embedding */
	} step[COMPOSER_PARTS];
};

void composer_declare(struct composer *c, const struct net_config *config, struct params *learned, const char *prefix);
void composer_start(struct composer *c, uint64_t seed);
void composer_room(struct composer *c, int tasks, int parts, struct engine *engine);
void composer_free(struct composer *c);

/* Part k of the first B tasks, B no larger than for the part before: from the specification (B, D) and the decoder's last states after the part
 * before (B, Hd), NULL at the first, to the embedding, which is c->step[k].y. */
void composer_forward(struct composer *c, int k, int B, const real *spec, const real *last);

/* Back, from the last part to the first. c->step[k].dy is the gradient of part k's embedding but for what comes through later parts, which this adds.
 * dspec (tasks, D) is added to; dlast (B of part k - 1, Hd) is set, and zero for tasks that end there; NULL at the first. */
void composer_backward(struct composer *c, int k, real *dspec, real *dlast);

double composer_products(const struct composer *c, int parts);

/* ---- part by part, without a way back ---- */
struct compose_weights { int H, D, Hd; real *input, *w, *linear; const real *input_b, *b, *linear_b; };
void compose_prepare(struct compose_weights *w, const struct composer *c);
void compose_release(struct compose_weights *w);

/* One part of `rows` tasks on the calling thread: state (rows, H) is changed; task (rows, D) has the embedding before and gets the next. A row's result
 * does not depend on the others. */
void compose_step(const struct compose_weights *w, int rows, const real *spec, const real *last, real *state, real *task);

#endif
