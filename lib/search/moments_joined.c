/* moments_joined - dates whose year, month and day stand in columns of their own
 * SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_op.h"
#include "search/columns.h"
#include "search/exact_cost.h"
#include "search/moments.h"

/* What a cell may be. */
enum { IS_YEAR = 1, IS_MONTH = 2, IS_DAY = 4 };

static const struct dsl_pos begin = { .kind = POS_CONST }, end = { .kind = POS_END };

static int kind_of_cell(struct str cell)
{
	size_t digits = 0;
	int value = 0;

	for (; digits < cell.n && digits < 5 && is_digit(cell.p[digits]); digits++)
		value = 10 * value + cell.p[digits] - '0';
	if (digits == 0)                                 /* perhaps a name */
		return cell.n > 2 && is_letter_byte((unsigned char)cell.p[0]) ? IS_MONTH : 0;
	if (digits < cell.n)
		return 0;
	if (digits == 4)
		return IS_YEAR;
	if (digits > 2 || value < 1 || value > 31)
		return 0;
	return value <= 12 ? IS_MONTH | IS_DAY : IS_DAY;
}

static int kind_of(struct search *x, size_t column)
{
	const struct str *cells = columns_cells(x, column);
	int kind = IS_YEAR | IS_MONTH | IS_DAY;

	for (size_t i = 0; i < x->texts.n; i++)
		kind &= kind_of_cell(cells[i]);
	x->budget.work += 4 * (double)x->texts.n;
	return kind;
}

/* The cells of some columns as a date, of so many inputs; how many are none. */
static size_t read_dates(struct search *x, const struct str *inputs, size_t n, int columns, int order, struct moment *m)
{
	struct buf joined = { 0 };
	size_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		struct moment one;
		struct str cell;

		bad += !dsl_columns_cell(inputs[i], columns, &joined, &cell) ||
		       !moment_find(cell, order, m ? &m[i] : &one);
		x->budget.work += 16;
	}
	buf_free(&joined);
	return bad;
}

static void add(struct search *x, struct moments *all, int columns, int order)
{
	size_t bad;
	struct moment_column c = { .op = OP_DATE, .m = arena_get(&x->arena, x->texts.n * sizeof *c.m),
	                           .from = &begin, .until = &end, .columns = columns };

	if (read_dates(x, x->texts.inputs, x->texts.n, columns, order, c.m))
		return;
	c.cost = cost_position(&begin, false) + cost_position(&end, true) + columns_cost(x, columns);
	bad = read_dates(x, x->others, x->nothers, columns, order, NULL);
	c.cost += bad ? cost_failing((double)bad / (double)x->nothers) : 0;
	moments_add_written(x, all, &c, order, false);
}

void moments_add_joined(struct search *x, struct moments *all)
{
	const int n = (int)x->ncolumns;
	int kind[DSL_COLUMNS + 1] = { 0 };

	for (int k = 1; k <= n; k++)
		kind[k] = kind_of(x, (size_t)k);
	for (int year = 1; year <= n; year++)
		for (int month = 1; month <= n && (kind[year] & IS_YEAR) && !budget_spent(&x->budget); month++) {
			if (!(kind[month] & IS_MONTH))
				continue;
			for (int r = 0; r < all->nread; r++) {
				const int order = moment_order_with(MOMENT_UNKNOWN, all->read_in[r], MOMENT_ENGLISH);
				const int both = dsl_columns_with(year, month);

				add(x, all, both, order);
				for (int day = 1; day <= n; day++)
					if (day != month && (kind[day] & IS_DAY))
						add(x, all, dsl_columns_with(both, day), order);
			}
		}
}
