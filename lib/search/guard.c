/* guard - programs with conditions: where no simple program fits all the pairs, several of which a condition on the input chooses one
 * SPDX-License-Identifier: MIT */
#include "search/guard.h"

#include <math.h>
#include <stdlib.h>

#include "base/cells.h"
#include "base/utf8.h"
#include "search/conditions.h"
#include "search/exact_cost.h"
#include "search/lookup.h"
#include "search/subset.h"

enum {
	SIMPLE = 30,                 /* a single program as cheap as this is what is meant */
	SIMPLE_PARTED = 40,          /* one with conditions as cheap as this says something if it is shorter than the outputs that it gives; a dearer one */
	SHORTER = 2,                 /* must be so much shorter */
	PARTINGS = 40, FEW = 12,     /* that are searched, the ones with the cheapest conditions; FEW when a single program fits, though no simple one */
	CLOSE = 3,                   /* partings whose further programs are looked for, too */
	DEPTH = 3,                   /* branches in one another */
	SHARE = 4, STEPS = 60000000, /* all the searches may take the SHAREth part of what the search for one program has left, and no more steps */
	LONGEST = 1000,              /* examples */
};

struct guard { struct subsets x; };

struct guard *guard_make(struct exact *x)
{
	struct guard *g = mem_zero(1, sizeof *g);

	g->x.exact = x;
	g->x.scratch = dsl_scratch_make();
	return g;
}

void guard_free(struct guard *g)
{
	if (!g)
		return;
	dsl_scratch_free(g->x.scratch);
	subsets_free(&g->x);
	free(g);
}

static enum dsl_encoding encoding(struct str s)
{
	return utf8_check(s) == UTF8_WIDE ? DSL_UTF8 : DSL_ASCII;
}

/* Those that a parting marks, or the others; and the other inputs of which the condition says the same. Without a condition all of these. */
static struct subset take(struct subsets *x, const struct subset *all, const int *marks, int mark, const struct condition *c)
{
	struct subset s = subset_room(x, all->n);

	for (size_t i = 0; i < all->n; i++)
		if (marks[i] == mark) {
			s.in[s.n] = all->in[i], s.out[s.n] = all->out[i];
			s.number[s.n++] = all->number[i];
		}
	for (size_t i = 0; i < all->nothers; i++)
		if (s.nothers < SUBSET_OTHERS && (!c || dsl_holds(&c->test, x->scratch, all->others[i], encoding(all->others[i])) == (c->holds == (mark == 1))))
			s.others[s.nothers++] = all->others[i];
	return s;
}

/* If the test holds the one, else the other, which may have conditions itself. */
static struct dsl_program join(struct subsets *x, const struct dsl_test *test, const struct dsl_program *then, const struct dsl_program *other)
{
	struct dsl_program p = { .n = then->n + other->n, .nbranches = 1 + other->nbranches };

	p.exprs = arena_get(&x->arena, p.n * sizeof *p.exprs);
	memcpy(p.exprs, then->exprs, then->n * sizeof *p.exprs);
	memcpy(p.exprs + then->n, other->exprs, other->n * sizeof *p.exprs);
	p.branches = arena_get(&x->arena, p.nbranches * sizeof *p.branches);
	p.branches[0] = (struct dsl_branch){ *test, then->n };
	for (size_t b = 1; b < p.nbranches; b++)
		p.branches[b] = (struct dsl_branch){ other->branches[b - 1].test, then->n + other->branches[b - 1].end };
	return p;
}

/* A parting, the programs of its two sides (1: of the marked pairs), and what it costs at least. `empty`: it is the one into empty outputs and others. */
struct way { int parting; bool empty; const struct condition *first; struct subset side[2]; struct list programs[2]; double cost; };

static struct list search_parted(struct subsets *x, struct subset *all, int depth, size_t best);

/* Of one side: programs without conditions, or if there are none and it has examples enough, with more of them. */
static struct list search_side(struct subsets *x, struct subset *s, int depth, size_t best)
{
	struct list l = subset_search(x, s, best);

	return l.n || depth == 0 || s->n < 3 ? l : search_parted(x, s, depth - 1, best);
}

static void search_way(struct subsets *x, struct way *w, int depth, size_t best)
{
	w->cost = INFINITY;
	w->programs[1] = search_side(x, &w->side[1], 0, best);
	if (w->programs[1].n && w->programs[1].found->cost + cost_branch() >= x->most)
		return;
	w->programs[0] = search_side(x, &w->side[0], w->programs[1].n ? depth : 0, best);
	if (w->programs[0].n && !w->programs[1].n)
		w->programs[1] = search_side(x, &w->side[1], depth, best);
	if (w->programs[0].n && w->programs[1].n)
		w->cost = w->programs[0].found->cost + w->programs[1].found->cost + cost_branch();
}

/* Adds a condition if it parts the pairs as the way does, and holds of the pairs of that side. */
static void add_sign(struct conditions *c, const struct way *w, const struct dsl_test *test, int side, double cost)
{
	struct condition *added;

	if (!conditions_add(c, test))
		return;
	added = &c->all[c->n - 1];
	if (added->parting == w->parting && added->holds == (side == 1)) {
		added->cost = cost;
		added->sign = true;
	} else
		c->n--;
}

/* Conditions that explain themselves by a program of one side: a text that it puts in, where the inputs of the other side have it already; so many
 * characters as it takes, where its inputs have more. */
static void add_signs(struct conditions *c, const struct way *w, int side, const struct dsl_program *p)
{
	static const struct { int predicate; double cost; } places[] = { { TEST_ENDS, 1 }, { TEST_STARTS, 1.1 }, { TEST_HAS, 1.2 } };

	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];
		const struct dsl_pos *both[2] = { &e->from, &e->until };

		for (int column = c->ncolumns > 0; column <= c->ncolumns && e->kind == EXPR_CONST && e->text.n; column++)
			for (int k = 0; k < 3; k++) {
				struct dsl_arg what = { dsl_text_id(e->text), e->text };

				add_sign(c, w, &(struct dsl_test){ .is = &dsl_predicates[places[k].predicate], .items = &what, .n = 1, .column = column }, !side,
				         places[k].cost);
			}
		for (int k = 0; k < 2 && e->kind == EXPR_SUBSTR; k++)
			if (both[k]->kind == POS_CONST && both[k]->k)
				add_sign(c, w, &(struct dsl_test){ .is = &dsl_predicates[TEST_LONGER], .count = abs(both[k]->k), .column = e->column }, side, 3);
	}
}

/* What one example alone shows of a condition may be chance. */
static bool is_shown(const struct way *w, const struct condition *c)
{
	return c->parting == w->parting && (c->sign || (w->side[0].n > 1 && w->side[1].n > 1));
}

static const struct condition *cheapest_condition(const struct conditions *c, const struct way *w)
{
	const struct condition *best = NULL;

	for (size_t k = 0; k < c->n; k++)
		if (is_shown(w, &c->all[k]) && (!best || c->all[k].cost < best->cost))
			best = &c->all[k];
	return best;
}

/* Can the program handle none of the inputs? */
static bool fits_none(struct subsets *x, const struct dsl_program *p, const struct subset *s)
{
	struct dsl_ready *ready = dsl_ready(p);
	struct buf made = { 0 };
	size_t i = 0;

	for (; i < s->n && dsl_run(ready, x->scratch, s->in[i], &made); i++)
		x->budget.work += 16 + (double)s->in[i].n / 4;
	dsl_done(ready);
	buf_free(&made);
	return i == s->n;
}

/* The condition that the program of one side can handle an input, where it can't handle one of the other side, whose outputs are empty. */
static void add_fits(struct subsets *x, struct conditions *c, const struct way *w, int side, const struct dsl_program *p)
{
	const struct dsl_test fits = { .is = &dsl_predicates[TEST_FITS] };

	if (w->empty && !dsl_is_constant(p) && !p->nbranches && fits_none(x, p, &w->side[!side]))
		conditions_put(c, &(struct condition){ .test = fits, .cost = cost_test(&fits), .holds = side == 1, .sign = true, .parting = w->parting });
}

/* With a condition, the one and the other program of the two sides. Only what stands last may have conditions itself. */
static void put_joined(struct subsets *x, struct list *l, const struct way *w, const struct condition *c, size_t one, size_t other)
{
	const struct exact_found *sides[2] = { &w->programs[0].found[one], &w->programs[1].found[other] };

	if (c->test.is == &dsl_predicates[TEST_FITS] && !fits_none(x, &sides[c->holds]->program, &w->side[!c->holds]))
		return;
	if (is_shown(w, c) && !sides[c->holds]->program.nbranches)
		list_put(x, l, join(x, &c->test, &sides[c->holds]->program, &sides[!c->holds]->program), sides[0]->cost + sides[1]->cost + cost_branch() + c->cost);
}

/* All programs of a parting: its conditions with the best programs; the further programs with its best condition, and with conditions of their own. */
static void put_programs(struct subsets *x, struct list *l, struct conditions *c, const struct way *w)
{
	const struct condition *best = cheapest_condition(c, w);
	const size_t n = c->n;

	for (size_t k = 0; k < n; k++)
		put_joined(x, l, w, &c->all[k], 0, 0);
	for (int side = 0; side < 2; side++)
		for (size_t i = 1; i < w->programs[side].n; i++) {
			const size_t one = side == 0 ? i : 0, other = side == 1 ? i : 0;

			if (best)
				put_joined(x, l, w, best, one, other);
			add_signs(c, w, side, &w->programs[side].found[i].program);
			add_fits(x, c, w, side, &w->programs[side].found[i].program);
			for (size_t k = n; k < c->n; k++)
				put_joined(x, l, w, &c->all[k], one, other);
			c->n = n;
			best = cheapest_condition(c, w);
		}
}

static bool is_copy(const struct subset *all, size_t i, int column)
{
	struct str cell = all->in[i];

	return (!column || cells_find(all->in[i], (size_t)column - 1, &cell)) && str_eq(cell, all->out[i]);
}

static bool is_empty(const struct subset *all, size_t i, int column)
{
	(void)column;
	return all->out[i].n == 0;
}

/* The parting into the outputs of which something is so, and the others; -1: there is none. */
static int part(struct conditions *c, const struct subset *all, bool (*is)(const struct subset *all, size_t i, int column), int column, struct arena *a)
{
	int *marks = arena_get(a, all->n * sizeof *marks);
	size_t marked = 0;

	for (size_t i = all->n; i-- > 0;)
		marks[i] = is(all, i, column) != is(all, 0, column), marked += (size_t)marks[i];
	return marked ? rows_put(&c->partings, marks) : -1;
}

/* A way for a parting, if there is none yet. */
static struct way *way_for(struct way *ways, size_t *n, int parting)
{
	size_t w = 0;

	while (w < *n && ways[w].parting != parting)
		w++;
	if (w == *n)
		ways[(*n)++] = (struct way){ .parting = parting };
	return &ways[w];
}

/* Looks for the programs of all partings, and says whether one has some: with so many conditions more on one side. */
static bool search_ways(struct subsets *x, struct conditions *c, struct way *ways, size_t n, int depth)
{
	bool found = false;

	for (size_t w = 0; w < n; w++)
		search_way(x, &ways[w], depth, 1);
	for (size_t w = 0; w < n; w++)
		if (ways[w].cost < INFINITY)
			for (int side = 0; side < 2; side++) {
				add_signs(c, &ways[w], side, &ways[w].programs[side].found->program);
				add_fits(x, c, &ways[w], side, &ways[w].programs[side].found->program);
			}
	conditions_sort(c);
	for (size_t w = 0; w < n; w++) {
		const struct condition *cheapest = cheapest_condition(c, &ways[w]);

		ways[w].cost += cheapest ? cheapest->cost : INFINITY;
		found |= ways[w].cost < INFINITY;
	}
	return found;
}

/* The best programs with conditions, in order of cost. */
static struct list search_parted(struct subsets *x, struct subset *all, int depth, size_t best)
{
	struct conditions c = { 0 };
	struct way ways[PARTINGS + DSL_COLUMNS + 2];
	struct list l = { 0 };
	size_t n = 0;
	int empty, deep = 0;

	conditions_find(&c, all->in, all->n, x->o.away, x->scratch, &x->budget, &x->arena);
	empty = part(&c, all, is_empty, 0, &x->arena);
	if (empty >= 0)
		way_for(ways, &n, empty)->empty = true;
	for (int column = c.ncolumns > 0; column <= c.ncolumns; column++) {
		const int same = part(&c, all, is_copy, column, &x->arena);

		if (same >= 0)
			way_for(ways, &n, same);
	}
	for (size_t k = 0; k < c.n && n < (size_t)(x->most < INFINITY ? FEW : PARTINGS); k++) {
		struct way *w = way_for(ways, &n, c.all[k].parting);

		if (!w->first)
			w->first = &c.all[k];
	}
	for (size_t w = 0; w < n; w++) {
		for (int side = 0; side < 2; side++) {
			ways[w].side[side] = take(x, all, rows_at(&c.partings, ways[w].parting), side, ways[w].first);
			if (ways[w].empty && !ways[w].first)
				ways[w].side[side].nothers = 0;          /* it is not known which of them will be handled */
		}
	}
	for (; deep <= depth && !search_ways(x, &c, ways, n, deep); deep++)
		;
	for (size_t close = 0; close < CLOSE; close++) {
		struct way *cheapest = ways;

		for (size_t w = 1; w < n; w++)
			if (ways[w].cost < cheapest->cost)
				cheapest = &ways[w];
		if (n == 0 || cheapest->cost == INFINITY)
			break;
		search_way(x, cheapest, deep, best);
		if (cheapest->cost < INFINITY)
			put_programs(x, &l, &c, cheapest);
		cheapest->cost = INFINITY;
	}
	conditions_free(&c);
	list_sort(&l);
	return l;
}

/* Any outputs can be told by writing them out. A program says something if it is shorter than that. */
static bool says_something(const struct exact_found *found, const struct str *outputs, size_t n)
{
	double all = 0;

	for (size_t i = 0; i < n; i++)
		all += outputs[i].n ? cost_written(outputs[i]) : cost_branch();      /* an empty output is said on purpose */
	return found->cost <= all && (found->cost <= SIMPLE_PARTED || SHORTER * found->cost <= all);
}

/* The pairs, each once, since what says the same again is no evidence. */
static struct subset different(struct subsets *x, const struct str *inputs, const struct str *outputs, size_t n, const struct exact_options *o)
{
	struct subset s = subset_room(x, n);

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < s.n && !(str_eq(s.in[k], inputs[i]) && str_eq(s.out[k], outputs[i])))
			k++;
		if (k < s.n)
			continue;
		s.in[k] = inputs[i], s.out[k] = outputs[i], s.number[k] = k;
		s.n++;
	}
	s.others = (struct str *)o->others, s.nothers = o->nothers;
	return s;
}

struct exact_result guard_search(struct guard *g, const struct str *inputs, const struct str *outputs, size_t n, const struct exact_options *options)
{
	const struct exact_result single = exact_search(g->x.exact, inputs, outputs, n, options);

	return guard_improve(g, &single, inputs, outputs, n, options);
}

struct exact_result guard_improve(struct guard *g, const struct exact_result *single, const struct str *inputs, const struct str *outputs, size_t n,
                                  const struct exact_options *options)
{
	struct subsets *x = &g->x;
	struct exact_result r = *single;
	struct exact_options o = *options;
	struct list l = { 0 }, parted;
	struct exact_found tables[LOOKUPS];
	struct subset all;

	if (options->dialect == DSL_PAPER || n < 2 || n > LONGEST || (r.n && r.found->cost <= SIMPLE))
		return r;
	exact_spend(&o, &r);
	subsets_begin(x, n, &o, o.steps / SHARE < STEPS ? o.steps / SHARE : STEPS);
	x->most = r.n ? r.found->cost : INFINITY;
	list_keep(x, &l, &r);
	all = different(x, inputs, outputs, n, options);
	parted = search_parted(x, &all, n > 3 ? DEPTH - 1 : 0, options->best);
	for (size_t k = 0; k < parted.n && says_something(parted.found, outputs, n); k++)
		list_put(x, &l, parted.found[k].program, parted.found[k].cost);
	n = lookup_pieces(all.in, all.out, all.n, all.others, all.nothers, &x->arena, tables);
	for (size_t k = 0; k < n; k++)
		list_put(x, &l, tables[k].program, tables[k].cost);
	if (!l.n && lookup_inputs(all.in, all.out, all.n, all.others, all.nothers, &x->arena, tables))
		list_put(x, &l, tables->program, tables->cost);
	list_sort(&l);
	if (l.n) {
		r.status = EXACT_FOUND;
		r.proven = r.proven && x->proven;
	}
	r.n = l.n < options->best || !options->best ? l.n : options->best;
	r.found = l.found;
	r.steps += x->budget.work;
	return r;
}
