/* exact_cost - the simplicity prior: which of the programs that explain the examples is the likeliest to be meant
 * SPDX-License-Identifier: MIT */
#include "search/exact_cost.h"

/* In the paper dialect, where a ConstStr is one character, fewer expressions always win; in the shell dialect an expression
 * weighs about as much as a plain position, so that two natural pieces beat one odd piece. */
static double expression(enum dsl_dialect d)
{
	return d == DSL_PAPER ? 1e6 : 3;
}

static double magnitude(int n)
{
	return n < 0 ? -n - 0.5 : n;      /* the last is nearly as natural as the first */
}

static double type_cost(const struct dsl_token *t)
{
	static const struct { const char *text; double cost; } classes[] = {
		{ "Word+", 2 }, { "Num", 2 }, { "Alphanum", 2.5 }, { "Space", 2.5 }, { "Propcase", 3 }, { "Allcaps+", 3 },
		{ "Lower", 3.5 }, { "Word", 4 }, { "Allcaps", 4 }, { "Digit", 4 }, { "Char", 4 },
	};

	if (t->role == ROLE_CHAR)
		return 2;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strcmp(classes[i].text, t->text) == 0)
			return classes[i].cost;
	return 4;
}

double cost_position(const struct dsl_pos *p, bool until)
{
	const struct dsl_token *t;
	double cost;

	if (p->kind == POS_END)
		return 0.5;
	if (p->kind == POS_CONST)
		return p->k == 0 ? 0.5 : 4 + 0.3 * magnitude(p->k);
	t = &dsl_table[p->type];
	cost = type_cost(t) + 0.8 * magnitude(p->n);
	/* a piece begins behind a delimiter and ends before one; it begins with a word and ends with one */
	if ((p->bound == BOUND_START) != (until == (t->role == ROLE_CHAR)))
		cost += 1;
	if (p->bound == BOUND_END)
		cost += 0.5;
	if (p->offset)
		cost += 3 + (p->offset < 0 ? -p->offset : p->offset);
	return cost;
}

double cost_literal(const uint32_t *points, int n, enum dsl_dialect d)
{
	double cost = expression(d);

	for (int i = 0; i < n; i++) {
		uint32_t c = points[i];

		cost += (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 128 ? 3.5 : 1.5;
	}
	return cost;
}

double cost_piece(enum dsl_dialect d, enum dsl_case to)
{
	return expression(d) + (to ? 3 : 0);
}

double cost_token(const struct dsl_pos *from)
{
	return type_cost(&dsl_table[from->type]) + 0.8 * magnitude(from->n) + 0.5;
}

double cost_failing(double share)
{
	return 8 * share;
}
