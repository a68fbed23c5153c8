/* dsl_column - which columns of its input a program reads
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_column.h"

int dsl_columns_with(int columns, int column)
{
	int n = 0;

	while (n < DSL_JOINED && columns >> 5 * n)
		n++;
	return n < DSL_JOINED ? columns | column << 5 * n : columns;
}

bool dsl_columns_cell(struct str input, int columns, struct buf *joined, struct str *cell)
{
	if (columns < 32) {
		*cell = input;
		return !columns || cells_find(input, (size_t)columns - 1, cell);
	}
	joined->n = 0;
	for (size_t k = 0; columns; k++) {
		struct str one;

		if (!cells_find(input, (size_t)dsl_columns_next(&columns) - 1, &one))
			return false;
		cells_put(joined, k, one);
	}
	*cell = buf_view(joined);
	return true;
}

static void mark(int columns, bool *read)
{
	read[0] |= columns == 0;
	while (columns)
		read[dsl_columns_next(&columns)] = true;
}

void dsl_columns(const struct dsl_program *p, bool *read)
{
	for (size_t b = 0; b < p->nbranches; b++)
		mark(p->branches[b].test.column, read);
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].kind == EXPR_SUBSTR)
			mark(p->exprs[i].column, read);
}

void dsl_columns_needed(const struct dsl_program *p, size_t n, bool *needed)
{
	bool read[DSL_COLUMNS + 1] = { false }, any = false;

	dsl_columns(p, read);
	for (size_t k = 0; k < n; k++)
		any |= needed[k] = read[0] || (k < DSL_COLUMNS && read[k + 1]);
	needed[0] |= !any;
}

/* The columns with the numbers that they have now. */
static int renumbered(int columns, const int *number)
{
	int new = 0;

	while (columns)
		new = dsl_columns_with(new, number[dsl_columns_next(&columns)]);
	return new;
}

struct dsl_program dsl_narrow(const struct dsl_program *p, size_t n, const bool *needed, struct arena *a)
{
	struct dsl_program narrow = *p;
	int number[DSL_COLUMNS + 1] = { 0 }, columns = 0;

	narrow.exprs = arena_get(a, (p->n + 1) * sizeof *narrow.exprs);
	for (size_t k = 0; k < n && k < DSL_COLUMNS; k++)
		number[k + 1] = needed[k] ? ++columns : 0;
	for (size_t i = 0; i < p->n; i++) {
		narrow.exprs[i] = p->exprs[i];
		narrow.exprs[i].column = columns > 1 ? renumbered(p->exprs[i].column, number) : 0;
	}
	narrow.branches = arena_get(a, (p->nbranches + 1) * sizeof *narrow.branches);
	for (size_t b = 0; b < p->nbranches; b++) {
		narrow.branches[b] = p->branches[b];
		narrow.branches[b].test.column = columns > 1 ? renumbered(p->branches[b].test.column, number) : 0;
	}
	return narrow;
}
