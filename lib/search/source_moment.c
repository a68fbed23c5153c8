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
struct column { struct moment *m; enum moment_order order; const struct dsl_pos *from, *until; double cost; struct str **made; };

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

static struct dsl_call call_of(const struct column *c, struct str format)
{
	struct dsl_call call = { .op = &dsl_ops[OP_DATE], .arg = { { DSL_TEXT, format } } };

	if (c->order)
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

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	const struct column *c = &x->moments->columns[e->part[COLUMN]];
	struct dsl_call *call = arena_get(&x->result, sizeof *call);

	(void)s;
	*call = call_of(c, str_of(moment_conversions[e->part[CONVERSION]]));
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .from = *c->from, .until = *c->until, .call = call };
}

const struct source source_moment = { .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };

/* ---- one Date for what belongs together ---- */

static bool is_date(const struct dsl_expr *e)
{
	return e->kind == EXPR_SUBSTR && e->call && e->call->op == &dsl_ops[OP_DATE] && !e->call->inner && !e->to;
}

static bool of_one(const struct dsl_expr *a, const struct dsl_expr *b)
{
	return is_date(a) && is_date(b) && str_eq(a->call->arg[1].text, b->call->arg[1].text) && memcmp(&a->from, &b->from, sizeof a->from) == 0 &&
	       memcmp(&a->until, &b->until, sizeof a->until) == 0;
}

static void put_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%')
			buf_putc(out, '%');
		buf_putc(out, text.p[i]);
	}
}

void moment_merge(struct dsl_program *p, struct arena *a)
{
	size_t n = 0;

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
