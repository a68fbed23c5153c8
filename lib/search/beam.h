/* beam - the likeliest programs that are right on all given pairs, by a trained decoder
 * SPDX-License-Identifier: MIT
 *
 * The `width` likeliest beginnings of programs go on token by token. As soon as an expression is sure, whatever parentheses are still to close, it is
 * run on all the pairs: a beginning goes on only while what it gives is what each output begins with. For programs that join pieces this
 * loses nothing, and leaves little. Of two beginnings that explain equally much of each output, the likelier goes on. */
#ifndef HNPS_BEAM_H
#define HNPS_BEAM_H

#include "net/embedder.h"
#include "net/generate.h"
#include "search/budget.h"

struct beam_result {
	size_t n;                        /* so many programs that are right on all the pairs, at most `best`; */
	struct generated *found;         /* ... the likeliest first; n 0: found[0] is the likeliest complete one, if there is any (its n > 0) */
	const int *made;                 /* (n, pairs) how many bytes of each output they make */
	const real *state;               /* (n, H) the decoder's states behind them, as generate_some gives them */
	bool finite;                     /* false: the model's numbers are not */
};

/* One thread's memory; borrows the weights. */
struct beam;
struct beam *beam_make(const struct decode_weights *w, int width, size_t best);
void beam_free(struct beam *b);

/* For a task's pairs, valid UTF-8, n > 0, and its embedding. Valid until the next search. A beam of width 1 finds what
 * greedy decoding finds, whenever that is right on the pairs. When the budget is used up, what was found till then is
 * the result. A step is a token behind one beginning. */
struct beam_result beam_search(struct beam *b, const struct encoder_pair *pairs, size_t n, const real *task,
                               struct budget *budget);

/* The same for the next part of a program: programs of one expression that make what each output begins with, at least a byte; no two make
 * the same. Only those whose log likelihood is above `bound` are looked for: -INFINITY is all. */
struct beam_result beam_part(struct beam *b, const struct encoder_pair *pairs, size_t n, const real *task, double bound,
                             struct budget *budget);

#endif
