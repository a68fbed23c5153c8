/* moments - the dates and times that pieces of the inputs have, as they are and moved as the outputs' times are
 * SPDX-License-Identifier: MIT */
#include "search/moments.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"

enum { EARLIEST = 1927 };         /* whose number in spreadsheets has five digits */

static const double foreign = 0.5, month_alone = 4, digits_alone = 5;   /* which may be the half of a date; and be anything */
static const double points_month_first = 1, by_sign = 2, number_alone = 3;

void moments_free(struct moments *m)
{
	if (!m)
		return;
	free(m->columns), free(m->formats), free(m->nodes), free(m->at);
	free(m);
}

/* ---- as they are ---- */

static void convert(struct search *x, struct moment_column *c)
{
	size_t n = 0;

	while (c->conversions[n])
		n++;
	c->made = arena_get(&x->arena, n * sizeof *c->made);
	for (size_t k = 0; k < n; k++) {
		c->made[k] = arena_get(&x->arena, x->texts.n * sizeof **c->made);
		for (size_t i = 0; i < x->texts.n; i++) {
			struct buf out = { 0 };

			if (c->op == OP_DATE)
				moment_print_in(&out, &c->m[i], str_of(c->conversions[k]), c->language);
			else
				spans_print(&out, c, i, c->conversions[k]);
			c->made[k][i] = arena_copy(&x->arena, buf_view(&out));
			buf_free(&out);
		}
	}
	x->budget.work += (double)(n * x->texts.n * 8);
}

/* By the share of the other inputs that have no such moment. One that looks like a date and is none says nothing: the
 * program is to fail there. */
static double cost_lacking(struct search *x, int order)
{
	size_t lacking = 0;

	for (size_t i = 0; i < x->nothers; i++) {
		struct moment m;
		const enum moment_found found = moment_look(x->others[i], order, &m);

		lacking += found != MOMENT_IS && found != MOMENT_WRONG;
	}
	x->budget.work += (double)(16 * x->nothers);
	return x->nothers ? cost_failing((double)lacking / (double)x->nothers) : 0;
}

void moments_add(struct search *x, struct moments *all, struct moment_column *c, bool other_order)
{
	const size_t size = x->texts.n * sizeof *c->m;

	for (size_t k = 0; k < all->n; k++) {
		struct moment_column *old = &all->columns[k];

		if (old->op != c->op || old->language != c->language || memcmp(old->m, c->m, size) != 0)
			continue;
		if (c->cost < old->cost) {
			c->made = old->made;
			*old = *c;
		}
		if (!other_order || old->order == c->order)
			return;
	}
	convert(x, c);
	all->columns = mem_room(all->columns, all->n, &all->cap, sizeof *all->columns);
	all->columns[all->n++] = *c;
}

static bool all_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n == s.n;
}

bool moments_zero(struct str s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '0' && is_digit(s.p[i + 1]) && !(i && (is_digit(s.p[i - 1]) || s.p[i - 1] == ':')) &&
		    !(i + 2 < s.n && is_digit(s.p[i + 2])))
			return true;
	return false;
}

struct dsl_arg moments_order(int order, struct arena *a)
{
	struct buf text = { 0 };

	if (order == MOMENT_UNKNOWN)
		return (struct dsl_arg){ 0 };
	moment_order_print(&text, order);
	return (struct dsl_arg){ DSL_TEXT, arena_take(a, &text) };
}

void moments_add_written(struct search *x, struct moments *all, struct moment_column *c, int order, bool other_order)
{
	const double cost = c->cost;

	for (int w = 0; w < all->nwritten; w++) {
		const struct moment_writing *in = &all->written[w];

		c->language = in->language;
		c->conversions = in->conversions;
		c->order = moment_order_with(order, all->english || moment_read_in(order) ? moment_read_in(order) : in->language, in->language);
		c->cost = cost + (in->language ? foreign : 0);
		moments_add(x, all, c, other_order);
	}
}

static void add_piece(struct search *x, struct moments *all, const struct piece_end *from,
    const struct piece_end *until, int order,
                      double lacking)
{
	const size_t n = x->texts.n;
	struct moment_column c = { .op = OP_DATE, .m = arena_get(&x->arena, n * sizeof *c.m), .from = from->pos, .until = until->pos,
	                           .cost = from->cost + until->cost + lacking };

	for (size_t i = 0; i < n; i++) {
		x->budget.work += 16;
		if (from->at[i] >= until->at[i] ||
		    !moment_find(pieces_text(x->texts.inputs[i], from->at[i], until->at[i]), order, &c.m[i]))
			return;
	}
	if ((c.m[0].month > 0 && c.m[0].day < 0) || c.m[0].weekday)
		c.cost += month_alone;
	if (order == MOMENT_SERIAL && c.m[0].year < EARLIEST)
		return;
	if (c.m[0].month < 0 && all_digits(pieces_text(x->texts.inputs[0], from->at[0], until->at[0])))
		c.cost += digits_alone;
	moments_add_written(x, all, &c, order, order != MOMENT_UNKNOWN);
}

/* ---- orders ---- */

/* The order that all rows tell, for each sign on its own; what no row tells is unknown, and so is what they tell both
 * ways. */
static int order_told(struct search *x)
{
	int told = 0, both;

	for (size_t i = 0; i < x->texts.n; i++)
		told |= moment_order_told(x->texts.inputs[i]);
	for (size_t i = 0; i < x->nothers; i++)
		told |= moment_order_told(x->others[i]);
	x->budget.work += (double)(64 * (x->nothers + x->texts.n));
	both = told & told >> 1 & MOMENT_MONTH_FIRST;
	return told & ~(both | both << 1);
}

/* Is it the same for all signs? */
static bool is_plain(int order)
{
	return (order & MOMENT_MONTH_FIRST) == order || (order & MOMENT_DAY_FIRST) == order;
}

/* A date with points has its day first, in most countries. */
static double cost_order(struct search *x, int order)
{
	if (order == MOMENT_MONTH_FIRST)
		for (size_t i = 0; i < x->texts.n + x->nothers; i++) {
			const struct str text = i < x->texts.n ? x->texts.inputs[i] : x->others[i - x->texts.n];
			struct moment m;

			if (memchr(text.p, '.', text.n) && moment_look(text, MOMENT_UNKNOWN, &m) == MOMENT_OTHERWISE)
				return points_month_first;
		}
	return (order & MOMENT_NUMBER) ? number_alone : is_plain(order) || order == MOMENT_MONTH_FIRST ? 0 : by_sign;
}

static void add_all_pieces(struct search *x, struct moments *all, const struct piece_end *from, int nfrom, const struct piece_end *until, int nuntil, int order)
{
	const double cost = cost_order(x, order) + cost_lacking(x, order);

	for (int a = 0; a < nfrom; a++)
		for (int b = 0; b < nuntil && !budget_spent(&x->budget); b++)
			add_piece(x, all, &from[a], &until[b], order, cost);
}

static void add_pieces(struct search *x, struct moments *all)
{
	struct piece_end from[PIECES], until[PIECES];
	const int nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);
	const int told = order_told(x);
	const int orders[] = { MOMENT_UNKNOWN, MOMENT_MONTH_FIRST, MOMENT_DAY_FIRST, MOMENT_UNIX, MOMENT_SERIAL, MOMENT_MONTH, MOMENT_WEEKDAY, told };

	for (size_t k = 0; k < sizeof orders / sizeof *orders - is_plain(told); k++) {
		const bool alone = orders[k] & (MOMENT_MONTH | MOMENT_WEEKDAY);

		if (!alone || all->named)
			add_all_pieces(x, all, from, nfrom, until, nuntil, orders[k]);
	}
	for (int r = 1; r < all->nread; r++)         /* where the month has a name, no order is asked for */
		add_all_pieces(x, all, from, nfrom, until, nuntil, moment_order_with(MOMENT_UNKNOWN, all->read_in[r], MOMENT_ENGLISH));
	moments_add_moved(x, all);
	spans_add(x, all, from, nfrom, until, nuntil);
}

bool moments_find(struct search *x, struct moments *all)
{
	all->n = all->nformats = 0;
	all->zeros = false;
	moments_find_languages(x, all);
	for (size_t i = 0; i < x->texts.n; i++)
		all->zeros |= moments_zero(x->texts.inputs[i]);
	for (size_t i = 0; i < x->nothers; i++)
		all->zeros |= moments_zero(x->others[i]);
	if (x->now.joined)
		moments_add_joined(x, all);
	else
		add_pieces(x, all);
	return !budget_spent(&x->budget);
}
