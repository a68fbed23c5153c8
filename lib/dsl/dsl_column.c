/* dsl_column - which columns of its input a program reads
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_column.h"

void dsl_columns(const struct dsl_program *p, bool *read)
{
	read[0] |= p->nbranches > 0;         /* conditions are of the whole input */
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].kind == EXPR_SUBSTR)
			read[p->exprs[i].column] = true;
}

void dsl_columns_needed(const struct dsl_program *p, size_t n, bool *needed)
{
	bool read[DSL_COLUMNS + 1] = { false }, any = false;

	dsl_columns(p, read);
	for (size_t k = 0; k < n; k++)
		any |= needed[k] = read[0] || (k < DSL_COLUMNS && read[k + 1]);
	needed[0] |= !any;
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
		narrow.exprs[i].column = columns > 1 ? number[p->exprs[i].column] : 0;
	}
	return narrow;
}
