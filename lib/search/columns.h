/* columns - inputs of several columns, of which the sources of edges see one at a time
 * SPDX-License-Identifier: MIT
 *
 * An input whose cells are joined (base/cells.h) is searched as so many inputs: each column has texts, positions and what the sources prepare of its own, and
 * an edge tells which column it is of. Column 0 is the whole input, as it is joined; of inputs that are one column it is the only one. Behind the last column is
 * one more that is all of them, for expressions of several: what of them it reads, the expression says itself. */
#ifndef HNPS_COLUMNS_H
#define HNPS_COLUMNS_H

#include "search/source.h"

/* Parts the inputs of x->texts, and the others, into columns; the outputs are decoded. `away`: how far each column stands from the outputs (exact.h). When
 * the inputs are one column, or not all of as many, there is nothing to part. */
void columns_part(struct search *x, const int *away);

/* What reading these columns together costs, beside what reads them. */
double columns_cost(const struct search *x, int columns);

/* The cells of the inputs i = 0 .. n-1 in one of the columns of a joined search. */
static inline const struct str *columns_cells(const struct search *x, size_t column)
{
	return x->columns[column].texts.inputs;
}

/* Shows the sources one column. */
void columns_turn(struct search *x, size_t column);

/* Which columns a source is to see, one after another. */
static inline size_t columns_first(const struct search *x, const struct source *source)
{
	return x->ncolumns && !source->reads_nothing;
}

static inline size_t columns_last(const struct search *x, const struct source *source)
{
	return source->reads_nothing ? 0 : x->ncolumns + (x->ncolumns && source->joins);
}

/* As the source's functions of these names, of the edge's column. */
int columns_spell(struct search *x, const struct edge *e, struct spelling *list);
struct dsl_expr columns_expression(struct search *x, const struct edge *e, const struct spelling *s);

void columns_free(struct search *x);

#endif
