/* conditions - what of the language's conditions parts a few inputs, and how
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CONDITIONS_H
#define HNPS_CONDITIONS_H

#include "dsl/dsl_test.h"
#include "search/budget.h"
#include "search/rows.h"

/* A condition that holds of some of the inputs and not of others. Which ones is a parting; `holds`: it holds of those that the parting marks. `sign`: one
 * example may be enough to show it: a delimiter, a class or a whole form; no letters, lengths or limits. */
struct condition { struct dsl_test test; double cost; int parting; bool holds, sign; size_t number; };

/* Starts as all zeros; conditions_clear before each use; freed by conditions_free. */
struct conditions {
	struct condition *all; size_t n, cap;
	struct rows partings;        /* of each input 0, or 1 when it is marked; the first never is */
	const struct str *inputs; size_t ninputs;
	int ncolumns;                /* 0: the inputs are one column */
	int column; const struct str *cells;         /* that is looked at now, and what the inputs say there */
	const int *away;             /* exact.h */
	struct dsl_scratch *scratch;
	struct budget *budget;
	struct arena *arena;         /* of the conditions */
};

/* Finds the conditions that say something of n inputs, UTF-8, in order of cost; of several columns, of each. The pointers are kept; s is one thread's. */
void conditions_find(struct conditions *c, const struct str *inputs, size_t n, const int *away, struct dsl_scratch *s, struct budget *b, struct arena *a);

/* Adds one if it parts the inputs; its strings are copied. False when it doesn't. */
bool conditions_add(struct conditions *c, const struct dsl_test *test);

/* Adds one whose parting is known; the strings are borrowed. */
void conditions_put(struct conditions *c, const struct condition *one);

void conditions_sort(struct conditions *c);
void conditions_free(struct conditions *c);

#endif
