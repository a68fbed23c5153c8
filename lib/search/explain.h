/* explain - when no program fits all the examples: the most of them that one program fits
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_EXPLAIN_H
#define HNPS_EXPLAIN_H

#include "search/exact.h"

enum { EXPLAIN_ALL = 12 };      /* up to so many examples every subset is looked at, largest first */

struct explained {
	size_t n;                    /* how many examples the program fits; 0: not even one */
	bool largest;                /* it is known that no program fits more */
	struct dsl_program program;  /* lives in the arena */
};

/* Marks in fits[i] the examples that the program fits. Above EXPLAIN_ALL examples the programs of small samples are tried on all of
 * them, which finds the set unless most examples are wrong.
 * The budget of the options is for all the searches together. */
struct explained explain(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n, const struct exact_options *o,
                         struct arena *a, bool *fits);

/* The first run of letters or digits in output i that its input has not, in whatever case, and that is not in all the outputs: no program of
 * the language makes it, unless another reads it off elsewhere. Part of the output; n = 0: there is none. */
struct str explain_foreign(const struct str *inputs, const struct str *outputs, size_t n, size_t i);

#endif
