/* distinct - of the programs that were found, those that do different things
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DISTINCT_H
#define HNPS_DISTINCT_H

#include "base/given.h"
#include "search/exact.h"

/* Chooses the first `most`, at most, that do different things to the other inputs; any, when there are none: how many. `chosen` gets their indices,
 * `made` what each makes of those inputs (results.h), in the arena; made has room for one more. */
size_t distinct_programs(const struct given *g, const struct exact_found *found, size_t n, size_t most, size_t *chosen, struct str **made,
                         struct arena *a);

#endif
