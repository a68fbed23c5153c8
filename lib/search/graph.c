/* graph - states, edges between them, and the cheapest ways through them
 * SPDX-License-Identifier: MIT */
#include "search/graph.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

void graph_free(struct graph *g)
{
	rows_free(&g->at);
	free(g->states), free(g->heap), free(g->edges), free(g->next);
}

static void push(struct graph *g, double cost, int state)
{
	size_t i = g->nheap;

	g->heap = mem_room(g->heap, g->nheap++, &g->cap_heap, sizeof *g->heap);
	g->budget->bytes += sizeof *g->heap;
	for (; i && g->heap[(i - 1) / 2].cost > cost; i = (i - 1) / 2)
		g->heap[i] = g->heap[(i - 1) / 2];
	g->heap[i].cost = cost, g->heap[i].state = state;
}

static int pop(struct graph *g)
{
	int state = g->heap[0].state;
	size_t i = 0, n = --g->nheap;

	g->budget->bytes -= sizeof *g->heap;
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= n)
			break;
		if (child + 1 < n && g->heap[child + 1].cost < g->heap[child].cost)
			child++;
		if (g->heap[n].cost <= g->heap[child].cost)
			break;
		g->heap[i] = g->heap[child];
		i = child;
	}
	g->heap[i] = g->heap[n];
	return state;
}

/* The state that explains `next`, made when it is new. */
static int state_of(struct graph *g, const int *next)
{
	const size_t before = g->at.n;
	int number = rows_put(&g->at, next);

	if (g->at.n > before) {
		g->states = mem_room(g->states, before, &g->cap_states, sizeof *g->states);
		g->states[before] = (struct graph_state){ .cost = INFINITY };
		g->budget->bytes += g->at.width * sizeof *next + sizeof *g->states + 2 * sizeof *g->at.table;
	}
	return number;
}

void graph_begin(struct graph *g, size_t n, const int *goal, struct budget *b, bool keep, double further, double over)
{
	g->n = n;
	g->over = over;
	g->next = mem_resize(g->next, n + 1, sizeof *g->next);
	g->budget = b;
	g->goal = goal;
	g->keep = keep;
	g->further = further;
	g->nheap = g->nedges = 0;
	g->most = INFINITY;
	rows_clear(&g->at, n + 1);
}

void graph_add(struct graph *g, struct edge edge, const int *next)
{
	const size_t n = g->n;
	const int before = graph_at(g, edge.state)[n];
	size_t whole = 0;
	double cost;

	edge.column = g->column;
	edge.more = g->more + (before && edge.column && edge.column != before ? g->over : 0);
	cost = g->states[edge.state].cost + edge.cost + edge.more;
	for (size_t i = 0; i < n; i++)
		whole += next[i] == g->goal[i];
	if (whole ? whole < n : cost > g->most)
		return;
	g->budget->work += (double)n + 16;
	if (whole && cost + g->further < g->most)
		g->most = cost + g->further;
	memcpy(g->next, next, n * sizeof *next);
	g->next[n] = whole ? 0 : edge.column ? edge.column : before;      /* when all is explained it doesn't matter */
	edge.to = state_of(g, g->next);
	if (g->keep) {
		g->edges = mem_room(g->edges, g->nedges, &g->cap_edges, sizeof *g->edges);
		g->edges[g->nedges++] = edge;
		g->budget->bytes += sizeof edge + sizeof(int);
	}
	if (cost < g->states[edge.to].cost) {
		g->states[edge.to].cost = cost;
		g->states[edge.to].back = edge;
		push(g, cost, edge.to);
	}
}

int graph_explore(struct graph *g, void (*expand)(void *context, int state), void *context, bool *ended)
{
	const size_t n = g->n;
	int begin, goal = -1;

	memset(g->next, 0, (n + 1) * sizeof *g->next);
	begin = state_of(g, g->next);
	*ended = true;
	g->states[begin].cost = 0;
	push(g, 0, begin);
	while (g->nheap) {
		double cost = g->heap[0].cost;
		int state = pop(g);

		if (cost > g->most)
			break;
		if (g->states[state].closed)
			continue;
		g->states[state].closed = true;
		if (memcmp(graph_at(g, state), g->goal, n * sizeof *g->goal) == 0) {
			goal = state;
			if (!g->keep)
				break;
			continue;
		}
		expand(context, state);
		if (budget_spent(g->budget)) {
			*ended = goal >= 0;
			break;
		}
	}
	if (goal < 0) {                          /* out of budget with some way found, perhaps not the best */
		int found;

		memcpy(g->next, g->goal, n * sizeof *g->next);
		g->next[n] = 0;
		found = rows_find(&g->at, g->next);
		if (found >= 0 && g->states[found].cost < INFINITY)
			goal = found;
	}
	return goal;
}
