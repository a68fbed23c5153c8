/* guard - programs with conditions: where no simple program fits all the pairs, several of which a condition on the input chooses one
 * SPDX-License-Identifier: MIT
 *
 * The search for single programs (exact.h) stays as it is: conditions stand outside of it. They part the pairs, each part is searched for a program of
 * its own, and what is cheapest in sum is the best. Any pairs can be told apart, so a branch needs evidence: what one example alone shows is dear. */
#ifndef HNPS_GUARD_H
#define HNPS_GUARD_H

#include "search/exact.h"

/* Working memory, kept from one search to the next; one thread's. Borrows the searcher, whose result is lost with each search. */
struct guard;
struct guard *guard_make(struct exact *x);
void guard_free(struct guard *g);

/* As exact_search, and with the same budgets. `found` lives until the next search or guard_free. */
struct exact_result guard_search(struct guard *g, const struct str *inputs, const struct str *outputs, size_t n, const struct exact_options *options);

/* What exact_search has found, or better with conditions. */
struct exact_result guard_improve(struct guard *g, const struct exact_result *single, const struct str *inputs, const struct str *outputs, size_t n,
                                  const struct exact_options *options);

#endif
