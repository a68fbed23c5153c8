/* budget - how much a search may do, and how much it has done
 * SPDX-License-Identifier: MIT */
#include "search/budget.h"

#include "base/clock.h"

enum { LOOK = 1 << 16 };         /* steps from one look to the next */

void budget_begin(struct budget *b, double steps, double seconds)
{
	*b = (struct budget){ .steps = steps, .seconds = seconds, .begun = clock_seconds() };
}

bool budget_look(struct budget *b)
{
	b->look = b->work + LOOK < b->steps ? b->work + LOOK : b->steps;
	b->spent = b->spent || b->work >= b->steps || b->bytes > BUDGET_BYTES || (b->seconds > 0 && clock_seconds() - b->begun > b->seconds);
	return b->spent;
}
