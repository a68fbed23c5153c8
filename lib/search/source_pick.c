/* source_pick - what operators pick out of a piece: Pick and Before behind a delimiter, and Every
 * SPDX-License-Identifier: MIT
 *
 * Positions count their matches from the begin or the end of an input. Pick and Before count from another position: the first word behind
 * the third brace, what stands between a parenthesis and the next semicolon. Only what no two positions name is proposed. */
#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"
#include "search/values.h"

enum { MOST_PICKS = 1 << 12, FURTHEST = 3, MOST_STEP = 9 };

static struct value new_pick(struct search *x, int op, const struct dsl_pos *from)
{
	static const struct dsl_pos end = { .kind = POS_END };
	struct value p = { .call = { .op = &dsl_ops[op] }, .from = from, .until = &end };

	values_room(x, &p);
	return p;
}

static const struct dsl_pos begin = { .kind = POS_CONST }, end = { .kind = POS_END };

/* ---- behind a position ---- */

/* The first match of something behind a position, or what stands before it, where positions don't name that. */
static void add_match(struct search *x, const struct dsl_pos *from, const int *at, double cost, struct dsl_arg what)
{
	const size_t n = x->texts.n;
	const int op = dsl_table[what.id].role == ROLE_CHAR ? OP_BEFORE : OP_PICK;
	struct value p = { .cost = cost };
	int *begins = x->reach, *ends = x->plain;

	for (size_t i = 0; i < n; i++) {
		const struct str piece = pieces_text(x->texts.inputs[i], at[i], x->texts.xlen[i]);
		struct dsl_hit hit;

		x->budget.work += 4;
		if (at[i] >= x->texts.xlen[i] || !dsl_next(&what, piece, DSL_UTF8, 0, x->scratch, &hit))
			return;
		begins[i] = at[i] + (op == OP_BEFORE ? 0 : (int)utf8_length((struct str){ piece.p, hit.start }));
		ends[i] = at[i] + (int)utf8_length((struct str){ piece.p, op == OP_BEFORE ? hit.start : hit.after });
		if (begins[i] == ends[i])
			return;
	}
	if (rows_find(&x->positions.index, begins) >= 0 && rows_find(&x->positions.index, ends) >= 0)
		return;
	p = new_pick(x, op, from);
	p.call.arg[0] = what;
	if (op == OP_PICK)
		p.call.arg[1] = (struct dsl_arg){ DSL_TEXT, STR("0") };
	for (size_t i = 0; i < n; i++) {
		p.made[i] = x->texts.x[i] + begins[i];
		p.length[i] = ends[i] - begins[i];
	}
	p.cost = cost + cost_position(&end, true) + cost_call(&p.call);
	values_add(x->picks, &p);
}

/* Is it what stands behind a delimiter? */
static bool is_begin(const struct dsl_pos *p)
{
	return p->kind == POS_REGEX && p->type != DSL_TEXT && dsl_table[p->type].role == ROLE_CHAR && !p->offset && p->bound == BOUND_AFTER &&
	       abs(p->n) <= FURTHEST;
}

/* The cheapest name of a position that stands behind a delimiter; NULL: there is none. */
static const struct naming *begin_of(const struct positions *p, size_t vector)
{
	const struct naming *best = NULL;

	for (int k = p->vectors[vector].first; k >= 0; k = p->namings[k].next)
		if (is_begin(&p->namings[k].pos) && (!best || p->namings[k].cost[0] < best->cost[0]))
			best = &p->namings[k];
	return best;
}

/* ---- every so many characters ---- */

static void add_every(struct search *x, int step, int first)
{
	static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
	struct value p = new_pick(x, OP_EVERY, &begin);
	int most = 0;

	p.call.arg[0] = (struct dsl_arg){ DSL_TEXT, str_of(digits[step]) };
	p.call.arg[1] = (struct dsl_arg){ DSL_TEXT, str_of(digits[first]) };
	for (size_t i = 0; i < x->texts.n; i++) {
		uint32_t *made = arena_get(&x->arena, ((size_t)x->texts.xlen[i] + 1) * sizeof *made);

		p.made[i] = made;
		p.length[i] = 0;
		for (int k = first; k < x->texts.xlen[i]; k += step)
			made[p.length[i]++] = x->texts.x[i][k];
		if (!p.length[i])
			return;
		most = p.length[i] > most ? p.length[i] : most;
		x->budget.work += x->texts.xlen[i] / 4 + 1;
	}
	p.cost = cost_position(&begin, false) + cost_position(&end, true) + cost_call(&p.call);
	if (most > 2)
		values_add(x->picks, &p);
}

static bool prepare(struct search *x)
{
	if (!x->picks)
		x->picks = mem_zero(1, sizeof *x->picks);
	x->picks->n = 0;
	for (size_t v = 0; v < x->positions.index.n && x->picks->n < MOST_PICKS && !budget_spent(&x->budget); v++) {
		const struct naming *from = begin_of(&x->positions, v);

		for (int id = 1; id < dsl_size(x->dialect) && from; id++)
			if (dsl_table[id].role == ROLE_CHAR || (dsl_table[id].role == ROLE_TYPE && dsl_table[id].most != 1 && dsl_table[id].first != KIND_BLANK))
				add_match(x, &from->pos, rows_at(&x->positions.index, (int)v), from->cost[0], (struct dsl_arg){ .id = id });
	}
	for (int step = 2; step <= MOST_STEP; step++)
		for (int first = 0; first < step; first++)
			add_every(x, step, first);
	return !budget_spent(&x->budget);
}

static void edges(struct search *x, int state)
{
	values_edges(x, x->picks, &source_pick, state);
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	(void)s;
	return values_expression(x, &x->picks->list[e->part[0]]);
}

const struct source source_pick = { .prepare = prepare, .edges = edges, .spell = values_spell, .expression = expression };
