/* judge - a trained model of a file that puts programs in order
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_JUDGE_H
#define HNPS_JUDGE_H

#include "base/given.h"
#include "search/exact.h"

/* The file is opened when it is first asked. Needs a machine with lib/nn's products (mat_refused). */
struct judge;
struct judge *judge_make(const char *file);
void judge_free(struct judge *j);

/* Of the programs that fit the examples, those that the model can judge: the likeliest first, as rank_places
 * (search/rank.h) does. 0, or -1 with one line in `why`. */
int judge_order(struct judge *j, const struct given *g, struct exact_found *found, size_t n,
                struct buf *why) __attribute__((warn_unused_result));

#endif
