/* source_literal - text that is the same in all outputs
 * SPDX-License-Identifier: MIT
 *
 * An edge's part[0] is the literal's length in code points. */
#include "base/utf8.h"
#include "search/exact_cost.h"
#include "search/source.h"

static void add(struct search *x, int state, int length)
{
	const struct texts *t = &x->texts;
	const int *at = graph_at(&x->graph, state);
	const double cost = cost_literal(t->y[0] + at[0], length, x->dialect);

	x->budget.work += (double)t->n + length / 2;      /* cost_literal goes through it */
	for (size_t i = 0; i < t->n; i++)
		x->next[i] = at[i] + length;
	graph_add(&x->graph, (struct edge){ .state = state, .source = &source_literal, .part = { length }, .cost = cost }, x->next);
}

/* The longest first, which may be all there is; then the short ones, as long as they are cheap enough: a longer one costs more. */
static void edges(struct search *x, int state)
{
	const struct texts *t = &x->texts;
	const int *at = graph_at(&x->graph, state);
	int most = t->ylen[0] - at[0];
	const uint32_t *text = t->y[0] + at[0];

	for (size_t i = 1; i < t->n; i++) {
		int same = 0;

		while (same < most && at[i] + same < t->ylen[i] && t->y[i][at[i] + same] == text[same])
			same++;
		most = same;
		x->budget.work += 1 + most / 8;
	}
	if (x->dialect == DSL_PAPER && most > 0)
		most = text[0] < 128 && dsl_char_id((unsigned char)text[0], DSL_PAPER) >= 0;
	if (most > 0)
		add(x, state, most);
	for (int length = 1; length < most && !budget_spent(&x->budget); length++) {
		if (x->graph.states[state].cost + cost_literal(text, length, x->dialect) > x->graph.most)
			break;
		add(x, state, length);
	}
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
}

/* The text is taken from the first output. */
static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	struct dsl_expr literal = { .kind = EXPR_CONST };
	struct buf text = { 0 };

	(void)s;
	for (int i = 0; i < e->part[0]; i++)
		utf8_put(&text, x->texts.y[0][graph_at(&x->graph, e->state)[0] + i]);
	literal.text = arena_copy(&x->result, buf_view(&text));
	buf_free(&text);
	return literal;
}

/* A literal may be long. */
static bool are_one(const struct edge *first, const struct edge *second)
{
	(void)first, (void)second;
	return true;
}

const struct source source_literal = { .reads_nothing = true, .edges = edges, .spell = spell, .expression = expression, .are_one = are_one };
