/* budget - what a search may cost: steps, which are the same on every machine, and seconds, which are not
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_BUDGET_H
#define HNPS_BUDGET_H

#include <stdbool.h>
#include <time.h>

/* A network's step for one beginning of a program, or for one string, counts so many: it takes far longer than a
 * comparison of exact search, so one limit does for both. */
enum { BUDGET_NETWORK_STEP = 100 };

struct budget {
	double steps, seconds;           /* the limits; 0 seconds: none */
	double taken;                    /* steps so far */
	struct timespec begun;
	bool spent;                      /* somebody asked for more when it was used up */
};

struct budget budget_start(double steps, double seconds);

/* Is it used up? To be asked when there is more to do, before it is done. */
bool budget_spent(struct budget *b);

#endif
