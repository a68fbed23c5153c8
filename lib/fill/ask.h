/* ask - a column that is filled by answers: which line is in doubt, what it may become, and what an answer changes
 * SPDX-License-Identifier: MIT
 *
 * Each answer is a further example, from which all is learnt again. dialog.h puts the questions to a person. */
#ifndef HNPS_ASK_H
#define HNPS_ASK_H

#include "fill/concern.h"
#include "fill/learn.h"

enum { ASK_CHOICES = 5 };

enum ask_state {
	ASK_SURE,            /* nothing is in doubt */
	ASK_DOUBT,           /* something speaks against the program: `concern` */
	ASK_FAILS,           /* the program can't handle a line */
	ASK_CONFLICT,        /* no program fits the examples with the last answers */
};

/* Of the other inputs: one that is an example now, or that was passed over (`output` is empty). */
struct ask_answer { size_t other; struct str output; };

struct ask {
	struct learner *learner;
	struct given *given;
	const struct examples *all;
	struct learn_options how;
	struct learnt learnt;
	struct ask_answer *answers; size_t nanswers, cap;

	enum ask_state state;
	struct concern concern;
	size_t line;                            /* which of the other inputs is asked about; SIZE_MAX: none */
	struct str choices[ASK_CHOICES];        /* what programs make of it, the chosen one's first; may be none */
	size_t nchoices;

	const struct str *made, *before;        /* what becomes of the other inputs, and what did before the last
	                                         * answer; NULL: nothing */
	struct given open;                      /* the examples, and the other inputs that have no answer */
	size_t *open_at;                        /* where these stand among all */
	struct arena arenas[2], strings; int turn;
};

/* Begins with programs that were learnt. The pointers are kept. */
void ask_begin(struct ask *a, struct learner *l, struct given *g, const struct examples *all,
               const struct learn_options *how, const struct learnt *learnt);

/* Makes an example of one of the other inputs; the output is copied. 0, or -1 with the reason in `why`: it can't be
 * one. */
int ask_answer(struct ask *a, size_t other, struct str output, struct buf *why);

void ask_pass(struct ask *a);                   /* passes over the line that is asked about */
/* takes back the last answer, or what was passed over; false: there is none */
bool ask_undo(struct ask *a);

/* Which of the other inputs stands on this line: SIZE_MAX when none does. */
size_t ask_find(const struct ask *a, long line);

void ask_free(struct ask *a);

#endif
