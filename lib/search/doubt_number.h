/* doubt_number - a line that says more than the number that a program reads of it
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DOUBT_NUMBER_H
#define HNPS_DOUBT_NUMBER_H

#include "dsl/dsl.h"

/* The first of the other inputs with something beside the number that the examples' inputs haven't: other text than they all have there, or digits where
 * none of them has any. Of those only for which the program made something. Returns the number that is read, in the arena, and its index in *at; n = 0:
 * there is none, or the program reads no numbers. */
struct str doubt_number(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others, const struct str *made, size_t nothers,
                        struct arena *a, size_t *at);

/* Decimals that the examples can't show to be fixed, in the arena as a message tells them, and the first of the other inputs whose result has others when
 * they aren't; n = 0: there is none. */
struct str doubt_decimals(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                          const struct str *made, size_t nothers, struct arena *a, size_t *at);

/* Does a program that writes numbers with units, KB and M, give one for another input that no example's output has? Then *at is the first. */
bool doubt_unit(const struct dsl_program *p, const struct str *outputs, size_t n, const struct str *made, size_t nothers, size_t *at);

#endif
