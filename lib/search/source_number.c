/* source_number - numbers written otherwise: Format and Linear
 * SPDX-License-Identifier: MIT
 *
 * Everything is deduced from the outputs: how the number is written, from the numbers there (number_output.h); what is read, from the inputs
 * (number_column.h); and the rule a x + b between the two (number_rule.h). A rule is then run, and must make every output to the letter. */
#include <stdlib.h>

#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/number_rule.h"

enum { UNROUNDED = DECIMAL_PLACES };     /* decimals that are kept at least where no example is rounded */

/* A rule, and how its results are written. */
struct rule {
	int column;
	bool linear;
	bool rounds;                     /* some of the numbers of its column lose decimals */
	struct line line;
	struct decimal_format format;
	int state;                       /* that it leaves */
	struct dsl_call call;            /* it, as it is written */
};

struct numbers {
	struct columns columns;
	struct rule *rules; size_t nrules, cap_rules;
	struct number *y;                /* of each output, at the state that is looked at */
};

void numbers_free(struct numbers *m)
{
	if (!m)
		return;
	free(m->columns.list), free(m->columns.more), free(m->rules);
	free(m);
}

static bool prepare(struct search *x)
{
	if (!x->numbers)
		x->numbers = mem_zero(1, sizeof *x->numbers);
	x->numbers->columns.n = x->numbers->columns.nmore = x->numbers->nrules = 0;
	x->numbers->y = arena_get(&x->arena, x->texts.n * sizeof *x->numbers->y);
	if (x->now.joined)
		columns_find_joined(x, &x->numbers->columns);
	else
		columns_find(x, &x->numbers->columns);
	return !budget_spent(&x->budget);
}

static const struct column *column_of(const struct search *x, const struct rule *r)
{
	return &x->numbers->columns.list[r->column];
}

/* Does a rule make what the outputs have? Then x->next is behind it. *copies: it makes each number as it stands in the input. */
static bool makes(struct search *x, int state, const struct rule *r, bool *copies)
{
	const struct column *c = column_of(x, r);
	struct buf made = { 0 };
	bool good = true;

	*copies = true;
	for (size_t i = 0; i < x->texts.n && good; i++, made.n = 0) {
		const struct number *y = &x->numbers->y[i];
		struct decimal sum = c->x[i];

		good = (!r->linear || ratio_line(&r->line.a, &c->x[i], &r->line.b, &sum)) && decimal_print(&made, sum, &r->format) &&
		       str_eq(buf_view(&made), y->s);
		*copies &= str_eq(buf_view(&made), c->text[i]);
		x->next[i] = graph_at(&x->graph, state)[i] + (int)y->s.n;
		x->budget.work += 16;
	}
	buf_free(&made);
	return good;
}

/* Takes what was written into a text argument. */
static struct dsl_arg argument_of(struct arena *a, struct buf *text)
{
	struct dsl_arg arg = { .text = arena_take(a, text) };

	arg.id = dsl_text_id(arg.text);
	return arg;
}

static struct dsl_arg number_arg(struct arena *a, const struct ratio *r)
{
	struct buf text = { 0 };

	ratio_print(&text, r);
	return argument_of(a, &text);
}

/* Is the number written as Floor and the like write it? */
static bool is_plain(const struct decimal_format *f)
{
	return f->style == STYLE_PLAIN && f->width == 1 && !f->group && !f->point && !f->fixed && !f->significant;
}

static struct dsl_call call_of(const struct rule *r, const struct dsl_call *inner, struct arena *a)
{
	struct dsl_call call = { .op = &dsl_ops[r->linear ? OP_LINEAR : OP_FORMAT], .inner = inner };
	struct buf text = { 0 };

	if (inner && !r->linear && !r->rounds && is_plain(&r->format))
		return *inner;
	if (r->linear) {
		call.arg[0] = number_arg(a, &r->line.a);
		call.arg[1] = number_arg(a, &r->line.b);
	}
	decimal_format_print(&text, &r->format);
	call.arg[r->linear ? 2 : 0] = argument_of(a, &text);
	return call;
}

/* Has some input's number a decimal, other than zero, behind the last one of the output's? */
static bool is_rounded(const struct search *x, const struct column *c)
{
	for (size_t i = 0; i < x->texts.n; i++)
		for (int power = x->numbers->y[i].d.decimals + 1; power <= c->x[i].decimals; power++)
			if (decimal_digit(&c->x[i], -power))
				return true;
	return false;
}

/* Was the same found before, as another way to read the outputs' numbers gave it? */
static bool is_known(const struct numbers *m, const struct rule *r)
{
	for (size_t k = m->nrules; k-- > 0 && m->rules[k].state == r->state;) {
		const struct dsl_call *c = &m->rules[k].call;
		bool same = m->rules[k].column == r->column && c->op == r->call.op;

		for (int i = 0; i < DSL_ARGS && same; i++)
			same = str_eq(c->arg[i].text, r->call.arg[i].text);
		if (same)
			return true;
	}
	return false;
}

/* How the numbers that the outputs go on with may be written. */
struct writing { struct decimal_format formats[OUTPUT_FORMATS]; int n; };

/* Adds the rule with the first way of writing that is right. Numbers that the input has so are pieces. */
static bool try_rule(struct search *x, int state, struct rule r, const struct writing *w)
{
	struct numbers *m = x->numbers;
	const struct column *c = column_of(x, &r);
	bool copies;

	r.rounds = is_rounded(x, c);
	r.state = state;
	for (int k = 0; k < w->n; k++) {
		r.format = w->formats[k];
		if (r.format.most > r.format.fixed && r.format.most < UNROUNDED && r.format.style < STYLE_POWER && !r.rounds)
			r.format.most = UNROUNDED;
		if (!makes(x, state, &r, &copies))
			continue;
		if (copies)
			return false;
		r.call = call_of(&r, c->inner, &x->arena);
		if (is_known(m, &r))
			return true;
		m->rules = mem_room(m->rules, m->nrules, &m->cap_rules, sizeof *m->rules);
		m->rules[m->nrules] = r;
		graph_add(&x->graph, (struct edge){ .state = state, .source = &source_number, .part = { (int)m->nrules++ },
		                                    .cost = cost_piece(x->dialect, CASE_NONE) + c->cost + cost_call(&r.call) -
		                                            (c->inner ? cost_call(c->inner) : 0) }, x->next);
		return true;
	}
	return false;
}

/* 100 q - 100, of a quotient q: how many percent more one number is than another. */
static const struct line percent_more = { { { .n = 3, .digits = { 1, 0, 0 } }, { .n = 1, .digits = { 1 } } },
                                          { { .negative = true, .n = 3, .digits = { 1, 0, 0 } }, { .n = 1, .digits = { 1 } } } };

/* A power of ten. */
static bool is_power(const struct line *l)
{
	const struct decimal *top = &l->a.top;

	for (int k = 1; k < top->n; k++)
		if (top->digits[k])
			return false;
	return top->n && top->digits[0] == 1 && l->a.bottom.n == 1 && l->a.bottom.digits[0] == 1 && !l->a.bottom.decimals;
}

static bool try_lines(struct search *x, int state, int column, int n, const struct line *lines, const struct writing *w)
{
	const int rules = x->numbers->columns.list[column].rules;

	for (int k = 0; k < n; k++)
		if ((rules != RULE_POWER || lines == &percent_more || is_power(&lines[k])) && try_rule(x, state, (struct rule){ .column = column, .linear = true, .line = lines[k] }, w))
			return true;
	return false;
}

static bool all_equal(const struct search *x, const struct column *c)
{
	for (size_t i = 1; i < x->texts.n; i++)
		if (c->value[i] != c->value[0])
			return false;
	return true;
}

static void try_column(struct search *x, int state, int column, bool may_line, const struct writing *w)
{
	const struct column *c = &x->numbers->columns.list[column];
	const struct number *y = x->numbers->y;
	const size_t n = x->texts.n;
	struct line lines[RULES];

	if (try_rule(x, state, (struct rule){ .column = column }, w) || all_equal(x, c) || !may_line)     /* one example, as it were: every rule would fit */
		return;
	if (c->inner && c->inner->op == &dsl_ops[OP_QUOTIENT] && try_lines(x, state, column, 1, &percent_more, w))
		return;
	if ((c->rules & (RULE_POWER | RULE_PROPORTION)) && try_lines(x, state, column, rule_proportions(c, y, n, lines), lines, w))
		return;
	if ((c->rules & RULE_OFFSET) && try_lines(x, state, column, rule_offsets(c, y, n, lines), lines, w))
		return;
	if (c->rules & RULE_LINE)
		try_lines(x, state, column, rule_lines(c, y, n, lines), lines, w);
}

static void edges(struct search *x, int state)
{
	const int columns = (int)x->numbers->columns.n;

	for (int way = 0; way < output_nways && columns; way++) {
		struct writing w = { .n = output_read(x, state, &output_ways[way], x->numbers->y, w.formats) };

		for (int k = 0; k < columns && w.n && !budget_spent(&x->budget); k++)
			try_column(x, state, k, output_ways[way].lines, &w);
	}
}

/* Other pieces, or other ways to read them, that have the same numbers. */
static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	const struct columns *all = &x->numbers->columns;
	const struct column *c = column_of(x, &x->numbers->rules[e->part[0]]);
	const double first = c->cost;
	int n = 0;

	for (int at = -1; n < SPELLINGS; at = c->next, c = &all->more[at]) {
		list[n++] = (struct spelling){ .cost = e->cost - first + c->cost, .name = { at } };
		if (c->next < 0)
			break;
	}
	return n;
}

/* Its texts are static. */
static const struct dsl_call *copy_inner(const struct dsl_call *inner, struct arena *a)
{
	struct dsl_call *copy = arena_get(a, sizeof *copy);

	*copy = *inner;
	return copy;
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	const struct rule *r = &x->numbers->rules[e->part[0]];
	const struct column *c = s->name[0] < 0 ? column_of(x, r) : &x->numbers->columns.more[s->name[0]];
	struct dsl_call *call = arena_get(&x->result, sizeof *call);

	*call = call_of(r, c->inner ? copy_inner(c->inner, &x->result) : NULL, &x->result);
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .column = c->columns, .from = *c->from, .until = *c->until, .call = call };
}

const struct source source_number = { .joins = true, .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };
