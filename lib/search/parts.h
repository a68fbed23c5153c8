/* parts - beam search over the parts of a program, by a network that finds them one after another (net/solve.h)
 * SPDX-License-Identifier: MIT
 *
 * A state is how much of each output is explained, and of a hierarchical network what its composer goes on with. From each of the `width` likeliest
 * states the network proposes its likeliest next parts, as many; each is run, and must make what is left of every output begin
 * (search/beam.h). Of states that explain the same, the likeliest stays. */
#ifndef HNPS_PARTS_H
#define HNPS_PARTS_H

#include "net/solve.h"
#include "search/budget.h"

/* One thread's memory; borrows the net and its decoder's weights. */
struct parts;
struct parts *parts_make(const struct net *net, const struct decode_weights *weights, int width);
void parts_free(struct parts *p);

/* The likeliest program that is right on a task's pairs, or, with right false, the likeliest beginning of one that
 * explains the most of the outputs; when the budget is used up, of those that were found till then. Its steps are
 * those of beam.h, and those in which the network reads what is left of the outputs. False when the model's numbers
 * are not finite. */
bool parts_search(struct parts *p, const struct encoder_pair *pairs, size_t n, struct budget *budget,
                  struct solved *out);

#endif
