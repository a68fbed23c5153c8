/* moments - the dates and times that pieces of the inputs have, as they are and moved as the outputs' times are
 * SPDX-License-Identifier: MIT
 *
 * How they are moved is deduced: a time that an output shows, less the input's, or less the multiple before it, is the same in all pairs. */
#include "search/moments.h"

#include <stdlib.h>

#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR, MOST_CLOCKS = 8 };

static const double month_alone = 4, digits_alone = 5;   /* which may be the half of a date; and be anything */

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

	while (moment_conversions[n])
		n++;
	c->made = arena_get(&x->arena, n * sizeof *c->made);
	for (size_t k = 0; k < n; k++) {
		c->made[k] = arena_get(&x->arena, x->texts.n * sizeof **c->made);
		for (size_t i = 0; i < x->texts.n; i++) {
			struct buf out = { 0 };

			moment_print(&out, &c->m[i], str_of(moment_conversions[k]));
			c->made[k][i] = arena_copy(&x->arena, buf_view(&out));
			buf_free(&out);
		}
	}
	x->budget.work += (double)(n * x->texts.n * 8);
}

/* By the share of the other inputs that have no such moment. One that looks like a date and is none says nothing: the program is to fail there. */
static double cost_lacking(struct search *x, enum moment_order order)
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

static bool same_moments(const struct moment_column *a, const struct moment_column *b, size_t n)
{
	return memcmp(a->m, b->m, n * sizeof *a->m) == 0;
}

static void add_column(struct search *x, struct moments *all, struct moment_column *c)
{
	convert(x, c);
	all->columns = mem_room(all->columns, all->n, &all->cap, sizeof *all->columns);
	all->columns[all->n++] = *c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
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
		if (s.p[i] == '0' && is_digit(s.p[i + 1]) && !(i && (is_digit(s.p[i - 1]) || s.p[i - 1] == ':')) && !(i + 2 < s.n && is_digit(s.p[i + 2])))
			return true;
	return false;
}

static void add_piece(struct search *x, struct moments *all, const struct piece_end *from, const struct piece_end *until, enum moment_order order,
                      double lacking)
{
	const size_t n = x->texts.n;
	struct moment_column c = { .m = arena_get(&x->arena, n * sizeof *c.m), .order = order, .from = from->pos, .until = until->pos,
	                           .cost = from->cost + until->cost + lacking };

	for (size_t i = 0; i < n; i++) {
		x->budget.work += 16;
		if (from->at[i] >= until->at[i] || !moment_find(pieces_text(x->texts.inputs[i], from->at[i], until->at[i]), order, &c.m[i]))
			return;
	}
	if (c.m[0].month > 0 && c.m[0].day < 0)
		c.cost += month_alone;
	if (c.m[0].month < 0 && all_digits(pieces_text(x->texts.inputs[0], from->at[0], until->at[0])))
		c.cost += digits_alone;
	for (size_t k = 0; k < all->n; k++)
		if (same_moments(&all->columns[k], &c, n)) {
			if (c.cost < all->columns[k].cost) {
				c.made = all->columns[k].made;
				all->columns[k] = c;
			}
			if (order == MOMENT_UNKNOWN || all->columns[k].order == order)
				return;
		}
	add_column(x, all, &c);
}

/* ---- the outputs' times ---- */

/* What an output shows that may be a time: seconds since midnight, and another twelve hours later when it doesn't say which half of the day, else -1. */
struct clock { long at, later, unit; };

/* The number of one or two digits at *at, which goes behind it; -1: there is none. */
static long two_digits(struct str s, size_t *at)
{
	long value = 0;
	size_t n = 0;

	for (; *at < s.n && is_digit(s.p[*at]) && n < 3; n++)
		value = value * 10 + s.p[(*at)++] - '0';
	return n == 0 || n > 2 ? -1 : value;
}

/* The time whose hour begins at *at. */
static bool clock_at(struct str s, size_t *at, struct clock *c)
{
	const size_t begin = *at;
	long hour = two_digits(s, at);
	struct moment m;
	size_t end;

	*c = (struct clock){ .at = hour * HOUR, .later = -1, .unit = HOUR };
	while (hour >= 0 && c->unit > 1 && *at + 1 < s.n && s.p[*at] == ':' && is_digit(s.p[*at + 1])) {
		c->unit /= 60;
		++*at;
		c->at += two_digits(s, at) * c->unit;
	}
	if (hour < 0 || hour > 23)
		return false;
	for (end = *at; end < s.n && !is_digit(s.p[end]); end++)
		;
	if (moment_find((struct str){ s.p + begin, end - begin }, MOMENT_UNKNOWN, &m) && m.hour >= 0 && m.hour % 12 == hour % 12)
		for (size_t k = *at; k < end; k++)
			if (s.p[k] == 'm' || s.p[k] == 'M') {        /* AM or PM is said */
				c->at += (m.hour - hour) * HOUR;
				return true;
			}
	if (hour <= 12) {
		c->later = (c->at + DAY / 2) % DAY;
		c->at %= DAY / 2;
		c->later = c->at + DAY / 2;
	}
	return true;
}

static int clocks_of(struct str s, struct clock *list)
{
	int n = 0;

	for (size_t at = 0; at < s.n && n < MOST_CLOCKS;)
		if (!is_digit(s.p[at]))
			at++;
		else if (clock_at(s, &at, &list[n]))
			n++;
		else
			while (at < s.n && is_digit(s.p[at]))
				at++;
	return n;
}

static long seconds_of(const struct moment *m)
{
	return m->hour * (long)HOUR + m->minute * 60L + (m->second > 0 ? m->second : 0);
}

/* So much later, counted in the clock's unit and around the day. */
static long later_by(const struct clock *c, long at, long from)
{
	return (at - from / c->unit * c->unit + DAY) % DAY;
}

/* By how much all the outputs' times number `number` are later than the moments: the first, or the second (which), of what is said by the first output may be
 * meant. False: it isn't the same. */
static bool same_span(const struct search *x, struct clock (*clocks)[MOST_CLOCKS], const struct moment *m, int number, bool which, long *span)
{
	const struct clock *first = &clocks[0][number];

	if (which && first->later < 0)
		return false;
	*span = later_by(first, which ? first->later : first->at, seconds_of(&m[0]));
	for (size_t i = 1; i < x->texts.n; i++) {
		const struct clock *c = &clocks[i][number];

		if (later_by(c, c->at, seconds_of(&m[i])) != *span && (c->later < 0 || later_by(c, c->later, seconds_of(&m[i])) != *span))
			return false;
	}
	if (*span > DAY / 2)
		*span -= DAY;
	return true;
}

/* ---- moved ---- */

static struct str span_text(struct search *x, long seconds)
{
	struct buf text = { 0 };
	struct str copy;

	if (seconds % HOUR == 0)
		buf_printf(&text, "%ldh", seconds / HOUR);
	else if (seconds % 60 == 0)
		buf_printf(&text, "%ldm", seconds / 60);
	else
		buf_printf(&text, "%lds", seconds);
	copy = arena_copy(&x->arena, buf_view(&text));
	buf_free(&text);
	return copy;
}

/* One more operator on a column's moments. False: one of them can't be moved so. */
static bool move(struct search *x, struct moment_column *c, int op, long seconds)
{
	struct dsl_call *call = arena_get(&x->arena, sizeof *call);
	struct moment *m = arena_get(&x->arena, x->texts.n * sizeof *m);

	*call = (struct dsl_call){ .op = &dsl_ops[op], .arg = { { DSL_TEXT, span_text(x, seconds) } }, .inner = c->inner };
	if (c->order && !c->inner)
		call->arg[1] = (struct dsl_arg){ DSL_TEXT, str_of(moment_orders[c->order]) };
	for (size_t i = 0; i < x->texts.n; i++) {
		m[i] = c->m[i];
		x->budget.work += 4;
		if (!(op == OP_SHIFT ? moment_shift(&m[i], seconds) : moment_to_multiple(&m[i], seconds, op - OP_FLOOR)))
			return false;
	}
	c->inner = call;
	c->m = m;
	return true;
}

static void add_moved(struct search *x, struct moments *all, struct moment_column c)
{
	for (size_t k = 0; k < all->n; k++)
		if (same_moments(&all->columns[k], &c, x->texts.n))
			return;
	c.cost += cost_call(c.inner);
	add_column(x, all, &c);
}

/* Adds the column shifted so that it gives one of the outputs' times, each that it can. */
static void add_shifted(struct search *x, struct moments *all, struct clock (*clocks)[MOST_CLOCKS], int nclocks, struct moment_column c, double cost)
{
	for (int k = 0; k < nclocks; k++)
		for (int which = 0; which < 2; which++) {
			struct moment_column moved = c;
			long span;

			if (!same_span(x, clocks, c.m, k, which, &span))
				continue;
			x->budget.work += (double)x->texts.n;
			moved.cost += cost;
			if ((span || c.inner) && (!span || move(x, &moved, OP_SHIFT, span)))
				add_moved(x, all, moved);
		}
}

/* The multiples of a step, and of a step that begins later than at midnight: 5 to 7, 7 to 9. */
static void add_multiples(struct search *x, struct moments *all, struct clock (*clocks)[MOST_CLOCKS], int nclocks, const struct moment_column *base)
{
	static const struct { int step, from; } steps[] = {
		{ 30, 15 }, { 60, 30 }, { 15, 0 }, { 120, 60 }, { 10, 5 }, { 20, 10 }, { 5, 0 }, { 180, 60 }, { 240, 60 }, { 360, 60 }, { 720, 60 }, { 90, 30 }, { 45, 15 },
		{ 480, 60 },
	};

	for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
		const long step = steps[s].step * 60L;

		for (int op = OP_FLOOR; op <= OP_ROUND; op++) {
			struct moment_column c = *base;

			if (move(x, &c, op, step))
				add_shifted(x, all, clocks, nclocks, c, 0);
		}
		for (long from = steps[s].from * 60L; from && from < step && !budget_spent(&x->budget); from += steps[s].from * 60L) {
			struct moment_column c = *base;

			if (move(x, &c, OP_SHIFT, -from) && move(x, &c, OP_FLOOR, step))
				add_shifted(x, all, clocks, nclocks, c, 2);
		}
	}
}

static void add_all_moved(struct search *x, struct moments *all)
{
	struct clock (*clocks)[MOST_CLOCKS] = arena_get(&x->arena, x->texts.n * sizeof *clocks);
	const size_t columns = all->n;
	int n = MOST_CLOCKS;

	if (x->texts.n < 2)
		return;
	for (size_t i = 0; i < x->texts.n; i++) {
		const int here = clocks_of(x->texts.outputs[i], clocks[i]);

		n = here < n ? here : n;
	}
	for (size_t k = 0; k < columns && n; k++) {
		const struct moment_column base = all->columns[k];

		if (base.m[0].hour < 0)
			continue;
		add_shifted(x, all, clocks, n, base, 0);
		add_multiples(x, all, clocks, n, &base);
	}
}

bool moments_find(struct search *x, struct moments *all)
{
	struct piece_end from[PIECES], until[PIECES];
	const int nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);

	all->n = all->nformats = 0;
	all->zeros = false;
	for (size_t i = 0; i < x->texts.n; i++)
		all->zeros |= moments_zero(x->texts.inputs[i]);
	for (size_t i = 0; i < x->nothers; i++)
		all->zeros |= moments_zero(x->others[i]);
	for (enum moment_order order = MOMENT_UNKNOWN; order < MOMENT_ORDERS; order++) {
		const double lacking = cost_lacking(x, order);

		for (int a = 0; a < nfrom; a++)
			for (int b = 0; b < nuntil && !budget_spent(&x->budget); b++)
				add_piece(x, all, &from[a], &until[b], order, lacking);
	}
	add_all_moved(x, all);
	return !budget_spent(&x->budget);
}
