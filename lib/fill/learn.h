/* learn - examples in, programs out
 * SPDX-License-Identifier: MIT
 *
 * The search for single programs, then for those with conditions where no simple one fits, then the order that suits
 * the other inputs. */
#ifndef HNPS_LEARN_H
#define HNPS_LEARN_H

#include "base/given.h"
#include "search/exact.h"

/* Working memory, kept from one search to the next; one thread's. */
struct learner { struct exact *exact; struct guard *guard; struct arena arena; };
struct learner learner_make(void);
void learner_free(struct learner *l);

/* May the first example be the header line of its table? Perhaps where nobody said so, and rather where a header is
 * usual (header.h). */
enum learn_header { HEADER_NEVER, HEADER_PERHAPS, HEADER_USUAL };

struct learn_options {
	enum dsl_dialect dialect;
	double steps, seconds;          /* budgets, as exact.h has them */
	size_t best;                    /* how many programs are asked for; 0: what it takes to choose one well */
	enum learn_header header;
	bool simple;                    /* no conditions: one program for all */
	bool edit;                      /* programs that change a piece of a line, and leave lines without one alone (edit.h) */
	const int *away;                /* of each column of the inputs (learn_distances); NULL: they are known */
	/* Puts programs in another order, as a network may: false when it failed, and then nothing is found. NULL:
	 * their costs decide. */
	bool (*judge)(void *judge_of, const struct given *g, struct exact_found *found, size_t n);
	void *judge_of;
};

struct learnt {
	enum exact_status status;
	bool proven;                    /* the search ended by itself: nothing better exists */
	struct exact_found *found; size_t n;    /* the best first; the learner's, until it learns again */
	bool headed;                    /* the first example was taken for a header line, and left out of `given`: */
	struct str header_input, header_output; /* this one */
	long unlike; struct str meant;  /* of a program that edits: the line of an input of which something else may be meant,
	                                 * and that; empty: there is none. The learner's */
	struct exact_options left;      /* the search's options, with what it has left of its budgets */
};

/* Finds what makes the outputs of the inputs, and runs on the others. The strings of `given` must outlive what is
 * learnt. */
struct learnt learn(struct learner *l, struct given *g, const struct learn_options *o);

/* How far each column stands from the outputs; the first column, which names the rows, is near. In the arena. */
const int *learn_distances(const struct examples *all, struct arena *a);

#endif
