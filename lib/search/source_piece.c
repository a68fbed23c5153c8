/* source_piece - pieces of the input between two positions, perhaps in another case
 * SPDX-License-Identifier: MIT
 *
 * An edge's parts are the vectors from and until which the piece goes, and its case. */
#include "search/exact_cost.h"
#include "search/source.h"

enum { FROM, UNTIL, CASE };

/* How far the inputs from vector `from` on, in case `as`, agree with what is left of the outputs: x->reach. False when some pair has
 * not even the first character. */
static bool agree(struct search *x, const int *at, const int *from, enum dsl_case as)
{
	const struct texts *t = &x->texts;

	for (size_t i = 0; i < t->n; i++)
		if (from[i] >= t->xlen[i] || texts_first(t, as, i, from[i]) != t->y[i][at[i]]) {
			x->budget.work += (double)i + 1;
			return false;
		}
	for (size_t i = 0; i < t->n; i++) {
		const uint32_t *in = t->cased[as][i] + from[i], *out = t->y[i] + at[i];
		int most = t->xlen[i] - from[i] < t->ylen[i] - at[i] ? t->xlen[i] - from[i] : t->ylen[i] - at[i], same = 1;

		while (same < most && in[same] == out[same])
			same++;
		x->reach[i] = same;
		x->budget.work += same / 8;
	}
	x->budget.work += (double)t->n;
	return true;
}

/* How far they agree as they stand, in x->plain: a case that changes nothing is no program that anybody means, and only hides others. */
static void agree_plainly(struct search *x, const int *at, const int *from)
{
	const struct texts *t = &x->texts;

	for (size_t i = 0; i < t->n; i++) {
		const uint32_t *in = t->x[i] + from[i], *out = t->y[i] + at[i];
		int same = 0;

		while (same < x->reach[i] && in[same] == out[same])
			same++;
		x->plain[i] = same;
		x->budget.work += 1 + same / 8;
	}
}

static double edge_cost(const struct search *x, int from, int until, enum dsl_case as)
{
	const struct positions *p = &x->positions;
	const struct vector *a = &p->vectors[from], *b = &p->vectors[until];
	double positions = p->namings[a->best[0]].cost[0] + p->namings[b->best[1]].cost[1];

	for (int k = a->token; k >= 0; k = p->pieces[k].next)
		if (p->pieces[k].until == until && p->pieces[k].cost < positions)
			positions = p->pieces[k].cost;
	return cost_piece(x->dialect, as) + positions;
}

static void pieces_from(struct search *x, int state, int from, enum dsl_case as)
{
	const struct positions *p = &x->positions;
	const size_t n = x->texts.n;
	const int *at = graph_at(&x->graph, state), *begin = rows_at(&p->index, from);
	int last;

	if (budget_spent(&x->budget) || !agree(x, at, begin, as))
		return;
	if (as)
		agree_plainly(x, at, begin);
	last = p->begins[begin[0] + x->reach[0] + 1];
	for (int until = p->begins[begin[0] + 1]; until < last && !budget_spent(&x->budget); until++) {
		const int *end = rows_at(&p->index, until);
		bool needed = !as;
		size_t i = 0;

		at = graph_at(&x->graph, state);
		for (; i < n; i++) {
			int length = end[i] - begin[i];

			if (length <= 0 || length > x->reach[i])
				break;
			needed |= length > x->plain[i];
			x->next[i] = at[i] + length;
		}
		x->budget.work += (double)i + 1;
		if (i == n && needed)
			graph_add(&x->graph, (struct edge){ .state = state, .source = &source_piece, .part = { from, until, (int)as },
			                                    .cost = edge_cost(x, from, until, as) }, x->next);
	}
}

static void edges(struct search *x, int state)
{
	const struct positions *p = &x->positions;
	uint32_t next = x->texts.y[0][graph_at(&x->graph, state)[0]];

	for (enum dsl_case as = CASE_NONE; as < (x->dialect == DSL_SHELL ? TEXTS_CASES : 1) && !budget_spent(&x->budget); as++) {
		x->budget.work += p->nspots / 8;
		for (int i = 0; i < p->nspots; i++)
			if (texts_first(&x->texts, as, 0, p->spots[i]) == next)
				for (int from = p->begins[p->spots[i]]; from < p->begins[p->spots[i] + 1]; from++)
					pieces_from(x, state, from, as);
	}
}

/* ---- spelling: the namings of both ends ---- */

static bool cheaper(const struct spelling *a, const struct spelling *b)
{
	if (a->cost != b->cost)
		return a->cost < b->cost;
	return a->name[FROM] != b->name[FROM] ? a->name[FROM] < b->name[FROM] : a->name[UNTIL] < b->name[UNTIL];
}

/* Keeps `one` in the list of the SPELLINGS cheapest, in order. */
static void keep(struct spelling *list, int *n, struct spelling one)
{
	int i;

	if (*n == SPELLINGS && !cheaper(&one, &list[*n - 1]))
		return;
	i = *n < SPELLINGS ? (*n)++ : *n - 1;
	for (; i > 0 && cheaper(&one, &list[i - 1]); i--)
		list[i] = list[i - 1];
	list[i] = one;
}

/* Are these the two edges of one match? */
static bool is_token(const struct dsl_pos *start, const struct dsl_pos *end)
{
	return start->kind == POS_REGEX && end->kind == POS_REGEX && start->type == end->type && start->n == end->n &&
	       start->bound == BOUND_START && end->bound == BOUND_AFTER && !start->offset && !end->offset;
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	const struct positions *p = &x->positions;
	struct spelling from[SPELLINGS], until[SPELLINGS];
	int n = 0, nfrom = 0, nuntil = 0;

	for (int a = p->vectors[e->part[FROM]].first; a >= 0; a = p->namings[a].next)
		keep(from, &nfrom, (struct spelling){ p->namings[a].cost[0], { a, -1 } });
	for (int b = p->vectors[e->part[UNTIL]].first; b >= 0; b = p->namings[b].next)
		keep(until, &nuntil, (struct spelling){ p->namings[b].cost[1], { -1, b } });
	for (int k = p->vectors[e->part[FROM]].token; k >= 0; k = p->pieces[k].next)
		if (p->pieces[k].until == e->part[UNTIL])
			keep(list, &n, (struct spelling){ p->pieces[k].cost, { p->pieces[k].from_naming, p->pieces[k].until_naming } });
	for (int a = 0; a < nfrom; a++)
		for (int b = 0; b < nuntil; b++)
			if (!is_token(&p->namings[from[a].name[FROM]].pos, &p->namings[until[b].name[UNTIL]].pos))     /* those are in the list, cheaper */
				keep(list, &n, (struct spelling){ from[a].cost + until[b].cost, { from[a].name[FROM], until[b].name[UNTIL] } });
	for (int i = 0; i < n; i++)
		list[i].cost += cost_piece(x->dialect, (enum dsl_case)e->part[CASE]);
	return n;
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	const struct naming *namings = x->positions.namings;
	struct dsl_expr piece = { .kind = EXPR_SUBSTR, .to = (enum dsl_case)e->part[CASE], .from = namings[s->name[FROM]].pos,
	                          .until = namings[s->name[UNTIL]].pos };

	piece.from.text = arena_copy(&x->result, piece.from.text);
	piece.until.text = arena_copy(&x->result, piece.until.text);
	return piece;
}

/* The second begins where the first ends. Sentence would raise a letter in between. */
static bool are_one(const struct edge *first, const struct edge *second)
{
	return first->part[UNTIL] == second->part[FROM] && first->part[CASE] == second->part[CASE] && first->part[CASE] != CASE_SENTENCE;
}

const struct source source_piece = { .edges = edges, .spell = spell, .expression = expression, .are_one = are_one };
