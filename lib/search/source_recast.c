/* source_recast - a piece written otherwise: as a name or a title, without accents, narrow, stripped or padded
 * SPDX-License-Identifier: MIT
 *
 * Only what does something that pieces and their cases don't do in some example is proposed. What an operator makes is asked of the operator. */
#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"
#include "search/values.h"

enum { MOST = 1 << 10, WIDEST = 99 };

/* A piece of all the inputs, and its text in each. */
struct piece { const struct dsl_pos *from, *until; double cost; struct str *texts; };

/* What the value makes of a text, as code points; false when it can't. */
static bool make(struct search *x, const struct value *v, struct str text, struct buf *room, struct buf *made)
{
	room->n = made->n = 0;
	if (v->to) {
		dsl_put_case(room, text, DSL_UTF8, v->to);
		text = buf_view(room);
	}
	if (v->call.op)
		return v->call.op->run(&v->call, x->scratch, text, DSL_UTF8, made) == RUN_OK;
	buf_str(made, text);
	return true;
}

/* Does the operator make the same of a text in any case? */
static bool case_is_idle(struct search *x, const struct value *v, struct str text, const struct buf *made)
{
	const struct value plain = { .call = v->call };
	struct buf room = { 0 }, other = { 0 };
	const bool idle = v->to && v->call.op && make(x, &plain, text, &room, &other) && str_eq(buf_view(&other), buf_view(made));

	buf_free(&room);
	buf_free(&other);
	return idle;
}

/* Adds what the value makes of a piece, unless some case of the piece is the same in all the inputs, or the operator without the case. */
static void add(struct search *x, const struct piece *p, struct value v)
{
	const enum dsl_case most = v.to == CASE_TITLE ? CASE_NAME : CASE_SENTENCE;
	struct buf room = { 0 }, made = { 0 };
	bool same[CASE_TITLE + 1], known = false, idle = v.to && v.call.op;
	size_t i = 0;

	memset(same, true, sizeof same);
	v.from = p->from, v.until = p->until;
	values_room(x, &v);
	for (; i < x->texts.n && make(x, &v, p->texts[i], &room, &made); i++) {
		uint32_t *points = arena_get(&x->arena, (made.n + 1) * sizeof *points);

		v.made[i] = points;
		v.length[i] = (int)utf8_decode(buf_view(&made), points);
		for (int k = CASE_NONE; k <= (int)most; k++) {
			struct buf cased = { 0 };

			dsl_put_case(&cased, p->texts[i], DSL_UTF8, (enum dsl_case)k);
			same[k] &= str_eq(buf_view(&cased), buf_view(&made));
			buf_free(&cased);
		}
		idle = idle && case_is_idle(x, &v, p->texts[i], &made);
		x->budget.work += 10 + 4 * (double)p->texts[i].n;
	}
	for (int k = CASE_NONE; k <= (int)most; k++)
		known |= same[k];
	v.cost = p->cost + cost_piece(x->dialect, v.to) - cost_piece(x->dialect, CASE_NONE) + (v.call.op ? cost_call(&v.call) : 0);
	if (i == x->texts.n && !known && !idle)
		values_add(x->recasts, &v);
	buf_free(&room);
	buf_free(&made);
}

static bool has_wide(const struct search *x, const struct piece *p)
{
	for (size_t i = 0; i < x->texts.n; i++)
		if (utf8_check(p->texts[i]) == UTF8_WIDE)
			return true;
	return false;
}

/* Without accents, and narrow, in any case. */
static void add_plain(struct search *x, const struct piece *p)
{
	for (int op = OP_UNACCENT; op <= OP_NARROW && has_wide(x, p); op++)
		for (int to = CASE_NONE; to <= CASE_SENTENCE; to++)
			add(x, p, (struct value){ .call = { .op = &dsl_ops[op] }, .to = (enum dsl_case)to });
}

/* Without the delimiters that some text has at an end. */
static void add_stripped(struct search *x, const struct piece *p)
{
	bool tried[128] = { false };

	for (size_t i = 0; i < x->texts.n; i++)
		for (int end = 0; end < 2; end++) {
			const struct str text = p->texts[i];
			const unsigned char c = (unsigned char)text.p[end ? text.n - 1 : 0];
			const int id = c < 128 ? dsl_char_id(c, DSL_SHELL) : -1;

			if (id < 0 || tried[c])
				continue;
			tried[c] = true;
			add(x, p, (struct value){ .call = { .op = &dsl_ops[OP_STRIP], .arg = { { id, STR("") } } } });
		}
}

/* Do two texts lack differently many characters? What one of them lacks, or all of them, may be a fixed text. */
static bool shows_width(const struct search *x, const struct piece *p, int width)
{
	int lacks = 0;

	for (size_t i = 0; i < x->texts.n; i++) {
		const int now = width - (int)utf8_length(p->texts[i]);

		if (now > 0 && lacks && now != lacks)
			return true;
		lacks = now > 0 ? now : lacks;
	}
	return false;
}

/* As wide as the outputs are, when all are equally wide. */
static void add_padded(struct search *x, const struct piece *p)
{
	const struct texts *t = &x->texts;
	const int width = t->ylen[0];

	if (width > WIDEST || !shows_width(x, p, width))
		return;
	for (size_t i = 1; i < t->n; i++)
		if (t->ylen[i] != width)
			return;
	for (int front = 0; front < 2; front++)
		for (size_t i = 0; i < t->n; i++) {
			struct buf digits = { 0 }, with = { 0 };
			struct dsl_arg *arg;
			struct value v = { .call = { .op = &dsl_ops[OP_PAD] } };

			if ((int)utf8_length(p->texts[i]) >= width)
				continue;
			buf_printf(&digits, "%d", front ? -width : width);
			utf8_put(&with, t->y[i][front ? 0 : width - 1]);
			arg = v.call.arg;
			arg[0] = (struct dsl_arg){ DSL_TEXT, arena_take(&x->arena, &digits) };
			arg[1].text = arena_take(&x->arena, &with);
			arg[1].id = dsl_text_id(arg[1].text);
			add(x, p, v);
			break;
		}
}

static void add_piece(struct search *x, const struct piece_end *from, const struct piece_end *until)
{
	struct piece p = { from->pos, until->pos, from->cost + until->cost, arena_get(&x->arena, x->texts.n * sizeof *p.texts) };

	for (size_t i = 0; i < x->texts.n; i++) {
		if (from->at[i] >= until->at[i])
			return;
		p.texts[i] = pieces_text(x->texts.inputs[i], from->at[i], until->at[i]);
	}
	add_plain(x, &p);
	for (int to = CASE_NAME; to <= CASE_TITLE; to++)
		add(x, &p, (struct value){ .to = (enum dsl_case)to });
	add_stripped(x, &p);
	add_padded(x, &p);
}

/* The position one character behind another, when it has a name: a first character is a piece, too. */
static bool one_behind(const struct search *x, const struct piece_end *from, struct piece_end *until)
{
	const struct positions *p = &x->positions;

	for (size_t v = 0; v < p->index.n; v++) {
		const int *at = rows_at(&p->index, (int)v);
		size_t i = 0;

		while (i < x->texts.n && at[i] == from->at[i] + 1)
			i++;
		if (i == x->texts.n) {
			const struct naming *best = &p->namings[p->vectors[v].best[1]];

			*until = (struct piece_end){ &best->pos, at, best->cost[1] };
			return true;
		}
	}
	return false;
}

static bool prepare(struct search *x)
{
	struct piece_end from[PIECES], until[PIECES], next;
	const int nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);

	if (!x->recasts)
		x->recasts = mem_zero(1, sizeof *x->recasts);
	x->recasts->n = 0;
	for (int a = 0; a < nfrom; a++) {
		for (int b = 0; b < nuntil && x->recasts->n < MOST && !budget_spent(&x->budget); b++)
			add_piece(x, &from[a], &until[b]);
		if (one_behind(x, &from[a], &next))
			add_piece(x, &from[a], &next);
	}
	return !budget_spent(&x->budget);
}

static void edges(struct search *x, int state)
{
	values_edges(x, x->recasts, &source_recast, state);
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	(void)s;
	return values_expression(x, &x->recasts->list[e->part[0]]);
}

const struct source source_recast = { .prepare = prepare, .edges = edges, .spell = values_spell, .expression = expression };
