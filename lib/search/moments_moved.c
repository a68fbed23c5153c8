/* moments_moved - dates and times that are moved as those of the outputs are
 * SPDX-License-Identifier: MIT
 *
 * How they are moved is deduced: a time that an output shows, less the input's, or less the multiple before it, is the same in all pairs. */
#include "dsl/dsl_op.h"
#include "base/ascii.h"
#include "search/exact_cost.h"
#include "search/moments.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR, MOST_CLOCKS = 8 };

static const double of_interval = 4;     /* how much less the steps cost whose whole interval the outputs show */
static const int plain_orders[] = { MOMENT_UNKNOWN, MOMENT_MONTH_FIRST, MOMENT_DAY_FIRST };

/* ---- the outputs' times ---- */

/* What an output shows that may be a time: seconds since midnight, and another twelve hours later when it doesn't say
 * which half of the day, else -1. */
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
	if (moment_find((struct str){ s.p + begin, end - begin }, MOMENT_UNKNOWN, &m) && m.hour >= 0 &&
	    m.hour % 12 == hour % 12)
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
		else {
			if (!clock_at(s, &at, &list[n]))
				/* holds the place: 27 of 2024-04-27 10:30 */
				list[n] = (struct clock){ -1, -1, 1 };
			n++;
			while (at < s.n && is_digit(s.p[at]))
				at++;
		}
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

/* By how much all the outputs' times number `number` are later than the moments: the first, or the second (which), of
 * what is said by the first output may be meant. False: it isn't the same. */
static bool same_span(const struct search *x, struct clock (*clocks)[MOST_CLOCKS], const struct moment *m, int number,
    bool which, long *span)
{
	const struct clock *first = &clocks[0][number];

	if ((which ? first->later : first->at) < 0)
		return false;
	*span = later_by(first, which ? first->later : first->at, seconds_of(&m[0]));
	for (size_t i = 1; i < x->texts.n; i++) {
		const struct clock *c = &clocks[i][number];

		if (c->at < 0)
			return false;
		if (later_by(c, c->at, seconds_of(&m[i])) != *span &&
		    (c->later < 0 || later_by(c, c->later, seconds_of(&m[i])) != *span))
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

	if (seconds % DAY == 0)
		buf_printf(&text, "%ldd", seconds / DAY);
	else if (seconds % HOUR == 0)
		buf_printf(&text, "%ldh", seconds / HOUR);
	else if (seconds % 60 == 0)
		buf_printf(&text, "%ldm", seconds / 60);
	else
		buf_printf(&text, "%lds", seconds);
	copy = arena_copy(&x->arena, buf_view(&text));
	buf_free(&text);
	return copy;
}

static struct str zone_text(struct search *x, long seconds)
{
	struct buf text = { 0 };
	struct str copy;
	const long minutes = (seconds < 0 ? -seconds : seconds) / 60;

	buf_printf(&text, "%c%02ld:%02ld", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
	copy = arena_copy(&x->arena, buf_view(&text));
	buf_free(&text);
	return copy;
}

/* One more operator on a column's moments. False: one of them can't be moved so. */
static bool move(struct search *x, struct moment_column *c, int op, long seconds)
{
	struct dsl_call *call = arena_get(&x->arena, sizeof *call);
	struct moment *m = arena_get(&x->arena, x->texts.n * sizeof *m);

	*call = (struct dsl_call){ .op = &dsl_ops[op], .arg = { { DSL_TEXT, op == OP_ZONE ? zone_text(x, seconds) : span_text(x, seconds) } }, .inner = c->inner };
	if (!c->inner)
		call->arg[1] = moments_order(moment_order_with(c->order, moment_read_in(c->order), moment_read_in(c->order)), &x->arena);
	for (size_t i = 0; i < x->texts.n; i++) {
		m[i] = c->m[i];
		x->budget.work += 4;
		if (!(op == OP_SHIFT ? moment_shift(&m[i], seconds) :
		      op == OP_ZONE ? moment_to_zone(&m[i], (int)seconds / 60) :
		      moment_to_multiple(&m[i], seconds, op - OP_FLOOR)))
			return false;
	}
	c->inner = call;
	c->m = m;
	return true;
}

static void add_moved(struct search *x, struct moments *all, struct moment_column c)
{
	c.cost += cost_call(c.inner);
	moments_add(x, all, &c, false);
}

/* Are two of the spans the ends of an interval as long as the step, or up to the last unit in it? */
static bool has_interval(const long *spans, int n, long step)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++) {
			const long length = (spans[k] - spans[i] + DAY) % DAY;

			if (step && (length == step || length == step - 1 || length == step - 60 ||
			             (length && length == step - HOUR)))
				return true;
		}
	return false;
}

/* Adds the column, which goes in steps (0: it doesn't), shifted so that it gives one of the outputs' times, each that
 * it can. */
static void add_shifted(struct search *x, struct moments *all, struct clock (*clocks)[MOST_CLOCKS], int nclocks,
    struct moment_column c, long step)
{
	long spans[2 * MOST_CLOCKS];
	int n = 0;

	for (int k = 0; k < nclocks; k++)
		for (int which = 0; which < 2; which++)
			n += same_span(x, clocks, c.m, k, which, &spans[n]);
	x->budget.work += (double)(4 * nclocks) + (double)x->texts.n * n;
	if (has_interval(spans, n, step))
		c.cost -= of_interval;
	for (int k = 0; k < n; k++) {
		struct moment_column moved = c;

		if ((spans[k] || c.inner) && (!spans[k] || move(x, &moved, OP_SHIFT, spans[k])))
			add_moved(x, all, moved);
	}
}

/* The multiples of a step, and of a step that begins later than at midnight: 5 to 7, 7 to 9. */
static void add_multiples(struct search *x, struct moments *all, struct clock (*clocks)[MOST_CLOCKS], int nclocks,
    const struct moment_column *base)
{
	static const struct { int step, from; } steps[] = {
		{ 30, 15 }, { 60, 30 }, { 15, 0 }, { 120, 60 }, { 10, 5 }, { 20, 10 }, { 5, 0 }, { 180, 60 },
		{ 240, 60 }, { 360, 60 }, { 720, 60 }, { 90, 30 }, { 45, 15 }, { 480, 60 },
	};

	for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
		const long step = steps[s].step * 60L;

		for (int op = OP_FLOOR; op <= OP_ROUND; op++) {
			struct moment_column c = *base;

			if (move(x, &c, op, step))
				add_shifted(x, all, clocks, nclocks, c, step);
		}
		for (long from = steps[s].from * 60L; from && from < step; from += steps[s].from * 60L) {
			struct moment_column c = *base;

			if (move(x, &c, OP_SHIFT, -from) && move(x, &c, OP_FLOOR, step))
				add_shifted(x, all, clocks, nclocks, c, step);
		}
	}
}

/* The times in Greenwich, and in the zone that one of the outputs' times is in. */
static void add_zones(struct search *x, struct moments *all, struct clock (*clocks)[MOST_CLOCKS], int nclocks,
    const struct moment_column *base)
{
	struct moment_column greenwich = *base, zoned;
	long span;

	for (size_t i = 0; i < x->texts.n; i++)
		if (base->m[i].zone == -1)
			return;
	if (!move(x, &greenwich, OP_ZONE, 0))
		return;
	add_moved(x, all, greenwich);
	for (int k = 0; k < nclocks; k++)
		for (int which = 0; which < 2; which++) {
			zoned = *base;
			if (same_span(x, clocks, greenwich.m, k, which, &span) && span % (15 * 60) == 0 &&
			    move(x, &zoned, OP_ZONE, span))
				add_moved(x, all, zoned);
		}
}

/* So many days later as the outputs' dates are. */
static void add_days(struct search *x, struct moments *all, const struct moment_column *base, int order)
{
	struct moment_column c = *base;
	struct moment m;
	long days = 0;

	for (size_t i = 0; i < x->texts.n; i++) {
		if (base->m[i].year < 0 || base->m[i].day < 0 || base->m[i].month < 0 ||
		    !moment_find(x->texts.outputs[i], order, &m) || m.year < 0 || m.day < 0)
			return;
		if (i && moment_day(&m) - moment_day(&base->m[i]) != days)
			return;
		days = moment_day(&m) - moment_day(&base->m[i]);
	}
	if (days && days < 100000 && days > -100000 && move(x, &c, OP_SHIFT, days * DAY))
		add_moved(x, all, c);
}

void moments_add_moved(struct search *x, struct moments *all)
{
	struct clock (*clocks)[MOST_CLOCKS] = arena_get(&x->arena, x->texts.n * sizeof *clocks);
	const size_t columns = all->n;
	int n = MOST_CLOCKS;

	for (size_t i = 0; i < x->texts.n; i++) {
		const int here = clocks_of(x->texts.outputs[i], clocks[i]);

		n = here < n ? here : n;
	}
	for (size_t k = 0; k < columns && !budget_spent(&x->budget); k++) {
		const struct moment_column base = all->columns[k];

		add_zones(x, all, clocks, n, &base);
		if (x->texts.n < 2)
			continue;
		for (size_t o = 0; o < sizeof plain_orders / sizeof *plain_orders; o++)
			add_days(x, all, &base, plain_orders[o]);
		if (base.language)
			add_days(x, all, &base, moment_order_with(MOMENT_UNKNOWN, base.language, base.language));
		if (base.m[0].hour < 0 || n == 0)
			continue;
		add_shifted(x, all, clocks, n, base, 0);
		add_multiples(x, all, clocks, n, &base);
	}
}
