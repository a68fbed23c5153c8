/* values - what operators make of the inputs, when all their arguments are known before the search
 * SPDX-License-Identifier: MIT */
#include "search/values.h"

#include <stdlib.h>

#include "search/exact_cost.h"

void values_add(struct values *v, const struct value *one)
{
	v->list = mem_room(v->list, v->n, &v->cap, sizeof *v->list);
	v->list[v->n++] = *one;
}

void values_free(struct values *v)
{
	if (!v)
		return;
	free(v->list);
	free(v);
}

void values_room(struct search *x, struct value *one)
{
	one->made = arena_get(&x->arena, x->texts.n * sizeof *one->made);
	one->length = arena_get(&x->arena, x->texts.n * sizeof *one->length);
}

void values_edges(struct search *x, const struct values *v, const struct source *source, int state)
{
	const struct texts *t = &x->texts;

	for (size_t k = 0; k < v->n && !budget_spent(&x->budget); k++) {
		const struct value *one = &v->list[k];
		const int *at = graph_at(&x->graph, state);
		size_t i = 0;

		for (; i < t->n; i++) {
			if (at[i] + one->length[i] > t->ylen[i] || memcmp(t->y[i] + at[i], one->made[i], (size_t)one->length[i] * sizeof **one->made) != 0)
				break;
			x->next[i] = at[i] + one->length[i];
		}
		x->budget.work += (double)i + 1;
		if (i == t->n)
			graph_add(&x->graph, (struct edge){ .state = state, .source = source, .part = { (int)k },
			                                    .cost = cost_piece(x->dialect, CASE_NONE) + one->cost }, x->next);
	}
}

int values_spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
}

struct dsl_expr values_expression(struct search *x, const struct value *v)
{
	struct dsl_call *call = NULL;

	if (v->call.op) {
		call = arena_get(&x->result, sizeof *call);
		*call = v->call;
		for (int k = 0; k < DSL_ARGS; k++)
			call->arg[k].text = arena_copy(&x->result, call->arg[k].text);
	}
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .from = *v->from, .until = *v->until, .to = v->to, .call = call };
}
