/* columns - inputs of several columns, of which the sources of edges see one at a time
 * SPDX-License-Identifier: MIT */
#include "search/columns.h"

#include "base/cells.h"
#include "dsl/dsl_column.h"
#include "search/exact_cost.h"
#include "search/values.h"

/* How many columns all the inputs have; 1 when they differ. */
static size_t count(const struct texts *t)
{
	const size_t n = cells_count(t->inputs[0]);

	for (size_t i = 1; i < t->n; i++)
		if (cells_count(t->inputs[i]) != n)
			return 1;
	return n < DSL_COLUMNS ? n : DSL_COLUMNS;
}

/* The cells of some inputs; of one that has none there nothing. */
static struct str *cells_of(const struct str *inputs, size_t n, size_t column, struct arena *a)
{
	struct str *cells = arena_get(a, (n + 1) * sizeof *cells);

	for (size_t i = 0; i < n; i++)
		if (!cells_find(inputs[i], column - 1, &cells[i]))
			cells[i] = STR("");
	return cells;
}

void columns_part(struct search *x, const int *away)
{
	const struct texts *whole = &x->texts;
	const size_t n = count(whole);

	x->ncolumns = n > 1 && x->dialect == DSL_SHELL ? n : 0;
	for (size_t c = 1; c <= x->ncolumns; c++) {
		struct search_column *column = &x->columns[c];

		column->texts = (struct texts){ .n = whole->n, .inputs = cells_of(whole->inputs, whole->n, c, &x->arena), .outputs = whole->outputs,
		                                .y = whole->y, .ylen = whole->ylen };
		column->others = cells_of(x->others, x->nothers, c, &x->arena);
		column->joined = false;
		column->cost = away ? cost_column(away[c - 1]) : 0;
		x->budget.work += (double)(whole->n + x->nothers);
	}
	if (x->ncolumns) {
		struct search_column *all = &x->columns[x->ncolumns + 1];

		all->texts = *whole;
		all->others = x->others;
		all->joined = true;
		all->cost = 0;
	}
}

double columns_cost(const struct search *x, int columns)
{
	double cost = 0;

	for (int n = 0; columns; n++)
		cost += x->columns[dsl_columns_next(&columns)].cost + (n ? cost_over() : 0);
	return cost;
}

void columns_turn(struct search *x, size_t column)
{
	if (x->at == column)
		return;
	x->columns[x->at] = x->now;
	x->now = x->columns[column];
	x->at = column;
	x->graph.column = (int)column;
	x->graph.more = x->now.cost;
}

int columns_spell(struct search *x, const struct edge *e, struct spelling *list)
{
	int n;

	columns_turn(x, (size_t)e->column);
	n = e->source->spell(x, e, list);
	for (int i = 0; i < n; i++)
		list[i].cost += e->more;
	return n;
}

struct dsl_expr columns_expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	struct dsl_expr expr;

	columns_turn(x, (size_t)e->column);
	expr = e->source->expression(x, e, s);
	if (!x->now.joined)
		expr.column = e->column;
	return expr;
}

void columns_free(struct search *x)
{
	columns_turn(x, 0);
	x->columns[0] = x->now;
	for (size_t c = 0; c < sizeof x->columns / sizeof *x->columns; c++) {
		positions_free(&x->columns[c].positions);
		matches_free(x->columns[c].matches);
		numbers_free(x->columns[c].numbers);
		moments_free(x->columns[c].moments);
		values_free(x->columns[c].picks);
		values_free(x->columns[c].recasts);
		maps_free(x->columns[c].maps);
	}
}
