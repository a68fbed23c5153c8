/* graph - states, edges between them, and the cheapest ways through them
 * SPDX-License-Identifier: MIT
 *
 * A state is how much of each output is explained, one number a pair; of inputs of several columns, also which one was read last. An edge explains the next piece of every output; what it is, only its
 * source knows (source.h). Each edge explains at least one character, so a state in which some output is whole and another is not leads
 * nowhere, and is not made. */
#ifndef HNPS_GRAPH_H
#define HNPS_GRAPH_H

#include "search/budget.h"
#include "search/rows.h"

struct source;

struct edge {
	int state, to;
	const struct source *source;
	int part[3];                 /* the source's own */
	double cost;
	int column;                  /* all from here is the graph's: of which column of the inputs, and what that costs more */
	double more;
};

/* Starts as all zeros; graph_begin before each search; freed by graph_free. */
struct graph {
	struct budget *budget;
	const int *goal;             /* the outputs' lengths: all is explained */
	bool keep;                   /* all edges are kept, for the next best ways */
	size_t n;                    /* outputs */
	int column; double more;     /* of the edges that are added now; column 0: none */
	double over;                 /* what it costs to go over from one column to another */
	double further;              /* ways so much dearer than the best one are of interest, too */

	struct rows at;              /* of each state the characters of each output that it explains, and the column that was read last */
	int *next;                   /* such a row in the making */
	struct graph_state { double cost; struct edge back; bool closed; } *states; size_t cap_states;
	struct { double cost; int state; } *heap; size_t nheap, cap_heap;
	struct edge *edges; size_t nedges, cap_edges;
	double most;                 /* what is dearer is of no interest: the cheapest way found so far, and `further` */
};

/* Beginning from nothing explained, of n outputs. `goal` is borrowed. `over`: see above. */
void graph_begin(struct graph *g, size_t n, const int *goal, struct budget *b, bool keep, double further, double over);
void graph_free(struct graph *g);

/* Adds an edge, but for `to`, which is the state that explains next[i] characters of output i. */
void graph_add(struct graph *g, struct edge edge, const int *next);

/* Goes through the states in order of cost until all is explained, and with `keep` some way on from there; expand adds the edges out of a state.
 * Returns the state that explains all, or -1; *ended: by itself, not by a budget. */
int graph_explore(struct graph *g, void (*expand)(void *context, int state), void *context, bool *ended);

static inline const int *graph_at(const struct graph *g, int state)
{
	return rows_at(&g->at, state);
}

#endif
