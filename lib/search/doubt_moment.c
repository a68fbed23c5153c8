/* doubt_moment - what speaks against pieces that are moved from dates
 * SPDX-License-Identifier: MIT */
#include "search/doubt_moment.h"

#include "base/moment.h"
#include "dsl/dsl_op.h"
#include "search/moments.h"
#include "search/results.h"

/* The best that can be said of it as a date, in whatever order. */
static enum moment_found look(struct str text, struct moment *m)
{
	static const int orders[] = { MOMENT_UNKNOWN, MOMENT_MONTH_FIRST, MOMENT_DAY_FIRST };
	enum moment_found found = MOMENT_NONE;

	for (size_t k = 0; k < sizeof orders / sizeof *orders && found != MOMENT_IS; k++)
		found = moment_look(text, orders[k], m);
	return found;
}

struct doubt_dates doubt_dates_of(const struct str *inputs, const struct str *outputs, size_t n, struct arena *a)
{
	struct doubt_dates d = { .forms = arena_get(a, n * sizeof *d.forms), .n = n };
	struct moment m;

	for (size_t i = 0; i < n; i++) {
		if (look(inputs[i], &m) != MOMENT_IS || m.month < 0)
			d.n = 0;
		d.forms[i] = doubt_form(inputs[i], a);
		d.zeros |= moments_zero(outputs[i]);
	}
	return d;
}

bool doubt_no_date(const struct doubt_dates *d, struct str input, struct arena *a)
{
	struct moment m;
	struct str form;

	if (d->n == 0 || look(input, &m) != MOMENT_WRONG)
		return false;
	form = doubt_form(input, a);
	for (size_t i = 0; i < d->n; i++)
		if (str_eq(form, d->forms[i]))
			return true;
	return false;
}

bool doubt_zero(const struct doubt_dates *d, struct str made)
{
	return d->n > 1 && !d->zeros && moments_zero(made);
}

static bool tells_day(struct str format)
{
	for (size_t i = 0; i + 1 < format.n; i++)
		if (format.p[i] == '%' && !memchr("HIMSpP%", format.p[i + 1 + (format.p[i + 1] == '-')], 7))
			return true;
		else
			i += format.p[i] == '%';
	return false;
}

/* The first of the inputs on which the day of the expression isn't that of the piece that it reads. */
static size_t other_day(const struct dsl_expr *e, const struct str *inputs, size_t n, struct arena *a)
{
	const struct dsl_arg day = { DSL_TEXT, STR("%j") };
	const struct dsl_call *innermost = e->call;
	struct dsl_call moved = *e->call, read;
	struct dsl_expr one = *e, other = *e;
	const struct str *as_moved, *as_read;
	size_t k = 0;

	while (innermost->inner)
		innermost = innermost->inner;
	moved.arg[0] = day;
	read = (struct dsl_call){ .op = moved.op, .arg = { day, innermost->arg[1] } };
	one.call = &moved, other.call = &read;
	as_moved = results_of(&(struct dsl_program){ .exprs = &one, .n = 1 }, inputs, n, a);
	as_read = results_of(&(struct dsl_program){ .exprs = &other, .n = 1 }, inputs, n, a);
	while (k < n && str_eq(as_moved[k], as_read[k]))
		k++;
	return k < n ? k : SIZE_MAX;
}

size_t doubt_midnight(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others,
    size_t nothers, struct arena *a)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];
		size_t at;

		if (e->kind == EXPR_SUBSTR && e->call && e->call->op == &dsl_ops[OP_DATE] && e->call->inner &&
		    tells_day(e->call->arg[0].text) &&
		    other_day(e, inputs, n, a) == SIZE_MAX && (at = other_day(e, others, nothers, a)) != SIZE_MAX)
			return at;
	}
	return SIZE_MAX;
}
