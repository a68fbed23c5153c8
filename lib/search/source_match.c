/* source_match - operators that do something at every match: Remove, Replace, Join, Separate, Initials
 * SPDX-License-Identifier: MIT
 *
 * All of them cut a piece into parts and give them with one text between: between the matches (Remove, Replace), up to each match (Separate), the
 * matches themselves (Join), their first characters (Initials). So the text needs no guess: it is what stands in the first output between the first
 * part and the second. A cut is prepared once for all states; an edge's parts are the cut and the text. */
#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/source.h"

enum {
	CUT, TEXT,                       /* of an edge's parts */
	PIECES = 6,                      /* positions at each side that pieces are made of */
	TEXTS = 8,                       /* texts of two and more characters that are looked for */
	LONGEST = 4,                     /* characters of the text between parts */
	MOST_CUTS = 1 << 14,
};

/* Code points [begin, end) of an input. */
struct part { int begin, end; };

/* A piece, cut at the matches of something. */
struct cut {
	int op;
	struct dsl_arg what;
	enum dsl_case as;
	bool outside;                    /* the case is around the operator, as it would change the matches */
	const struct dsl_pos *from, *until;
	double cost;                     /* of the piece */
	struct part **parts; int *n;     /* of each pair */
	int *begins;                     /* of each pair, where the piece begins */
};

struct matches {
	struct cut *cuts; size_t n, cap;
	struct dsl_arg *texts; size_t ntexts, cap_texts;     /* between parts; id 0: nothing */
};

void matches_free(struct matches *m)
{
	if (!m)
		return;
	free(m->cuts), free(m->texts);
	free(m);
}

/* One end of pieces: a position that has a natural name. */
struct edge_of_piece { const struct dsl_pos *pos; const int *at; double cost; };

static bool natural(const struct dsl_pos *p, bool until)
{
	if (p->kind == POS_REGEX)
		return dsl_table[p->type].role == ROLE_CHAR && !p->offset && (p->n == 0 || p->n == -1) && p->bound == (until ? BOUND_START : BOUND_AFTER);
	return until ? p->kind == POS_END : p->kind == POS_CONST && p->k == 0;
}

static int by_cost(const void *a, const void *b)
{
	const struct edge_of_piece *p = a, *q = b;

	if (p->cost != q->cost)
		return p->cost < q->cost ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

/* The cheapest natural positions: at most PIECES; returns how many. */
static int ends_of_pieces(const struct search *x, bool until, struct edge_of_piece *ends)
{
	const struct positions *p = &x->positions;
	struct edge_of_piece *all = mem_get((p->index.n + 1) * sizeof *all);
	int n = 0;

	for (size_t v = 0; v < p->index.n; v++) {
		struct edge_of_piece one = { .pos = NULL };

		for (int k = p->vectors[v].first; k >= 0; k = p->namings[k].next)
			if (natural(&p->namings[k].pos, until) && (!one.pos || p->namings[k].cost[until] < one.cost))
				one = (struct edge_of_piece){ &p->namings[k].pos, rows_at(&p->index, (int)v), p->namings[k].cost[until] };
		if (one.pos)
			all[n++] = one;
	}
	qsort(all, (size_t)n, sizeof *all, by_cost);
	n = n < PIECES ? n : PIECES;
	memcpy(ends, all, (size_t)n * sizeof *all);
	free(all);
	return n;
}

/* ---- cutting ---- */

/* Bytes of the first n code points. */
static size_t bytes_of(struct str s, int n)
{
	size_t at = 0;

	for (; n > 0; n--)
		do
			at++;
		while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80);
	return at;
}

static struct str piece_of(const struct search *x, size_t i, int from, int until)
{
	const struct str in = x->texts.inputs[i];
	size_t begin = bytes_of(in, from), end = begin + bytes_of((struct str){ in.p + begin, in.n - begin }, until - from);

	return (struct str){ in.p + begin, end - begin };
}

/* The parts of one pair's piece; returns how many. */
static int cut_piece(struct search *x, const struct cut *c, size_t i, int from, int until, struct part *parts)
{
	const struct str piece = piece_of(x, i, from, until);
	const bool ascii = piece.n == (size_t)(until - from);
	struct dsl_hit hit;
	int n = 0, done = from;

	for (size_t at = 0; dsl_next(&c->what, piece, ascii ? DSL_ASCII : DSL_UTF8, at, x->scratch, &hit); at = hit.after) {
		int start = from + (int)(ascii ? hit.start : utf8_length((struct str){ piece.p, hit.start }));
		int after = start + (int)(ascii ? hit.after - hit.start : utf8_length((struct str){ piece.p + hit.start, hit.after - hit.start }));

		switch (c->op) {
		case OP_JOIN:
			parts[n++] = (struct part){ start, after };
			break;
		case OP_INITIALS:
			parts[n++] = (struct part){ start, start + 1 };
			break;
		case OP_SEPARATE:
			if (start > from) {
				parts[n++] = (struct part){ done, start };
				done = start;
			}
			break;
		default:
			parts[n++] = (struct part){ done, start };
			done = after;
		}
		x->budget.work += 2;
	}
	if (c->op != OP_JOIN && c->op != OP_INITIALS)
		parts[n++] = (struct part){ done, until };
	return n;
}

/* Does the case change a character of some part? */
static bool case_matters(const struct search *x, const struct cut *c)
{
	const struct texts *t = &x->texts;

	for (size_t i = 0; i < t->n && c->as; i++)
		for (int k = 0; k < c->n[i]; k++)
			for (int j = c->parts[i][k].begin; j < c->parts[i][k].end; j++)
				if (t->x[i][j] != (j == c->begins[i] ? texts_first(t, c->as, i, j) : t->cased[c->as][i][j]))
					return true;
	return !c->as;
}

/* Keeps a cut that does what pieces can't: at two places of some pair, at some pairs only, or at the end of a piece. */
static void add_cut(struct search *x, struct cut c, const struct edge_of_piece *from, const struct edge_of_piece *until)
{
	struct matches *m = x->matches;
	const size_t n = x->texts.n;
	int most = 0, fewest = 0;
	bool full = true, empty = false;

	c.parts = arena_get(&x->arena, n * sizeof *c.parts);
	c.n = arena_get(&x->arena, n * sizeof *c.n);
	c.begins = arena_get(&x->arena, n * sizeof *c.begins);
	for (size_t i = 0; i < n; i++) {
		const int begin = from->at[i], end = until->at[i];

		if (begin >= end)
			return;
		c.begins[i] = begin;
		c.parts[i] = arena_get(&x->arena, ((size_t)(end - begin) + 2) * sizeof **c.parts);
		c.n[i] = cut_piece(x, &c, i, begin, end, c.parts[i]);
		full &= c.n[i] > 0;
		for (int k = 0; k < c.n[i]; k++)
			empty |= c.parts[i][k].begin == c.parts[i][k].end;
		most = c.n[i] > most ? c.n[i] : most;
		fewest = i == 0 || c.n[i] < fewest ? c.n[i] : fewest;
		x->budget.bytes += ((size_t)(end - begin) + 2) * sizeof **c.parts;
		x->budget.work += (end - begin) / 8 + 4;
	}
	if (!full || most < 2 || (most == 2 && fewest == 2 && !empty) || !case_matters(x, &c))
		return;
	if (fewest == 1)
		c.cost += cost_idle();
	m->cuts = mem_room(m->cuts, m->n, &m->cap, sizeof *m->cuts);
	m->cuts[m->n++] = c;
}

/* Is what a class matches the same in any case? */
static bool any_case(const struct dsl_arg *what)
{
	const int letters = what->id == DSL_TEXT ? 0 : dsl_table[what->id].first & KIND_LETTER;

	return letters == 0 || letters == KIND_LETTER;
}

static void add_cuts(struct search *x, struct dsl_arg what, double lacking, const struct edge_of_piece *from, const struct edge_of_piece *until)
{
	static const enum dsl_case cases[] = { CASE_NONE, CASE_LOWER, CASE_UPPER, CASE_PROPER };
	const bool delimiter = what.id == DSL_TEXT || dsl_table[what.id].role == ROLE_CHAR;

	for (int op = OP_REMOVE; op < OPS; op++) {
		if (op == OP_REMOVE || (delimiter && op != OP_REPLACE))      /* Remove is a Replace without a text; delimiters are not what is wanted */
			continue;
		for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
			const bool outside = cases[k] && !any_case(&what);

			if (outside && cases[k] == CASE_PROPER)
				continue;
			if (x->matches->n < MOST_CUTS && !budget_spent(&x->budget))
				add_cut(x, (struct cut){ .op = op, .what = what, .as = cases[k], .outside = outside, .from = from->pos, .until = until->pos,
				                         .cost = from->cost + until->cost + lacking }, from, until);
		}
	}
}

/* What it costs that other inputs lack what all the pairs' inputs have: there the operator would do nothing. */
static double cost_lacking(struct search *x, const struct dsl_arg *what)
{
	struct dsl_hit hit;
	size_t lacking = 0;

	for (size_t i = 0; i < x->texts.n; i++)
		if (!dsl_next(what, x->texts.inputs[i], DSL_UTF8, 0, x->scratch, &hit))
			return 0;
	for (size_t i = 0; i < x->nothers; i++)
		lacking += !dsl_next(what, x->others[i], DSL_UTF8, 0, x->scratch, &hit);
	x->budget.work += (double)(4 * x->nothers);
	return x->nothers ? cost_failing((double)lacking / (double)x->nothers) : 0;
}

static bool is_delimiter(uint32_t c)
{
	return c < 128 && !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

/* Runs of two and more delimiters in the first input, which are one text. */
static int runs(struct search *x, struct dsl_arg *whats)
{
	const uint32_t *in = x->texts.x[0];
	const int len = x->texts.xlen[0];
	int n = 0;

	for (int at = 0; at < len && n < TEXTS; at++) {
		struct buf text = { 0 };
		bool known = false;

		while (at < len && is_delimiter(in[at]))
			buf_putc(&text, (char)in[at++]);
		for (int k = 0; k < n; k++)
			known |= str_eq(whats[k].text, buf_view(&text));
		if (text.n > 1 && text.n <= LONGEST && !known)
			whats[n++] = (struct dsl_arg){ DSL_TEXT, arena_copy(&x->arena, buf_view(&text)) };
		buf_free(&text);
	}
	return n;
}

/* Cuts all the pieces at the matches of something, if any input has some. */
static void add_everywhere(struct search *x, struct dsl_arg what, const struct edge_of_piece *from, int nfrom, const struct edge_of_piece *until,
                           int nuntil)
{
	struct dsl_hit hit;
	bool any = false;
	double lacking;

	for (size_t i = 0; i < x->texts.n && !any; i++)
		any = dsl_next(&what, x->texts.inputs[i], DSL_UTF8, 0, x->scratch, &hit);
	if (!any)
		return;
	lacking = cost_lacking(x, &what);
	for (int a = 0; a < nfrom; a++)
		for (int b = 0; b < nuntil; b++)
			add_cuts(x, what, lacking, &from[a], &until[b]);
}

static bool prepare(struct search *x)
{
	struct edge_of_piece from[PIECES], until[PIECES];
	const int nfrom = ends_of_pieces(x, false, from), nuntil = ends_of_pieces(x, true, until);
	struct dsl_arg texts[TEXTS];
	const int ntexts = runs(x, texts);

	if (!x->matches)
		x->matches = mem_zero(1, sizeof *x->matches);
	x->matches->n = x->matches->ntexts = 0;
	for (int id = 1; id < dsl_size(x->dialect); id++)
		if (dsl_table[id].role == ROLE_TYPE || dsl_table[id].role == ROLE_CHAR)
			add_everywhere(x, (struct dsl_arg){ .id = id }, from, nfrom, until, nuntil);
	for (int k = 0; k < ntexts; k++)
		add_everywhere(x, texts[k], from, nfrom, until, nuntil);
	return !budget_spent(&x->budget);
}

/* ---- edges ---- */

/* Does the output of pair i from `at` on have the parts with the text between? How much of it they are; 0: no. */
static int agree(struct search *x, const struct cut *c, size_t i, int at, const uint32_t *text, int length)
{
	const struct texts *t = &x->texts;
	const uint32_t *out = t->y[i];
	const int begin = at;

	for (int k = 0; k < c->n[i]; k++) {
		const struct part *p = &c->parts[i][k];

		if (k) {
			if (at + length > t->ylen[i] || memcmp(out + at, text, (size_t)length * sizeof *text) != 0)
				return 0;
			at += length;
		}
		if (at + p->end - p->begin > t->ylen[i])
			return 0;
		for (int j = p->begin; j < p->end; j++, at++)
			if (out[at] != (j == c->begins[i] ? texts_first(t, c->as, i, j) : t->cased[c->as][i][j]))
				return 0;
		x->budget.work += 1 + (p->end - p->begin) / 4;
	}
	return at - begin;
}

/* A text as an argument; id 0 for none. */
static struct dsl_arg argument_of(struct search *x, const uint32_t *text, int length)
{
	struct dsl_arg arg = { 0 };
	struct buf bytes = { 0 };

	for (int i = 0; i < length; i++)
		utf8_put(&bytes, text[i]);
	arg.text = arena_copy(&x->arena, buf_view(&bytes));
	if (length)
		arg.id = dsl_text_id(arg.text);
	buf_free(&bytes);
	return arg;
}

static struct dsl_call call_of(const struct cut *c, const struct dsl_arg *text)
{
	const bool remove = c->op == OP_REPLACE && !text->id;

	return (struct dsl_call){ .op = &dsl_ops[remove ? OP_REMOVE : c->op], .arg = { c->what, *text } };
}

/* Would the piece in its case alone give the same on all pairs? */
static bool needless(const struct search *x, const struct cut *c, const uint32_t *text, int length)
{
	if (c->op == OP_JOIN || c->op == OP_INITIALS)
		return false;
	for (size_t i = 0; i < x->texts.n; i++) {
		const struct part *p = c->parts[i];

		for (int k = 1; k < c->n[i]; k++)
			if (p[k].begin - p[k - 1].end != length ||
			    memcmp(x->texts.cased[c->as][i] + p[k - 1].end, text, (size_t)length * sizeof *text) != 0)
				return false;
	}
	return true;
}

/* Adds the operator with a text between the parts, if it is right on all pairs. */
static void try_text(struct search *x, int state, int number, const uint32_t *text, int length)
{
	struct matches *m = x->matches;
	const struct cut *c = &m->cuts[number];
	struct dsl_call call;

	for (size_t i = 0; i < x->texts.n; i++) {
		const int at = graph_at(&x->graph, state)[i], made = agree(x, c, i, at, text, length);

		if (made == 0)
			return;
		x->next[i] = at + made;
	}
	if (needless(x, c, text, length))
		return;
	m->texts = mem_room(m->texts, m->ntexts, &m->cap_texts, sizeof *m->texts);
	m->texts[m->ntexts] = argument_of(x, text, length);
	call = call_of(c, &m->texts[m->ntexts]);
	graph_add(&x->graph, (struct edge){ .state = state, .source = &source_match, .part = { number, (int)m->ntexts++ },
	                                    .cost = cost_piece(x->dialect, c->as) + c->cost + cost_call(&call) }, x->next);
}

/* The text is what the first output with two parts has between them. */
static void try_cut(struct search *x, int state, int number)
{
	const struct texts *t = &x->texts;
	const struct cut *c = &x->matches->cuts[number];
	const int *at = graph_at(&x->graph, state);
	const struct part *first = &c->parts[0][0];
	size_t pair = 0;
	int begin;

	if (first->end > first->begin &&
	    t->y[0][at[0]] != (first->begin == c->begins[0] ? texts_first(t, c->as, 0, first->begin) : t->cased[c->as][0][first->begin]))
		return;
	while (c->n[pair] < 2)
		pair++;
	first = &c->parts[pair][0];
	begin = at[pair] + first->end - first->begin;
	for (int length = c->op == OP_SEPARATE; length <= LONGEST && begin + length <= t->ylen[pair]; length++)
		try_text(x, state, number, t->y[pair] + begin, length);
	x->budget.work += 4;
}

static void edges(struct search *x, int state)
{
	for (size_t k = 0; k < x->matches->n && !budget_spent(&x->budget); k++)
		try_cut(x, state, (int)k);
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	const struct cut *c = &x->matches->cuts[e->part[CUT]];
	struct dsl_expr value = { .kind = EXPR_SUBSTR, .to = c->outside ? CASE_NONE : c->as, .from = *c->from, .until = *c->until };
	struct dsl_call *call = arena_get(&x->result, sizeof *call), *outer;

	(void)s;
	*call = call_of(c, &x->matches->texts[e->part[TEXT]]);
	for (int k = 0; k < DSL_ARGS; k++)
		call->arg[k].text = arena_copy(&x->result, call->arg[k].text);
	value.call = call;
	if (c->outside) {
		outer = arena_get(&x->result, sizeof *outer);
		*outer = dsl_to_case(c->as);
		outer->inner = call;
		value.call = outer;
	}
	return value;
}

const struct source source_match = { .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };
