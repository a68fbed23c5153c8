/* doubt_rule - rules of numbers that so few examples can't show, and those for which another fits as well
 * SPDX-License-Identifier: MIT */
#include "search/doubt_rule.h"

#include "base/decimal_format.h"
#include "base/notation.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/results.h"

/* Is it a rule that n examples can't show? Two tell a proportion, a sum or a multiple, but that it holds for others only a third; and a fourth where both are in it,
 * or where the sum is one of the last decimal, which may be a way to round. */
/* Three hours may be one apart by chance, when the minutes aren't told: it may be the multiple of some hours. */
static bool hours_alone(const struct dsl_call *c, size_t n)
{
	const struct str format = c->arg[0].text;
	bool shifted = false;

	if (c->op != &dsl_ops[OP_DATE] || n > 3)
		return false;
	for (size_t i = 0; i < format.n; i++)
		if (format.p[i] == 'M' && (format.p[i - 1] == '%' || format.p[i - 1] == '-'))
			return false;
	for (; c; c = c->inner) {
		if (c->op->args[0] == ARG_STEP)
			return false;
		shifted |= c->op->args[0] == ARG_SPAN;
	}
	return shifted;
}

static bool too_few_for_rule(const struct dsl_call *c, size_t n)
{
	struct decimal a, b;
	struct decimal_format format;

	if (c->op == &dsl_ops[OP_LARGEST] || c->op == &dsl_ops[OP_SMALLEST])
		return n <= 2;
	if (c->op != &dsl_ops[OP_LINEAR])
		return (c->op->args[0] == ARG_STEP || c->op->args[0] == ARG_SPAN) && n <= 2;
	decimal_read(c->arg[0].text, &a);
	decimal_read(c->arg[1].text, &b);
	decimal_format_read(c->arg[2].text, &format);
	if (cost_is_percent(c))
		return n < 2;
	if (str_eq(c->arg[0].text, STR("1")))
		return n <= 2 || (n <= 3 && b.n == 1 && b.decimals == format.most && format.most > 0);
	return n <= 2 || (n <= 3 && b.n > 0);
}

static bool is_rule(const struct dsl_call *c)
{
	return c->op == &dsl_ops[OP_LINEAR] || c->op->args[0] == ARG_STEP || c->op->args[0] == ARG_SPAN;
}

/* How many different rules a program has, and the last of them; NULL: none. */
static int rules(const struct dsl_program *p, const struct dsl_call **last)
{
	enum { MOST = 8 };
	const struct dsl_call *seen[MOST];
	int n = 0;

	for (size_t i = 0; i < p->n; i++)
		for (const struct dsl_call *c = p->exprs[i].call; c; c = c->inner) {
			int k = 0;

			while (k < n && !(seen[k]->op == c->op && str_eq(seen[k]->arg[0].text, c->arg[0].text) &&
			                  (c->op != &dsl_ops[OP_LINEAR] || str_eq(seen[k]->arg[1].text, c->arg[1].text))))
				k++;
			if (is_rule(c) && k == n && n < MOST)
				seen[n++] = c;
		}
	*last = n ? seen[n - 1] : NULL;
	return n;
}

static struct str rule_text(const struct dsl_call *c, struct arena *a)
{
	struct buf text = { 0 };

	if (c->op == &dsl_ops[OP_LINEAR])
		buf_printf(&text, str_eq(c->arg[1].text, STR("0")) ? "%s times the number" : "%s times the number, plus %s", c->arg[0].text.p,
		           c->arg[1].text.p);
	else if (c->arg[0].text.n)
		buf_printf(&text, "%s by %s", c->op->name, c->arg[0].text.p);
	else
		buf_puts(&text, c->op->name);
	return arena_take(a, &text);
}

struct str doubt_rule(const struct dsl_program *p, size_t n, struct arena *a)
{
	const struct dsl_call *last;
	int different = rules(p, &last);

	for (size_t i = 0; i < p->n; i++)
		for (const struct dsl_call *c = p->exprs[i].call; c; c = c->inner)
			if (too_few_for_rule(c, n) || (c->inner && c->inner->op->args[0] == ARG_SPAN && hours_alone(c, n)))
				return rule_text(too_few_for_rule(c, n) ? c : c->inner, a);
	return different > 2 && n <= (size_t)different ? rule_text(last, a) : (struct str){ 0 };
}

static bool same_call(const struct dsl_call *c, const struct dsl_call *d)
{
	return c->op == d->op && str_eq(c->arg[0].text, d->arg[0].text) && str_eq(c->arg[1].text, d->arg[1].text);
}

/* The program with another operator and other first arguments in each call that is like `old`; in the arena. */
static struct dsl_program with_call(const struct dsl_program *p, const struct dsl_call *old, const struct dsl_op *op, struct str first, struct str second,
                                    struct arena *a)
{
	struct dsl_program changed = *p;

	changed.exprs = arena_get(a, p->n * sizeof *changed.exprs);
	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_call **next = &changed.exprs[i].call;

		changed.exprs[i] = p->exprs[i];
		for (const struct dsl_call *c = p->exprs[i].call; c; c = c->inner) {
			struct dsl_call *copy = arena_get(a, sizeof *copy);

			*copy = *c;
			if (same_call(c, old)) {
				copy->op = op;
				copy->arg[0].text = first;
				copy->arg[1].text = second;
			}
			*next = copy;
			next = &copy->inner;
		}
	}
	return changed;
}

/* What is given and what is to be compared. */
struct question {
	const struct str *inputs, *outputs; size_t n;        /* the examples */
	const struct str *others, *made; size_t nothers;     /* the other inputs, and what the program makes of them */
	struct arena *a;
};

/* The first of the other inputs of which a program that makes all the examples makes something else; SIZE_MAX: there is none, or it doesn't make them. */
static size_t differs(const struct question *q, const struct dsl_program *p)
{
	const struct str *results = results_of(p, q->inputs, q->n, q->a);

	for (size_t k = 0; k < q->n; k++)
		if (!str_eq(results[k], q->outputs[k]))
			return SIZE_MAX;
	results = results_of(p, q->others, q->nothers, q->a);
	for (size_t k = 0; k < q->nothers; k++)
		if (q->made[k].n && !str_eq(results[k], q->made[k]))
			return k;
	return SIZE_MAX;
}

/* A step so many times as large; n = 0: it is not one that people take. */
static struct str other_step(struct str step, const char *times, struct arena *a)
{
	struct buf text = { 0 };
	struct decimal d, factor, product;
	struct str copy = { 0 };
	const size_t digits = decimal_read(step, &d);

	decimal_read(str_of(times), &factor);
	if (decimal_multiply(&d, &factor, &product) && (digits == step.n || product.decimals == 0)) {
		decimal_print_plain(&text, &product);
		buf_put(&text, step.p + digits, step.n - digits);
		copy = arena_copy(a, buf_view(&text));
	}
	buf_free(&text);
	return copy;
}

/* The first input that a step around a step of the program, or a rounding in another direction, makes something else of. */
static size_t other_step_differs(const struct question *q, const struct dsl_program *p, const struct dsl_call *c)
{
	static const char *const factors[] = { "1", "2", "5", "10", "0.5", "0.2", "0.1" };

	for (size_t f = 0; f < sizeof factors / sizeof *factors; f++)
		for (int op = OP_FLOOR; op <= OP_ROUND; op++) {
			const struct str step = other_step(c->arg[0].text, factors[f], q->a);
			struct dsl_program other;
			size_t k;

			if (!step.n || (f == 0 && c->op == &dsl_ops[op]))
				continue;
			other = with_call(p, c, &dsl_ops[op], step, c->arg[1].text, q->a);
			if ((k = differs(q, &other)) != SIZE_MAX)
				return k;
		}
	return SIZE_MAX;
}

static struct str number_text(const struct decimal *d, struct arena *a)
{
	struct buf text = { 0 };

	decimal_print_plain(&text, d);
	return arena_take(a, &text);
}

/* The first input that a x + b makes something else of when `a` is one more or less in its last decimal or in the next, and b such that one of the
 * examples stays as it is: a line through that point, a little steeper or flatter. Of whole numbers none is tried: 3 is meant where 3.01 would do, too. */
static size_t other_line_differs(const struct question *q, const struct dsl_program *p, const struct dsl_expr *e, const struct dsl_call *c)
{
	struct dsl_expr number = *e;
	const struct dsl_program inner = { .exprs = &number, .n = 1 };
	const struct str *x;
	struct decimal a, b, unit = { .n = 1, .digits = { 1 } };

	number.call = c->inner;
	number.to = CASE_NONE;
	x = results_of(&inner, q->inputs, q->n, q->a);
	decimal_read(c->arg[0].text, &a);
	decimal_read(c->arg[1].text, &b);
	unit.decimals = a.decimals;
	for (int finer = 0; finer < 2 && a.decimals > 0; finer++, unit.decimals++)
		for (size_t i = 0; i < 2 * q->n; i++) {
			struct decimal point, slope, turn, offset;
			struct dsl_program other;
			size_t k;

			unit.negative = i % 2;
			if (!decimal_find(x[i / 2], &point).n || !decimal_add(&a, &unit, &slope) || !decimal_multiply(&unit, &point, &turn))
				continue;
			turn.negative = !turn.negative;
			if (!decimal_add(&b, &turn, &offset))
				continue;
			other = with_call(p, c, c->op, number_text(&slope, q->a), number_text(b.n ? &offset : &b, q->a), q->a);
			if ((k = differs(q, &other)) != SIZE_MAX)
				return k;
		}
	return SIZE_MAX;
}

struct doubt doubt_other_rule(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                              const struct str *made, size_t nothers, struct arena *a)
{
	const struct question q = { inputs, outputs, n, others, made, nothers, a };

	for (size_t i = 0; i < p->n; i++)
		for (const struct dsl_call *c = p->exprs[i].call; c; c = c->inner) {
			const size_t k = c->op->args[0] == ARG_STEP       ? other_step_differs(&q, p, c)
			                 : c->op == &dsl_ops[OP_LINEAR] ? other_line_differs(&q, p, &p->exprs[i], c)
			                                                : SIZE_MAX;

			if (k != SIZE_MAX)
				return (struct doubt){ .kind = DOUBT_RULE, .input = k, .text = rule_text(c, a) };
		}
	return (struct doubt){ .kind = DOUBT_NONE };
}
