/* exact - finds the programs that are right on all given pairs, by deduction
 * SPDX-License-Identifier: MIT */
#include "search/exact.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/utf8.h"
#include "dsl/dsl_run.h"
#include "search/exact_cost.h"

enum {
	MOST_MATCHES = 1 << 16,  /* of one token in one string; later ones can't be named from the left, and from the right 20 are enough */
	LARGEST_N = 20,
	COMBINATIONS = 12,       /* ways to spell one step that are looked at for the next best programs */
	CASES = 5,
	MEMORY = 1 << 28,        /* bytes that the states of one search may take */
	PATHS = 200000,          /* partial programs that are looked at for the next best ones */
};

/* One way to name a position. */
struct naming { struct dsl_pos pos; double cost[2]; int next; };  /* cost as from, as until; next of the same vector, or -1 */

/* All that names the same index in each pair. */
struct vector { int first; int best[2]; int token; };             /* first naming; the cheapest as from, as until; first edge pair */

/* The two edges of a match: from here until `until` the piece is the match itself. */
struct token_piece { int until, from_naming, until_naming, next; double cost; };

/* A step from one state to another: a piece between two vectors, or a literal (from < 0) of `length` code points. */
struct step { int state, to, from, until, length; enum dsl_case as; double cost; };

struct exact {
	const struct exact_options *o;
	size_t n;                                        /* pairs */
	struct arena arena, result;
	struct dsl_scratch *scratch;
	uint32_t **x, **y, **cased[CASES];               /* code points; the inputs in each case, as if in the middle of a piece */
	int *xlen, *ylen;

	struct naming *namings; size_t nnamings, cap_namings;
	struct vector *vectors; size_t nvectors, cap_vectors;
	int *index; size_t cap_index;                    /* index[v * n + i]: vector v in pair i; in order of pair 0 after sort_vectors */
	int *begins;                                     /* the vectors whose index in pair 0 is p are begins[p] .. begins[p+1]-1 */
	int *table; size_t table_size;                   /* hash of vectors, then of states: number + 1, 0 is free */
	struct token_piece *pieces; size_t npieces, cap_pieces;

	int *at; size_t cap_at;                          /* at[s * n + i]: characters of output i that state s explains */
	struct state { double cost; struct step back; bool closed; } *states; size_t nstates, cap_states;
	struct { double cost; int state; } *heap; size_t nheap, cap_heap;
	struct step *steps; size_t nsteps, cap_steps;    /* all steps, when more than one program is asked for */
	int *reach;                                      /* of the piece being looked at: how far it may go, for each pair */
	int *next_at;
	double work;
	struct timespec begun;
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
	free(x->at), free(x->states), free(x->heap), free(x->steps);
	free(x);
}

/* ---- the strings ---- */

static void take_strings(struct exact *x, const struct str *inputs, const struct str *outputs)
{
	struct arena *a = &x->arena;
	size_t n = x->n;

	x->x = arena_get(a, n * sizeof *x->x), x->y = arena_get(a, n * sizeof *x->y);
	x->xlen = arena_get(a, n * sizeof *x->xlen), x->ylen = arena_get(a, n * sizeof *x->ylen);
	x->reach = arena_get(a, n * sizeof *x->reach), x->next_at = arena_get(a, n * sizeof *x->next_at);
	for (int c = 0; c < CASES; c++)
		x->cased[c] = arena_get(a, n * sizeof **x->cased);
	for (size_t i = 0; i < n; i++) {
		x->x[i] = arena_get(a, (inputs[i].n + 1) * sizeof **x->x);
		x->y[i] = arena_get(a, (outputs[i].n + 1) * sizeof **x->y);
		x->xlen[i] = (int)utf8_decode(inputs[i], x->x[i]);
		x->ylen[i] = (int)utf8_decode(outputs[i], x->y[i]);
		x->cased[CASE_NONE][i] = x->x[i];
		for (int c = 1; c < CASES && x->o->dialect == DSL_SHELL; c++) {
			uint32_t *to = x->cased[c][i] = arena_get(a, ((size_t)x->xlen[i] + 1) * sizeof *to);

			for (int j = 0; j < x->xlen[i]; j++)
				to[j] = dsl_recase((enum dsl_case)c, x->x[i][j], false, j && dsl_in_word(x->x[i][j - 1]));
		}
	}
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
			if (x->o->dialect == DSL_SHELL && bounds[b] == BOUND_END)
				continue;              /* After with offset -1 is the same position */
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

static void add_regexes(struct exact *x, int token, const struct str *inputs, struct dsl_match *buffer)
{
	size_t n = x->n, fewest = SIZE_MAX, nothers = x->o->nothers, used = 0;
	struct dsl_match **matches = arena_get(&x->arena, n * sizeof *matches);
	size_t *counts = arena_get(&x->arena, n * sizeof *counts), *others;
	int *starts = arena_get(&x->arena, n * sizeof *starts), *afters = arena_get(&x->arena, n * sizeof *afters);
	int largest = x->o->dialect == DSL_PAPER ? 3 : LARGEST_N;

	for (size_t i = 0; i < n; i++) {
		counts[i] = dsl_matches(token, inputs[i], DSL_UNKNOWN, x->scratch, buffer, MOST_MATCHES);
		if (counts[i] > MOST_MATCHES)
			counts[i] = MOST_MATCHES;
		if (counts[i] < fewest)
			fewest = counts[i];
		if (fewest == 0)
			return;
		matches[i] = arena_get(&x->arena, counts[i] * sizeof **matches);
		memcpy(matches[i], buffer, counts[i] * sizeof **matches);
		used += counts[i];
	}
	others = arena_get(&x->arena, nothers * sizeof *others);
	for (size_t i = 0; i < nothers; i++)
		others[i] = dsl_matches(token, x->o->others[i], DSL_UNKNOWN, x->scratch, buffer, 0);
	if (fewest < (size_t)largest)
		largest = (int)fewest;
	for (int k = -largest; k <= largest; k++) {
		if (k >= 0 && (size_t)k >= fewest)
			continue;
		for (size_t i = 0; i < n; i++) {
			const struct dsl_match *m = &matches[i][k < 0 ? counts[i] - (size_t)-k : (size_t)k];

			starts[i] = m->start, afters[i] = m->after;
		}
		add_match(x, token, k, starts, afters, failing(others, nothers, k));
	}
}

static void add_positions(struct exact *x, const struct str *inputs)
{
	int *v = x->next_at;
	struct dsl_match *buffer = arena_get(&x->arena, MOST_MATCHES * sizeof *buffer);

	x->nnamings = x->nvectors = x->npieces = 0;
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
	for (int token = 1; token < dsl_size(x->o->dialect); token++)
		if (dsl_table[token].role == ROLE_TYPE || dsl_table[token].role == ROLE_CHAR)
			add_regexes(x, token, inputs, buffer);
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
	if (whole && whole < x->n)
		return;
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
	}
	if (x->o->dialect == DSL_PAPER && most > 0)
		most = text[0] < 128 && dsl_char_id((unsigned char)text[0], DSL_PAPER) >= 0;
	for (int length = 1; length <= most; length++) {
		at = x->at + (size_t)state * x->n;      /* take_step may have moved it */
		for (size_t i = 0; i < x->n; i++)
			x->next_at[i] = at[i] + length;
		x->work += (double)x->n;
		take_step(x, (struct step){ .state = state, .from = -1, .length = length, .cost = cost_literal(text, length, x->o->dialect) });
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

static void take_pieces(struct exact *x, int state, int from, enum dsl_case as)
{
	const int *at = x->at + (size_t)state * x->n, *begin = x->index + (size_t)from * x->n;
	int last;

	if (!agree(x, at, begin, as))
		return;
	last = x->begins[begin[0] + x->reach[0] + 1];
	for (int until = x->begins[begin[0] + 1]; until < last; until++) {
		const int *end = x->index + (size_t)until * x->n;
		size_t i = 0;

		at = x->at + (size_t)state * x->n;
		for (; i < x->n; i++) {
			int length = end[i] - begin[i];

			if (length <= 0 || length > x->reach[i])
				break;
			x->next_at[i] = at[i] + length;
		}
		x->work += (double)i + 1;
		if (i == x->n)
			take_step(x, (struct step){ .state = state, .from = from, .until = until, .as = as, .cost = step_cost(x, from, until, as) });
	}
}

static void expand(struct exact *x, int state)
{
	uint32_t next = x->y[0][x->at[(size_t)state * x->n]];

	take_literals(x, state);
	for (enum dsl_case as = CASE_NONE; as < (x->o->dialect == DSL_SHELL ? CASES : 1); as++)
		for (int p = 0; p < x->xlen[0]; p++)
			if (first_shown(x, as, 0, p) == next)
				for (int from = x->begins[p]; from < x->begins[p + 1]; from++)
					take_pieces(x, state, from, as);
}

static bool over_budget(const struct exact *x)
{
	struct timespec now;

	if (x->work > x->o->steps || x->nstates * x->n * sizeof *x->at > MEMORY || x->nsteps * sizeof *x->steps > MEMORY)
		return true;
	if (x->o->seconds <= 0)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - x->begun.tv_sec) + (double)(now.tv_nsec - x->begun.tv_nsec) * 1e-9 > x->o->seconds;
}

/* Goes through the states in order of cost until all is explained; with more than one program asked for, some way on from there.
 * Returns the state that explains all, or -1; *ended: by itself, not by a budget. */
static int explore(struct exact *x, bool *ended)
{
	enum { FURTHER = 25 };           /* how much dearer than the best the next ones may be, in exact_cost's unit */
	double most = INFINITY;
	int goal = -1;

	*ended = true;
	x->nstates = x->nheap = x->nsteps = 0;
	fresh_table(x, 1024);
	memset(x->next_at, 0, x->n * sizeof *x->next_at);
	state_here(x);
	x->states[0].cost = 0;
	push(x, 0, 0);
	while (x->nheap) {
		double cost = x->heap[0].cost;
		int state = pop(x);

		if (cost > most)
			break;
		if (x->states[state].closed)
			continue;
		x->states[state].closed = true;
		if (memcmp(x->at + (size_t)state * x->n, x->ylen, x->n * sizeof *x->at) == 0) {
			goal = state;
			if (x->o->best <= 1)
				break;
			most = cost + FURTHER;
			continue;
		}
		expand(x, state);
		if (over_budget(x)) {
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
	int *first;                                      /* the steps out of state s are first[s] .. first[s+1]-1 */
	double *rest;                                    /* from state s to the goal */
	int *order;                                      /* of steps, by the state that they leave */
};

static bool sooner(const struct ranking *r, int a, int b)
{
	double x = r->ways[a].cost + r->ways[a].rest, y = r->ways[b].cost + r->ways[b].rest;

	return x != y ? x < y : a < b;
}

static void push_way(struct ranking *r, struct way way)
{
	size_t i = r->nheap;

	if (way.rest == INFINITY || r->nways >= PATHS)
		return;
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
		for (int k = r->first[s]; k < r->first[s + 1]; k++) {
			const struct step *step = &x->steps[r->order[k]];

			if (step->cost + r->rest[step->to] < r->rest[s])
				r->rest[s] = step->cost + r->rest[step->to];
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

static size_t rank(struct exact *x, int goal, struct exact_found *found, size_t most)
{
	struct ranking r = { 0 };
	size_t n = 0;

	prepare(x, &r, goal);
	for (int k = r.first[0]; k < r.first[1]; k++)
		go_on(x, &r, -1, r.order[k], 0);
	while (r.nheap && n < most) {
		int number = pop_way(&r);
		struct way way = r.ways[number];

		if (way.state == goal)
			found[n++] = program_of(x, &r, number);
		for (int k = r.first[way.state]; k < r.first[way.state + 1]; k++) {
			int step = r.order[k];

			/* two literals in a row are one literal, where a literal may be long */
			if (x->o->dialect == DSL_PAPER || x->steps[step].from >= 0 || x->steps[way.step].from >= 0)
				go_on(x, &r, number, step, 0);
		}
		go_on(x, &r, way.before, way.step, way.spelling + 1);
	}
	free(r.ways), free(r.heap);
	return n;
}

struct exact_result exact_search(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n,
                                 const struct exact_options *options)
{
	struct exact_result result = { .status = EXACT_NONE, .proven = true };
	int goal;

	arena_reset(&x->arena);
	arena_reset(&x->result);
	x->o = options;
	x->n = n;
	x->work = 0;
	clock_gettime(CLOCK_MONOTONIC, &x->begun);
	for (size_t i = 0; i < n; i++)
		if (inputs[i].n > INT32_MAX / 8 || outputs[i].n > INT32_MAX / 8 || outputs[i].n == 0)
			return result;               /* every expression gives at least one character */
	take_strings(x, inputs, outputs);
	add_positions(x, inputs);
	sort_vectors(x);
	goal = explore(x, &result.proven);
	result.states = x->nstates;
	result.steps = x->work;
	if (goal < 0) {
		result.status = result.proven ? EXACT_NONE : EXACT_RAN_OUT;
		return result;
	}
	result.status = EXACT_FOUND;
	result.found = arena_get(&x->result, (options->best ? options->best : 1) * sizeof *result.found);
	if (options->best > 1)
		result.n = rank(x, goal, result.found, options->best);
	if (result.n == 0) {
		result.found[0] = best_program(x, goal);
		result.n = 1;
	}
	return result;
}
