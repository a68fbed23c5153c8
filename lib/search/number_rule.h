/* number_rule - what a rule a x + b may be, deduced from outputs that were rounded
 * SPDX-License-Identifier: MIT
 *
 * A part of source_number.c. Of all numbers in an interval the shortest is taken, since rules of people are short: 1.8 and not 1.80217, 5/9 and not
 * 0.5556. A rule must be tried then: it makes every output to the letter, or it is none. */
#ifndef HNPS_NUMBER_RULE_H
#define HNPS_NUMBER_RULE_H

#include "base/ratio.h"
#include "search/number_column.h"
#include "search/number_output.h"

enum { RULES = 3 };

struct line { struct ratio a, b; };

/* y = a x; y = x + b; y = a x + b: what may be right, the shortest first. Returns how many, RULES at most. Of n pairs. */
int rule_proportions(const struct column *c, const struct number *y, size_t n, struct line *lines);
int rule_offsets(const struct column *c, const struct number *y, size_t n, struct line *lines);
int rule_lines(const struct column *c, const struct number *y, size_t n, struct line *lines);

/* The digits of a rule, which say how much it asks to be believed. */
int rule_digits(const struct ratio *r);

#endif
