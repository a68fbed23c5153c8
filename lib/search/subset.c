/* subset - programs for some of the pairs, each subset searched once
 * SPDX-License-Identifier: MIT */
#include "search/subset.h"

#include <stdlib.h>

#include "search/exact_cost.h"

enum {
	SHARE = 8,                   /* one search may take the SHAREth part of what is left */
	SAMPLE = 3,                  /* so many examples are searched at first */
	FIXED = 50000,               /* steps that a search takes beside those that it counts */
	SAYS = 8,                    /* by so much an example that is alone must be shorter than its output is when it is written out */
};

void subsets_begin(struct subsets *x, size_t n, const struct exact_options *o, double steps)
{
	arena_reset(&x->arena);
	x->o = *o;
	budget_begin(&x->budget, steps, o->seconds);
	x->proven = true;
	x->ncores = 0;
	rows_clear(&x->known, n);
}

void subsets_free(struct subsets *x)
{
	arena_free(&x->arena);
	rows_free(&x->known);
	free(x->cores), free(x->best);
}

struct subset subset_room(struct subsets *x, size_t n)
{
	return (struct subset){ .in = arena_get(&x->arena, n * sizeof(struct str)), .out = arena_get(&x->arena, n * sizeof(struct str)),
	                        .number = arena_get(&x->arena, n * sizeof(size_t)), .others = arena_get(&x->arena, SUBSET_OTHERS * sizeof(struct str)) };
}

void list_put(struct subsets *x, struct list *l, struct dsl_program p, double cost)
{
	struct exact_found *grown;

	if (l->n == l->cap) {
		grown = arena_get(&x->arena, (2 * l->cap + 8) * sizeof *grown);
		if (l->n)
			memcpy(grown, l->found, l->n * sizeof *grown);
		l->found = grown;
		l->cap = 2 * l->cap + 8;
	}
	l->found[l->n++] = (struct exact_found){ p, cost };
}

void list_keep(struct subsets *x, struct list *l, const struct exact_result *r)
{
	for (size_t k = 0; k < r->n; k++)
		list_put(x, l, dsl_copy(&r->found[k].program, &x->arena), r->found[k].cost);
}

/* By insertion: of equals the first stays first. */
void list_sort(struct list *l)
{
	for (size_t i = 1; i < l->n; i++) {
		struct exact_found one = l->found[i];
		size_t at = i;

		for (; at > 0 && l->found[at - 1].cost > one.cost; at--)
			l->found[at] = l->found[at - 1];
		l->found[at] = one;
	}
}

/* The first pair on which the program is wrong, or n. */
static size_t first_wrong(struct subsets *x, const struct subset *s, const struct dsl_program *p)
{
	struct dsl_ready *ready = dsl_ready(p);
	size_t i = 0;

	for (; i < s->n && dsl_makes(ready, x->scratch, s->in[i], s->out[i]); i++)
		x->budget.work += 16 + (double)s->in[i].n / 4;
	dsl_done(ready);
	return i;
}

static void swap(struct subset *s, size_t a, size_t b)
{
	const struct str in = s->in[a], out = s->out[a];
	const size_t number = s->number[a];

	s->in[a] = s->in[b], s->out[a] = s->out[b], s->number[a] = s->number[b];
	s->in[b] = in, s->out[b] = out, s->number[b] = number;
}

static bool has_number(const struct subset *s, size_t number)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->number[i] == number)
			return true;
	return false;
}

/* Are there pairs among them that no program fits together? */
static bool hopeless(const struct subsets *x, const struct subset *s)
{
	for (size_t c = 0; c < x->ncores; c++) {
		size_t k = 0;

		while (k < x->cores[c].n && has_number(s, x->cores[c].number[k]))
			k++;
		if (k == x->cores[c].n)
			return true;
	}
	return false;
}

static void add_core(struct subsets *x, const struct subset *s, size_t n)
{
	size_t *number = arena_get(&x->arena, n * sizeof *number);

	memcpy(number, s->number, n * sizeof *number);
	x->cores = mem_room(x->cores, x->ncores, &x->cap_cores, sizeof *x->cores);
	x->cores[x->ncores++] = (struct core){ number, n };
}

/* Concat(), if all the outputs are empty. */
static bool give_nothing(struct subsets *x, const struct subset *s, struct list *l)
{
	struct dsl_expr *nothing = arena_get(&x->arena, sizeof *nothing);

	for (size_t i = 0; i < s->n; i++)
		if (s->out[i].n)
			return false;
	*nothing = (struct dsl_expr){ .kind = EXPR_CONST };
	list_put(x, l, (struct dsl_program){ .exprs = nothing, .n = 1 }, cost_written(STR("")));
	return true;
}

/* A few pairs are searched, and one more when the program is wrong on it. */
static struct list search(struct subsets *x, struct subset *s, size_t best)
{
	struct exact_options o = x->o;
	struct list l = { 0 };
	size_t n = s->n < SAMPLE ? s->n : SAMPLE, wrong;

	o.others = s->others, o.nothers = s->nothers;
	if (hopeless(x, s) || give_nothing(x, s, &l))
		return l;
	for (;; n++) {
		struct exact_result r;

		o.best = best;
		o.steps = (x->budget.steps - x->budget.work) / SHARE;
		if (o.steps < 1 || budget_spent(&x->budget)) {
			x->proven = false;
			return l;
		}
		r = exact_search(x->exact, s->in, s->out, n, &o);
		x->budget.work += r.steps + FIXED;
		x->proven &= r.proven;
		if (r.status == EXACT_NONE)
			add_core(x, s, n);
		if (!r.n)
			return l;
		wrong = first_wrong(x, s, &r.found->program);
		if (wrong == s->n) {
			for (size_t k = 0; k < r.n; k++)
				if (k == 0 || n == s->n || first_wrong(x, s, &r.found[k].program) == s->n)
					list_put(x, &l, dsl_copy(&r.found[k].program, &x->arena), r.found[k].cost);
			break;
		}
		if (wrong < n)
			return l;
		swap(s, n, wrong);
	}
	/* one example shows little, and may be a mistake */
	for (size_t k = 0; s->n == 1 && k < l.n; k++)
		if (dsl_is_constant(&l.found[k].program) || l.found[k].cost + SAYS > cost_written(s->out[0]))
			l.n = k;
	return l;
}

/* The cheapest, which is looked for once for each part of the pairs. */
static struct list search_once(struct subsets *x, struct subset *s)
{
	int *marks = mem_zero(x->known.width, sizeof *marks);
	size_t before = x->known.n, at;

	for (size_t i = 0; i < s->n; i++)
		marks[s->number[i]] = 1;
	at = (size_t)rows_put(&x->known, marks);
	free(marks);
	if (at == before) {
		const struct list found = search(x, s, 1);

		x->best = mem_room(x->best, at, &x->cap_best, sizeof *x->best);
		x->best[at] = found;
	}
	return x->best[at];
}

struct list subset_search(struct subsets *x, struct subset *s, size_t best)
{
	return best == 1 ? search_once(x, s) : search(x, s, best);
}
