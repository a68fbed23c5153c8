/* source_moment - dates and times written otherwise: Date
 * SPDX-License-Identifier: MIT
 *
 * An edge is one conversion: the year, the month's name, ... of the date that a piece of the input has; between them stand literals. Programs are
 * told with one Date for what belongs together (moment_merge). */
#include <stdlib.h>

#include "base/moment.h"
#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"
#include "search/source.h"

enum { COLUMN, CONVERSION, MOST_TEXT = 16 };     /* of an edge's parts; code points that a conversion gives */

/* The moments of a piece of the inputs, and what each conversion makes of them. */
struct column {
	struct moment *m;
	enum moment_order order;
	const struct dsl_pos *from, *until;
	const struct dsl_call *inner;    /* Floor, Shift, ...; NULL: as they are */
	double cost;
	struct str **made;
};

struct moments { struct column *columns; size_t n, cap; };

void moments_free(struct moments *m)
{
	if (!m)
		return;
	free(m->columns);
	free(m);
}

/* What each conversion gives for each pair; n = 0 where the moment lacks it. */
static void convert(struct search *x, struct column *c)
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

/* The share of the other inputs that have no such moment. */
static double cost_lacking(struct search *x, enum moment_order order)
{
	size_t lacking = 0;

	for (size_t i = 0; i < x->nothers; i++) {
		struct moment m;

		lacking += !moment_find(x->others[i], order, &m);
	}
	x->budget.work += (double)(16 * x->nothers);
	return x->nothers ? cost_failing((double)lacking / (double)x->nothers) : 0;
}

static void add_column(struct search *x, const struct piece_end *from, const struct piece_end *until, enum moment_order order, double lacking)
{
	struct moments *all = x->moments;
	const size_t n = x->texts.n;
	struct column c = { .m = arena_get(&x->arena, n * sizeof *c.m), .order = order, .from = from->pos, .until = until->pos,
	                    .cost = from->cost + until->cost + lacking };

	for (size_t i = 0; i < n; i++) {
		x->budget.work += 16;
		if (from->at[i] >= until->at[i] || !moment_find(pieces_text(x->texts.inputs[i], from->at[i], until->at[i]), order, &c.m[i]))
			return;
	}
	for (size_t k = 0; k < all->n; k++)
		if (memcmp(all->columns[k].m, c.m, n * sizeof *c.m) == 0) {
			if (c.cost < all->columns[k].cost) {
				c.made = all->columns[k].made;
				all->columns[k] = c;
			}
			if (order == MOMENT_UNKNOWN || all->columns[k].order == order)
				return;
		}
	convert(x, &c);
	all->columns = mem_room(all->columns, all->n, &all->cap, sizeof *all->columns);
	all->columns[all->n++] = c;
}

/* Does the output have the hour, as one of the ways to write it? */
static bool has_hour(const struct search *x, size_t i, const struct moment *m)
{
	struct buf hour = { 0 };
	bool has = false;

	for (int twelve = 0; twelve < 2 && !has; twelve++, hour.n = 0) {
		moment_print(&hour, m, twelve ? STR("%-I") : STR("%-H"));
		has = memmem(x->texts.outputs[i].p, x->texts.outputs[i].n, hour.p, hour.n) != NULL;
	}
	buf_free(&hour);
	return has;
}

static const struct dsl_call *call_with(struct search *x, int op, const char *text, const struct dsl_call *inner)
{
	struct dsl_call *call = arena_get(&x->arena, sizeof *call);

	*call = (struct dsl_call){ .op = &dsl_ops[op], .arg = { { DSL_TEXT, str_of(text) } }, .inner = inner };
	return call;
}

/* The times of a column, moved: to a multiple (op, unless 0), and then by some span (unless it is empty). */
static void add_moved(struct search *x, size_t of, int op, const char *step, const char *shift)
{
	struct moments *all = x->moments;
	struct column c = all->columns[of];
	long multiple = 0, by = 0;

	c.m = arena_get(&x->arena, x->texts.n * sizeof *c.m);
	if (op) {
		moment_span(str_of(step), &multiple);
		c.inner = call_with(x, op, step, c.inner);
	}
	if (*shift) {
		moment_span(str_of(shift), &by);
		c.inner = call_with(x, OP_SHIFT, shift, c.inner);
	}
	for (size_t i = 0; i < x->texts.n; i++) {
		c.m[i] = all->columns[of].m[i];
		x->budget.work += 16;
		if ((op && !moment_to_multiple(&c.m[i], multiple, op - OP_FLOOR)) || (by && !moment_shift(&c.m[i], by)) || !has_hour(x, i, &c.m[i]))
			return;
	}
	for (size_t k = 0; k < all->n; k++)
		if (memcmp(all->columns[k].m, c.m, x->texts.n * sizeof *c.m) == 0)
			return;
	c.cost += cost_call(c.inner);
	convert(x, &c);
	all->columns = mem_room(all->columns, all->n, &all->cap, sizeof *all->columns);
	all->columns[all->n++] = c;
}

/* Times in steps, and the other end of the interval that they begin; and times some hours later or earlier. */
static void add_all_moved(struct search *x)
{
	static const struct { const char *step, *on[3]; } steps[] = {
		{ "30m", { "30m", "29m", "1799s" } }, { "1h", { "1h", "59m", "3599s" } }, { "15m", { "15m", "14m", "899s" } }, { "2h", { "2h", "119m", "7199s" } },
		{ "10m", { "10m", "9m", "599s" } }, { "20m", { "20m", "19m", "1199s" } }, { "5m", { "5m", "4m", "299s" } }, { "3h", { "3h", "179m", "10799s" } },
		{ "4h", { "4h", "239m", "14399s" } }, { "6h", { "6h", "359m", "21599s" } }, { "12h", { "12h", "719m", "43199s" } },
	};
	static const char *const shifts[] = { "1h", "-1h", "2h", "-2h", "3h", "-3h", "4h", "-4h", "5h", "-5h", "6h", "-6h", "7h", "-7h", "8h", "-8h", "9h", "-9h",
	                                      "10h", "-10h", "12h", "30m", "-30m" };
	const size_t columns = x->moments->n;

	for (size_t k = 0; k < columns && x->texts.n > 1; k++) {
		if (x->moments->columns[k].m[0].hour < 0)
			continue;
		for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
			for (int op = OP_FLOOR; op <= OP_ROUND; op++) {
				add_moved(x, k, op, steps[s].step, "");
				for (int on = 0; on < 3 && op == OP_FLOOR; on++)
					add_moved(x, k, op, steps[s].step, steps[s].on[on]);
			}
		for (size_t s = 0; s < sizeof shifts / sizeof *shifts; s++)
			add_moved(x, k, 0, "", shifts[s]);
	}
}

static bool prepare(struct search *x)
{
	struct piece_end from[PIECES], until[PIECES];
	const int nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);

	if (!x->moments)
		x->moments = mem_zero(1, sizeof *x->moments);
	x->moments->n = 0;
	for (enum moment_order order = MOMENT_UNKNOWN; order < MOMENT_ORDERS; order++) {
		const double lacking = cost_lacking(x, order);

		for (int a = 0; a < nfrom; a++)
			for (int b = 0; b < nuntil && !budget_spent(&x->budget); b++)
				add_column(x, &from[a], &until[b], order, lacking);
	}
	add_all_moved(x);
	return !budget_spent(&x->budget);
}

/* Does an output go on with an ASCII text? */
static bool goes_on(const struct search *x, size_t i, int at, struct str text)
{
	const uint32_t *out = x->texts.y[i];

	if (at + (int)text.n > x->texts.ylen[i])
		return false;
	for (size_t k = 0; k < text.n; k++)
		if (out[at + (int)k] != (unsigned char)text.p[k])
			return false;
	return true;
}

/* What is moved has been read before, and is written so that no order is asked for: the order belongs to the innermost. */
static struct dsl_call call_of(const struct column *c, struct str format)
{
	struct dsl_call call = { .op = &dsl_ops[OP_DATE], .arg = { { DSL_TEXT, format } } };

	if (c->order && !c->inner)
		call.arg[1] = (struct dsl_arg){ DSL_TEXT, str_of(moment_orders[c->order]) };
	return call;
}

static void try_conversion(struct search *x, int state, int column, int conversion)
{
	const struct column *c = &x->moments->columns[column];
	const struct dsl_call call = call_of(c, str_of(moment_conversions[conversion]));

	x->budget.work += 1;
	for (size_t i = 0; i < x->texts.n; i++) {
		const int at = graph_at(&x->graph, state)[i];
		const struct str made = c->made[conversion][i];

		if (!made.n || !goes_on(x, i, at, made))
			return;
		x->next[i] = at + (int)made.n;
	}
	graph_add(&x->graph, (struct edge){ .state = state, .source = &source_moment, .part = { column, conversion },
	                                    .cost = cost_piece(x->dialect, CASE_NONE) + c->cost + cost_call(&call) }, x->next);
}

static void edges(struct search *x, int state)
{
	for (size_t k = 0; k < x->moments->n && !budget_spent(&x->budget); k++)
		for (int c = 0; moment_conversions[c]; c++)
			try_conversion(x, state, (int)k, c);
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
}

/* Their texts are static. */
static const struct dsl_call *copy_calls(const struct dsl_call *call, struct arena *a)
{
	struct dsl_call *copy;

	if (!call)
		return NULL;
	copy = arena_get(a, sizeof *copy);
	*copy = *call;
	copy->inner = copy_calls(call->inner, a);
	return copy;
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	const struct column *c = &x->moments->columns[e->part[COLUMN]];
	struct dsl_call *call = arena_get(&x->result, sizeof *call);

	(void)s;
	*call = call_of(c, str_of(moment_conversions[e->part[CONVERSION]]));
	call->inner = copy_calls(c->inner, &x->result);
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .from = *c->from, .until = *c->until, .call = call };
}

const struct source source_moment = { .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };

/* ---- one moment, and one Date, for what belongs together ---- */

static bool is_date(const struct dsl_expr *e)
{
	return e->kind == EXPR_SUBSTR && e->call && e->call->op == &dsl_ops[OP_DATE] && !e->to;
}

static bool same_calls(const struct dsl_call *a, const struct dsl_call *b)
{
	for (; a && b; a = a->inner, b = b->inner)
		if (a->op != b->op || !str_eq(a->arg[0].text, b->arg[0].text))
			return false;
	return !a && !b;
}

static bool of_one(const struct dsl_expr *a, const struct dsl_expr *b)
{
	return is_date(a) && is_date(b) && same_calls(a->call->inner, b->call->inner) && str_eq(a->call->arg[1].text, b->call->arg[1].text) && dsl_same_position(&a->from, &b->from) &&
	       dsl_same_position(&a->until, &b->until);
}

static bool is_right(struct search *x, const struct dsl_program *p)
{
	struct dsl_ready *ready = dsl_ready(p);
	bool right = true;

	for (size_t i = 0; i < x->texts.n && right; i++)
		right = dsl_makes(ready, x->scratch, x->texts.inputs[i], x->texts.outputs[i]);
	dsl_done(ready);
	return right;
}

/* AM or PM and the minutes are those of the hour before them, where that is right as well: of the moved time and not of the one that was moved. */
static void agree(struct search *x, struct dsl_program *p)
{
	const struct dsl_expr *before = NULL;

	for (size_t i = 0; i < p->n; i++) {
		struct dsl_expr *e = &p->exprs[i], old = *e;

		if (!is_date(e))
			continue;
		if (before && !same_calls(before->call->inner, e->call->inner)) {
			struct dsl_call *call = arena_get(&x->result, sizeof *call);

			*call = *e->call;
			call->inner = before->call->inner;
			call->arg[1] = before->call->arg[1];
			e->call = call;
			e->from = before->from, e->until = before->until;
			if (!is_right(x, p))
				*e = old;
		}
		before = e;
	}
}

static void put_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%')
			buf_putc(out, '%');
		buf_putc(out, text.p[i]);
	}
}

void moment_merge(struct search *x, struct dsl_program *p)
{
	struct arena *a = &x->result;
	size_t n = 0;

	agree(x, p);
	for (size_t i = 0; i < p->n; n++) {
		struct dsl_expr *to = &p->exprs[n];
		struct buf format = { 0 };
		struct dsl_call *call;
		size_t next = i + 1;

		*to = p->exprs[i];
		if (is_date(to))
			buf_str(&format, to->call->arg[0].text);
		while (format.n) {
			const bool between = next + 1 < p->n && p->exprs[next].kind == EXPR_CONST;

			if (next + between >= p->n || !of_one(to, &p->exprs[next + between]))
				break;
			if (between)
				put_escaped(&format, p->exprs[next].text);
			buf_str(&format, p->exprs[next + between].call->arg[0].text);
			next += (size_t)between + 1;
		}
		if (next > i + 1) {
			call = arena_get(a, sizeof *call);
			*call = *to->call;
			call->arg[0].text = arena_copy(a, buf_view(&format));
			to->call = call;
		}
		buf_free(&format);
		i = next;
	}
	p->n = n;
}
