/* learn - examples in, programs out
 * SPDX-License-Identifier: MIT */
#include "fill/learn.h"

#include "fill/edit.h"
#include "fill/header.h"
#include "search/guard.h"
#include "search/prefer.h"

struct learner learner_make(void)
{
	struct exact *x = exact_make();

	return (struct learner){ .exact = x, .guard = guard_make(x) };
}

void learner_free(struct learner *l)
{
	guard_free(l->guard);
	exact_free(l->exact);
	arena_free(&l->arena);
}

/* Nothing fits all the examples. If something fits all but the first, which may be a header line, that is left out. */
static void try_header(struct learner *l, struct given *g, const struct learn_options *o, struct learnt *t,
                       struct exact_result *r)
{
	struct exact_result without;

	if (o->header == HEADER_NEVER || r->status == EXACT_RAN_OUT || !header_may_be(g, o->header == HEADER_USUAL))
		return;
	without = exact_search(l->exact, g->inputs + 1, g->outputs + 1, g->n - 1, &t->left);
	if (without.status != EXACT_FOUND)
		return;
	t->headed = true;
	t->header_input = g->inputs[0], t->header_output = g->outputs[0];
	given_drop_first(g);
	*r = without;
}

static struct learnt learn_whole(struct learner *l, struct given *g, const struct learn_options *o)
{
	struct learnt t = { .left = {
		.dialect = o->dialect, .steps = o->steps, .seconds = o->seconds, .best = o->best ? 50 * o->best :
		    PREFER_FROM,
		.others = g->others, .nothers = g->nothers, .away = o->away,
	} };
	struct exact_result r = exact_search(l->exact, g->inputs, g->outputs, g->n, &t.left);

	if (r.status != EXACT_FOUND)
		try_header(l, g, o, &t, &r);
	if (!o->simple)
		r = guard_improve(l->guard, &r, g->inputs, g->outputs, g->n, &t.left);
	exact_spend(&t.left, &r);
	t.status = r.status, t.proven = r.proven, t.found = r.found, t.n = r.n;
	if (t.status != EXACT_FOUND)
		return t;
	prefer_running(t.found, t.n, g->others, g->nothers);
	if (o->judge && !o->judge(o->judge_of, g, t.found, t.n))
		t.status = EXACT_NONE, t.n = 0;
	return t;
}

struct learnt learn(struct learner *l, struct given *g, const struct learn_options *o)
{
	return o->edit ? edit_learn(l, g, o) : learn_whole(l, g, o);
}

const int *learn_distances(const struct examples *all, struct arena *a)
{
	int *away = arena_get(a, all->inputs.n * sizeof *away);

	for (size_t k = 0; k < all->inputs.n; k++) {
		const size_t at = all->inputs.at[k], output = all->output;

		away[k] = (int)(at < output ? output - at : at - output) - 1;
		if (at == 0 && away[k] > 1)
			away[k] = 1;
	}
	return away;
}
