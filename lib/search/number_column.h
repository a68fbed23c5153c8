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
	int columns;                     /* that are read together (dsl_column.h); 0: the one that is seen */
	int rules;                       /* which it may stand in */
	double cost;
	int next;                        /* in `more`: another way to the same numbers, dearer; -1: there is none */
};

/* y = a x with a power of ten; y = a x; y = x + b; y = a x + b. */
enum { RULE_POWER = 1, RULE_PROPORTION = 2, RULE_OFFSET = 4, RULE_LINE = 8, RULES_ALL = RULE_PROPORTION | RULE_OFFSET | RULE_LINE };

struct columns {
	struct column *list; size_t n, cap;          /* different from one another */
	struct column *more; size_t nmore, cap_more; /* the same numbers as one of these */
};

/* A new one of pieces between two positions, with room for its numbers. */
struct column column_new(struct search *x, const struct dsl_pos *from, const struct dsl_pos *until, double cost);

/* Adds what an operator makes of a piece of each input, if these are numbers. False: they aren't. */
bool column_add_made(struct search *x, struct columns *all, struct column c, const struct dsl_call *call, const struct str *pieces);

/* The time between two dates or times that one column has. */
void columns_find_passed(struct search *x, struct columns *all);

/* All of several columns together that are of interest. */
void columns_find_joined(struct search *x, struct columns *all);

/* All that are of interest, into an empty list. */
void columns_find(struct search *x, struct columns *all);

#endif
