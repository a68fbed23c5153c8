/* source_number - numbers written otherwise: Format and Linear
 * SPDX-License-Identifier: MIT
 *
 * Everything is deduced from the outputs: how the number is written, from the numbers there; and the rule a x + b, from what a and b may be when each output
 * was rounded. Of all numbers in such an interval the shortest is taken, since rules of people are short: 1.8 and not 1.80217. A rule is then run, and must
 * make every output to the letter. */
#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"
#include "search/source.h"

enum {
	MOST_DECIMALS = 12,              /* of a and b */
	MOST_TEXT = 48,                  /* characters of a number in an output */
	SHORT = 4,                       /* digits of a and b together, more or less, that two examples may tell */
	UNROUNDED = DECIMAL_PLACES,      /* decimals that are kept at least where no example is rounded */
};

/* The first numbers of a piece of the inputs, perhaps taken to a multiple of something. */
struct column {
	struct decimal *x;
	struct str *text;                /* as the input has it */
	double *value;
	const struct dsl_pos *from, *until;
	const struct dsl_call *inner;    /* Floor, Ceil or Round; NULL: as they are */
	double cost;
};

/* A rule, and how its results are written. */
struct rule { int column; bool linear; struct decimal a, b; struct decimal_format format; };

struct numbers {
	struct column *columns; size_t n, cap;
	struct rule *rules; size_t nrules, cap_rules;
	struct number { char text[MOST_TEXT]; struct str s; struct decimal d; double value, half; } *y;      /* of each output, at the state that is looked at */
};

void numbers_free(struct numbers *m)
{
	if (!m)
		return;
	free(m->columns), free(m->rules);
	free(m);
}

/* ---- the inputs ---- */

static bool same_numbers(const struct search *x, const double *a, const double *b)
{
	return memcmp(a, b, x->texts.n * sizeof *a) == 0;
}

static void add_column(struct search *x, const struct piece_end *from, const struct piece_end *until)
{
	struct numbers *m = x->numbers;
	const size_t n = x->texts.n;
	struct column c = { arena_get(&x->arena, n * sizeof *c.x), arena_get(&x->arena, n * sizeof *c.text), arena_get(&x->arena, n * sizeof *c.value),
	                    from->pos, until->pos, NULL, from->cost + until->cost };

	for (size_t i = 0; i < n; i++) {
		if (from->at[i] >= until->at[i])
			return;
		c.text[i] = decimal_find(pieces_text(x->texts.inputs[i], from->at[i], until->at[i]), &c.x[i]);
		if (!c.text[i].n)
			return;
		c.value[i] = decimal_double(&c.x[i]);
		x->budget.work += (until->at[i] - from->at[i]) / 4 + 4;
	}
	for (size_t k = 0; k < m->n; k++)
		if (same_numbers(x, m->columns[k].value, c.value)) {
			if (c.cost < m->columns[k].cost)
				m->columns[k] = c;
			return;
		}
	m->columns = mem_room(m->columns, m->n, &m->cap, sizeof *m->columns);
	m->columns[m->n++] = c;
}

/* The numbers of a column to a multiple. Where that changes nothing, or where one example would have to tell it, there is none. */
static void add_multiples(struct search *x, size_t of, int op, const char *step)
{
	struct numbers *m = x->numbers;
	const size_t n = x->texts.n;
	struct column c = m->columns[of];
	struct dsl_call *call = arena_get(&x->arena, sizeof *call);
	struct decimal unit;

	*call = (struct dsl_call){ .op = &dsl_ops[op], .arg = { { DSL_TEXT, str_of(step) } } };
	decimal_read(str_of(step), &unit);
	c.x = arena_get(&x->arena, n * sizeof *c.x), c.value = arena_get(&x->arena, n * sizeof *c.value);
	c.inner = call;
	c.cost += cost_call(call);
	for (size_t i = 0; i < n; i++) {
		c.x[i] = m->columns[of].x[i];
		if (!decimal_to_multiple(&c.x[i], &unit, op == OP_FLOOR ? DECIMAL_DOWN : op == OP_CEIL ? DECIMAL_UP : DECIMAL_NEAREST))
			return;
		c.value[i] = decimal_double(&c.x[i]);
		x->budget.work += 8;
	}
	for (size_t k = 0; k < m->n; k++)
		if (same_numbers(x, m->columns[k].value, c.value))
			return;
	m->columns = mem_room(m->columns, m->n, &m->cap, sizeof *m->columns);
	m->columns[m->n++] = c;
}

static void add_all_multiples(struct search *x)
{
	static const char *const steps[] = { "10", "5", "1", "100", "0.1", "0.5", "20", "50", "0.01", "0.05", "2", "25", "15", "0.25", "1000" };
	static const int ways[] = { OP_FLOOR, OP_ROUND, OP_CEIL };         /* of those that do the same to the examples the first is taken */
	const size_t columns = x->numbers->n;

	for (size_t k = 0; k < columns && x->texts.n > 1; k++)
		for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
			for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
				add_multiples(x, k, ways[w], steps[s]);
}

static bool prepare(struct search *x)
{
	struct piece_end from[PIECES], until[PIECES];
	const int nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);

	if (!x->numbers)
		x->numbers = mem_zero(1, sizeof *x->numbers);
	x->numbers->n = x->numbers->nrules = 0;
	x->numbers->y = arena_get(&x->arena, x->texts.n * sizeof *x->numbers->y);
	for (int a = 0; a < nfrom; a++)
		for (int b = 0; b < nuntil; b++)
			add_column(x, &from[a], &until[b]);
	add_all_multiples(x);
	return !budget_spent(&x->budget);
}

/* ---- the outputs ---- */

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_wordy(uint32_t c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 128;
}

/* The number that an output goes on with. False when there is none, or when the state stands inside one. */
static bool read_number(const struct search *x, size_t i, int at, struct number *y)
{
	const uint32_t *out = x->texts.y[i];
	const int end = x->texts.ylen[i];
	size_t n = 0;

	if (at > 0 && is_wordy(out[at - 1]) && (out[at] == '-' || is_digit(out[at - 1])))     /* a hyphen behind a word is no sign */
		return false;
	for (; at < end && n < MOST_TEXT && out[at] < 128 && strchr("0123456789-.,", (int)out[at]) && out[at]; at++)
		y->text[n++] = (char)out[at];
	n = decimal_read((struct str){ y->text, n }, &y->d);
	y->s = (struct str){ y->text, n };
	y->value = decimal_double(&y->d);
	y->half = 0.5 * pow(10, -y->d.decimals);
	return n > 0;
}

static bool read_numbers(const struct search *x, int state)
{
	for (size_t i = 0; i < x->texts.n; i++)
		if (!read_number(x, i, graph_at(&x->graph, state)[i], &x->numbers->y[i]))
			return false;
	return true;
}

/* How the outputs' numbers may be written, the simplest first; returns how many. */
static int formats_of(const struct search *x, struct decimal_format *formats)
{
	struct decimal_format f = { .width = 1 };
	int most = 0, fewest = MOST_TEXT, significant = 0, n = 0, width = MOST_TEXT;
	bool padded = false, bare = false, zero = false;

	for (size_t i = 0; i < x->texts.n; i++) {
		const struct number *y = &x->numbers->y[i];
		const size_t sign = y->text[0] == '-';
		size_t whole = sign;

		while (whole < y->s.n && y->text[whole] != '.') {
			f.thousands |= y->text[whole] == ',';
			whole++;
		}
		whole -= sign;
		padded |= whole > 1 && y->text[sign] == '0';
		zero |= y->d.decimals > 0 && y->text[y->s.n - 1] == '0';
		bare |= whole == 0;
		width = (int)whole < width ? (int)whole : width;
		most = y->d.decimals > most ? y->d.decimals : most;
		fewest = y->d.decimals < fewest ? y->d.decimals : fewest;
		significant = y->d.n > significant ? y->d.n : significant;
	}
	f.width = bare ? 0 : padded && !f.thousands ? width : 1;
	f.most = most;
	if (most <= MOST_DECIMALS && f.width <= MOST_DECIMALS) {     /* that decimals are fixed only a zero at their end shows, or that all have as many */
		f.fixed = zero || fewest == most ? fewest : 0;
		formats[n++] = f;
		f.fixed = fewest - f.fixed;
		if (fewest > 0 && fewest < most)
			formats[n++] = f;
	}
	if (significant > 1 && significant <= MOST_DECIMALS && !padded && !bare && !f.thousands)
		formats[n++] = (struct decimal_format){ .significant = significant };
	return n;
}

/* ---- rules ---- */

/* The number with the fewest decimals in an interval, the nearest to its middle of these. */
static bool simplest(double low, double high, struct decimal *d)
{
	for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
		const double unit = pow(10, decimals), middle = round((low + high) / 2 * unit) / unit;

		if (middle >= low && middle <= high)
			return decimal_of_double(middle, decimals, d);
	}
	return false;
}

/* A rule that is told more exactly than the outputs are is made up. */
static bool too_exact(const struct search *x, const struct rule *r)
{
	int most = 0;

	for (size_t i = 0; i < x->texts.n; i++)
		most = x->numbers->y[i].d.n > most ? x->numbers->y[i].d.n : most;
	return r->linear && r->a.n > most + 1;
}

/* Does a rule make what the outputs have? Then x->next is behind it. *copies: it makes each number as it stands in the input. */
static bool makes(struct search *x, int state, const struct rule *r, bool *copies)
{
	const struct column *c = &x->numbers->columns[r->column];
	struct buf made = { 0 };
	bool good = true;

	*copies = true;
	for (size_t i = 0; i < x->texts.n && good; i++, made.n = 0) {
		const struct number *y = &x->numbers->y[i];
		struct decimal product = c->x[i], sum = c->x[i];

		good = !r->linear || (decimal_multiply(&r->a, &c->x[i], &product) && decimal_add(&product, &r->b, &sum));
		if (good)
			decimal_print(&made, sum, &r->format);
		good = good && str_eq(buf_view(&made), y->s);
		*copies &= str_eq(buf_view(&made), c->text[i]);
		x->next[i] = graph_at(&x->graph, state)[i] + (int)y->s.n;
		x->budget.work += 16;
	}
	buf_free(&made);
	return good;
}

static struct dsl_arg number_arg(struct arena *a, const struct decimal *d)
{
	static const struct decimal_format plain = { .width = 1, .most = MOST_DECIMALS };
	struct dsl_arg arg;
	struct buf text = { 0 };

	decimal_print(&text, *d, &plain);
	arg.text = arena_copy(a, buf_view(&text));
	arg.id = dsl_text_id(arg.text);
	buf_free(&text);
	return arg;
}

/* Is the number written as Floor and the like write it? */
static bool is_plain(const struct decimal_format *f)
{
	return f->width == 1 && !f->thousands && !f->fixed && !f->significant;
}

static struct dsl_call call_of(const struct rule *r, const struct dsl_call *inner, struct arena *a)
{
	struct dsl_call call = { .op = &dsl_ops[r->linear ? OP_LINEAR : OP_FORMAT], .inner = inner };
	struct dsl_arg *format = &call.arg[r->linear ? 2 : 0];
	struct buf text = { 0 };

	if (inner && !r->linear && is_plain(&r->format))
		return *inner;
	if (r->linear) {
		call.arg[0] = number_arg(a, &r->a);
		call.arg[1] = number_arg(a, &r->b);
	}
	decimal_format_print(&text, &r->format);
	format->text = arena_copy(a, buf_view(&text));
	format->id = dsl_text_id(format->text);
	buf_free(&text);
	return call;
}

/* Does some output have fewer decimals than its input's number? */
static bool is_rounded(const struct search *x, const struct column *c)
{
	for (size_t i = 0; i < x->texts.n; i++)
		if (x->numbers->y[i].d.decimals < c->x[i].decimals)
			return true;
	return false;
}

/* Adds the rule with the first way of writing that is right. Numbers that the input has so are pieces. */
static bool try_rule(struct search *x, int state, struct rule r, const struct decimal_format *formats, int nformats)
{
	struct numbers *m = x->numbers;
	struct dsl_call call;
	bool copies;

	for (int k = 0; k < nformats && !too_exact(x, &r); k++) {
		r.format = formats[k];
		if (r.format.most > r.format.fixed && r.format.most < UNROUNDED && !is_rounded(x, &x->numbers->columns[r.column]))
			r.format.most = UNROUNDED;
		if (!makes(x, state, &r, &copies))
			continue;
		if (copies)
			return false;
		call = call_of(&r, NULL, &x->arena);
		m->rules = mem_room(m->rules, m->nrules, &m->cap_rules, sizeof *m->rules);
		m->rules[m->nrules] = r;
		graph_add(&x->graph, (struct edge){ .state = state, .source = &source_number, .part = { (int)m->nrules++ },
		                                    .cost = cost_piece(x->dialect, CASE_NONE) + m->columns[r.column].cost + cost_call(&call) }, x->next);
		return true;
	}
	return false;
}

/* y = a x, when there is such an a. */
static bool proportion(const struct search *x, const struct column *c, struct rule *r)
{
	double low = -INFINITY, high = INFINITY;

	for (size_t i = 0; i < x->texts.n; i++) {
		const struct number *y = &x->numbers->y[i];
		double p = (y->value - y->half) / c->value[i], q = (y->value + y->half) / c->value[i];

		if (c->value[i] == 0)
			continue;
		low = fmax(low, fmin(p, q)), high = fmin(high, fmax(p, q));
	}
	r->b = (struct decimal){ 0 };
	return low <= high && isfinite(low) && isfinite(high) && simplest(low, high, &r->a) && r->a.n > 0;
}

/* The interval of b, given a. */
static bool offset(const struct search *x, const struct column *c, struct rule *r)
{
	const double a = decimal_double(&r->a);
	double low = -INFINITY, high = INFINITY;

	for (size_t i = 0; i < x->texts.n; i++) {
		const struct number *y = &x->numbers->y[i];

		low = fmax(low, y->value - y->half - a * c->value[i]), high = fmin(high, y->value + y->half - a * c->value[i]);
	}
	return low <= high && simplest(low, high, &r->b);
}

/* y = a x + b, from the inputs that are furthest from one another. */
static bool affine(const struct search *x, const struct column *c, struct rule *r)
{
	const struct number *y = x->numbers->y;
	size_t least = 0, most = 0;
	double over, low, high;

	for (size_t i = 1; i < x->texts.n; i++) {
		least = c->value[i] < c->value[least] ? i : least;
		most = c->value[i] > c->value[most] ? i : most;
	}
	over = c->value[most] - c->value[least];
	low = (y[most].value - y[most].half - y[least].value - y[least].half) / over;
	high = (y[most].value + y[most].half - y[least].value + y[least].half) / over;
	return simplest(low, high, &r->a) && r->a.n > 0 && offset(x, c, r) && (x->texts.n > 2 || r->a.n + r->b.n <= SHORT);
}

static bool all_equal(const struct search *x, const struct column *c)
{
	for (size_t i = 1; i < x->texts.n; i++)
		if (c->value[i] != c->value[0])
			return false;
	return true;
}

static void edges(struct search *x, int state)
{
	struct decimal_format formats[3];
	int nformats;

	if (!x->numbers->n || !read_numbers(x, state))
		return;
	nformats = formats_of(x, formats);
	for (size_t k = 0; k < x->numbers->n && !budget_spent(&x->budget); k++) {
		const struct column *c = &x->numbers->columns[k];
		struct rule r = { .column = (int)k };

		if (try_rule(x, state, r, formats, nformats) || all_equal(x, c))      /* one example, as it were: every rule would fit */
			continue;
		r.linear = true;
		if (!c->inner && proportion(x, c, &r) && try_rule(x, state, r, formats, nformats))
			continue;
		decimal_read(STR("1"), &r.a);
		if (offset(x, c, &r) && try_rule(x, state, r, formats, nformats))
			continue;
		if (!c->inner && affine(x, c, &r))
			try_rule(x, state, r, formats, nformats);
	}
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
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
	const struct column *c = &x->numbers->columns[r->column];
	struct dsl_call *call = arena_get(&x->result, sizeof *call);

	(void)s;
	*call = call_of(r, c->inner ? copy_inner(c->inner, &x->result) : NULL, &x->result);
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .from = *c->from, .until = *c->until, .call = call };
}

const struct source source_number = { .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };
