/* team - threads that share out one loop after another
 * SPDX-License-Identifier: MIT */
#include "nn/team.h"

#include <stdlib.h>

#include "base/mem.h"

struct team {
	struct pool *pool;
	pool_work *work;
	void *context;
};

static void pass_on(void *team, int thread, size_t i)
{
	struct team *t = team;

	t->work(t->context, thread, i);
}

struct team *team_make(int threads)
{
	struct team *t = mem_zero(1, sizeof *t);

	t->pool = pool_make(threads, pass_on, t);
	return t;
}

int team_threads(const struct team *t)
{
	return pool_threads(t->pool);
}

void team_run(struct team *t, size_t n, pool_work *work, void *context)
{
	t->work = work;
	t->context = context;
	if (n == 1)
		work(context, 0, 0);
	else if (n)
		pool_run(t->pool, n);
	t->context = NULL;              /* it is often the caller's own, and gone after this */
}

void team_free(struct team *t)
{
	if (!t)
		return;
	pool_free(t->pool);
	free(t);
}
