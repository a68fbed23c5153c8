/* positions - every position expression that is valid on all inputs, as the vector of its indices
 * SPDX-License-Identifier: MIT */
#include "search/positions.h"

#include <stdint.h>
#include <stdlib.h>

#include "search/exact_cost.h"
#include "search/landmarks.h"

enum { LARGEST_N = 20 };

/* What it takes to find them. */
struct finder {
	struct positions *p;
	const struct texts *t;
	enum dsl_dialect dialect;
	const struct str *others; size_t nothers;
	struct dsl_scratch *scratch;
	struct budget *budget;
	struct arena *arena;
};

void positions_free(struct positions *p)
{
	rows_free(&p->index);
	free(p->namings), free(p->vectors), free(p->pieces), free(p->matches);
}

/* Adds a way to name the position whose indices are `v`; returns its number. */
static int add_naming(struct finder *f, const struct dsl_pos *pos, const int *v, double more)
{
	struct positions *p = f->p;
	const size_t before = p->index.n;
	int vector_number = rows_put(&p->index, v), number = (int)p->nnamings;
	struct naming *naming;
	struct vector *vector;

	p->namings = mem_room(p->namings, p->nnamings, &p->cap_namings, sizeof *p->namings);
	naming = &p->namings[p->nnamings++];
	*naming = (struct naming){ *pos, { cost_position(pos, false) + more, cost_position(pos, true) + more }, -1 };
	f->budget->bytes += sizeof *naming;
	if (p->index.n > before) {
		p->vectors = mem_room(p->vectors, before, &p->cap_vectors, sizeof *p->vectors);
		p->vectors[before] = (struct vector){ number, { number, number }, -1 };
		f->budget->bytes += 2 * f->t->n * sizeof *v + sizeof *vector;
		return number;
	}
	vector = &p->vectors[vector_number];
	naming->next = vector->first;
	vector->first = number;
	for (int until = 0; until < 2; until++)
		if (naming->cost[until] < p->namings[vector->best[until]].cost[until])
			vector->best[until] = number;
	return number;
}

static bool inside(const struct finder *f, const int *v)
{
	for (size_t i = 0; i < f->t->n; i++)
		if (v[i] < 0 || v[i] > f->t->xlen[i])
			return false;
	return true;
}

/* Names all positions at one match: both edges, the last character, and offsets from them. Of a text only the edges: another text would be meant. */
static void add_match(struct finder *f, const struct dsl_arg *what, int n, const int *starts, const int *afters, double more)
{
	struct positions *p = f->p;
	static const enum dsl_bound bounds[] = { BOUND_START, BOUND_END, BOUND_AFTER };
	int *v = f->p->now, start = -1, after = -1;

	for (size_t b = 0; b < 3; b++)
		for (int offset = -DSL_OFFSET; offset <= DSL_OFFSET; offset++) {
			struct dsl_pos pos = { .kind = POS_REGEX, .type = what->id, .text = what->text, .n = n, .bound = bounds[b], .offset = offset };
			int number;

			if (f->dialect == DSL_PAPER && (bounds[b] == BOUND_AFTER || offset))
				continue;
			if (f->dialect == DSL_SHELL && bounds[b] == BOUND_END && offset > -DSL_OFFSET)
				continue;              /* After with an offset that is one less is the same position */
			if (what->id == DSL_TEXT && (offset || bounds[b] == BOUND_END))
				continue;
			f->budget->work += (double)f->t->n;
			for (size_t i = 0; i < f->t->n; i++)
				v[i] = (bounds[b] == BOUND_START ? starts[i] : afters[i] - (bounds[b] == BOUND_END)) + offset;
			if (!inside(f, v))
				continue;
			number = add_naming(f, &pos, v, more);
			if (offset == 0 && bounds[b] == BOUND_START)
				start = number;
			if (offset == 0 && bounds[b] == BOUND_AFTER)
				after = number;
		}
	if (start >= 0 && after >= 0 && what->id != DSL_TEXT) {
		int a = rows_find(&p->index, starts), b = rows_find(&p->index, afters);

		p->pieces = mem_room(p->pieces, p->npieces, &p->cap_pieces, sizeof *p->pieces);
		p->pieces[p->npieces] = (struct token_piece){ b, start, after, p->vectors[a].token, cost_token(&p->namings[start].pos) + more };
		p->vectors[a].token = (int)p->npieces++;
	}
}

/* The share of the other inputs that have no match n of a token; counts are how many matches each has. */
static double failing(const size_t *counts, size_t others, int n)
{
	size_t missing = 0, need = n < 0 ? (size_t)-n : (size_t)n + 1;

	for (size_t i = 0; i < others; i++)
		missing += counts[i] < need;
	return others ? cost_failing((double)missing / (double)others) : 0;
}

/* Room for the matches of a token in all strings that can be named: 20 from the left, 20 from the right; and in the other inputs, how many. */
struct near { struct dsl_match (*of)[2 * LARGEST_N]; size_t *others; int *starts, *afters; };

/* All matches of a token in a string, in p->matches; returns how many. */
static size_t find_matches(struct finder *f, const struct dsl_arg *what, struct str in, enum dsl_encoding e)
{
	struct positions *p = f->p;
	size_t n;

	f->budget->work += (double)in.n / (e == DSL_ASCII ? 8 : 1);
	while ((n = dsl_matches(what, in, e, f->scratch, p->matches, p->cap_matches)) > p->cap_matches) {
		p->cap_matches = n + n / 2;
		p->matches = mem_resize(p->matches, p->cap_matches, sizeof *p->matches);
	}
	return n;
}

static void add_regexes(struct finder *f, const struct dsl_arg *what, const struct near *near)
{
	struct positions *p = f->p;
	size_t n = f->t->n, fewest = SIZE_MAX, nothers = f->nothers;
	int largest = f->dialect == DSL_PAPER ? 3 : LARGEST_N;

	for (size_t i = 0; i < n; i++) {
		bool ascii = (size_t)f->t->xlen[i] == f->t->inputs[i].n;
		size_t count = find_matches(f, what, f->t->inputs[i], ascii ? DSL_ASCII : DSL_UTF8), few = count < LARGEST_N ? count : LARGEST_N;

		if (count == 0 || budget_spent(f->budget))
			return;
		if (count < fewest)
			fewest = count;
		memcpy(near->of[i], p->matches, few * sizeof *p->matches);
		memcpy(near->of[i] + 2 * LARGEST_N - few, p->matches + count - few, few * sizeof *p->matches);
	}
	for (size_t i = 0; i < nothers && !budget_spent(f->budget); i++) {
		near->others[i] = dsl_matches(what, f->others[i], DSL_UNKNOWN, f->scratch, NULL, 0);
		f->budget->work += (double)f->others[i].n / 4;
	}
	if (fewest < (size_t)largest)
		largest = (int)fewest;
	for (int k = -largest; k <= largest && !budget_spent(f->budget); k++) {
		if (k >= 0 && (size_t)k >= fewest)
			continue;
		for (size_t i = 0; i < n; i++) {
			const struct dsl_match *m = &near->of[i][k < 0 ? 2 * LARGEST_N + k : k];

			near->starts[i] = m->start, near->afters[i] = m->after;
		}
		add_match(f, what, k, near->starts, near->afters, failing(near->others, nothers, k));
	}
}

static bool add_all(struct finder *f)
{
	int *v = f->p->now;
	struct str landmarks[LANDMARKS];
	const int nlandmarks = f->dialect == DSL_SHELL ? landmarks_find(f->t, f->others, f->nothers, landmarks, f->budget, f->arena) : 0;
	struct near near = { arena_get(f->arena, f->t->n * sizeof *near.of), arena_get(f->arena, f->nothers * sizeof *near.others),
	                     arena_get(f->arena, f->t->n * sizeof *near.starts), arena_get(f->arena, f->t->n * sizeof *near.afters) };

	for (int k = -20; k <= 20; k++) {
		struct dsl_pos pos = { .kind = POS_CONST, .k = k };

		for (size_t i = 0; i < f->t->n; i++)
			v[i] = k < 0 ? f->t->xlen[i] + k : k;
		if (inside(f, v))
			add_naming(f, &pos, v, 0);
	}
	if (f->dialect == DSL_SHELL) {
		struct dsl_pos pos = { .kind = POS_END };

		memcpy(v, f->t->xlen, f->t->n * sizeof *v);
		add_naming(f, &pos, v, 0);
	}
	for (int token = 1; token < dsl_size(f->dialect) && !budget_spent(f->budget); token++)
		if (dsl_table[token].role == ROLE_TYPE || dsl_table[token].role == ROLE_CHAR)
			add_regexes(f, &(struct dsl_arg){ .id = token }, &near);
	for (int k = 0; k < nlandmarks && !budget_spent(f->budget); k++)
		add_regexes(f, &(struct dsl_arg){ DSL_TEXT, landmarks[k] }, &near);
	return !budget_spent(f->budget);
}

/* Renumbers the vectors in order of their index in input 0, so that those in a range of it lie side by side. Then they can't be found by what they hold
 * any more. */
static void sort(struct finder *f)
{
	struct positions *p = f->p;
	size_t n = f->t->n, len = (size_t)f->t->xlen[0];
	int *index = arena_get(f->arena, p->index.n * n * sizeof *index), *renamed = arena_get(f->arena, p->index.n * sizeof *renamed);
	struct vector *vectors = arena_get(f->arena, p->index.n * sizeof *vectors);

	p->begins = arena_get(f->arena, (len + 2) * sizeof *p->begins);
	memset(p->begins, 0, (len + 2) * sizeof *p->begins);
	for (size_t v = 0; v < p->index.n; v++)
		p->begins[p->index.row[v * n] + 1]++;
	for (size_t at = 0; at <= len; at++)
		p->begins[at + 1] += p->begins[at];
	for (size_t v = 0; v < p->index.n; v++)
		renamed[v] = p->begins[p->index.row[v * n]]++;
	for (size_t at = len + 1; at > 0; at--)
		p->begins[at] = p->begins[at - 1];
	p->begins[0] = 0;
	for (size_t v = 0; v < p->index.n; v++) {
		memcpy(index + (size_t)renamed[v] * n, p->index.row + v * n, n * sizeof *index);
		vectors[renamed[v]] = p->vectors[v];
	}
	memcpy(p->index.row, index, p->index.n * n * sizeof *index);
	memcpy(p->vectors, vectors, p->index.n * sizeof *vectors);
	for (size_t k = 0; k < p->npieces; k++)
		p->pieces[k].until = renamed[p->pieces[k].until];
	p->spots = arena_get(f->arena, p->index.n * sizeof *p->spots);
	p->nspots = 0;
	for (size_t v = 0; v < p->index.n; v++) {
		int at = p->index.row[v * n];

		if ((size_t)at < len && (p->nspots == 0 || p->spots[p->nspots - 1] != at))
			p->spots[p->nspots++] = at;
	}
}

bool positions_find(struct positions *p, const struct texts *t, enum dsl_dialect dialect, const struct str *others, size_t nothers,
                    struct dsl_scratch *scratch, struct budget *b, struct arena *a)
{
	struct finder f = { p, t, dialect, others, nothers, scratch, b, a };

	rows_clear(&p->index, t->n);
	p->nnamings = p->npieces = 0;
	p->now = arena_get(a, t->n * sizeof *p->now);
	if (!add_all(&f))
		return false;
	sort(&f);
	return true;
}
