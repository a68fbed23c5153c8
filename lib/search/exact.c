/* exact - finds the programs that are right on all given pairs, by deduction
 * SPDX-License-Identifier: MIT */
#include "search/exact.h"

#include <stdlib.h>

#include "base/clock.h"
#include "dsl/dsl_run.h"
#include "search/columns.h"
#include "search/exact_cost.h"
#include "search/ways.h"

enum { FURTHER = 25 };           /* how much dearer than the best the next best programs may be, in exact_cost's unit */

/* In this order their edges are added; of equally dear ones the first counts. The further ones are looked at where the others find nothing, or
 * nothing that is simple: operators are rarely meant where pieces do. */
static const struct source *const sources[] = { &source_piece, &source_literal }, *const further[] = { &source_match, &source_number, &source_moment, &source_pick,
	&source_recast, &source_map };
enum { SOURCES = sizeof sources / sizeof *sources, FURTHER_SOURCES = sizeof further / sizeof *further, SIMPLE = 11 };

struct exact {
	struct search search;
	bool all;                        /* the further sources are looked at */
};

struct exact *exact_make(void)
{
	struct exact *x = mem_zero(1, sizeof *x);

	x->search.scratch = dsl_scratch_make();
	return x;
}

struct exact *exact_make_for_fields(void)
{
	struct exact *x = exact_make();

	x->search.fields = true;
	return x;
}

void exact_free(struct exact *x)
{
	if (!x)
		return;
	arena_free(&x->search.arena);
	arena_free(&x->search.result);
	columns_free(&x->search);
	graph_free(&x->search.graph);
	dsl_scratch_free(x->search.scratch);
	free(x);
}

static void add_edges(struct search *x, const struct source *source, int state)
{
	for (size_t c = columns_first(x, source); c <= columns_last(x, source); c++) {
		columns_turn(x, c);
		source->edges(x, state);
	}
}

static void expand(void *exact, int state)
{
	struct exact *x = exact;

	for (int k = 0; k < SOURCES; k++)
		add_edges(&x->search, sources[k], state);
	for (int k = 0; k < FURTHER_SOURCES && x->all; k++)
		add_edges(&x->search, further[k], state);
}

static struct exact_found best_program(struct search *x, int goal)
{
	const struct graph_state *states = x->graph.states;
	struct exact_found found = { .cost = states[goal].cost };
	struct spelling spellings[SPELLINGS];
	size_t n = 0;

	for (int s = goal; s; s = states[s].back.state)
		n++;
	found.program = (struct dsl_program){ .exprs = arena_get(&x->result, n * sizeof *found.program.exprs), .n = n };
	for (int s = goal; s; s = states[s].back.state) {
		const struct edge *e = &states[s].back;

		columns_spell(x, e, spellings);
		found.program.exprs[--n] = columns_expression(x, e, &spellings[0]);
	}
	return found;
}

/* A program that could not be read again is none. */
static bool too_long(const struct dsl_program *p)
{
	return p->n >= DSL_PARTS || dsl_ids(p, NULL, 0) > DSL_TOKENS;
}

/* The texts, and all that is found once for all states. False when a budget ended. */
static bool prepare(struct search *x, const struct exact_options *o)
{
	struct arena *a = &x->arena;

	if (!texts_decode(&x->texts, x->dialect, &x->budget, a))
		return false;
	columns_part(x, o->away);
	x->reach = arena_get(a, x->texts.n * sizeof *x->reach), x->plain = arena_get(a, x->texts.n * sizeof *x->plain);
	x->next = arena_get(a, x->texts.n * sizeof *x->next);
	for (size_t c = x->ncolumns > 0; c <= x->ncolumns; c++) {
		columns_turn(x, c);
		if ((c && !texts_decode(&x->texts, x->dialect, &x->budget, a)) ||
		    !positions_find(&x->positions, &x->texts, x->dialect, x->others, x->nothers, x->scratch, &x->budget, a))
			return false;
	}
	return true;
}

static bool makes_all(const struct search *x, const struct dsl_program *p)
{
	struct dsl_ready *ready = dsl_ready(p);
	size_t i = 0;

	while (i < x->texts.n && dsl_makes(ready, x->scratch, x->texts.inputs[i], x->texts.outputs[i]))
		i++;
	dsl_done(ready);
	return i == x->texts.n;
}

/* What operators make was reckoned apart from the executor, so it has the last word. */
static void refuse_wrong(struct exact_result *result, const struct search *x)
{
	size_t n = 0;

	for (size_t i = 0; i < result->n; i++)
		if (makes_all(x, &result->found[i].program))
			result->found[n++] = result->found[i];
	result->refused += result->n - n;
	result->n = n;
}

/* Goes through the graph with the sources there are. */
static void explore(struct exact *exact, const struct exact_options *o, struct exact_result *result)
{
	const size_t best = o->best ? o->best : 1;
	struct search *x = &exact->search;
	int goal;

	*result = (struct exact_result){ .status = EXACT_RAN_OUT };
	graph_begin(&x->graph, x->texts.n, x->texts.ylen, &x->budget, best > 1, best > 1 ? FURTHER : 0, cost_over());
	goal = graph_explore(&x->graph, expand, exact, &result->proven);
	result->states = x->graph.at.n;
	if (goal < 0) {
		result->status = result->proven ? EXACT_NONE : EXACT_RAN_OUT;
		return;
	}
	result->found = arena_get(&x->result, best * sizeof *result->found);
	if (best > 1)
		result->n = ways_find(x, goal, result->found, best);
	if (result->n == 0)
		result->found[result->n++] = best_program(x, goal);
	columns_turn(x, 0);
	if (exact->all)
		refuse_wrong(result, x);
	while (result->n && too_long(&result->found[result->n - 1].program))
		result->n--;
	result->status = result->n ? EXACT_FOUND : EXACT_RAN_OUT;
	result->proven = result->proven && result->n;
}

static bool prepare_further(struct search *x)
{
	for (int k = 0; k < FURTHER_SOURCES; k++)
		for (size_t c = columns_first(x, further[k]); c <= columns_last(x, further[k]); c++) {
			columns_turn(x, c);
			if (!further[k]->prepare(x))
				return false;
		}
	return true;
}

static void find(struct exact *exact, const struct str *inputs, const struct str *outputs, size_t n, const struct exact_options *o,
                 struct exact_result *result)
{
	struct search *x = &exact->search;
	struct exact_result plain;

	exact->all = false;
	if (!texts_pairs(&x->texts, inputs, outputs, n, &x->arena))
		return;
	*result = (struct exact_result){ .status = EXACT_RAN_OUT };
	if (!prepare(x, o))
		return;
	explore(exact, o, result);
	if (o->dialect == DSL_PAPER || !result->proven || (result->n && result->found->cost <= SIMPLE))
		return;
	exact->all = true;
	plain = *result;
	*result = (struct exact_result){ .status = EXACT_RAN_OUT };
	if (prepare_further(x))
		explore(exact, o, result);
	if (plain.n && !result->proven && (!result->n || plain.found->cost <= result->found->cost)) {
		*result = plain;             /* the budget ended among the operators */
		result->proven = false;
	}
}

struct exact_result exact_search(struct exact *exact, const struct str *inputs, const struct str *outputs, size_t n,
                                 const struct exact_options *options)
{
	struct exact_result result = { .status = EXACT_NONE, .proven = true };
	struct search *x = &exact->search;

	arena_reset(&x->arena);
	arena_reset(&x->result);
	x->dialect = options->dialect;
	columns_turn(x, 0);
	x->others = options->others, x->nothers = options->nothers;
	budget_begin(&x->budget, options->steps, options->seconds);
	find(exact, inputs, outputs, n, options, &result);
	result.steps = x->budget.work;
	result.seconds = clock_seconds() - x->budget.begun;
	return result;
}

void exact_spend(struct exact_options *o, const struct exact_result *r)
{
	o->steps -= r->steps;
	if (o->seconds > 0 && (o->seconds -= r->seconds) <= 0)
		o->steps = 0;
}
