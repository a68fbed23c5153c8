/* decoder - the program decoder: a task embedding to the tokens of a program (4.1, Appendix A.2)
 * SPDX-License-Identifier: MIT
 *
 * A GRU reads [token before, task embedding] from the zero state; each of its states goes through linear, tanh, linear to one logit a token.
 * Of these only the tokens that the syntax checker allows count, in training too (Appendix B.5). The token before the first is the pad. */
#ifndef HNPS_DECODER_H
#define HNPS_DECODER_H

#include "net/config.h"
#include "nn/gru.h"
#include "nn/loss.h"
#include "nn/param.h"

enum { DECODER_TOKENS = 160 };           /* the longest program, in tokens: four parts of the longest kind are 70 */

struct decoder_program { const uint8_t *ids; int n; };          /* as dsl_ids makes them, of the paper dialect */

struct decoder {
	const struct net_config *config;
	struct params *learned;
	struct { int embed, input_w, input_b, task_w, w, b, hidden_w, hidden_b, out_w, out_b; } at;

	/* working memory of training: so many programs, made by decoder_room. Arrays of reals are the engine's. */
	struct engine *engine;
	int programs, B;
	struct seq seq;
	struct gru gru;
	struct gru_io io;
	int *length, *index, *target;    /* (B); (N) in packed order */
	uint8_t *legal;                  /* (N, vocabulary) */
	real *table, *dtable;            /* (vocabulary, 3H) when there is an embedding */
	real *constant, *dconstant;      /* (B, 3H) what the task embedding gives to each step */
	real *state, *dstate;            /* (N, H) */
	real *hidden, *dhidden;          /* (N, H) */
	real *logits;                    /* (N, vocabulary) */
	const real *task;
	const struct decoder_program *given;
};

void decoder_declare(struct decoder *d, const struct net_config *config, struct params *learned, const char *prefix);
void decoder_start(struct decoder *d, uint64_t seed);

void decoder_room(struct decoder *d, int programs, bool training, struct engine *engine);
void decoder_free(struct decoder *d);

/* Teacher forcing: adds to the tally the loss of B programs given their task embeddings (B, D), the sum over all tokens
 * times `weight`, and how many tokens were the likeliest. `last`, unless NULL, gets the GRU's last states (B, H). */
void decoder_forward(struct decoder *d, const struct decoder_program *programs, int B, const real *task, double weight,
                     real *last, struct tally *tally);
/* Its gradients: of the embeddings set, of the parameters added to. dlast (B, H): the gradient of the last states, or NULL. */
void decoder_backward(struct decoder *d, const real *dlast, real *dtask);
long decoder_tokens(const struct decoder_program *programs, int B);

double decoder_products(const struct decoder *d);       /* operations in matrix products of the last forward and its backward */

/* ---- token by token ---- */

/* The parameters in memory as decoding wants them: made once, shared by all threads. */
struct decode_weights { int H, V, D; real *table, *w, *hidden, *out, *task; const real *b, *hidden_b, *out_b, *input_b; };
void decode_prepare(struct decode_weights *w, const struct decoder *d);
void decode_release(struct decode_weights *w);

/* One thread's memory for up to `rows` programs at once. */
struct decode_work { int rows; real *input, *scratch, *hidden, *work; };
void decode_room(struct decode_work *k, const struct decode_weights *w, int rows);
void decode_free(struct decode_work *k);

/* What task embeddings (rows, D) give to every step: constant (rows, 3H). */
void decode_constant(const struct decode_weights *w, struct decode_work *k, int rows, const real *task, real *constant);

/* A step of `rows` programs: the tokens before and the states before (rows, H) to the states after and the logits (rows, V) of the next
 * token. constant[i] is the i-th row's. A row's result does not depend on the others. */
void decode_step(const struct decode_weights *w, struct decode_work *k, int rows, const int *before, const real *const *constant,
                 const real *state, real *next, real *logits);

#endif
