/* doubt_rule - rules of numbers that so few examples can't show, and those for which another fits as well
 * SPDX-License-Identifier: MIT
 *
 * A part of doubt.h: Linear, Floor, Ceil, Round and Span. */
#ifndef HNPS_DOUBT_RULE_H
#define HNPS_DOUBT_RULE_H

#include "search/doubt.h"

/* How a rule reads that n examples can't show, in the arena; n = 0: there is none. Each of several different ones takes
 * an example more than they are. */
struct str doubt_rule(const struct dsl_program *p, size_t n, struct arena *a);

/* Another way to round, another step, or another a x + b near the one that was taken, which fits the examples
 * i = 0 .. n-1 as well and gives something else than `made` for another input: DOUBT_RULE, and how the rule reads that
 * was taken. */
struct doubt doubt_other_rule(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n,
                              const struct str *others, const struct str *made, size_t nothers, struct arena *a);

#endif
