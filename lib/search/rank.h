/* rank - which of the programs that are right on the pairs a trained network holds for the likeliest
 * SPDX-License-Identifier: MIT
 *
 * The network knows the paper dialect: it can judge programs of that alone. */
#ifndef HNPS_RANK_H
#define HNPS_RANK_H

#include "net/embedder.h"
#include "net/generate.h"
#include "search/exact.h"

/* One thread's memory; borrows the net and its decoder's weights. */
struct ranker;
struct ranker *ranker_make(const struct net *net, const struct decode_weights *weights);
void ranker_free(struct ranker *r);

/* The programs' log likelihoods for n pairs, on which all are right; NaN for those that the network can't judge. A network that finds programs part by
 * part judges each part by what the parts before it leave. False when the network's numbers are not finite. */
bool rank_scores(struct ranker *r, const struct encoder_pair *pairs, size_t n, const struct exact_found *found, size_t nfound, double *score);

/* Puts those programs that the network can judge in the order of their likelihoods, into the places that they have among the others; each place keeps its
 * cost, so that costs still ascend. The same of numbers. */
bool rank_places(struct ranker *r, const struct encoder_pair *pairs, size_t n, struct exact_found *found, size_t nfound);

#endif
