/* distinct - of the programs that were found, those that do different things
 * SPDX-License-Identifier: MIT */
#include "fill/distinct.h"

#include "search/results.h"

/* Do two programs give the same on all other inputs? */
static bool same_results(const struct given *g, const struct str *a, const struct str *b)
{
	for (size_t i = 0; i < g->nothers; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

size_t distinct_programs(const struct given *g, const struct exact_found *found, size_t n, size_t most, size_t *chosen, struct str **made,
                         struct arena *a)
{
	size_t count = 0;

	for (size_t p = 0; p < n && count < most; p++) {
		bool fresh = true;

		made[count] = results_of(&found[p].program, g->others, g->nothers, a);
		for (size_t q = 0; q < count && fresh && g->nothers; q++)
			fresh = !same_results(g, made[q], made[count]);
		if (fresh)
			chosen[count++] = p;
	}
	return count;
}
