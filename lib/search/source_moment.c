/* source_moment - dates, times and spans of time written otherwise: Date, Span
 * SPDX-License-Identifier: MIT
 *
 * An edge is a whole format: conversions of one column (moments.h), and the text between them that all outputs have. Formats are found from each state as ways
 * from node to node, a node being how much of each output is explained, and how the format was written so far. */
#include <stdlib.h>

#include "base/utf8.h"
#include "base/ascii.h"
#include "base/span.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/moments.h"

/* parts of an edge; nodes of a state and column; code points between conversions */
enum { COLUMN, FORMAT, MOST_NODES = 300, MOST_BETWEEN = 12 };

/* How a format was written so far: what has been decided, and what doesn't go well with it. */
enum {
	PADDED = 1, BARE = 2, HALF = 4, FULL = 8, SAID = 16, WEEK = 32, YEAR = 64, WEEK_YEAR = 128, SHORT = 256,
	HOUR_PADDED = 512, HOUR_BARE = 1024,
	MONTH = 2048, DAY = 4096, MINUTE = 8192, HOUR = HALF | FULL,
};
/* What a conversion decides; what before it is odd; and what should be before it. */
static const struct { const char *conversion; int is, odd, wants; } styles[] = {
	{ "%m", PADDED | MONTH, BARE | MONTH, 0 }, { "%d", PADDED | DAY, BARE | DAY, 0 },
	{ "%-m", BARE | MONTH, PADDED | YEAR | MONTH, 0 }, { "%-d", BARE | DAY, PADDED | YEAR | DAY, 0 },
	{ "%B", MONTH, MONTH, 0 }, { "%b", MONTH, MONTH, 0 }, { "%^B", MONTH, MONTH, 0 }, { "%^b", MONTH, MONTH, 0 },
	{ "%+B", MONTH, MONTH, 0 }, { "%+b", MONTH, MONTH, 0 }, { "%OB", MONTH, MONTH | DAY, 0 }, { "%o", DAY, DAY, 0 },
	{ "%H", FULL | HOUR_PADDED, SAID | HOUR, 0 }, { "%-H", FULL | HOUR_BARE, SAID | PADDED | HOUR, 0 },
	{ "%I", HALF | HOUR_PADDED, HOUR, 0 }, { "%-I", HALF | HOUR_BARE, HOUR, 0 }, { "%M", MINUTE, MINUTE, HOUR },
	{ "%-M", MINUTE, HOUR | MINUTE, HOUR }, { "%S", 0, 0, MINUTE }, { "%-S", 0, HOUR, MINUTE },
	{ "%p", SAID, FULL, HOUR }, { "%P", SAID, FULL, HOUR }, { "%V", WEEK, YEAR, 0 }, { "W%V", WEEK, YEAR, 0 },
	{ "%Y", YEAR, WEEK | SHORT | YEAR, 0 }, { "%G", WEEK_YEAR, 0, 0 }, { "%y", SHORT, YEAR | SHORT, 0 },
};
static const double odd_cost = 2.5, mixed_cost = 5, alone_cost = 1.5, zero_cost = 0.3, too_dear = 8;

struct format_node { int before, conversion, literal; int style; double cost; bool closed; };

static int style_of(const char *conversion)
{
	for (int k = 0; k < (int)(sizeof styles / sizeof *styles); k++)
		if (strcmp(styles[k].conversion, conversion) == 0)
			return k;
	return -1;
}

/* What a conversion, number `style` of the table or none, costs more behind what was written. Zeros are put in front
 * where the inputs have some. */
static double style_cost(const struct search *x, int before, int style)
{
	double cost = 0;

	if (style < 0)
		return 0;
	if (before & styles[style].odd)
		cost += before & styles[style].odd & (PADDED | BARE | MONTH | DAY) ? mixed_cost : odd_cost;
	if (styles[style].wants && !(before & styles[style].wants))
		cost += odd_cost;
	if ((styles[style].is & DAY) && (before & YEAR) && !(before & MONTH))
		cost += odd_cost;                /* between the year and the month no day stands */
	if (styles[style].is & (x->moments->zeros ? BARE | HOUR_BARE : PADDED | HOUR_PADDED))
		cost += zero_cost;
	return cost;
}

/* Hours of half a day without the half, and the year of a week without the week. */
static double unsaid(int style)
{
	return ((style & HALF) && !(style & SAID) ? alone_cost : 0) + ((style & WEEK_YEAR) && !(style & WEEK) ?
	    2 * odd_cost : 0);
}

static bool prepare(struct search *x)
{
	if (!x->moments)
		x->moments = mem_zero(1, sizeof *x->moments);
	return moments_find(x, x->moments);
}

static int *node_at(const struct search *x, size_t node)
{
	return x->moments->at + node * x->texts.n;
}

/* How many characters an output goes on with that are a text, of 64 at most; 0: it goes on otherwise. */
static int goes_on(const struct search *x, size_t i, int at, struct str text)
{
	const uint32_t *out = x->texts.y[i] + at;
	uint32_t points[64];
	int n;

	if (at >= x->texts.ylen[i] || text.n > sizeof points / sizeof *points || ((unsigned char)text.p[0] < 0x80 && *out != (unsigned char)text.p[0]))
		return 0;
	n = (int)utf8_decode(text, points);
	return at + n <= x->texts.ylen[i] && memcmp(out, points, (size_t)n * sizeof *points) == 0 ? n : 0;
}

/* Makes room for one node more, and returns where it says how much is explained. */
static int *room(struct search *x)
{
	struct moments *m = x->moments;

	m->nodes = mem_room(m->nodes, m->nnodes, &m->cap_nodes, sizeof *m->nodes);
	if ((m->nnodes + 1) * x->texts.n > m->cap_at)
		m->at = mem_resize(m->at, m->cap_at = 2 * (m->nnodes + 1) * x->texts.n, sizeof *m->at);
	return node_at(x, m->nnodes);
}

/* The node's next is explained in room(): it is a new one, or a cheaper way to one that is there. */
static void put_node(struct search *x, struct format_node node)
{
	struct moments *m = x->moments;

	for (size_t k = 1; k < m->nnodes; k++) {
		if (memcmp(node_at(x, k), node_at(x, m->nnodes), x->texts.n * sizeof *m->at) != 0)
			continue;
		if (m->nodes[k].style == node.style) {
			if (node.cost < m->nodes[k].cost)
				m->nodes[k] = node;
			return;
		}
		if (m->nodes[k].cost + too_dear < node.cost)
			return;
	}
	if (m->nnodes < MOST_NODES)
		m->nodes[m->nnodes++] = node;
}

static void try_conversion(struct search *x, int node, const struct moment_column *c, int conversion, int literal,
    double cost)
{
	const int style = style_of(c->conversions[conversion]);
	int *next = room(x);
	const struct format_node *from = &x->moments->nodes[node];

	x->budget.work += 0.5;
	if (literal && c->made[conversion][0].n && is_digit((unsigned char)c->made[conversion][0].p[0]) &&
	    is_digit(x->texts.y[0][node_at(x, (size_t)node)[0] + literal - 1]))
		return;                          /* a number isn't made of two */
	for (size_t i = 0; i < x->texts.n; i++) {
		const int at = node_at(x, (size_t)node)[i] + literal;
		const struct str made = c->made[conversion][i];

		const int n = made.n ? goes_on(x, i, at, made) : 0;

		if (!n)
			return;
		next[i] = at + n;
	}
	x->budget.work += (double)(x->texts.n + x->moments->nnodes / 4);
	put_node(x, (struct format_node){ .before = node, .conversion = conversion, .literal = literal,
	    .style = from->style | (style < 0 ? 0 : styles[style].is),
	                                  .cost = from->cost + cost + cost_conversion(c->conversions[conversion]) + style_cost(x, from->style, style) });
}

static void put_escaped(struct buf *out, const uint32_t *text, int n)
{
	for (int i = 0; i < n; i++) {
		if (text[i] == '%')
			buf_putc(out, '%');
		utf8_put(out, text[i]);
	}
}

static void write_format(const struct search *x, const struct moment_column *c, int node, struct buf *out)
{
	const struct format_node *f = &x->moments->nodes[node];

	if (node == 0)
		return;
	write_format(x, c, f->before, out);
	put_escaped(out, x->texts.y[0] + node_at(x, (size_t)f->before)[0], f->literal);
	buf_puts(out, c->conversions[f->conversion]);
}

/* What is explained up to the node is an edge of its own. */
static void add_edge(struct search *x, int state, int column, int node)
{
	struct moments *m = x->moments;
	struct buf format = { 0 };
	const double cost = cost_piece(x->dialect, CASE_NONE) + m->columns[column].cost + m->nodes[node].cost +
	                    unsaid(m->nodes[node].style);

	write_format(x, &m->columns[column], node, &format);
	m->formats = mem_room(m->formats, m->nformats, &m->cap_formats, sizeof *m->formats);
	m->formats[m->nformats++] = arena_copy(&x->arena, buf_view(&format));
	buf_free(&format);
	x->budget.work += 16;
	graph_add(&x->graph, (struct edge){ .state = state, .source = &source_moment, .part = { column, (int)m->nformats - 1 },
	                                    .cost = cost }, node_at(x, (size_t)node));
}

/* The text that all outputs have from here. */
static int common(const struct search *x, int node)
{
	const struct texts *t = &x->texts;
	int n = 0;

	for (;; n++)
		for (size_t i = 0; i < t->n; i++) {
			const int at = node_at(x, (size_t)node)[i] + n;

			if (n == MOST_BETWEEN || at >= t->ylen[i] || t->y[i][at] != t->y[0][node_at(x,
			    (size_t)node)[0] + n])
				return n;
		}
}

/* The node that is not closed and explains least: all that lead to it are closed. */
static int next_node(const struct search *x)
{
	const struct moments *m = x->moments;
	int next = -1;

	for (size_t k = 0; k < m->nnodes; k++)
		if (!m->nodes[k].closed && (next < 0 || *node_at(x, k) < *node_at(x, (size_t)next)))
			next = (int)k;
	return next;
}

static char letter_of(const char *conversion)
{
	return conversion[strlen(conversion) - 1];
}

/* A span's format begins with its longest unit, and then comes the next shorter one. */
static bool may_follow(const struct search *x, int node, const struct moment_column *c, int conversion)
{
	static const char letters[] = "dHMS";
	const char letter = letter_of(c->conversions[conversion]);

	if (!c->longest)
		return true;
	return node == 0 ? letter == c->longest : letter == strchr(letters,
	    letter_of(c->conversions[x->moments->nodes[node].conversion]))[1];
}

static void edges_of(struct search *x, int state, int column)
{
	struct moments *m = x->moments;
	const struct moment_column *c = &m->columns[column];

	m->nnodes = 0;
	memcpy(room(x), graph_at(&x->graph, state), x->texts.n * sizeof *m->at);
	m->nodes[m->nnodes++] = (struct format_node){ .before = -1, .cost = cost_conversion("%") };
	for (int node; (node = next_node(x)) >= 0 && !budget_spent(&x->budget); m->nodes[node].closed = true) {
		const int most = node ? common(x, node) : 0;
		const uint32_t *text = x->texts.y[0] + node_at(x, (size_t)node)[0];

		if (node)
			add_edge(x, state, column, node);
		for (int literal = 0; literal <= most; literal++) {
			const double cost = literal ? cost_between(text, literal) : 0;

			for (int k = 0; c->conversions[k]; k++)
				if (may_follow(x, node, c, k))
					try_conversion(x, node, c, k, literal, cost);
		}
	}
}

static void edges(struct search *x, int state)
{
	for (size_t k = 0; k < x->moments->n && !budget_spent(&x->budget); k++)
		edges_of(x, state, (int)k);
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
}

static const struct dsl_call *copy_calls(const struct dsl_call *call, struct arena *a)
{
	struct dsl_call *copy;

	if (!call)
		return NULL;
	copy = arena_get(a, sizeof *copy);
	*copy = *call;
	for (int k = 0; k < DSL_ARGS; k++)
		copy->arg[k].text = arena_copy(a, call->arg[k].text);
	copy->inner = copy_calls(call->inner, a);
	return copy;
}

static bool has_names(struct str format)
{
	for (size_t i = 0; i + 1 < format.n; i++) {
		if (format.p[i] != '%')
			continue;
		i++;
		if (memchr("BbAa", format.p[i], 4) || (i + 1 < format.n && memchr("^+O", format.p[i], 3) && memchr("BbAa", format.p[i + 1], 4)))
			return true;
	}
	return false;
}

/* The order that is asked for, or the unit. What is moved has been read. A second language is named only where names are written. */
static struct dsl_arg order_of(struct search *x, const struct moment_column *c, struct str format)
{
	const int order = c->inner ? MOMENT_UNKNOWN : c->order, read_in = moment_read_in(order);

	if (c->op == OP_DATE)
		return moments_order(moment_order_with(order, read_in, has_names(format) ? c->language : read_in), &x->result);
	return c->order ? (struct dsl_arg){ DSL_TEXT, str_of(span_units[c->order]) } : (struct dsl_arg){ 0 };
}

/* What is moved has been read before, and is written so that no order is asked for: the order belongs to the
 * innermost. */
static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	const struct moment_column *c = &x->moments->columns[e->part[COLUMN]];
	struct dsl_call *call = arena_get(&x->result, sizeof *call);

	(void)s;
	*call = (struct dsl_call){ .op = &dsl_ops[c->op], .arg = { { DSL_TEXT, arena_copy(&x->result, x->moments->formats[e->part[FORMAT]]) } } };
	call->arg[1] = order_of(x, c, call->arg[0].text);
	call->inner = copy_calls(c->inner, &x->result);
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .column = c->columns, .from = *c->from, .until = *c->until, .call = call };
}

const struct source source_moment = { .joins = true, .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };
