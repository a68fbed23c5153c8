/* exact - finds the programs that are right on all given pairs, by deduction
 * SPDX-License-Identifier: MIT
 *
 * A state is how much of each output is explained, one number a pair. Every position expression that is valid on all inputs is a vector of
 * indices, one a pair; expressions with equal vectors are one. A step from state to state is two such vectors, or a literal, that
 * explain the next piece of every output. The cheapest way from nothing explained to all explained is the program; cost is
 * exact_cost.h's. Inputs of several columns have their cells joined (base/cells.h). So a program is found whenever one exists in the dialect, and with `best` > 1 the next ones in order of cost. */
#ifndef HNPS_EXACT_H
#define HNPS_EXACT_H

#include "dsl/dsl.h"

struct exact_options {
	enum dsl_dialect dialect;
	size_t best;                 /* so many programs, the cheapest first; 1 is fastest */
	double steps;                /* give up after so many comparisons of positions; about 3e8 a second; the same on every machine */
	double seconds;              /* and after so long; 0: no limit. Makes the result depend on the machine */
	const struct str *others;    /* inputs without outputs, UTF-8, or NULL: of two programs the one that runs on more of these is better */
	size_t nothers;
	const int *away;             /* of inputs of several columns: so many stand between each and the outputs; NULL: all are as likely to be meant */
};

enum exact_status {
	EXACT_FOUND,                 /* and nothing cheaper exists, if `proven` */
	EXACT_NONE,                  /* no program of the dialect explains all the pairs */
	EXACT_RAN_OUT,               /* a budget ended before either was known */
};

struct exact_found { struct dsl_program program; double cost; };
struct exact_result {
	enum exact_status status;
	bool proven;                 /* the search ended by itself: the first is the best there is */
	size_t n, states;
	size_t refused;              /* programs with operators that did not make the pairs when they were run: a source's fault, and never found */
	double steps, seconds;       /* that it took */
	struct exact_found *found;   /* n of them, in order of cost; borrowed until the next search or exact_free */
};

/* Working memory, kept from one search to the next; one thread's. */
struct exact *exact_make(void);
void exact_free(struct exact *x);

/* The same for pairs that are fields of others: it looks for no fields in them. */
struct exact *exact_make_for_fields(void);

/* Pairs i = 0 .. n-1, n > 0, valid UTF-8. */
struct exact_result exact_search(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n,
                                 const struct exact_options *options);

/* Leaves in the options what a search has left of their budgets, for what is searched next on the same task; steps <= 0: nothing. */
void exact_spend(struct exact_options *o, const struct exact_result *r);

#endif
