/* dsl_run - runs programs on strings
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_run.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_match.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

const char *dsl_error_text(enum dsl_error e)
{
	static const char *const text[] = {
		"fine", "no such match", "a position outside the string", "an empty or reversed piece", "not UTF-8", "no number, or one with too many digits", "no such date or time", "no such column",
		"not in the program's table", "no condition of the program holds",
	};

	return text[e];
}

/* A position made ready. `like`: an earlier position of the branch that names the same match, whose answer serves here, or -1. */
struct place { struct dsl_pos pos; struct dsl_arg what; int column, like; };
struct step { struct str text; int column; enum dsl_case to; int from; const struct dsl_call *call; };     /* from: its first place, -1 for a literal */
struct dsl_ready {
	struct arena arena;
	struct step *steps; size_t n;
	struct place *places; int nplaces;
	struct dsl_branch *branches; size_t nbranches;
};

/* The branch's places begin at `first`. */
static void make_place(struct dsl_ready *r, const struct dsl_pos *pos, int column, int first)
{
	struct place *place = &r->places[r->nplaces];

	*place = (struct place){ *pos, { pos->type, arena_copy(&r->arena, pos->text) }, column, -1 };
	place->pos.text = place->what.text;
	for (int i = first; i < r->nplaces && pos->kind == POS_REGEX; i++) {
		const struct place *other = &r->places[i];

		if (other->pos.kind == POS_REGEX && other->pos.type == pos->type && str_eq(other->pos.text, pos->text) && other->pos.n == pos->n &&
		    other->column == column &&
		    other->like < 0) {
			place->like = i;
			break;
		}
	}
	r->nplaces++;
}

static int by_key(const void *a, const void *b)
{
	const struct dsl_row *p = a, *q = b;

	return dsl_text_order(p->key.text, q->key.text);
}

/* A copy of a table, in order. Of several rows with one key the first counts. */
static void copy_rows(struct arena *a, struct dsl_call *copy, const struct dsl_call *call)
{
	struct dsl_row *rows = arena_get(a, call->nrows * sizeof *rows);
	size_t n = 0;

	for (size_t k = 0; k < call->nrows; k++)
		rows[k] = (struct dsl_row){ { 0, arena_copy(a, call->rows[k].key.text) }, { (int)k, arena_copy(a, call->rows[k].value.text) } };
	qsort(rows, call->nrows, sizeof *rows, by_key);
	for (size_t k = 0; k < call->nrows; k++)
		if (n && by_key(&rows[n - 1], &rows[k]) == 0)
			rows[n - 1] = rows[n - 1].value.id < rows[k].value.id ? rows[n - 1] : rows[k];
		else
			rows[n++] = rows[k];
	copy->rows = rows;
	copy->nrows = n;
}

static const struct dsl_each *ready_each(struct arena *a, const struct dsl_each *each)
{
	struct dsl_each *copy = arena_get(a, sizeof *copy);

	*copy = (struct dsl_each){ .ready = dsl_ready(&(struct dsl_program){ .exprs = (struct dsl_expr *)each->exprs, .n = each->n }) };
	return copy;
}

static const struct dsl_call *copy_calls(struct arena *a, const struct dsl_call *call)
{
	struct dsl_call *copy;

	if (!call)
		return NULL;
	copy = arena_get(a, sizeof *copy);
	*copy = *call;
	for (int k = 0; k < DSL_ARGS; k++)
		copy->arg[k].text = arena_copy(a, call->arg[k].text);
	if (call->nrows)
		copy_rows(a, copy, call);
	if (call->each)
		copy->each = ready_each(a, call->each);
	copy->inner = copy_calls(a, call->inner);
	return copy;
}

struct dsl_ready *dsl_ready(const struct dsl_program *p)
{
	struct dsl_ready *r = mem_zero(1, sizeof *r);
	size_t branch = 0;
	int first = 0;

	dsl_need_classes();
	r->n = p->n;
	r->steps = arena_get(&r->arena, p->n * sizeof *r->steps);
	r->places = arena_get(&r->arena, 2 * p->n * sizeof *r->places);
	r->nbranches = p->nbranches;
	r->branches = arena_get(&r->arena, p->nbranches * sizeof *r->branches);
	for (size_t b = 0; b < p->nbranches; b++)
		r->branches[b] = (struct dsl_branch){ dsl_copy_test(&r->arena, &p->branches[b].test), p->branches[b].end };
	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];

		for (; branch < p->nbranches && i == p->branches[branch].end; branch++)
			first = r->nplaces;
		r->steps[i] = (struct step){ .column = e->column, .to = e->to, .from = -1, .call = copy_calls(&r->arena, e->call) };
		if (e->kind == EXPR_CONST) {
			r->steps[i].text = arena_copy(&r->arena, e->text);
			continue;
		}
		r->steps[i].from = r->nplaces;
		make_place(r, &e->from, e->column, first);
		make_place(r, &e->until, e->column, first);
	}
	return r;
}

static bool has_byte(struct str s, char byte)
{
	return s.n && memchr(s.p, byte, s.n);
}

bool dsl_may_write(const struct dsl_ready *r, char byte)
{
	for (size_t i = 0; i < r->n; i++) {
		bool has = has_byte(r->steps[i].text, byte);

		for (const struct dsl_call *c = r->steps[i].call; c && !has; c = c->inner) {
			for (int k = 0; k < DSL_ARGS; k++)
				has |= has_byte(c->arg[k].text, byte);
			for (size_t k = 0; k < c->nrows; k++)
				has |= has_byte(c->rows[k].value.text, byte);
			has |= c->each && dsl_may_write(c->each->ready, byte);
		}
		if (has)
			return true;
	}
	return false;
}

void dsl_done(struct dsl_ready *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		for (const struct dsl_call *c = r->steps[i].call; c; c = c->inner)
			if (c->each)
				dsl_done(c->each->ready);
	arena_free(&r->arena);
	free(r);
}

static enum dsl_error find_place(const struct dsl_ready *r, int i, struct str in, bool wide, struct dsl_scratch *s, struct dsl_hit *hits,
                                 size_t *at)
{
	const struct place *place = &r->places[i];
	const struct dsl_pos *pos = &place->pos;

	if (pos->kind == POS_END) {
		*at = in.n;
		return RUN_OK;
	}
	if (pos->kind == POS_CONST) {
		*at = pos->k < 0 ? in.n : 0;
		return dsl_walk(in, wide, pos->k, at) ? RUN_OK : RUN_OUTSIDE;
	}
	if (place->like >= 0)
		hits[i] = hits[place->like];
	else if (!dsl_nth(&place->what, pos->n, in, wide, s, &hits[i]))
		return RUN_NO_MATCH;
	*at = pos->bound == BOUND_START ? hits[i].start : hits[i].after;
	if (pos->bound == BOUND_END)
		dsl_walk(in, wide, -1, at);
	return pos->offset == 0 || dsl_walk(in, wide, pos->offset, at) ? RUN_OK : RUN_OUTSIDE;
}

/* Appends what the operators make of a piece, the innermost first. What is inside of each goes to a value of its own. */
static enum dsl_error put_calls(const struct dsl_call *c, struct str piece, bool wide, struct dsl_scratch *s, struct buf *value, struct buf *out)
{
	if (c->inner) {
		enum dsl_error error;

		value->n = 0;
		error = put_calls(c->inner, piece, wide, s, value + 1, value);
		if (error)
			return error;
		piece = buf_view(value);
		wide = utf8_check(piece) == UTF8_WIDE;
	}
	return c->op->run(c, s, piece, wide ? DSL_UTF8 : DSL_ASCII, out);
}

/* What a piece is, in its case, and with operators around it. */
static enum dsl_error put_piece(const struct step *step, struct str piece, bool wide, struct dsl_scratch *s, struct buf *out)
{
	struct buf *value = &s->value[DSL_DEPTH - 1];

	if (!step->call) {
		if (step->to)
			dsl_put_case(out, piece, wide ? DSL_UTF8 : DSL_ASCII, step->to);
		else
			buf_put(out, piece.p, piece.n);
		return RUN_OK;
	}
	if (step->to) {
		value->n = 0;
		dsl_put_case(value, piece, wide ? DSL_UTF8 : DSL_ASCII, step->to);
		piece = buf_view(value);
	}
	return put_calls(step->call, piece, wide, s, s->value, out);
}

bool dsl_cell(struct dsl_scratch *s, struct str input, int columns, struct str *cell)
{
	return dsl_columns_cell(input, columns, &s->joined, cell);
}

/* One run of a program. */
struct run { const struct dsl_ready *r; struct dsl_scratch *s; struct str in; bool wide; struct dsl_hit *hits; struct buf *out; };

/* Appends what a branch's steps give. On an error something may have been appended. */
static enum dsl_error run_steps(const struct run *x, size_t first, size_t end)
{
	struct str cell = x->in;                   /* of column `at`, or all */
	int at = 0;

	for (size_t i = first; i < end; i++) {
		const struct step *step = &x->r->steps[i];
		enum dsl_error error;
		size_t from, until;

		if (step->from < 0) {
			buf_str(x->out, step->text);
			continue;
		}
		if (step->column != at) {
			at = step->column;
			if (!dsl_cell(x->s, x->in, at, &cell))
				return RUN_NO_COLUMN;
		}
		if ((error = find_place(x->r, step->from, cell, x->wide, x->s, x->hits, &from)) ||
		    (error = find_place(x->r, step->from + 1, cell, x->wide, x->s, x->hits, &until)))
			return error;
		if (from >= until)
			return RUN_EMPTY;
		error = put_piece(step, (struct str){ cell.p + from, until - from }, x->wide, x->s, x->out);
		if (error)
			return error;
	}
	return RUN_OK;
}

/* Runs the first branch whose test holds: its number, or how many there are. */
static enum dsl_error run_branches(const struct run *x, size_t *branch)
{
	const struct dsl_ready *r = x->r;
	const size_t begin = x->out->n;
	size_t first = 0;

	for (size_t b = *branch = 0; b < r->nbranches; first = r->branches[b++].end, ++*branch) {
		const struct dsl_test *test = &r->branches[b].test;

		enum dsl_error error;

		if (test->is->holds && !dsl_holds(test, x->s, x->in, x->wide ? DSL_UTF8 : DSL_ASCII))
			continue;
		error = run_steps(x, first, r->branches[b].end);
		if (!error || test->is->holds)
			return error;
		x->out->n = begin;
	}
	return first < r->n ? run_steps(x, first, r->n) : r->nbranches ? RUN_NO_BRANCH : RUN_OK;
}

static enum dsl_error run(const struct dsl_ready *r, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out, size_t *branch)
{
	struct dsl_hit few[64], *hits = r->nplaces <= 64 ? few : mem_get((size_t)r->nplaces * sizeof *hits);
	const enum utf8_kind kind = e == DSL_UNKNOWN ? utf8_check(in) : e == DSL_UTF8 ? UTF8_WIDE : UTF8_ASCII;
	const struct run x = { r, s, in, kind == UTF8_WIDE, hits, out };
	const size_t begin = out->n;
	const enum dsl_error error = kind == UTF8_BROKEN ? RUN_NOT_UTF8 : run_branches(&x, branch);

	if (error)
		out->n = begin;
	if (hits != few)
		free(hits);
	return error;
}

size_t dsl_branch_of(const struct dsl_ready *r, struct dsl_scratch *s, struct str in)
{
	struct buf made = { 0 };
	size_t branch = 0;

	run(r, s, in, DSL_UNKNOWN, &made, &branch);
	buf_free(&made);
	return branch;
}

enum dsl_error dsl_run_as(const struct dsl_ready *r, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	size_t branch;

	return run(r, s, in, e, out, &branch);
}

enum dsl_error dsl_run(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, struct buf *out)
{
	return dsl_run_as(r, s, input, DSL_UNKNOWN, out);
}

bool dsl_makes(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, struct str output)
{
	struct buf made = { 0 };
	bool same = dsl_run(r, s, input, &made) == RUN_OK && str_eq(buf_view(&made), output);

	buf_free(&made);
	return same;
}
