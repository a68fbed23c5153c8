/* number_column - the numbers that the inputs have
 * SPDX-License-Identifier: MIT
 *
 * A part of source_number.c. */
#ifndef HNPS_NUMBER_COLUMN_H
#define HNPS_NUMBER_COLUMN_H

#include "base/decimal.h"
#include "search/source.h"

/* Of each input, a number. */
struct column {
	struct decimal *x;
	struct str *text;                /* as the input has it */
	double *value;
	const struct dsl_pos *from, *until;
	const struct dsl_call *inner;    /* what makes it of the piece; NULL: it is the first number that is there */
	bool lines;                      /* may stand in a rule a x + b, other than x + b */
	double cost;
	int next;                        /* in `more`: another way to the same numbers, dearer; -1: there is none */
};

struct columns {
	struct column *list; size_t n, cap;          /* different from one another */
	struct column *more; size_t nmore, cap_more; /* the same numbers as one of these */
};

/* All that are of interest, into an empty list. */
void columns_find(struct search *x, struct columns *all);

#endif
