/* doubt_number - a line that says more than the number that a program reads of it
 * SPDX-License-Identifier: MIT */
#include "search/doubt_number.h"

#include "base/ascii.h"
#include "base/decimal_format.h"
#include "base/moment.h"
#include "base/notation.h"
#include "dsl/dsl_op.h"
#include "search/results.h"

static bool reads_number(const struct dsl_call *c)
{
	long seconds;

	return c->op == &dsl_ops[OP_FORMAT] || c->op == &dsl_ops[OP_LINEAR] || (c->op->args[0] == ARG_STEP && !moment_span(c->arg[0].text, &seconds));
}

/* The numbers that an expression reads of several inputs, and what else stands there, without blanks; in the arena. */
struct reading { struct str *number, *rest; };

static struct reading read_all(const struct dsl_expr *e, const struct str *inputs, size_t n, struct arena *a)
{
	struct dsl_expr piece = *e;
	const struct dsl_program alone = { .exprs = &piece, .n = 1 };
	struct reading r = { .rest = arena_get(a, (n + 1) * sizeof *r.rest) };

	piece.call = NULL;
	r.number = results_of(&alone, inputs, n, a);
	for (size_t i = 0; i < n; i++) {
		const struct str line = inputs[i];
		struct decimal d;
		const struct str number = r.number[i] = decimal_find(r.number[i], &d);
		const char *there = number.n ? memmem(line.p, line.n, number.p, number.n) : NULL;
		char *rest = arena_get(a, line.n + 1);

		r.rest[i] = (struct str){ rest, 0 };
		for (size_t k = 0; k < line.n; k++)
			if (line.p[k] != ' ' && !(there && line.p + k >= there && line.p + k < there + number.n))
				rest[r.rest[i].n++] = line.p[k];
	}
	return r;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.p[i]))
			return true;
	return false;
}

struct str doubt_number(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others, const struct str *made, size_t nothers,
                        struct arena *a, size_t *at)
{
	for (size_t k = 0; k < p->n; k++) {
		const struct dsl_call *c = p->exprs[k].call;
		struct reading seen, other;
		bool same = true, digits = false;

		while (c && c->inner)
			c = c->inner;
		if (!c || !reads_number(c))
			continue;
		seen = read_all(&p->exprs[k], inputs, n, a), other = read_all(&p->exprs[k], others, nothers, a);
		for (size_t i = 0; i < n; i++) {
			same &= str_eq(seen.rest[i], seen.rest[0]);
			digits |= has_digit(seen.rest[i]);
		}
		same &= n > 1 || !seen.rest[0].n;
		for (*at = 0; *at < nothers; ++*at)
			if (made[*at].n && (same ? !str_eq(other.rest[*at], seen.rest[0]) : !digits && has_digit(other.rest[*at])))
				return other.number[*at];
	}
	return (struct str){ 0 };
}

/* Which argument of an operator is the format of a number; -1: none. */
static int format_of(const struct dsl_call *c)
{
	for (int k = 0; c && k < DSL_ARGS; k++)
		if (c->op->args[k] == ARG_FORMAT)
			return k;
	return -1;
}

/* The program with all the decimals that the numbers of expression k have, where its format has as many always; in the arena. */
static bool loosen(const struct dsl_program *p, size_t k, struct arena *a, struct dsl_program *loose)
{
	const struct dsl_call *c = p->exprs[k].call;
	const int at = format_of(c);
	struct decimal_format format;
	struct dsl_call *other = arena_get(a, sizeof *other);
	struct buf text = { 0 };

	if (at < 0 || !decimal_format_read(c->arg[at].text, &format) || format.fixed < format.most)
		return false;
	format.fixed = 0, format.most = DECIMAL_PLACES;
	decimal_format_print(&text, &format);
	*other = *c;
	other->arg[at].text = arena_take(a, &text);
	*loose = *p;
	loose->exprs = arena_get(a, p->n * sizeof *loose->exprs);
	memcpy(loose->exprs, p->exprs, p->n * sizeof *loose->exprs);
	loose->exprs[k].call = other;
	return true;
}

/* Do examples show less than the format says? One shows no decimals at all; and where numbers of several columns are reckoned, more show none when they
 * lose none. */
static bool shows_little(const struct dsl_program *p, size_t k, const struct dsl_program *loose, const struct str *inputs, const struct str *outputs, size_t n,
                         struct arena *a)
{
	const struct dsl_expr *e = &p->exprs[k];
	struct decimal_format format;
	const struct str *results;

	decimal_format_read(e->call->arg[format_of(e->call)].text, &format);
	if (n == 1)
		return e->call->op == &dsl_ops[OP_FORMAT] && format.most > 0;
	if (e->column < 32 || e->call->op != &dsl_ops[OP_LINEAR])
		return false;
	results = results_of(loose, inputs, n, a);
	for (size_t i = 0; i < n; i++)
		if (!str_eq(results[i], outputs[i]))
			return false;
	return true;
}

struct str doubt_decimals(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                          const struct str *made, size_t nothers, struct arena *a, size_t *at)
{
	for (size_t k = 0; k < p->n; k++) {
		struct dsl_program loose;
		struct buf text = { 0 };
		const struct str *results;

		if (!loosen(p, k, a, &loose) || !shows_little(p, k, &loose, inputs, outputs, n, a))
			continue;
		results = results_of(&loose, others, nothers, a);
		for (*at = 0; *at < nothers; ++*at)
			if (made[*at].n && !str_eq(made[*at], results[*at])) {
				buf_printf(&text, "decimals as in %s", p->exprs[k].call->arg[format_of(p->exprs[k].call)].text.p);
				return arena_take(a, &text);
			}
	}
	return (struct str){ 0 };
}

/* What stands behind the last digit. */
static struct str behind_digits(struct str s)
{
	size_t at = s.n;

	while (at > 0 && (s.p[at - 1] < '0' || s.p[at - 1] > '9'))
		at--;
	return (struct str){ s.p + at, s.n - at };
}

static bool writes_units(const struct dsl_program *p)
{
	struct decimal_format format;

	for (size_t k = 0; k < p->n; k++)
		for (const struct dsl_call *c = p->exprs[k].call; c; c = c->inner)
			if (c->op == &dsl_ops[OP_FORMAT] && decimal_format_read(c->arg[0].text, &format) &&
			    (format.style == STYLE_BYTES || format.style == STYLE_THOUSANDS))
				return true;
	return false;
}

bool doubt_unit(const struct dsl_program *p, const struct str *outputs, size_t n, const struct str *made, size_t nothers, size_t *at)
{
	for (*at = 0; *at < nothers && writes_units(p); ++*at) {
		size_t i = 0;

		while (i < n && !str_eq(behind_digits(outputs[i]), behind_digits(made[*at])))
			i++;
		if (made[*at].n && i == n)
			return true;
	}
	return false;
}
