/* ways - the cheapest programs, one after the other: ways through the graph of a search
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_WAYS_H
#define HNPS_WAYS_H

#include "search/exact.h"
#include "search/source.h"

/* At most `most` programs from nothing to the state `goal`, in order of cost; returns how many. Programs live in x->result. All edges of the graph
 * are there (graph.keep). */
size_t ways_find(struct search *x, int goal, struct exact_found *found, size_t most);

#endif
