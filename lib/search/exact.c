/* exact - finds the programs that are right on all given pairs, by deduction
 * SPDX-License-Identifier: MIT */
#include "search/exact.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "dsl/dsl_run.h"
#include "search/exact_cost.h"

enum {
	LARGEST_N = 20,
	COMBINATIONS = 12,       /* ways to spell one step that are looked at for the next best programs */
	CASES = 5,
	MEMORY = 1 << 29,        /* bytes that the strings, positions and states of one search may take */
	FURTHER = 25,            /* how much dearer than the best the next best ones may be, in exact_cost's unit */
	LOOK = 1 << 16,          /* steps from one look at the budgets to the next */
	PATHS = 200000,          /* partial programs that are looked at for the next best ones */
};

/* One way to name a position. */
struct naming { struct dsl_pos pos; double cost[2]; int next; };  /* cost as from, as until; next of the same vector, or -1 */

/* All that names the same index in each pair. */
struct vector { int first; int best[2]; int token; };             /* first naming; the cheapest as from, as until; first token_piece from here */

/* The two edges of a match: from here until `until` the piece is the match itself. */
struct token_piece { int until, from_naming, until_naming, next; double cost; };

/* A step from one state to another: a piece between two vectors, or a literal (from < 0) of `length` code points. */
struct step { int state, to, from, until, length; enum dsl_case as; double cost; };

struct exact {
	const struct exact_options *o;
	size_t n;                                        /* pairs, all of them different */
	struct str *inputs, *outputs;
	struct arena arena, result;
	struct dsl_scratch *scratch;
	uint32_t **x, **y, **cased[CASES];               /* code points; the inputs in each case, as if in the middle of a piece */
	int *xlen, *ylen;
	size_t text;                                     /* bytes that these take */
	struct dsl_match *matches; size_t cap_matches;   /* of one token in one string */

	struct naming *namings; size_t nnamings, cap_namings;
	struct vector *vectors; size_t nvectors, cap_vectors;
	int *index; size_t cap_index;                    /* index[v * n + i]: vector v in pair i; in order of pair 0 after sort_vectors */
	int *begins;                                     /* the vectors whose index in pair 0 is p are begins[p] .. begins[p+1]-1 */
	int *spots, nspots;                              /* the indices in pair 0, short of its end, that have a vector */
	int *table; size_t table_size;                   /* hash of vectors, then of states: number + 1, 0 is free */
	struct token_piece *pieces; size_t npieces, cap_pieces;

	int *at; size_t cap_at;                          /* at[s * n + i]: characters of output i that state s explains */
	struct state { double cost; struct step back; bool closed; } *states; size_t nstates, cap_states;
	struct { double cost; int state; } *heap; size_t nheap, cap_heap;
	struct step *steps; size_t nsteps, cap_steps;    /* all steps, when more than one program is asked for */
	int *reach, *plain;                              /* of the piece being looked at: how far it may go, for each pair; and without its case */
	int *next_at;
	double most;                                     /* what is dearer is of no interest: the cheapest way found so far, and some more */
	double work, look;                               /* steps so far; at how many the budgets are looked at again */
	bool spent;                                      /* a budget has ended */
	double begun;                                    /* clock_seconds */
};

struct exact *exact_make(void)
{
	struct exact *x = mem_zero(1, sizeof *x);

	x->scratch = dsl_scratch_make();
	return x;
}

void exact_free(struct exact *x)
{
	if (!x)
		return;
	arena_free(&x->arena);
	arena_free(&x->result);
	dsl_scratch_free(x->scratch);
	free(x->namings), free(x->vectors), free(x->index), free(x->table), free(x->pieces);
	free(x->at), free(x->states), free(x->heap), free(x->steps), free(x->matches);
	free(x);
}

/* ---- budgets ---- */

static size_t memory(const struct exact *x)
{
	return x->text + x->nnamings * sizeof *x->namings + x->nvectors * (2 * x->n * sizeof *x->index + sizeof *x->vectors) +
	       x->nstates * (x->n * sizeof *x->at + sizeof *x->states + 2 * sizeof *x->table) + x->nheap * sizeof *x->heap +
	       x->nsteps * (sizeof *x->steps + sizeof(int));
}

static bool look_at_budgets(struct exact *x)
{
	x->look = x->work + LOOK < x->o->steps ? x->work + LOOK : x->o->steps;
	x->spent = x->spent || x->work >= x->o->steps || memory(x) > MEMORY;
	if (x->o->seconds > 0 && !x->spent)
		x->spent = clock_seconds() - x->begun > x->o->seconds;
	return x->spent;
}

/* Has a budget ended? To be asked wherever the work is long. */
static bool spent(struct exact *x)
{
	return x->spent || (x->work >= x->look && look_at_budgets(x));
}

/* ---- the strings ---- */

struct pair { struct str in, out; size_t number; };

static int by_input(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int order = memcmp(p->in.p, q->in.p, p->in.n < q->in.n ? p->in.n : q->in.n);

	if (order || p->in.n != q->in.n)
		return order ? order : p->in.n < q->in.n ? -1 : 1;
	return p->number < q->number ? -1 : 1;
}

/* Takes the pairs, each once. False when an input has two outputs, or an output is empty: no program gives that. */
static bool take_pairs(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n)
{
	struct pair *sorted = arena_get(&x->arena, n * sizeof *sorted);
	bool *again = arena_get(&x->arena, n * sizeof *again);

	for (size_t i = 0; i < n; i++) {
		if (outputs[i].n == 0)
			return false;                /* every expression gives at least one character */
		sorted[i] = (struct pair){ inputs[i].p ? inputs[i] : STR(""), outputs[i], i };
	}
	qsort(sorted, n, sizeof *sorted, by_input);
	memset(again, 0, n * sizeof *again);
	for (size_t i = 1; i < n; i++) {
		if (!str_eq(sorted[i].in, sorted[i - 1].in))
			continue;
		if (!str_eq(sorted[i].out, sorted[i - 1].out))
			return false;
		again[sorted[i].number] = true;
	}
	x->inputs = arena_get(&x->arena, n * sizeof *x->inputs);
	x->outputs = arena_get(&x->arena, n * sizeof *x->outputs);
	x->n = 0;
	for (size_t i = 0; i < n; i++)
		if (!again[i]) {
			x->inputs[x->n] = inputs[i];
			x->outputs[x->n++] = outputs[i];
		}
	return true;
}

/* The code points of the pairs. False when they don't fit into the memory. */
static bool take_strings(struct exact *x)
{
	struct arena *a = &x->arena;
	const struct str *inputs = x->inputs, *outputs = x->outputs;
	size_t n = x->n;

	for (size_t i = 0; i < n && x->text <= MEMORY; i++)
		x->text += (inputs[i].n + 1) * sizeof **x->x * (x->o->dialect == DSL_SHELL ? CASES - 1 : 1) + (outputs[i].n + 1) * sizeof **x->y;
	if (x->text > MEMORY)
		return false;
	x->x = arena_get(a, n * sizeof *x->x), x->y = arena_get(a, n * sizeof *x->y);
	x->xlen = arena_get(a, n * sizeof *x->xlen), x->ylen = arena_get(a, n * sizeof *x->ylen);
	x->reach = arena_get(a, n * sizeof *x->reach), x->plain = arena_get(a, n * sizeof *x->plain);
	x->next_at = arena_get(a, n * sizeof *x->next_at);
	for (int c = 0; c < CASES; c++)
		x->cased[c] = arena_get(a, n * sizeof **x->cased);
	for (size_t i = 0; i < n; i++) {
		x->x[i] = arena_get(a, (inputs[i].n + 1) * sizeof **x->x);
		x->y[i] = arena_get(a, (outputs[i].n + 1) * sizeof **x->y);
		x->xlen[i] = (int)utf8_decode(inputs[i], x->x[i]);
		x->ylen[i] = (int)utf8_decode(outputs[i], x->y[i]);
		x->cased[CASE_NONE][i] = x->x[i];
		for (int c = 1; c < CASES && x->o->dialect == DSL_SHELL; c++) {
			uint32_t *to;

			if (c == CASE_SENTENCE) {        /* in the middle of a piece it is the same */
				x->cased[c][i] = x->cased[CASE_LOWER][i];
				continue;
			}
			to = x->cased[c][i] = arena_get(a, ((size_t)x->xlen[i] + 1) * sizeof *to);
			for (int j = 0; j < x->xlen[i]; j++)
				to[j] = dsl_recase((enum dsl_case)c, x->x[i][j], false, j && dsl_in_word(x->x[i][j - 1]));
		}
		x->work += (double)(inputs[i].n + outputs[i].n);
		if (spent(x))
			return false;
	}
	return true;
}

/* The character that a piece beginning at j shows first. */
static uint32_t first_shown(const struct exact *x, enum dsl_case as, size_t i, int j)
{
	return as == CASE_PROPER || as == CASE_SENTENCE ? dsl_recase(as, x->x[i][j], true, false) : x->cased[as][i][j];
}

/* ---- positions as vectors ---- */

static uint64_t hash_ints(const int *v, size_t n)
{
	uint64_t h = 0x9E3779B97F4A7C15;

	for (size_t i = 0; i < n; i++) {
		h = (h ^ (uint32_t)v[i]) * 0xD6E8FEB86659FD93;
		h ^= h >> 32;
	}
	return h;
}

/* Finds `v` among the rows of `rows`, n numbers each; or gives the free slot of the hash where it belongs. */
static int *find_row(const struct exact *x, const int *rows, const int *v)
{
	for (size_t h = hash_ints(v, x->n);; h++) {
		int *slot = &x->table[h & (x->table_size - 1)];

		if (*slot == 0 || memcmp(rows + (size_t)(*slot - 1) * x->n, v, x->n * sizeof *v) == 0)
			return slot;
	}
}

/* Makes the hash empty and large enough for `rows` rows. */
static void fresh_table(struct exact *x, size_t rows)
{
	size_t size = 256;

	while (size < rows * 2)
		size *= 2;
	if (size > x->table_size || size * 8 < x->table_size) {
		x->table = mem_resize(x->table, size, sizeof *x->table);
		x->table_size = size;
	}
	memset(x->table, 0, x->table_size * sizeof *x->table);
}

static void grow_table(struct exact *x, const int *rows, size_t n)
{
	if (n * 2 < x->table_size)
		return;
	fresh_table(x, n * 2);
	for (size_t r = 0; r < n; r++)
		*find_row(x, rows, rows + r * x->n) = (int)r + 1;
}

/* Adds a way to name the position whose indices are `v`; returns its number. */
static int add_naming(struct exact *x, const struct dsl_pos *pos, const int *v, double more)
{
	int *slot = find_row(x, x->index, v), number = (int)x->nnamings;
	struct naming *naming;
	struct vector *vector;

	x->namings = mem_room(x->namings, x->nnamings, &x->cap_namings, sizeof *x->namings);
	naming = &x->namings[x->nnamings++];
	*naming = (struct naming){ *pos, { cost_position(pos, false) + more, cost_position(pos, true) + more }, -1 };
	if (*slot == 0) {
		*slot = (int)x->nvectors + 1;
		while ((x->nvectors + 1) * x->n > x->cap_index)
			x->index = mem_resize(x->index, x->cap_index = x->cap_index ? x->cap_index * 2 : 4096, sizeof *x->index);
		memcpy(x->index + x->nvectors * x->n, v, x->n * sizeof *v);
		x->vectors = mem_room(x->vectors, x->nvectors, &x->cap_vectors, sizeof *x->vectors);
		x->vectors[x->nvectors++] = (struct vector){ number, { number, number }, -1 };
		grow_table(x, x->index, x->nvectors);
		return number;
	}
	vector = &x->vectors[*slot - 1];
	naming->next = vector->first;
	vector->first = number;
	for (int until = 0; until < 2; until++)
		if (naming->cost[until] < x->namings[vector->best[until]].cost[until])
			vector->best[until] = number;
	return number;
}

/* The number of a vector that is there. */
static int vector_of(const struct exact *x, const int *v)
{
	return *find_row(x, x->index, v) - 1;
}

static bool inside(const struct exact *x, const int *v)
{
	for (size_t i = 0; i < x->n; i++)
		if (v[i] < 0 || v[i] > x->xlen[i])
			return false;
	return true;
}

/* Names all positions at one match of a token: both edges, the last character, and offsets from them. */
static void add_match(struct exact *x, int token, int n, const int *starts, const int *afters, double more)
{
	static const enum dsl_bound bounds[] = { BOUND_START, BOUND_END, BOUND_AFTER };
	int *v = x->next_at, start = -1, after = -1;

	for (size_t b = 0; b < 3; b++)
		for (int offset = -DSL_OFFSET; offset <= DSL_OFFSET; offset++) {
			struct dsl_pos pos = { .kind = POS_REGEX, .type = token, .n = n, .bound = bounds[b], .offset = offset };
			int number;

			if (x->o->dialect == DSL_PAPER && (bounds[b] == BOUND_AFTER || offset))
				continue;
			if (x->o->dialect == DSL_SHELL && bounds[b] == BOUND_END && offset > -DSL_OFFSET)
				continue;              /* After with an offset that is one less is the same position */
			x->work += (double)x->n;
			for (size_t i = 0; i < x->n; i++)
				v[i] = (bounds[b] == BOUND_START ? starts[i] : afters[i] - (bounds[b] == BOUND_END)) + offset;
			if (!inside(x, v))
				continue;
			number = add_naming(x, &pos, v, more);
			if (offset == 0 && bounds[b] == BOUND_START)
				start = number;
			if (offset == 0 && bounds[b] == BOUND_AFTER)
				after = number;
		}
	if (start >= 0 && after >= 0) {
		int a = vector_of(x, starts), b = vector_of(x, afters);

		x->pieces = mem_room(x->pieces, x->npieces, &x->cap_pieces, sizeof *x->pieces);
		x->pieces[x->npieces] = (struct token_piece){ b, start, after, x->vectors[a].token, cost_token(&x->namings[start].pos) + more };
		x->vectors[a].token = (int)x->npieces++;
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

/* All matches of a token in a string, in x->matches; returns how many. */
static size_t find_matches(struct exact *x, int token, struct str in, enum dsl_encoding e)
{
	size_t n;

	x->work += (double)in.n / (e == DSL_ASCII ? 8 : 1);
	while ((n = dsl_matches(token, in, e, x->scratch, x->matches, x->cap_matches)) > x->cap_matches) {
		x->cap_matches = n + n / 2;
		x->matches = mem_resize(x->matches, x->cap_matches, sizeof *x->matches);
	}
	return n;
}

static void add_regexes(struct exact *x, int token, const struct near *near)
{
	size_t n = x->n, fewest = SIZE_MAX, nothers = x->o->nothers;
	int largest = x->o->dialect == DSL_PAPER ? 3 : LARGEST_N;

	for (size_t i = 0; i < n; i++) {
		bool ascii = (size_t)x->xlen[i] == x->inputs[i].n;
		size_t count = find_matches(x, token, x->inputs[i], ascii ? DSL_ASCII : DSL_UTF8), few = count < LARGEST_N ? count : LARGEST_N;

		if (count == 0 || spent(x))
			return;
		if (count < fewest)
			fewest = count;
		memcpy(near->of[i], x->matches, few * sizeof *x->matches);
		memcpy(near->of[i] + 2 * LARGEST_N - few, x->matches + count - few, few * sizeof *x->matches);
	}
	for (size_t i = 0; i < nothers && !spent(x); i++) {
		near->others[i] = dsl_matches(token, x->o->others[i], DSL_UNKNOWN, x->scratch, NULL, 0);
		x->work += (double)x->o->others[i].n / 4;
	}
	if (fewest < (size_t)largest)
		largest = (int)fewest;
	for (int k = -largest; k <= largest && !spent(x); k++) {
		if (k >= 0 && (size_t)k >= fewest)
			continue;
		for (size_t i = 0; i < n; i++) {
			const struct dsl_match *m = &near->of[i][k < 0 ? 2 * LARGEST_N + k : k];

			near->starts[i] = m->start, near->afters[i] = m->after;
		}
		add_match(x, token, k, near->starts, near->afters, failing(near->others, nothers, k));
	}
}

/* False when a budget ended before all were named. */
static bool add_positions(struct exact *x)
{
	int *v = x->next_at;
	struct near near = { arena_get(&x->arena, x->n * sizeof *near.of), arena_get(&x->arena, x->o->nothers * sizeof *near.others),
	                     arena_get(&x->arena, x->n * sizeof *near.starts), arena_get(&x->arena, x->n * sizeof *near.afters) };

	fresh_table(x, 512);
	for (int k = -20; k <= 20; k++) {
		struct dsl_pos pos = { .kind = POS_CONST, .k = k };

		for (size_t i = 0; i < x->n; i++)
			v[i] = k < 0 ? x->xlen[i] + k : k;
		if (inside(x, v))
			add_naming(x, &pos, v, 0);
	}
	if (x->o->dialect == DSL_SHELL) {
		struct dsl_pos pos = { .kind = POS_END };

		memcpy(v, x->xlen, x->n * sizeof *v);
		add_naming(x, &pos, v, 0);
	}
	for (int token = 1; token < dsl_size(x->o->dialect) && !spent(x); token++)
		if (dsl_table[token].role == ROLE_TYPE || dsl_table[token].role == ROLE_CHAR)
			add_regexes(x, token, &near);
	return !spent(x);
}

/* Renumbers the vectors in order of their index in pair 0, so that those in a range of it lie side by side. */
static void sort_vectors(struct exact *x)
{
	size_t n = x->n, len = (size_t)x->xlen[0];
	int *index = arena_get(&x->arena, x->nvectors * n * sizeof *index), *renamed = arena_get(&x->arena, x->nvectors * sizeof *renamed);
	struct vector *vectors = arena_get(&x->arena, x->nvectors * sizeof *vectors);

	x->begins = arena_get(&x->arena, (len + 2) * sizeof *x->begins);
	memset(x->begins, 0, (len + 2) * sizeof *x->begins);
	for (size_t v = 0; v < x->nvectors; v++)
		x->begins[x->index[v * n] + 1]++;
	for (size_t p = 0; p <= len; p++)
		x->begins[p + 1] += x->begins[p];
	for (size_t v = 0; v < x->nvectors; v++)
		renamed[v] = x->begins[x->index[v * n]]++;
	for (size_t p = len + 1; p > 0; p--)
		x->begins[p] = x->begins[p - 1];
	x->begins[0] = 0;
	for (size_t v = 0; v < x->nvectors; v++) {
		memcpy(index + (size_t)renamed[v] * n, x->index + v * n, n * sizeof *index);
		vectors[renamed[v]] = x->vectors[v];
	}
	memcpy(x->index, index, x->nvectors * n * sizeof *index);
	memcpy(x->vectors, vectors, x->nvectors * sizeof *vectors);
	for (size_t p = 0; p < x->npieces; p++)
		x->pieces[p].until = renamed[x->pieces[p].until];
	x->spots = arena_get(&x->arena, x->nvectors * sizeof *x->spots);
	x->nspots = 0;
	for (size_t v = 0; v < x->nvectors; v++) {
		int p = x->index[v * n];

		if ((size_t)p < len && (x->nspots == 0 || x->spots[x->nspots - 1] != p))
			x->spots[x->nspots++] = p;
	}
}

/* ---- states ---- */

static void push(struct exact *x, double cost, int state)
{
	size_t i = x->nheap;

	x->heap = mem_room(x->heap, x->nheap++, &x->cap_heap, sizeof *x->heap);
	for (; i && x->heap[(i - 1) / 2].cost > cost; i = (i - 1) / 2)
		x->heap[i] = x->heap[(i - 1) / 2];
	x->heap[i].cost = cost, x->heap[i].state = state;
}

static int pop(struct exact *x)
{
	int state = x->heap[0].state;
	size_t i = 0, n = --x->nheap;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= n)
			break;
		if (child + 1 < n && x->heap[child + 1].cost < x->heap[child].cost)
			child++;
		if (x->heap[n].cost <= x->heap[child].cost)
			break;
		x->heap[i] = x->heap[child];
		i = child;
	}
	x->heap[i] = x->heap[n];
	return state;
}

/* The state that explains x->next_at, made when it is new. */
static int state_here(struct exact *x)
{
	int *slot = find_row(x, x->at, x->next_at), number = *slot - 1;

	if (number >= 0)
		return number;
	number = (int)x->nstates;
	*slot = number + 1;
	while ((x->nstates + 1) * x->n > x->cap_at)
		x->at = mem_resize(x->at, x->cap_at = x->cap_at ? x->cap_at * 2 : 1024, sizeof *x->at);
	memcpy(x->at + x->nstates * x->n, x->next_at, x->n * sizeof *x->at);
	x->states = mem_room(x->states, x->nstates, &x->cap_states, sizeof *x->states);
	x->states[x->nstates++] = (struct state){ .cost = INFINITY };
	grow_table(x, x->at, x->nstates);
	return number;
}

/* Takes a step to x->next_at. Each expression gives at least one character, so a state in which some output is whole and another is
 * not leads nowhere, and isn't made. */
static void take_step(struct exact *x, struct step step)
{
	size_t whole = 0;
	double cost = x->states[step.state].cost + step.cost;

	for (size_t i = 0; i < x->n; i++)
		whole += x->next_at[i] == x->ylen[i];
	if (whole ? whole < x->n : cost > x->most)
		return;
	x->work += (double)x->n + 16;
	if (whole && cost + (x->o->best > 1 ? FURTHER : 0) < x->most)
		x->most = cost + (x->o->best > 1 ? FURTHER : 0);
	step.to = state_here(x);
	if (x->o->best > 1) {
		x->steps = mem_room(x->steps, x->nsteps, &x->cap_steps, sizeof *x->steps);
		x->steps[x->nsteps++] = step;
	}
	if (cost < x->states[step.to].cost) {
		x->states[step.to].cost = cost;
		x->states[step.to].back = step;
		push(x, cost, step.to);
	}
}

static void take_literal(struct exact *x, int state, int length)
{
	const int *at = x->at + (size_t)state * x->n;

	x->work += (double)x->n + length / 2;            /* cost_literal goes through it */
	for (size_t i = 0; i < x->n; i++)
		x->next_at[i] = at[i] + length;
	take_step(x, (struct step){ .state = state, .from = -1, .length = length,
	                            .cost = cost_literal(x->y[0] + at[0], length, x->o->dialect) });
}

/* The longest first, which may be all there is; then the short ones, as long as they are cheap enough: a longer one costs more. */
static void take_literals(struct exact *x, int state)
{
	const int *at = x->at + (size_t)state * x->n;
	int most = x->ylen[0] - at[0];
	const uint32_t *text = x->y[0] + at[0];

	for (size_t i = 1; i < x->n; i++) {
		int same = 0;

		while (same < most && at[i] + same < x->ylen[i] && x->y[i][at[i] + same] == text[same])
			same++;
		most = same;
		x->work += 1 + most / 8;
	}
	if (x->o->dialect == DSL_PAPER && most > 0)
		most = text[0] < 128 && dsl_char_id((unsigned char)text[0], DSL_PAPER) >= 0;
	if (most > 0)
		take_literal(x, state, most);
	for (int length = 1; length < most && !spent(x); length++) {
		if (x->states[state].cost + cost_literal(text, length, x->o->dialect) > x->most)
			break;
		take_literal(x, state, length);
	}
}

/* How far the inputs from vector `from` on, in case `as`, agree with what is left of the outputs: x->reach. False when some pair has
 * not even the first character. */
static bool agree(struct exact *x, const int *at, const int *from, enum dsl_case as)
{
	for (size_t i = 0; i < x->n; i++)
		if (from[i] >= x->xlen[i] || first_shown(x, as, i, from[i]) != x->y[i][at[i]]) {
			x->work += (double)i + 1;
			return false;
		}
	for (size_t i = 0; i < x->n; i++) {
		const uint32_t *in = x->cased[as][i] + from[i], *out = x->y[i] + at[i];
		int most = x->xlen[i] - from[i] < x->ylen[i] - at[i] ? x->xlen[i] - from[i] : x->ylen[i] - at[i], same = 1;

		while (same < most && in[same] == out[same])
			same++;
		x->reach[i] = same;
		x->work += same / 8;
	}
	x->work += (double)x->n;
	return true;
}

static double step_cost(const struct exact *x, int from, int until, enum dsl_case as)
{
	const struct vector *a = &x->vectors[from], *b = &x->vectors[until];
	double positions = x->namings[a->best[0]].cost[0] + x->namings[b->best[1]].cost[1];

	for (int p = a->token; p >= 0; p = x->pieces[p].next)
		if (x->pieces[p].until == until && x->pieces[p].cost < positions)
			positions = x->pieces[p].cost;
	return cost_piece(x->o->dialect, as) + positions;
}

/* How far the inputs from vector `from` on agree with the outputs as they stand, in x->plain: a case that changes nothing is no program
 * that anybody means, and only hides others. */
static void agree_plainly(struct exact *x, const int *at, const int *from)
{
	for (size_t i = 0; i < x->n; i++) {
		const uint32_t *in = x->x[i] + from[i], *out = x->y[i] + at[i];
		int same = 0;

		while (same < x->reach[i] && in[same] == out[same])
			same++;
		x->plain[i] = same;
		x->work += 1 + same / 8;
	}
}

static void take_pieces(struct exact *x, int state, int from, enum dsl_case as)
{
	const int *at = x->at + (size_t)state * x->n, *begin = x->index + (size_t)from * x->n;
	int last;

	if (spent(x) || !agree(x, at, begin, as))
		return;
	if (as)
		agree_plainly(x, at, begin);
	last = x->begins[begin[0] + x->reach[0] + 1];
	for (int until = x->begins[begin[0] + 1]; until < last && !spent(x); until++) {
		const int *end = x->index + (size_t)until * x->n;
		bool needed = !as;
		size_t i = 0;

		at = x->at + (size_t)state * x->n;
		for (; i < x->n; i++) {
			int length = end[i] - begin[i];

			if (length <= 0 || length > x->reach[i])
				break;
			needed |= length > x->plain[i];
			x->next_at[i] = at[i] + length;
		}
		x->work += (double)i + 1;
		if (i == x->n && needed)
			take_step(x, (struct step){ .state = state, .from = from, .until = until, .as = as, .cost = step_cost(x, from, until, as) });
	}
}

static void expand(struct exact *x, int state)
{
	uint32_t next = x->y[0][x->at[(size_t)state * x->n]];

	for (enum dsl_case as = CASE_NONE; as < (x->o->dialect == DSL_SHELL ? CASES : 1) && !spent(x); as++) {
		x->work += x->nspots / 8;
		for (int i = 0; i < x->nspots; i++)
			if (first_shown(x, as, 0, x->spots[i]) == next)
				for (int from = x->begins[x->spots[i]]; from < x->begins[x->spots[i] + 1]; from++)
					take_pieces(x, state, from, as);
	}
	take_literals(x, state);
}

/* Goes through the states in order of cost until all is explained; with more than one program asked for, some way on from there.
 * Returns the state that explains all, or -1; *ended: by itself, not by a budget. */
static int explore(struct exact *x, bool *ended)
{
	int goal = -1;

	*ended = true;
	fresh_table(x, 1024);
	memset(x->next_at, 0, x->n * sizeof *x->next_at);
	state_here(x);
	x->states[0].cost = 0;
	push(x, 0, 0);
	while (x->nheap) {
		double cost = x->heap[0].cost;
		int state = pop(x);

		if (cost > x->most)
			break;
		if (x->states[state].closed)
			continue;
		x->states[state].closed = true;
		if (memcmp(x->at + (size_t)state * x->n, x->ylen, x->n * sizeof *x->at) == 0) {
			goal = state;
			if (x->o->best <= 1)
				break;
			continue;
		}
		expand(x, state);
		if (spent(x)) {
			*ended = goal >= 0;
			break;
		}
	}
	if (goal < 0 && x->nstates) {            /* out of budget with some way found, perhaps not the best */
		int *slot = find_row(x, x->at, x->ylen);

		if (*slot && x->states[*slot - 1].cost < INFINITY)
			goal = *slot - 1;
	}
	return goal;
}

/* ---- programs from steps ---- */

/* One way to spell a step: what names its two ends. */
struct spelling { double cost; int from, until; };

static int by_cost(const void *a, const void *b)
{
	const struct spelling *p = a, *q = b;

	if (p->cost != q->cost)
		return p->cost < q->cost ? -1 : 1;
	return p->from != q->from ? p->from - q->from : p->until - q->until;
}

/* Keeps `one` in the list of the `most` cheapest, in order. */
static void keep(struct spelling *list, int *n, int most, struct spelling one)
{
	int i;

	if (*n == most && by_cost(&one, &list[*n - 1]) >= 0)
		return;
	i = *n < most ? (*n)++ : *n - 1;
	for (; i > 0 && by_cost(&one, &list[i - 1]) < 0; i--)
		list[i] = list[i - 1];
	list[i] = one;
}

/* The cheapest ways to spell a step, in order of cost; at most COMBINATIONS, at least one. */
static int spell(const struct exact *x, const struct step *step, struct spelling *list)
{
	struct spelling from[COMBINATIONS], until[COMBINATIONS];
	int n = 0, nfrom = 0, nuntil = 0;

	if (step->from < 0) {
		list[0] = (struct spelling){ step->cost, -1, -1 };
		return 1;
	}
	for (int a = x->vectors[step->from].first; a >= 0; a = x->namings[a].next)
		keep(from, &nfrom, COMBINATIONS, (struct spelling){ x->namings[a].cost[0], a, -1 });
	for (int b = x->vectors[step->until].first; b >= 0; b = x->namings[b].next)
		keep(until, &nuntil, COMBINATIONS, (struct spelling){ x->namings[b].cost[1], -1, b });
	for (int p = x->vectors[step->from].token; p >= 0; p = x->pieces[p].next)
		if (x->pieces[p].until == step->until)
			keep(list, &n, COMBINATIONS, (struct spelling){ x->pieces[p].cost, x->pieces[p].from_naming, x->pieces[p].until_naming });
	for (int a = 0; a < nfrom; a++)
		for (int b = 0; b < nuntil; b++) {
			const struct dsl_pos *start = &x->namings[from[a].from].pos, *end = &x->namings[until[b].until].pos;
			bool token = start->kind == POS_REGEX && end->kind == POS_REGEX && start->type == end->type && start->n == end->n &&
			             start->bound == BOUND_START && end->bound == BOUND_AFTER && !start->offset && !end->offset;

			if (!token)          /* those are in the list, cheaper */
				keep(list, &n, COMBINATIONS, (struct spelling){ from[a].cost + until[b].cost, from[a].from, until[b].until });
		}
	for (int i = 0; i < n; i++)
		list[i].cost += cost_piece(x->o->dialect, step->as);
	return n;
}

/* The expression of a step; a literal's text is taken from the first output. */
static struct dsl_expr expression_of(struct exact *x, const struct step *step, const struct spelling *s)
{
	struct dsl_expr e = { .kind = EXPR_CONST };
	struct buf text = { 0 };

	if (step->from >= 0)
		return (struct dsl_expr){ .kind = EXPR_SUBSTR, .to = step->as, .from = x->namings[s->from].pos, .until = x->namings[s->until].pos };
	for (int i = 0; i < step->length; i++)
		utf8_put(&text, x->y[0][x->at[(size_t)step->state * x->n] + i]);
	e.text = arena_copy(&x->result, buf_view(&text));
	buf_free(&text);
	return e;
}

static struct exact_found best_program(struct exact *x, int goal)
{
	struct exact_found found = { .cost = x->states[goal].cost };
	struct spelling spellings[COMBINATIONS];
	size_t n = 0;

	for (int s = goal; s; s = x->states[s].back.state)
		n++;
	found.program = (struct dsl_program){ arena_get(&x->result, n * sizeof *found.program.exprs), n };
	for (int s = goal; s; s = x->states[s].back.state) {
		spell(x, &x->states[s].back, spellings);
		found.program.exprs[--n] = expression_of(x, &x->states[s].back, &spellings[0]);
	}
	return found;
}

/* ---- the next best programs: ways through the graph of steps, in order of cost (A* with the exact rest of the way) ---- */

struct way { double cost, rest; int before, step, spelling, state; };  /* a partial program: what is before it, its last step */
struct ranking {
	struct way *ways; size_t nways, cap_ways;
	int *heap; size_t nheap, cap_heap;
	struct spelling **spellings; int *nspellings;    /* of each step, when they have been asked for */
	int *first, *end;                                /* the steps out of state s that may lead to the goal are first[s] .. end[s]-1 */
	double *rest;                                    /* from state s to the goal */
	int *order;                                      /* of steps, by the state that they leave */
};

/* Of equals the one that is nearer to the goal: else all that cost the same would be begun before one is ended. */
static bool sooner(const struct ranking *r, int a, int b)
{
	const struct way *p = &r->ways[a], *q = &r->ways[b];
	double x = p->cost + p->rest, y = q->cost + q->rest;

	return x != y ? x < y : p->rest != q->rest ? p->rest < q->rest : a < b;
}

static void push_way(struct ranking *r, struct way way)
{
	size_t i = r->nheap;

	r->ways = mem_room(r->ways, r->nways, &r->cap_ways, sizeof *r->ways);
	r->ways[r->nways] = way;
	r->heap = mem_room(r->heap, r->nheap++, &r->cap_heap, sizeof *r->heap);
	for (; i && sooner(r, (int)r->nways, r->heap[(i - 1) / 2]); i = (i - 1) / 2)
		r->heap[i] = r->heap[(i - 1) / 2];
	r->heap[i] = (int)r->nways++;
}

static int pop_way(struct ranking *r)
{
	int top = r->heap[0], last = r->heap[--r->nheap];
	size_t i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= r->nheap)
			break;
		if (child + 1 < r->nheap && sooner(r, r->heap[child + 1], r->heap[child]))
			child++;
		if (sooner(r, last, r->heap[child]))
			break;
		r->heap[i] = r->heap[child];
		i = child;
	}
	r->heap[i] = last;
	return top;
}

/* Groups the steps by the state they leave, and finds the rest of the way from each state: every step explains more of output 0, so
 * going through the states from the end of output 0 to its begin meets each after all that follow it. */
static void prepare(struct exact *x, struct ranking *r, int goal)
{
	size_t n = x->nstates, len = (size_t)x->ylen[0];
	int *count = arena_get(&x->arena, (len + 2) * sizeof *count), *states = arena_get(&x->arena, n * sizeof *states);

	r->first = arena_get(&x->arena, (n + 2) * sizeof *r->first);
	r->end = arena_get(&x->arena, n * sizeof *r->end);
	r->rest = arena_get(&x->arena, n * sizeof *r->rest);
	r->order = arena_get(&x->arena, (x->nsteps + 1) * sizeof *r->order);
	r->spellings = arena_get(&x->arena, (x->nsteps + 1) * sizeof *r->spellings);
	r->nspellings = arena_get(&x->arena, (x->nsteps + 1) * sizeof *r->nspellings);
	memset(r->first, 0, (n + 2) * sizeof *r->first);
	memset(r->nspellings, 0, (x->nsteps + 1) * sizeof *r->nspellings);
	for (size_t i = 0; i < x->nsteps; i++)
		r->first[x->steps[i].state + 2]++;
	for (size_t s = 0; s < n; s++)
		r->first[s + 2] += r->first[s + 1];
	for (size_t i = 0; i < x->nsteps; i++)
		r->order[r->first[x->steps[i].state + 1]++] = (int)i;
	memset(count, 0, (len + 2) * sizeof *count);
	for (size_t s = 0; s < n; s++)
		count[x->at[s * x->n] + 1]++;
	for (size_t p = 0; p <= len; p++)
		count[p + 1] += count[p];
	for (size_t s = 0; s < n; s++)
		states[count[x->at[s * x->n]]++] = (int)s;
	for (size_t i = n; i-- > 0;) {
		int s = states[i];

		r->rest[s] = s == goal ? 0 : INFINITY;
		r->end[s] = r->first[s];
		for (int k = r->first[s]; k < r->first[s + 1]; k++) {
			const struct step *step = &x->steps[r->order[k]];

			if (step->cost + r->rest[step->to] < r->rest[s])
				r->rest[s] = step->cost + r->rest[step->to];
			if (r->rest[step->to] < INFINITY)
				r->order[r->end[s]++] = r->order[k];
		}
	}
}

/* The way `before` with one step more, spelled in way number `spelling`. */
static void go_on(struct exact *x, struct ranking *r, int before, int step, int spelling)
{
	const struct step *s = &x->steps[step];

	if (r->nspellings[step] == 0) {
		struct spelling list[COMBINATIONS];
		int n = r->nspellings[step] = spell(x, s, list);

		r->spellings[step] = arena_get(&x->arena, (size_t)n * sizeof *list);
		memcpy(r->spellings[step], list, (size_t)n * sizeof *list);
	}
	if (spelling < r->nspellings[step])
		push_way(r, (struct way){ (before < 0 ? 0 : r->ways[before].cost) + r->spellings[step][spelling].cost, r->rest[s->to],
		                          before, step, spelling, s->to });
}

static struct exact_found program_of(struct exact *x, const struct ranking *r, int way)
{
	struct exact_found found = { .cost = r->ways[way].cost };
	size_t n = 0;

	for (int w = way; w >= 0; w = r->ways[w].before)
		n++;
	found.program = (struct dsl_program){ arena_get(&x->result, n * sizeof *found.program.exprs), n };
	for (int w = way; w >= 0; w = r->ways[w].before) {
		const struct way *one = &r->ways[w];

		found.program.exprs[--n] = expression_of(x, &x->steps[one->step], &r->spellings[one->step][one->spelling]);
	}
	return found;
}

/* Two literals in a row are one literal, and so are two pieces of which the second begins where the first ends. */
static bool are_one(const struct step *first, const struct step *second)
{
	if (first->from < 0 || second->from < 0)
		return first->from < 0 && second->from < 0;
	return first->until == second->from && first->as == second->as && first->as != CASE_SENTENCE;
}

static size_t rank(struct exact *x, int goal, struct exact_found *found, size_t most)
{
	struct ranking r = { 0 };
	size_t n = 0;

	prepare(x, &r, goal);
	for (int k = r.first[0]; k < r.end[0]; k++)
		go_on(x, &r, -1, r.order[k], 0);
	while (r.nheap && n < most && r.nways < PATHS) {
		int number = pop_way(&r);
		struct way way = r.ways[number];

		if (way.state == goal)
			found[n++] = program_of(x, &r, number);
		for (int k = r.first[way.state]; k < r.end[way.state]; k++) {
			int step = r.order[k];

			if (x->o->dialect == DSL_PAPER || !are_one(&x->steps[way.step], &x->steps[step]))
				go_on(x, &r, number, step, 0);
		}
		go_on(x, &r, way.before, way.step, way.spelling + 1);
	}
	free(r.ways), free(r.heap);
	return n;
}

/* A program that could not be read again is none. */
static bool too_long(const struct dsl_program *p)
{
	return p->n >= DSL_PARTS || dsl_ids(p, NULL, 0) > DSL_TOKENS;
}

static void find(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n, struct exact_result *result)
{
	int goal;

	if (!take_pairs(x, inputs, outputs, n))
		return;
	result->status = EXACT_RAN_OUT;
	result->proven = false;
	if (!take_strings(x) || !add_positions(x))
		return;
	sort_vectors(x);
	goal = explore(x, &result->proven);
	if (goal < 0) {
		result->status = result->proven ? EXACT_NONE : EXACT_RAN_OUT;
		return;
	}
	result->found = arena_get(&x->result, (x->o->best ? x->o->best : 1) * sizeof *result->found);
	if (x->o->best > 1)
		result->n = rank(x, goal, result->found, x->o->best);
	if (result->n == 0)
		result->found[result->n++] = best_program(x, goal);
	while (result->n && too_long(&result->found[result->n - 1].program))
		result->n--;
	result->status = result->n ? EXACT_FOUND : EXACT_RAN_OUT;
	result->proven = result->proven && result->n;
}

struct exact_result exact_search(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n,
                                 const struct exact_options *options)
{
	struct exact_result result = { .status = EXACT_NONE, .proven = true };

	arena_reset(&x->arena);
	arena_reset(&x->result);
	x->o = options;
	x->nnamings = x->nvectors = x->npieces = x->nstates = x->nheap = x->nsteps = x->text = 0;
	x->work = x->look = 0;
	x->most = INFINITY;
	x->spent = false;
	x->begun = clock_seconds();
	find(x, inputs, outputs, n, &result);
	result.states = x->nstates;
	result.steps = x->work;
	result.seconds = clock_seconds() - x->begun;
	return result;
}

void exact_spend(struct exact_options *o, const struct exact_result *r)
{
	o->steps -= r->steps;
	if (o->seconds > 0 && (o->seconds -= r->seconds) <= 0)
		o->steps = 0;
}
