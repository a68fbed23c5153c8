/* hierarchy - one pass of the three networks together: specification, part after part, and back through time (4.3)
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_HIERARCHY_H
#define HNPS_HIERARCHY_H

#include "net/corpus.h"
#include "net/net.h"

/* Working memory, made by hierarchy_make, which also gives the encoder and the composer of `net` their rooms; freed by hierarchy_free. */
struct hierarchy {
	struct net *net;
	struct engine *engine;
	struct tally *tally;
	struct decoder part[COMPOSER_PARTS];     /* the one decoder, with memory for each part */
	const struct corpus_task **order;        /* the batch, those with the most parts first */
	struct encoder_pair *pairs;
	struct decoder_program *programs;
	const float **want;                      /* (batch): embeddings of a part */
	real *spec, *dspec, *dtask;              /* (batch, D) */
	real *last[COMPOSER_PARTS], *dlast;      /* (batch, Hd): the decoder's last states after each part */
	int parts;                               /* of the longest program in the last batch */
	double token_loss, embedding_loss;       /* of the last batch: eq. 2 a token, eq. 3 a number of the embedding */
	long right, tokens;
};

void hierarchy_make(struct hierarchy *h, struct net *net, struct engine *engine);
void hierarchy_free(struct hierarchy *h);

/* The loss of B tasks with parts (eq. 2 plus lambda times eq. 3), B no larger than the config's batch, with the pairs that step `step` draws of each;
 * its gradients are added to the parameters'. The first is the mean over all tokens, the second the mean squared error over all parts. */
double hierarchy_loss(struct hierarchy *h, const struct corpus_task *const *batch, int B, uint64_t seed, long step);

/* The token loss alone, as the sum over all tokens, for B tasks and what `encoder` (with a room for inference) makes of the first `given`
 * pairs of each; sets right and tokens. */
double hierarchy_infer(struct hierarchy *h, struct encoder *encoder, const struct corpus_task *const *batch, int B, int given);

double hierarchy_products(const struct hierarchy *h);

#endif
