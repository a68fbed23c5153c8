/* subset - programs for some of the pairs, each subset searched once
 * SPDX-License-Identifier: MIT
 *
 * Many subsets of the same pairs are searched. What fits a few of them best and fits all the others, too, is best for all, so small samples are searched;
 * and pairs that no program fits together rule out all subsets that have them. */
#ifndef HNPS_SUBSET_H
#define HNPS_SUBSET_H

#include "dsl/dsl_run.h"
#include "search/budget.h"
#include "search/exact.h"
#include "search/rows.h"

enum { SUBSET_OTHERS = 100 };    /* other inputs that a search looks at */

/* Some of the pairs, with their numbers, and the other inputs that go the same way. */
struct subset { struct str *in, *out; size_t *number, n; struct str *others; size_t nothers; };

/* Programs with their costs; lives in the arena. */
struct list { struct exact_found *found; size_t n, cap; };

/* Starts as all zeros but for the searcher, which is borrowed, and the scratch; subsets_begin before each task; freed by subsets_free. */
struct subsets {
	struct exact *exact;
	struct dsl_scratch *scratch;
	struct arena arena;
	struct budget budget;        /* of all the searches together */
	struct exact_options o;
	double most;                 /* what costs as much is of no interest */
	bool proven;                 /* no search ran out */
	struct core { const size_t *number; size_t n; } *cores;      /* pairs that no program fits together */
	size_t ncores, cap_cores;
	struct rows known;           /* the subsets that have been searched, a mark for each pair */
	struct list *best; size_t cap_best;          /* the cheapest program of each */
};

/* A new task of n pairs, and all that may be taken for it. */
void subsets_begin(struct subsets *x, size_t n, const struct exact_options *o, double steps);
void subsets_free(struct subsets *x);

/* Room for as many pairs as another has. */
struct subset subset_room(struct subsets *x, size_t n);

/* The cheapest programs without conditions, `best` at most, that fit all of some pairs, which it puts in another order. Of one pair alone only what says
 * something: a fixed text, or what is hardly shorter than the output, may be a mistake. */
struct list subset_search(struct subsets *x, struct subset *s, size_t best);

void list_put(struct subsets *x, struct list *l, struct dsl_program p, double cost);
void list_keep(struct subsets *x, struct list *l, const struct exact_result *r);     /* copies */
void list_sort(struct list *l);                                      /* by cost */

#endif
