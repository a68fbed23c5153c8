/* budget - what a search may cost: steps, which are the same on every machine, and seconds, which are not
 * SPDX-License-Identifier: MIT */
#include "search/budget.h"

struct budget budget_start(double steps, double seconds)
{
	struct budget b = { .steps = steps, .seconds = seconds };

	clock_gettime(CLOCK_MONOTONIC, &b.begun);
	return b;
}

static double seconds_since(const struct timespec *begun)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - begun->tv_sec) + (double)(now.tv_nsec - begun->tv_nsec) * 1e-9;
}

bool budget_spent(struct budget *b)
{
	b->spent = b->spent || b->taken >= b->steps || (b->seconds > 0 && seconds_since(&b->begun) >= b->seconds);
	return b->spent;
}
