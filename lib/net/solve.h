/* solve - programs of several parts, found one part after another, each the model's likeliest (4.3, Appendix B.2)
 * SPDX-License-Identifier: MIT
 *
 * A hierarchical network encodes the pairs once, and its composer leads from part to part. A network that reads what is left of the outputs
 * (net_reading's by_part) encodes anew for each part. In both, every part is run at once on the given pairs. */
#ifndef HNPS_SOLVE_H
#define HNPS_SOLVE_H

#include "net/embedder.h"
#include "net/generate.h"

enum { SOLVE_PARTS = 16, SOLVE_TASKS = 32 };     /* the most parts of a program; the most tasks at once */

struct solved {
	struct generated part[SOLVE_PARTS];
	int parts;               /* 0: not even one */
	bool right;              /* the program makes the outputs of all the given pairs */
	double score;            /* log likelihood of all parts */
};

bool solve_wanted(const struct net *net);        /* does this network find programs part by part? */

/* One thread's memory; borrows the net and its decoder's weights. Freed by solver_free. */
struct solver;
struct solver *solver_make(const struct net *net, const struct decode_weights *weights);
void solver_free(struct solver *s);

/* n tasks, at most SOLVE_TASKS. The outputs' UTF-8 and the inputs' stay the caller's. A task's program does not depend
 * on the others.
 *
 * Execution accuracy is the share of the pairs whose whole output the parts so far make. A part that makes it fall is
 * dropped, and ends the program (B.2). A pair whose output does not begin with what the parts make can't become right
 * any more, and is not looked at for the parts that follow; a part after which no pair can become right is dropped and
 * ends the program, too. So does a part that makes right all that can be. */
void solve(struct solver *s, const struct embedder_task *tasks, size_t n, struct solved *out);

void solve_print(struct buf *text, const struct solved *s);     /* the program's token text */

#endif
