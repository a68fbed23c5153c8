/* texts - the pairs that a search is for, as code points
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_TEXTS_H
#define HNPS_TEXTS_H

#include <stdint.h>

#include "dsl/dsl.h"
#include "search/budget.h"

enum { TEXTS_CASES = 5 };            /* of enum dsl_case */

/* n pairs, all of them different. */
struct texts {
	size_t n;
	struct str *inputs, *outputs;
	uint32_t **x, **y;           /* code points of the inputs and outputs */
	int *xlen, *ylen;
	uint32_t **cased[TEXTS_CASES];       /* the inputs in each case, as if in the middle of a piece; x without a case */
};

/* Takes the pairs, each once. False when an input has two outputs, or an output is empty: no program gives that. Lives in the arena. */
bool texts_pairs(struct texts *t, const struct str *inputs, const struct str *outputs, size_t n, struct arena *a);

/* Makes code points of them; outputs that have been decoded (y) stay. False when a budget ended. */
bool texts_decode(struct texts *t, enum dsl_dialect dialect, struct budget *b, struct arena *a);

/* The character that a piece which begins at j of input i shows first. */
uint32_t texts_first(const struct texts *t, enum dsl_case as, size_t i, int j);

#endif
