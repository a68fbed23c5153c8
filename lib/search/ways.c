/* ways - the cheapest programs, one after the other: ways through the graph of a search
 * SPDX-License-Identifier: MIT
 *
 * A* with the exact rest of the way. */
#include "search/ways.h"

#include <math.h>
#include <stdlib.h>

#include "search/columns.h"

enum { WAYS = 200000 };          /* partial programs that are looked at */

/* A partial program: what is before it, its last edge, how that is spelled. */
struct way { double cost, rest; int before, edge, spelling, state; };

struct ranking {
	struct way *ways; size_t nways, cap_ways;
	int *heap; size_t nheap, cap_heap;
	struct spelling **spellings; int *nspellings;    /* of each edge, when they have been asked for */
	int *first, *end;                                /* the edges out of state s that may lead to the goal are first[s] .. end[s]-1 */
	double *rest;                                    /* from state s to the goal */
	int *order;                                      /* of edges, by the state that they leave */
};

/* Of equals the one that is nearer to the goal: else all that cost the same would be begun before one is ended. */
static bool sooner(const struct ranking *r, int a, int b)
{
	const struct way *p = &r->ways[a], *q = &r->ways[b];
	double x = p->cost + p->rest, y = q->cost + q->rest;

	return x != y ? x < y : p->rest != q->rest ? p->rest < q->rest : a < b;
}

static void push_way(struct ranking *r, struct way way)
{
	size_t i = r->nheap;

	r->ways = mem_room(r->ways, r->nways, &r->cap_ways, sizeof *r->ways);
	r->ways[r->nways] = way;
	r->heap = mem_room(r->heap, r->nheap++, &r->cap_heap, sizeof *r->heap);
	for (; i && sooner(r, (int)r->nways, r->heap[(i - 1) / 2]); i = (i - 1) / 2)
		r->heap[i] = r->heap[(i - 1) / 2];
	r->heap[i] = (int)r->nways++;
}

static int pop_way(struct ranking *r)
{
	int top = r->heap[0], last = r->heap[--r->nheap];
	size_t i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= r->nheap)
			break;
		if (child + 1 < r->nheap && sooner(r, r->heap[child + 1], r->heap[child]))
			child++;
		if (sooner(r, last, r->heap[child]))
			break;
		r->heap[i] = r->heap[child];
		i = child;
	}
	r->heap[i] = last;
	return top;
}

/* Groups the edges by the state they leave, and finds the rest of the way from each state: every edge explains more of output 0, so
 * going through the states from the end of output 0 to its begin meets each after all that follow it. */
static void prepare(struct search *x, struct ranking *r, int goal)
{
	const struct graph *g = &x->graph;
	size_t n = g->at.n, len = (size_t)x->texts.ylen[0];
	int *count = arena_get(&x->arena, (len + 2) * sizeof *count), *states = arena_get(&x->arena, n * sizeof *states);

	r->first = arena_get(&x->arena, (n + 2) * sizeof *r->first);
	r->end = arena_get(&x->arena, n * sizeof *r->end);
	r->rest = arena_get(&x->arena, n * sizeof *r->rest);
	r->order = arena_get(&x->arena, (g->nedges + 1) * sizeof *r->order);
	r->spellings = arena_get(&x->arena, (g->nedges + 1) * sizeof *r->spellings);
	r->nspellings = arena_get(&x->arena, (g->nedges + 1) * sizeof *r->nspellings);
	memset(r->first, 0, (n + 2) * sizeof *r->first);
	memset(r->nspellings, 0, (g->nedges + 1) * sizeof *r->nspellings);
	for (size_t i = 0; i < g->nedges; i++)
		r->first[g->edges[i].state + 2]++;
	for (size_t s = 0; s < n; s++)
		r->first[s + 2] += r->first[s + 1];
	for (size_t i = 0; i < g->nedges; i++)
		r->order[r->first[g->edges[i].state + 1]++] = (int)i;
	memset(count, 0, (len + 2) * sizeof *count);
	for (size_t s = 0; s < n; s++)
		count[graph_at(g, (int)s)[0] + 1]++;
	for (size_t p = 0; p <= len; p++)
		count[p + 1] += count[p];
	for (size_t s = 0; s < n; s++)
		states[count[graph_at(g, (int)s)[0]]++] = (int)s;
	for (size_t i = n; i-- > 0;) {
		int s = states[i];

		r->rest[s] = s == goal ? 0 : INFINITY;
		r->end[s] = r->first[s];
		for (int k = r->first[s]; k < r->first[s + 1]; k++) {
			const struct edge *e = &g->edges[r->order[k]];

			if (e->cost + e->more + r->rest[e->to] < r->rest[s])
				r->rest[s] = e->cost + e->more + r->rest[e->to];
			if (r->rest[e->to] < INFINITY)
				r->order[r->end[s]++] = r->order[k];
		}
	}
}

/* The way `before` with one edge more, spelled in way number `spelling`. */
static void go_on(struct search *x, struct ranking *r, int before, int edge, int spelling)
{
	const struct edge *e = &x->graph.edges[edge];

	if (r->nspellings[edge] == 0) {
		struct spelling list[SPELLINGS];
		int n = r->nspellings[edge] = columns_spell(x, e, list);

		r->spellings[edge] = arena_get(&x->arena, (size_t)n * sizeof *list);
		memcpy(r->spellings[edge], list, (size_t)n * sizeof *list);
	}
	if (spelling < r->nspellings[edge])
		push_way(r, (struct way){ (before < 0 ? 0 : r->ways[before].cost) + r->spellings[edge][spelling].cost, r->rest[e->to],
		                          before, edge, spelling, e->to });
}

static struct exact_found program_of(struct search *x, const struct ranking *r, int way)
{
	struct exact_found found = { .cost = r->ways[way].cost };
	size_t n = 0;

	for (int w = way; w >= 0; w = r->ways[w].before)
		n++;
	found.program = (struct dsl_program){ .exprs = arena_get(&x->result, n * sizeof *found.program.exprs), .n = n };
	for (int w = way; w >= 0; w = r->ways[w].before) {
		const struct way *one = &r->ways[w];
		const struct edge *e = &x->graph.edges[one->edge];

		found.program.exprs[--n] = columns_expression(x, e, &r->spellings[one->edge][one->spelling]);
	}
	return found;
}

/* In the shell dialect what two edges do together is not to be what one does. */
static bool may_follow(const struct search *x, const struct edge *first, const struct edge *second)
{
	return x->dialect == DSL_PAPER || first->source != second->source || first->column != second->column ||
	        !first->source->are_one ||
	       !first->source->are_one(first, second);
}

size_t ways_find(struct search *x, int goal, struct exact_found *found, size_t most)
{
	struct ranking r = { 0 };
	size_t n = 0;

	prepare(x, &r, goal);
	for (int k = r.first[0]; k < r.end[0]; k++)
		go_on(x, &r, -1, r.order[k], 0);
	while (r.nheap && n < most && r.nways < WAYS) {
		int number = pop_way(&r);
		struct way way = r.ways[number];

		if (way.state == goal)
			found[n++] = program_of(x, &r, number);
		for (int k = r.first[way.state]; k < r.end[way.state]; k++)
			if (may_follow(x, &x->graph.edges[way.edge], &x->graph.edges[r.order[k]]))
				go_on(x, &r, number, r.order[k], 0);
		go_on(x, &r, way.before, way.edge, way.spelling + 1);
	}
	free(r.ways), free(r.heap);
	return n;
}
