/* number_joined - numbers that are reckoned of several columns: sums, differences, products, quotients, percents, the time that has passed
 * SPDX-License-Identifier: MIT
 *
 * Any two columns have a sum, and of twenty columns there are hundreds of pairs, so one example shows nothing of them, and a rule on top of what is reckoned
 * asks for an example more than it has numbers. */
#include "base/cells.h"
#include "base/moment.h"
#include "base/notation.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_op.h"
#include "search/columns.h"
#include "search/exact_cost.h"
#include "search/moments.h"
#include "search/number_column.h"

static const struct dsl_pos begin = { .kind = POS_CONST }, end = { .kind = POS_END };

/* What a cell is in all the examples. */
enum { IS_NUMBER = 1, IS_DATE = 2 };

/* Has it one number? */
static bool is_number(struct str cell)
{
	struct decimal d;
	const struct str number = notation_next(cell, 0, NOTATION_PLAIN, &d);

	return number.n && !notation_next(cell, (size_t)(number.p - cell.p) + number.n, NOTATION_PLAIN, &d).n;
}

static int kind_of(struct search *x, size_t column, int order)
{
	const struct str *cells = columns_cells(x, column);
	int kind = IS_NUMBER | IS_DATE;
	struct moment m;

	for (size_t i = 0; i < x->texts.n && kind; i++) {
		if (!is_number(cells[i]))
			kind &= ~IS_NUMBER;
		if (!moment_find(cells[i], order, &m))
			kind &= ~IS_DATE;
		x->budget.work += 16 + (double)cells[i].n;
	}
	return kind;
}

/* The rules that n examples can show on top of what is reckoned. */
static int rules_of(size_t n)
{
	return n < 3 ? RULE_POWER : n < 4 ? RULE_PROPORTION | RULE_OFFSET : RULES_ALL;
}

/* The cells of some columns, joined; in the arena. */
static struct str *joined(struct search *x, int columns)
{
	struct str *texts = arena_get(&x->arena, x->texts.n * sizeof *texts);
	struct buf text = { 0 };

	for (size_t i = 0; i < x->texts.n; i++) {
		struct str cell = STR("");

		dsl_columns_cell(x->texts.inputs[i], columns, &text, &cell);
		texts[i] = arena_copy(&x->arena, cell);
	}
	buf_free(&text);
	return texts;
}

static bool add(struct search *x, struct columns *all, int columns, const struct dsl_call *what,
                const struct str *texts)
{
	const double ends = cost_position(&begin, false) + cost_position(&end, true);
	struct column c = column_new(x, &begin, &end, ends + columns_cost(x, columns));
	struct dsl_call *call = arena_get(&x->arena, sizeof *call);

	*call = *what;
	c.columns = columns;
	c.rules = rules_of(x->texts.n);
	return column_add_made(x, all, c, call, texts);
}

static void add_reckoned(struct search *x, struct columns *all, int columns, const int *ops)
{
	const struct str *texts = joined(x, columns);

	for (; *ops; ops++)
		add(x, all, columns, &(struct dsl_call){ .op = &dsl_ops[*ops] }, texts);
}

static void add_passed(struct search *x, struct columns *all, int columns, const struct str *texts, int order)
{
	struct dsl_call call = { .op = &dsl_ops[OP_BETWEEN] };

	call.arg[1] = moments_order(order, &x->arena);
	for (int k = 0; moment_units[k]; k++) {
		call.arg[0] = (struct dsl_arg){ DSL_TEXT, str_of(moment_units[k]) };
		add(x, all, columns, &call, texts);
	}
}

static const int orders[] = { MOMENT_UNKNOWN, MOMENT_MONTH_FIRST, MOMENT_DAY_FIRST };

void columns_find_passed(struct search *x, struct columns *all)
{
	struct moment first, second;

	for (size_t o = 0; o < sizeof orders / sizeof *orders && x->texts.n > 1; o++)
		if (moment_pair(x->texts.inputs[0], orders[o], &first, &second))
			add_passed(x, all, 0, x->texts.inputs, orders[o]);
	x->budget.work += 64;
}

void columns_find_joined(struct search *x, struct columns *all)
{
	static const int any[] = { OP_SUM, OP_PRODUCT, OP_LARGEST, OP_SMALLEST, 0 };
	static const int ordered[] = { OP_DIFFERENCE, OP_QUOTIENT, OP_RAISE, OP_REDUCE, 0 };
	const int n = (int)x->ncolumns;

	if (x->texts.n < 2)
		return;
	for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
		int kind[DSL_COLUMNS + 1];

		for (int k = 1; k <= n; k++)
			kind[k] = kind_of(x, (size_t)k, orders[o]);
		for (int a = 1; a <= n && !budget_spent(&x->budget); a++) {
			int run = a;

			for (int b = 1; b <= n; b++) {
				const int both = dsl_columns_with(a, b);

				if (a != b && kind[a] & kind[b] & IS_DATE)
					add_passed(x, all, both, joined(x, both), orders[o]);
				if (a == b || o > 0 || !(kind[a] & kind[b] & IS_NUMBER))
					continue;
				if (a < b)
					add_reckoned(x, all, both, any);
				add_reckoned(x, all, both, ordered);
			}
			/* several in a row */
			for (int b = a + 1; o == 0 && b <= n && b < a + DSL_JOINED; b++) {
				if (!(kind[a] & kind[b] & IS_NUMBER))
					break;
				run = dsl_columns_with(run, b);
				if (b > a + 1)
					add_reckoned(x, all, run, any);
			}
		}
	}
}
