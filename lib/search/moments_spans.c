/* moments_spans - spans of time that pieces of the inputs have, written otherwise: Span
 * SPDX-License-Identifier: MIT */
#include "base/span.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/moments.h"

/* A time of day is likelier than a span, and a number alone likelier than both. */
static const double a_span = 3, number_alone = 3;

void spans_print(struct buf *out, const struct moment_column *c, size_t i, const char *conversion)
{
	const char letter = conversion[strlen(conversion) - 1];
	const int64_t longer = letter == 'H' ? 86400 : letter == 'M' ? 3600 : 60;

	span_print(out, letter == c->longest || letter == 'd' ? c->seconds[i] : c->seconds[i] % longer,
	    str_of(conversion));
}

static bool is_number(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n == s.n;
}

/* The share of the other inputs that have no span. */
static double cost_lacking(struct search *x)
{
	size_t lacking = 0;
	int64_t seconds;

	for (size_t i = 0; i < x->nothers; i++)
		lacking += !span_find(x->others[i], SPAN_SECONDS, &seconds);
	x->budget.work += (double)(8 * x->nothers);
	return x->nothers ? cost_failing((double)lacking / (double)x->nothers) : 0;
}

/* Is one of the spans as long as the longest unit, and does the first output have the number of it? */
static bool shows(const struct search *x, const struct moment_column *c)
{
	const char conversion[] = { '%', '-', c->longest, 0 };
	const int64_t unit = c->longest == 'd' ? 86400 : c->longest == 'H' ? 3600 : c->longest == 'M' ? 60 : 1;
	struct buf number = { 0 };
	bool is = false;

	for (size_t i = 0; i < x->texts.n; i++)
		is |= c->seconds[i] >= unit;
	if (!is)
		return false;
	spans_print(&number, c, 0, conversion);
	is = memmem(x->texts.outputs[0].p, x->texts.outputs[0].n, number.p, number.n) != NULL;
	buf_free(&number);
	return is;
}

static void add_span(struct search *x, struct moments *all, const struct piece_end *from,
    const struct piece_end *until, enum span_unit unit, double cost)
{
	static const char letters[] = "dHMS";
	int64_t seconds, hours;
	const size_t n = x->texts.n;
	struct moment_column c = { .op = OP_SPAN, .order = (int)unit, .from = from->pos, .until = until->pos,
	    .cost = from->cost + until->cost + cost };

	c.seconds = arena_get(&x->arena, n * sizeof *c.seconds);
	for (size_t i = 0; i < n; i++) {
		struct str text;

		x->budget.work += 8;
		if (from->at[i] >= until->at[i])
			return;
		text = pieces_text(x->texts.inputs[i], from->at[i], until->at[i]);
		if (!span_find(text, unit, &c.seconds[i]) || !span_find(text, SPAN_HOURS, &hours) ||
		    !span_find(text, SPAN_SECONDS, &seconds))
			return;
		if (hours == seconds)            /* a unit is written, or a colon */
			continue;
		if (!is_number(text) || n == 1)
			return;
		if (i == 0)
			c.cost += number_alone;
	}
	for (int k = 0; letters[k]; k++) {
		struct moment_column one = c;

		one.longest = letters[k];
		if (!shows(x, &one))
			continue;
		one.conversions = span_conversions;
		while ((*one.conversions)[strlen(*one.conversions) - 1] != letters[k])
			one.conversions++;
		/* the seconds and the longest unit are what tells columns apart */
		one.m = arena_get(&x->arena, n * sizeof *one.m);
		for (size_t i = 0; i < n; i++)
			one.m[i] = (struct moment){ .second = (int)c.seconds[i], .hour = letters[k] };
		moments_add(x, all, &one, false);
	}
}

void spans_add(struct search *x, struct moments *all, const struct piece_end *from, int nfrom,
    const struct piece_end *until, int nuntil)
{
	const double cost = a_span + cost_lacking(x);

	for (enum span_unit unit = SPAN_SECONDS; unit < SPAN_UNITS; unit++)
		for (int a = 0; a < nfrom; a++)
			for (int b = 0; b < nuntil && !budget_spent(&x->budget); b++)
				add_span(x, all, &from[a], &until[b], unit, cost);
}
