/* budget - how much a search may do, and how much it has done
 * SPDX-License-Identifier: MIT
 *
 * Work is counted in steps, comparisons of positions or what takes as long, so that a search ends at the same place on every machine. */
#ifndef HNPS_BUDGET_H
#define HNPS_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

struct budget {
	double steps, seconds;       /* what may be taken; seconds 0: no limit */
	double work;                 /* steps so far; whoever works adds to it */
	size_t bytes;                /* of memory that the search has; whoever takes some adds to it */

	double look, begun;          /* at how many steps the budgets are looked at again; clock_seconds */
	bool spent;                  /* one has ended */
};

enum {
	BUDGET_BYTES = 1 << 29,      /* memory that one search may take */
	BUDGET_NETWORK_STEP = 100,   /* steps that a network's step for one beginning of a program, or for one string, counts */
};

void budget_begin(struct budget *b, double steps, double seconds);
bool budget_look(struct budget *b);

/* Has a budget ended? To be asked wherever the work is long. */
static inline bool budget_spent(struct budget *b)
{
	return b->spent || (b->work >= b->look && budget_look(b));
}

#endif
