/* values - what operators make of the inputs, when all their arguments are known before the search
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_VALUES_H
#define HNPS_VALUES_H

#include "search/source.h"

/* An operator on a piece, and the code points that it makes of each input. */
struct value {
	struct dsl_call call;                    /* without an operator: NULL, and the case alone counts */
	enum dsl_case to;                        /* of the piece */
	const struct dsl_pos *from, *until;
	const uint32_t **made; int *length;      /* of each pair */
	double cost;                             /* of all but the expression itself */
};

/* Starts as all zeros; freed by values_free. */
struct values { struct value *list; size_t n, cap; };

void values_add(struct values *v, const struct value *one);
void values_free(struct values *v);          /* v may be NULL, and is freed, too */

/* Room for what it makes of each input, in the search's arena. */
void values_room(struct search *x, struct value *one);

/* Adds the edges of all the values that come next in each output; an edge's part is the value's number. */
void values_edges(struct search *x, const struct values *v, const struct source *source, int state);

/* An edge has one spelling (source.h). */
int values_spell(const struct search *x, const struct edge *e, struct spelling *list);

/* The expression, whose strings live in x->result. */
struct dsl_expr values_expression(struct search *x, const struct value *v);

#endif
