/* source_map - the same change made to each field: Map
 * SPDX-License-Identifier: MIT
 *
 * Where the inputs' pieces, cut at a text, have as many fields as the outputs, cut at another, each field and what became of it are a pair. A search of
 * its own finds the program of these pairs. */
#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "search/exact.h"
#include "search/exact_cost.h"
#include "search/pieces.h"
#include "search/source.h"

enum {
	SEPARATORS = 8, LONGEST = 3,     /* texts that inputs are cut at */
	MOST_CUTS = 64,
	FIELDS = 200,                    /* pairs of fields */
	SAMPLE = 4,                      /* of these are searched at first */
	JOINERS = 8, LONGEST_JOINER = 4, /* texts that outputs are cut at */
};
/* What the searches of fields may take of the budget, and of steps; one of them a part of that; what it takes beside its steps; how dear its program
 * may be. */
static const double share = 0.06, most_steps = 4e6, share_each = 0.2, fixed = 20000, most_cost = 40;

/* The inputs' pieces, cut at a text. The fields of all pairs stand one behind the other; pair i's end at ends[i]. */
struct cutting { const struct dsl_pos *from, *until; struct str separator; double cost; struct str *fields; int *ends; };

/* A Map that makes what comes next of all outputs. */
struct mapped { int cutting; struct str joiner; struct dsl_program each; };

struct maps {
	struct cutting *cuttings; size_t n, cap;
	struct mapped *found; size_t nfound, cap_found;
	double steps;                    /* that are left for the searches of fields */
	struct exact *exact;
};

void maps_free(struct maps *m)
{
	if (!m)
		return;
	exact_free(m->exact);
	free(m->cuttings), free(m->found);
	free(m);
}

static bool is_delimiter(char c)
{
	return (unsigned char)c < 128 && !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

static bool known(const struct str *list, int n, struct str s)
{
	while (n && !str_eq(list[n - 1], s))
		n--;
	return n > 0;
}

/* Cuts a text; false when a field is empty or there is no room. */
static bool cut(struct str text, struct str at, struct str *fields, int *n, int most)
{
	for (;;) {
		const char *end = memmem(text.p, text.n, at.p, at.n);
		const size_t length = end ? (size_t)(end - text.p) : text.n;

		if (!length || *n == most)
			return false;
		fields[(*n)++] = (struct str){ text.p, length };
		if (!end)
			return true;
		text.p += length + at.n, text.n -= length + at.n;
	}
}

/* ---- the inputs ---- */

/* Runs of delimiters, and the first of each. */
static int find_separators(const struct search *x, struct str *list)
{
	int n = 0;

	for (size_t i = 0; i < x->texts.n; i++) {
		const struct str in = x->texts.inputs[i];

		for (size_t at = 0; at < in.n; at++) {
			struct str run = { in.p + at, 0 };

			while (at < in.n && is_delimiter(in.p[at]))
				at++, run.n++;
			for (int first = 0; first < 2 && run.n; first++, run.n = 1)
				if (n < SEPARATORS && run.n <= LONGEST && !known(list, n, run))
					list[n++] = run;
		}
	}
	return n;
}

static void add_cutting(struct search *x, struct str separator, const struct piece_end *from, const struct piece_end *until)
{
	struct maps *m = x->maps;
	const size_t n = x->texts.n;
	struct str *fields = arena_get(&x->arena, FIELDS * sizeof *fields);
	int *ends = arena_get(&x->arena, n * sizeof *ends), count = 0;

	for (size_t i = 0; i < n; i++) {
		if (from->at[i] >= until->at[i] || !cut(pieces_text(x->texts.inputs[i], from->at[i], until->at[i]), separator, fields, &count, FIELDS))
			return;
		ends[i] = count;
	}
	x->budget.work += 8 * n + (size_t)count;
	if ((size_t)count == n)
		return;                          /* none has two */
	m->cuttings = mem_room(m->cuttings, m->n, &m->cap, sizeof *m->cuttings);
	m->cuttings[m->n++] = (struct cutting){ from->pos, until->pos, separator, from->cost + until->cost, fields, ends };
}

static bool prepare(struct search *x)
{
	struct piece_end from[PIECES], until[PIECES];
	struct str separators[SEPARATORS];
	int nfrom, nuntil, n;

	if (!x->maps)
		x->maps = mem_zero(1, sizeof *x->maps);
	x->maps->n = x->maps->nfound = 0;
	x->maps->steps = share * x->budget.steps < most_steps ? share * x->budget.steps : most_steps;
	if (x->fields)
		return true;
	nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);
	n = find_separators(x, separators);
	for (int k = 0; k < n; k++)
		for (int a = 0; a < nfrom; a++)
			for (int b = 0; b < nuntil && x->maps->n < MOST_CUTS && !budget_spent(&x->budget); b++)
				add_cutting(x, separators[k], &from[a], &until[b]);
	return !budget_spent(&x->budget);
}

/* ---- the outputs ---- */

/* What is left of an output. */
static struct str rest_of(const struct search *x, int state, size_t i)
{
	return pieces_text(x->texts.outputs[i], graph_at(&x->graph, state)[i], x->texts.ylen[i]);
}

/* Texts that the output may be joined by: the separator, and delimiters that stand in it, long ones first. */
static int find_joiners(struct str output, struct str separator, struct str *list)
{
	int n = 0;

	list[n++] = separator;
	for (size_t length = LONGEST_JOINER; length; length--)
		for (size_t at = 1; at + length < output.n && n < JOINERS; at++) {
			const struct str text = { output.p + at, length };
			size_t k = 0;

			while (k < length && is_delimiter(text.p[k]))
				k++;
			if (k == length && !known(list, n, text))
				list[n++] = text;
		}
	return n;
}

/* The pairs of fields, each once: how many, 0 when they don't go together or nothing is changed. */
static int pair_fields(const struct cutting *c, size_t n, struct str *in, struct str *out)
{
	int count = 0;
	bool changed = false;

	for (int k = 0; k < c->ends[n - 1]; k++) {
		int before = 0;

		while (before < count && !str_eq(in[before], c->fields[k]))
			before++;
		if (before < count && !str_eq(out[before], out[k]))
			return 0;
		if (before < count)
			continue;
		in[count] = c->fields[k], out[count++] = out[k];
		changed |= !str_eq(c->fields[k], out[k]);
	}
	return changed && count > 1 ? count : 0;
}

/* A rule of numbers: any fields with numbers in them follow one. */
static bool has_rule(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		for (const struct dsl_call *c = p->exprs[i].call; c; c = c->inner)
			if (c->op == &dsl_ops[OP_LINEAR])
				return true;
	return false;
}

/* The program of the pairs: a few are searched, and one more when it is wrong on that one. */
static bool search_fields(struct search *x, struct str *in, struct str *out, int n, struct dsl_program *found, double *cost)
{
	struct maps *m = x->maps;

	if (!m->exact)
		m->exact = exact_make_for_fields();
	for (int given = n < SAMPLE ? n : SAMPLE;; given++) {
		const struct exact_options o = { .dialect = x->dialect, .best = 1, .steps = share_each * m->steps + fixed };
		const struct exact_result r = exact_search(m->exact, in, out, (size_t)given, &o);
		struct dsl_ready *ready;
		int wrong = 0;

		m->steps -= r.steps + fixed;
		x->budget.work += r.steps + fixed;
		if (!r.n || r.found->cost > most_cost || dsl_is_constant(&r.found->program) || has_rule(&r.found->program))
			return false;
		ready = dsl_ready(&r.found->program);
		while (wrong < n && dsl_makes(ready, x->scratch, in[wrong], out[wrong]))
			wrong++;
		dsl_done(ready);
		if (wrong == n) {
			*found = dsl_copy(&r.found->program, &x->arena);
			*cost = r.found->cost;
			return true;
		}
		if (wrong < given || budget_spent(&x->budget))
			return false;
		in[n] = in[wrong], out[n] = out[wrong];
		in[wrong] = in[given], out[wrong] = out[given];
		in[given] = in[n], out[given] = out[n];
	}
}

static struct dsl_call call_of(const struct mapped *f, const struct cutting *c, struct dsl_each *each)
{
	*each = (struct dsl_each){ .exprs = f->each.exprs, .n = f->each.n };
	return (struct dsl_call){ .op = &dsl_ops[OP_MAP], .each = each,
	                          .arg = { { dsl_text_id(c->separator), c->separator }, { dsl_text_id(f->joiner), f->joiner } } };
}

static void try_joiner(struct search *x, int state, int number, struct str joiner)
{
	struct maps *m = x->maps;
	const struct cutting *c = &m->cuttings[number];
	const size_t n = x->texts.n;
	struct str in[FIELDS + 1], out[FIELDS + 1];
	struct dsl_each each;
	struct dsl_call call;
	double cost;
	int count = 0;

	for (size_t i = 0; i < n; i++)
		if (!cut(rest_of(x, state, i), joiner, out, &count, FIELDS) || count != c->ends[i])
			return;
	count = pair_fields(c, n, in, out);
	if (!count || m->steps < 0)
		return;
	m->found = mem_room(m->found, m->nfound, &m->cap_found, sizeof *m->found);
	m->found[m->nfound] = (struct mapped){ number, joiner, { 0 } };
	if (!search_fields(x, in, out, count, &m->found[m->nfound].each, &cost))
		return;
	call = call_of(&m->found[m->nfound], c, &each);
	graph_add(&x->graph, (struct edge){ .state = state, .source = &source_map, .part = { (int)m->nfound++ },
	                                    .cost = cost_piece(x->dialect, CASE_NONE) + c->cost + cost_call(&call) + cost }, x->texts.ylen);
}

/* Does a field begin there? Not in the middle of a word. */
static bool may_begin(const struct search *x, int state)
{
	const int at = *graph_at(&x->graph, state);
	const uint32_t before = at ? x->texts.y[0][at - 1] : ' ';

	return before < 128 && is_delimiter((char)before);
}

/* Of the pair with the most fields, whose output says what joins them. */
static void edges(struct search *x, int state)
{
	const struct maps *m = x->maps;

	if (m->n && !may_begin(x, state))
		return;
	for (size_t k = 0; k < m->n && m->steps >= 0 && !budget_spent(&x->budget); k++) {
		const struct cutting *c = &m->cuttings[k];
		struct str joiners[JOINERS];
		size_t longest = 0;
		int most = 0, n;

		for (size_t i = 0; i < x->texts.n; i++) {
			const int fields = c->ends[i] - (i ? c->ends[i - 1] : 0);

			if (fields > most)
				most = fields, longest = i;
		}
		n = find_joiners(rest_of(x, state, longest), c->separator, joiners);
		x->budget.work += 100;
		for (int j = 0; j < n; j++)
			try_joiner(x, state, (int)k, joiners[j]);
	}
}

static int spell(const struct search *x, const struct edge *e, struct spelling *list)
{
	(void)x;
	list[0] = (struct spelling){ .cost = e->cost };
	return 1;
}

static struct dsl_expr expression(struct search *x, const struct edge *e, const struct spelling *s)
{
	struct mapped f = x->maps->found[e->part[0]];
	const struct cutting *c = &x->maps->cuttings[f.cutting];
	struct dsl_each *each = arena_get(&x->result, sizeof *each);
	struct dsl_call *call = arena_get(&x->result, sizeof *call);

	(void)s;
	f.each = dsl_copy(&f.each, &x->result);
	*call = call_of(&f, c, each);
	for (int k = 0; k < 2; k++)
		call->arg[k].text = arena_copy(&x->result, call->arg[k].text);
	return (struct dsl_expr){ .kind = EXPR_SUBSTR, .from = *c->from, .until = *c->until, .call = call };
}

const struct source source_map = { .prepare = prepare, .edges = edges, .spell = spell, .expression = expression };
