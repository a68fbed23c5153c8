/* team - threads that share out one loop after another
 * SPDX-License-Identifier: MIT
 *
 * A pool whose work changes from run to run. The layers cut their work into items that depend on the sizes alone, never on the number of
 * threads, and an item adds its sums in a fixed order: so the result has the same bits for any number of threads. */
#ifndef HNPS_TEAM_H
#define HNPS_TEAM_H

#include "base/pool.h"

struct team;
struct team *team_make(int threads);      /* 0: one for each core; freed by team_free */
int  team_threads(const struct team *t);
void team_run(struct team *t, size_t n, pool_work *work, void *context); /* work for 0 .. n-1; returns when all are done */
void team_free(struct team *t);

#endif
