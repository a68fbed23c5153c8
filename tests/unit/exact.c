/* exact - does the search find the cheapest program whenever there is one, is all that it finds right, does it keep to its budgets?
 * SPDX-License-Identifier: MIT
 *
 * `exact 5` checks fewer random tasks and leaves out the large ones: for valgrind. */
#include "search/exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_run.h"
#include "search/budget.h"
#include "search/exact_cost.h"
#include "search/explain.h"
#include "../lib/check.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
enum { SANITIZED = 1, FEWER = 4 };
#else
enum { SANITIZED = 0, FEWER = 1 };
#endif

enum { MOST_PAIRS = 3, SHORT = 10, CASES = 5 };

static struct exact *x;
static struct dsl_scratch *scratch;

/* ---- tasks ---- */

struct pairs { struct str *in, *out; size_t n; struct arena arena; };

static struct pairs pairs_make(size_t n)
{
	struct pairs p = { .n = n };

	p.in = arena_get(&p.arena, n * sizeof *p.in), p.out = arena_get(&p.arena, n * sizeof *p.out);
	return p;
}

static void set_pair(struct pairs *p, size_t i, struct str in, struct str out)
{
	p->in[i] = arena_copy(&p->arena, in), p->out[i] = arena_copy(&p->arena, out);
}

static const char *shown(const struct pairs *p)
{
	static struct buf text;

	text.n = 0;
	for (size_t i = 0; i < p->n && i < 4; i++)
		buf_printf(&text, "%s'%.*s' -> '%.*s'", i ? ", " : "", p->in[i].n < 60 ? (int)p->in[i].n : 60, p->in[i].p,
		           p->out[i].n < 60 ? (int)p->out[i].n : 60, p->out[i].p);
	return buf_cstr(&text);
}

static struct str repeated(struct arena *a, const char *unit, size_t n)
{
	size_t size = strlen(unit);
	char *p = arena_get(a, n);

	for (size_t i = 0; i < n; i++)
		p[i] = unit[i % size];
	return (struct str){ p, n };
}

static struct str random_text(struct rng *r, struct arena *a, const char *const *letters, size_t nletters, size_t n)
{
	struct buf text = { 0 };
	struct str copy;

	for (size_t i = 0; i < n; i++)
		buf_puts(&text, letters[rng_below(r, (uint32_t)nletters)]);
	copy = arena_copy(a, buf_view(&text));
	buf_free(&text);
	return copy;
}

/* ---- what holds for each result ---- */

static double cost_of(const struct dsl_program *p, enum dsl_dialect d)
{
	double cost = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];
		const struct dsl_pos *a = &e->from, *b = &e->until;

		if (e->kind == EXPR_CONST) {
			uint32_t *points = mem_get(e->text.n * sizeof *points);

			cost += cost_literal(points, (int)utf8_decode(e->text, points), d);
			free(points);
		} else if (a->kind == POS_REGEX && b->kind == POS_REGEX && a->type == b->type && a->n == b->n && a->bound == BOUND_START &&
		           b->bound == BOUND_AFTER && !a->offset && !b->offset)
			cost += cost_piece(d, e->to) + cost_token(a);
		else
			cost += cost_piece(d, e->to) + cost_position(a, false) + cost_position(b, true);
		cost += cost_call(e->call);
		for (const struct dsl_call *c = e->call; c; c = c->inner)
			if (c->each)
				cost += cost_of(&(struct dsl_program){ .exprs = (struct dsl_expr *)c->each->exprs, .n = c->each->n }, d);
	}
	return cost;
}

/* Is a date or a time in it? What its form costs beside its signs, only the source knows. */
static bool of_moment(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		for (const struct dsl_call *c = p->exprs[i].call; c; c = c->inner)
			if (c->op == &dsl_ops[OP_DATE] || c->op == &dsl_ops[OP_SHIFT] || c->op == &dsl_ops[OP_ZONE] || c->op == &dsl_ops[OP_SPAN])
				return true;
	return false;
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b)) + 1e-9;
}

static bool right_on(const struct dsl_program *p, const struct pairs *task)
{
	struct dsl_ready *ready = dsl_ready(p);
	bool right = true;

	for (size_t i = 0; i < task->n && right; i++)
		right = dsl_makes(ready, scratch, task->in[i], task->out[i]);
	dsl_done(ready);
	return right;
}

/* The most work between two looks at the budget: once through everything. */
static double longest(const struct pairs *task)
{
	double sum = 0;

	for (size_t i = 0; i < task->n; i++)
		sum += (double)task->in[i].n + (double)task->out[i].n;
	return sum;
}

/* Searches, and checks what must be true of any answer. */
static struct exact_result search(const char *what, const struct pairs *task, const struct exact_options *o)
{
	struct exact_result r = exact_search(x, task->in, task->out, task->n, o);
	struct buf *texts = mem_zero(r.n + 1, sizeof *texts), again = { 0 };

	check(r.refused == 0, "%s: %zu programs are wrong when they are run: %s", what, r.refused, shown(task));
	check((r.status == EXACT_FOUND) == (r.n > 0) && r.n <= (o->best ? o->best : 1), "%s: status %d with %zu programs", what, r.status, r.n);
	check(r.status != EXACT_RAN_OUT || !r.proven, "%s: ran out, and yet proven", what);
	check(r.steps <= o->steps + 1e5 + longest(task), "%s: %.0f steps of %.0f", what, r.steps, o->steps);
	for (size_t i = 0; i < r.n; i++) {
		struct arena a = { 0 };
		struct dsl_program p = { 0 };

		dsl_print(&texts[i], &r.found[i].program);
		if (check(dsl_parse(buf_view(&texts[i]), o->dialect, &a, &p, NULL) == 0, "%s: does not parse: %.200s", what, buf_cstr(&texts[i]))) {
			again.n = 0;
			dsl_print(&again, &p);
			check(str_eq(buf_view(&again), buf_view(&texts[i])), "%s: prints otherwise when parsed: %.200s", what, buf_cstr(&texts[i]));
			check(right_on(&p, task), "%s: wrong: %.200s for %s", what, buf_cstr(&texts[i]), shown(task));
			if (o->nothers == 0 && !of_moment(&p))
				check(near(cost_of(&p, o->dialect), r.found[i].cost) || near(cost_of(&p, o->dialect) + cost_idle(), r.found[i].cost), "%s: its cost is %g, not %g: %.200s", what,
				      cost_of(&p, o->dialect), r.found[i].cost, buf_cstr(&texts[i]));
		}
		check(i == 0 || r.found[i].cost >= r.found[i - 1].cost - 1e-9, "%s: costs do not go up", what);
		for (size_t j = 0; j < i; j++)
			if (!check(!str_eq(buf_view(&texts[i]), buf_view(&texts[j])), "%s: twice: %.200s", what, buf_cstr(&texts[i])))
				break;
		arena_free(&a);
	}
	for (size_t i = 0; i < r.n; i++)
		buf_free(&texts[i]);
	free(texts);
	buf_free(&again);
	return r;
}

/* ---- the cheapest program by trying everything, with nothing but dsl_run and the prior ---- */

/* An expression: what it gives for each pair, and what it costs. */
struct choice { struct str out[MOST_PAIRS]; double cost; };

struct brute {
	const struct pairs *task;
	enum dsl_dialect d;
	struct arena arena;
	struct { int at[MOST_PAIRS]; double cost[2]; } *places; size_t nplaces, cap_places;
	struct choice *choices; size_t nchoices, cap_choices;
	struct str pieces[MOST_PAIRS][CASES][SHORT + 1][SHORT + 1];
	int len[MOST_PAIRS];
};

/* Where a position is in each input; false when it is nowhere. A piece from there to the end tells it by its length. */
static bool locate(const struct brute *b, const struct dsl_pos *pos, int *at)
{
	struct dsl_expr e = { .kind = EXPR_SUBSTR, .from = *pos, .until = { .kind = POS_END } };
	struct dsl_ready *ready = dsl_ready(&(struct dsl_program){ .exprs = &e, .n = 1 });
	struct buf out = { 0 };
	bool good = true;

	for (size_t i = 0; i < b->task->n && good; i++) {
		enum dsl_error error = dsl_run(ready, scratch, b->task->in[i], &out);

		at[i] = b->len[i] - (int)utf8_length(buf_view(&out));
		good = error == RUN_OK || error == RUN_EMPTY;
		out.n = 0;
	}
	dsl_done(ready);
	buf_free(&out);
	return good;
}

static void add_place(struct brute *b, const struct dsl_pos *pos, const int *at)
{
	double cost[2] = { cost_position(pos, false), cost_position(pos, true) };
	size_t p = 0;

	while (p < b->nplaces && memcmp(b->places[p].at, at, b->task->n * sizeof *at))
		p++;
	if (p == b->nplaces) {
		b->places = mem_room(b->places, b->nplaces++, &b->cap_places, sizeof *b->places);
		memcpy(b->places[p].at, at, b->task->n * sizeof *at);
		b->places[p].cost[0] = b->places[p].cost[1] = INFINITY;
	}
	for (int until = 0; until < 2; until++)
		if (cost[until] < b->places[p].cost[until])
			b->places[p].cost[until] = cost[until];
}

static void add_choice(struct brute *b, const int *from, const int *until, enum dsl_case as, double cost)
{
	struct choice c = { .cost = cost + cost_piece(b->d, as) };

	for (size_t i = 0; i < b->task->n; i++) {
		if (from[i] >= until[i])
			return;
		c.out[i] = b->pieces[i][as][from[i]][until[i]];
		if (c.out[i].n > b->task->out[i].n)
			return;
	}
	for (size_t k = 0; k < b->nchoices; k++) {
		bool same = true;

		for (size_t i = 0; i < b->task->n && same; i++)
			same = str_eq(c.out[i], b->choices[k].out[i]);
		if (same) {
			if (c.cost < b->choices[k].cost)
				b->choices[k].cost = c.cost;
			return;
		}
	}
	b->choices = mem_room(b->choices, b->nchoices, &b->cap_choices, sizeof *b->choices);
	b->choices[b->nchoices++] = c;
}

static void all_pieces(struct brute *b)
{
	for (size_t i = 0; i < b->task->n; i++)
		for (int from = 0; from < b->len[i]; from++)
			for (int until = from + 1; until <= b->len[i]; until++)
				for (int as = 0; as < CASES; as++) {
					struct dsl_expr e = { .kind = EXPR_SUBSTR, .to = (enum dsl_case)as, .from.k = from, .until.k = until };
					struct dsl_ready *ready = dsl_ready(&(struct dsl_program){ .exprs = &e, .n = 1 });
					struct buf out = { 0 };

					dsl_run(ready, scratch, b->task->in[i], &out);
					b->pieces[i][as][from][until] = arena_copy(&b->arena, buf_view(&out));
					dsl_done(ready);
					buf_free(&out);
				}
}

static void all_choices(struct brute *b)
{
	int largest = b->d == DSL_PAPER ? 3 : 20, furthest = b->d == DSL_PAPER ? 0 : DSL_OFFSET, cases = b->d == DSL_PAPER ? 1 : CASES;
	int at[MOST_PAIRS], start[MOST_PAIRS], after[MOST_PAIRS];
	struct dsl_pos pos = { .kind = POS_END };

	if (b->d == DSL_SHELL && locate(b, &pos, at))
		add_place(b, &pos, at);
	for (int k = -20; k <= 20; k++) {
		pos = (struct dsl_pos){ .kind = POS_CONST, .k = k };
		if (locate(b, &pos, at))
			add_place(b, &pos, at);
	}
	for (int token = 1; token < dsl_size(b->d); token++) {
		if (dsl_table[token].role != ROLE_TYPE && dsl_table[token].role != ROLE_CHAR)
			continue;
		for (int n = -largest; n <= largest; n++) {
			struct dsl_pos first = { .kind = POS_REGEX, .type = token, .n = n }, last = first;

			last.bound = BOUND_AFTER;
			if (!locate(b, &first, start))
				continue;                /* no such match: no position by it either */
			locate(b, &last, after);
			for (int as = 0; as < cases && b->d == DSL_SHELL; as++)
				add_choice(b, start, after, (enum dsl_case)as, cost_token(&first));
			for (int bound = BOUND_START; bound <= (b->d == DSL_PAPER ? BOUND_END : BOUND_AFTER); bound++)
				for (int offset = -furthest; offset <= furthest; offset++) {
					pos = first;
					pos.bound = (enum dsl_bound)bound, pos.offset = offset;
					/* the search spells End in the shell dialect as After and one less, where that can be */
					if ((b->d == DSL_PAPER || bound != BOUND_END || offset == -DSL_OFFSET) && locate(b, &pos, at))
						add_place(b, &pos, at);
				}
		}
	}
	for (size_t p = 0; p < b->nplaces; p++)
		for (size_t q = 0; q < b->nplaces; q++)
			for (int as = 0; as < cases; as++)
				add_choice(b, b->places[p].at, b->places[q].at, (enum dsl_case)as, b->places[p].cost[0] + b->places[q].cost[1]);
}

/* The cost of the cheapest way to explain what is left of the outputs from `at` on (bytes), INFINITY when there is none. */
static double cheapest(const struct brute *b, double *known, const size_t *at)
{
	const struct pairs *t = b->task;
	size_t number = 0, next[MOST_PAIRS], whole = 0, most = SIZE_MAX;
	double best = INFINITY;

	for (size_t i = 0; i < t->n; i++) {
		number = number * (t->out[i].n + 1) + at[i];
		whole += at[i] == t->out[i].n;
		if (t->out[i].n - at[i] < most)
			most = t->out[i].n - at[i];
	}
	if (whole)
		return whole == t->n ? 0 : INFINITY;
	if (!isnan(known[number]))
		return known[number];
	for (size_t k = 0; k < b->nchoices; k++) {
		bool good = true;

		for (size_t i = 0; i < t->n && good; i++) {
			struct str piece = b->choices[k].out[i];

			next[i] = at[i] + piece.n;
			good = next[i] <= t->out[i].n && memcmp(piece.p, t->out[i].p + at[i], piece.n) == 0;
		}
		if (good)
			best = fmin(best, b->choices[k].cost + cheapest(b, known, next));
	}
	for (size_t length = 1; length <= (b->d == DSL_PAPER && most ? 1 : most); length++) {
		struct str text = { t->out[0].p + at[0], length };
		uint32_t points[8 * SHORT];
		bool good = utf8_check(text) != UTF8_BROKEN;

		for (size_t i = 0; i < t->n; i++) {
			next[i] = at[i] + length;
			good = good && memcmp(t->out[i].p + at[i], text.p, length) == 0;
		}
		if (good && (b->d == DSL_SHELL || dsl_char_id((unsigned char)*text.p, DSL_PAPER) >= 0))
			best = fmin(best, cost_literal(points, (int)utf8_decode(text, points), b->d) + cheapest(b, known, next));
	}
	return known[number] = best;
}

static double brute_force(const struct pairs *task, enum dsl_dialect d)
{
	static struct brute b;
	size_t states = 1, at[MOST_PAIRS] = { 0 };
	double *known, cost;

	b = (struct brute){ .task = task, .d = d };
	for (size_t i = 0; i < task->n; i++) {
		b.len[i] = (int)utf8_length(task->in[i]);
		states *= task->out[i].n + 1;
		if (task->out[i].n == 0)
			return INFINITY;
	}
	all_pieces(&b);
	all_choices(&b);
	known = mem_get(states * sizeof *known);
	for (size_t s = 0; s < states; s++)
		known[s] = NAN;
	cost = cheapest(&b, known, at);
	free(known), free(b.places), free(b.choices);
	arena_free(&b.arena);
	return cost;
}

static const char *const few[] = { "a", "b", "A", "B", "1", " ", ",", "." };
static const char *const wide[] = { "a", "B", "\xC3\xA9", "\xC3\x89", "e\xCC\x81", "1", " ", "-", "\xE4\xB8\xAD", "\xC3\x9F" };

/* Outputs are pieces of the inputs (counted from either end, so that pairs go together), literals, or anything. */
static void random_output(struct rng *r, struct pairs *t, enum dsl_dialect d, const char *const *letters, size_t nletters)
{
	struct buf outs[MOST_PAIRS] = { 0 };
	uint32_t parts = 1 + rng_below(r, 3);

	for (uint32_t part = 0; part < parts; part++) {
		uint32_t kind = rng_below(r, 8), from = rng_below(r, 6), size = 1 + rng_below(r, 3), back = rng_below(r, 2);
		enum dsl_case to = d == DSL_SHELL && rng_below(r, 3) == 0 ? (enum dsl_case)rng_below(r, CASES) : CASE_NONE;
		const char *literal = letters[rng_below(r, (uint32_t)nletters)];

		for (size_t i = 0; i < t->n; i++) {
			int len = (int)utf8_length(t->in[i]), begin = back ? len - 1 - (int)from : (int)from;
			struct dsl_expr e = { .kind = EXPR_SUBSTR, .to = to, .from.k = begin, .until.k = begin + (int)size };
			struct dsl_ready *ready = dsl_ready(&(struct dsl_program){ .exprs = &e, .n = 1 });

			if (kind == 0)
				buf_puts(&outs[i], literal);
			else if (kind == 1)
				buf_puts(&outs[i], letters[rng_below(r, (uint32_t)nletters)]);
			else if (begin >= 0)
				dsl_run(ready, scratch, t->in[i], &outs[i]);
			dsl_done(ready);
		}
	}
	for (size_t i = 0; i < t->n; i++) {
		t->out[i] = arena_copy(&t->arena, buf_view(&outs[i]));
		buf_free(&outs[i]);
	}
}

/* Brute force knows no operators. */
static bool with_operator(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].call)
			return true;
	return false;
}

static void against_brute_force(enum dsl_dialect d, long tasks)
{
	long found = 0, none = 0;

	for (long k = 0; k < tasks; k++) {
		struct rng r = rng_at(1, d == DSL_PAPER ? "brute-paper" : "brute-shell", (uint64_t)k);
		bool unicode = d == DSL_SHELL && rng_below(&r, 3) == 0;
		const char *const *letters = unicode ? wide : few;
		size_t nletters = unicode ? sizeof wide / sizeof *wide : sizeof few / sizeof *few;
		struct pairs t = pairs_make(1 + rng_below(&r, MOST_PAIRS));
		struct exact_options one = { .dialect = d, .best = 1, .steps = 1e9 }, many = { .dialect = d, .best = 50, .steps = 1e9 };
		struct exact_result a;
		double cost, first;

		for (size_t i = 0; i < t.n; i++)
			t.in[i] = random_text(&r, &t.arena, letters, nletters, rng_below(&r, unicode ? SHORT / 2 + 1 : SHORT + 1));
		random_output(&r, &t, d, letters, nletters);
		cost = brute_force(&t, d);
		a = search("brute force", &t, &one);
		check((a.status == EXACT_FOUND || cost == INFINITY) && a.proven, "brute force says %g, exact %d: %s", cost, a.status, shown(&t));
		check(a.n == 0 || cost < INFINITY || with_operator(&a.found[0].program), "exact finds what brute force doesn't: %s", shown(&t));
		first = a.n ? a.found[0].cost : INFINITY;
		check(a.n == 0 || near(first, cost) || with_operator(&a.found[0].program), "brute force has a program for %g, exact for %g: %s", cost, first, shown(&t));
		found += a.n > 0, none += a.n == 0;
		a = search("brute force, the best 50", &t, &many);
		check(near(a.n ? a.found[0].cost : INFINITY, first) || (a.n == 0 && first == INFINITY), "the best of 50 is not the best: %s", shown(&t));
		arena_free(&t.arena);
	}
	check(tasks < 50 || (found > tasks / 5 && none > tasks / 20), "brute force: %ld found, %ld not: the tasks are one-sided", found, none);
}

/* ---- random programs, on longer strings ---- */

static struct dsl_pos random_pos(struct rng *r)
{
	struct dsl_pos pos = { .kind = POS_REGEX, .n = (int)rng_below(r, 6) - 3, .bound = (enum dsl_bound)rng_below(r, 3) };

	if (rng_below(r, 6) == 0)
		return (struct dsl_pos){ .kind = POS_END };
	if (rng_below(r, 6) == 0)
		return (struct dsl_pos){ .kind = POS_CONST, .k = (int)rng_below(r, 41) - 20 };
	do
		pos.type = (int)rng_below(r, (uint32_t)dsl_table_size);
	while (dsl_table[pos.type].role != ROLE_TYPE && (dsl_table[pos.type].role != ROLE_CHAR || !strchr(" ,.-", dsl_table[pos.type].value)));
	if (rng_below(r, 3) == 0)
		pos.offset = (int)rng_below(r, 2 * DSL_OFFSET + 1) - DSL_OFFSET;
	return pos;
}

/* Expressions that run on all inputs of a task, so that the search must find some program. */
static struct dsl_program random_program(struct rng *r, struct pairs *t)
{
	static const char *const letters[] = { "Ab", "x", "Zoe", "7", "12", " ", ", ", ".", "-", "\xC3\xA9t\xC3\xA9", "\xC3\x96l", "NASA" };
	struct dsl_program p = { .exprs = arena_get(&t->arena, 4 * sizeof *p.exprs) };
	uint32_t parts = 1 + rng_below(r, 4);

	for (size_t i = 0; i < t->n; i++)
		t->in[i] = random_text(r, &t->arena, letters, sizeof letters / sizeof *letters, 10 + rng_below(r, 20));
	for (int tries = 0; p.n < parts && tries < 2000; tries++) {
		struct dsl_expr e = { .kind = EXPR_SUBSTR, .to = (enum dsl_case)(rng_below(r, 2) * rng_below(r, CASES)), .from = random_pos(r), .until = random_pos(r) };
		struct dsl_ready *ready;
		struct buf out = { 0 };
		bool good = true;

		if (rng_below(r, 50) == 0)
			e = (struct dsl_expr){ .kind = EXPR_CONST, .text = str_of(letters[rng_below(r, 12)]) };
		ready = dsl_ready(&(struct dsl_program){ .exprs = &e, .n = 1 });
		for (size_t i = 0; i < t->n && good; i++)
			good = dsl_run(ready, scratch, t->in[i], &out) == RUN_OK;
		if (good)
			p.exprs[p.n++] = e;
		dsl_done(ready);
		buf_free(&out);
	}
	return p;
}

static void set_outputs(struct pairs *t, const struct dsl_program *p)
{
	struct dsl_ready *ready = dsl_ready(p);
	struct buf out = { 0 };

	for (size_t i = 0; i < t->n; i++, out.n = 0) {
		dsl_run(ready, scratch, t->in[i], &out);
		t->out[i] = arena_copy(&t->arena, buf_view(&out));
	}
	dsl_done(ready);
	buf_free(&out);
}

/* What the search spells in another way, which costs more. */
static bool with_end(const struct dsl_program *p)
{
	bool with = false;

	for (size_t i = 0; i < p->n; i++)
		with = with || p->exprs[i].from.bound == BOUND_END || p->exprs[i].until.bound == BOUND_END;
	return with;
}

/* Would the piece be the same text on all pairs if its case were left as it is? */
static bool case_is_needless(const struct pairs *t, const struct dsl_expr *e)
{
	struct dsl_expr plain = *e;
	struct dsl_ready *with = dsl_ready(&(struct dsl_program){ .exprs = (struct dsl_expr *)e, .n = 1 }), *without;
	struct buf a = { 0 }, b = { 0 };
	bool needless = true;

	plain.to = CASE_NONE;
	without = dsl_ready(&(struct dsl_program){ .exprs = &plain, .n = 1 });
	for (size_t i = 0; i < t->n && needless; i++, a.n = b.n = 0) {
		dsl_run(with, scratch, t->in[i], &a);
		dsl_run(without, scratch, t->in[i], &b);
		needless = str_eq(buf_view(&a), buf_view(&b));
	}
	dsl_done(with), dsl_done(without);
	buf_free(&a), buf_free(&b);
	return needless;
}

/* Alternatives are to be what a person may mean: no case that changes nothing, no text in two pieces that is one. */
static void no_needless(const struct pairs *t, const struct exact_result *r)
{
	for (size_t p = 0; p < r->n; p++) {
		const struct dsl_program *program = &r->found[p].program;

		for (size_t i = 0; i < program->n; i++) {
			const struct dsl_expr *e = &program->exprs[i], *before = i ? e - 1 : NULL;

			if (e->kind == EXPR_CONST) {
				check(!before || before->kind != EXPR_CONST, "two literals in a row: %s", shown(t));
				continue;
			}
			check(!e->to || !case_is_needless(t, e), "a case that changes nothing: %s", shown(t));
			check(!before || before->kind == EXPR_CONST || before->call || e->call || before->to != e->to || e->to == CASE_SENTENCE ||
			      !dsl_same_position(&before->until, &e->from), "two pieces that are one: %s", shown(t));
		}
	}
}

static void random_programs(long tasks)
{
	for (long k = 0; k < tasks; k++) {
		struct rng r = rng_at(1, "random-programs", (uint64_t)k);
		struct pairs t = pairs_make(1 + rng_below(&r, 4));
		struct dsl_program p = random_program(&r, &t);
		struct exact_options o = { .dialect = DSL_SHELL, .best = 1, .steps = 1e9 };
		struct exact_result a;
		double cost;

		if (p.n) {
			set_outputs(&t, &p);
			cost = cost_of(&p, DSL_SHELL);
			a = search("random program", &t, &o);
			check(a.n && (a.found[0].cost <= cost + 1e-9 || with_end(&p)), "random program: nothing as cheap as the one that made it, %g: %s", cost, shown(&t));
			cost = a.n ? a.found[0].cost : 0;
			o.best = 50;
			o.steps = 3e7;
			a = search("random program, the best 50", &t, &o);
			check(a.n && near(a.found[0].cost, cost), "random program: the best of 50 is not the best: %s", shown(&t));
			no_needless(&t, &a);

			/* other inputs, also such that nothing runs on, change the order and nothing else */
			o.others = (struct str[]){ STR(""), STR("Ada Lovelace"), t.in[0], STR("\xC3\xA9 - 12, 7") };
			o.nothers = 4;
			a = search("random program with other inputs", &t, &o);
			check(a.n > 0, "random program: other inputs take the programs away: %s", shown(&t));
		}
		arena_free(&t.arena);
	}
}

static bool first_makes(const struct exact_result *r, struct str in, struct str out)
{
	struct dsl_ready *ready = r->n ? dsl_ready(&r->found[0].program) : NULL;
	bool makes = ready && dsl_makes(ready, scratch, in, out);

	dsl_done(ready);
	return makes;
}

/* One budget is one budget: what a search has taken is not there for the next on the same task. */
static void one_budget(void)
{
	struct exact_options o = { .steps = 1000, .seconds = 2 };
	struct arena a = { 0 };
	struct str in[] = { STR("ab cd"), STR("ef gh"), STR("ij kl") }, out[] = { STR("cd"), STR("ef"), STR("kl") };
	bool fits[3];

	exact_spend(&o, &(struct exact_result){ .steps = 300, .seconds = 0.5 });
	check(near(o.steps, 700) && near(o.seconds, 1.5), "of 1000 steps and 2 seconds %g and %g are left, not 700 and 1.5", o.steps, o.seconds);
	check(explain(x, in, out, 3, &(struct exact_options){ .dialect = DSL_SHELL, .steps = 1e7 }, &a, fits).n == 2, "two of three go together");
	exact_spend(&o, &(struct exact_result){ .steps = 10, .seconds = 1.6 });
	check(o.steps <= 0, "the seconds have ended, and %g steps are left", o.steps);
	check(explain(x, in, out, 3, &o, &a, fits).n == 0, "an explanation without a budget");
	o = (struct exact_options){ .dialect = DSL_SHELL, .steps = 1e7 };
	o.steps = exact_search(x, in, out, 2, &o).steps / 2;
	check(!exact_search(x, in, out, 2, &o).proven, "half of the steps prove as much as all");
	arena_free(&a);
}

/* Steps, memory and time each end a search. */
static void budgets(void)
{
	struct budget b;

	budget_begin(&b, 1e15, 0);
	check(!budget_spent(&b) && !budget_look(&b), "a budget is spent before anything is taken");
	b.bytes = BUDGET_BYTES;
	check(!budget_look(&b), "all the memory that a search may take is too much");
	b.bytes++;
	check(budget_look(&b) && budget_spent(&b), "a byte more than the memory that a search may take is not too much");
	b.bytes = 0;
	check(budget_spent(&b), "what is spent is there again");
	budget_begin(&b, 1000, 0);
	b.work = 999;
	check(!budget_spent(&b), "999 steps of 1000 are all");
	b.work = 1000;
	check(budget_spent(&b), "1000 steps of 1000 are not all");
	budget_begin(&b, 1e15, 1e-9);
	while (clock_seconds() - b.begun <= 1e-9)
		;
	check(budget_look(&b), "the time is not over");
	budget_begin(&b, 1e15, 1e9);
	check(!budget_look(&b), "a billion seconds are over");
}

/* What is behind the `_` is the simplest, unless the other inputs have none. */
static void other_inputs(void)
{
	struct pairs t = pairs_make(1);
	struct exact_options o = { .dialect = DSL_SHELL, .best = 1, .steps = 1e8 };
	struct exact_result r;

	set_pair(&t, 0, STR("ab_cd"), STR("cd"));
	r = search("no other inputs", &t, &o);
	check(!first_makes(&r, STR("ef gh"), STR("gh")), "other inputs: the task decides nothing");
	o.others = (struct str[]){ STR("ef gh"), STR("x yz") }, o.nothers = 2;
	r = search("other inputs", &t, &o);
	check(first_makes(&r, STR("ef gh"), STR("gh")), "other inputs: the first program doesn't run on them");
	arena_free(&t.arena);
}

/* ---- special tasks ---- */

static struct exact_result one_pair(struct pairs *t, const char *in, const char *out, enum dsl_dialect d)
{
	struct exact_options o = { .dialect = d, .best = 5, .steps = 1e8 };

	arena_free(&t->arena);
	*t = pairs_make(1);
	set_pair(t, 0, str_of(in), str_of(out));
	return search("one pair", t, &o);
}

static void small_tasks(void)
{
	struct exact_options o = { .dialect = DSL_SHELL, .best = 5, .steps = 1e8 };
	struct pairs t = { 0 };
	struct exact_result r;
	double steps;

	check(one_pair(&t, "abc", "", DSL_SHELL).status == EXACT_NONE, "an empty output can't be made");
	check(one_pair(&t, "", "x", DSL_SHELL).status == EXACT_FOUND, "an empty input leaves literals");
	check(one_pair(&t, "", ".", DSL_PAPER).status == EXACT_FOUND, "an empty input leaves the paper's literals");
	check(one_pair(&t, "", "x", DSL_PAPER).status == EXACT_NONE, "x is no literal of the paper");
	check(one_pair(&t, "ab,ab,ab,ab,ab,ab,ab,ab,xy", "xy", DSL_PAPER).status == EXACT_NONE, "the paper can't take the end of a long string");
	check(one_pair(&t, "ab", "aaaaaaaaaa", DSL_PAPER).status == EXACT_FOUND, "an output longer than its input");
	check(one_pair(&t, "\xC3\xA9t\xC3\xA9 z", "\xC3\x89T\xC3\x89", DSL_SHELL).status == EXACT_FOUND, "letters with accents");
	check(one_pair(&t, "x", "SPACE", DSL_SHELL).status == EXACT_FOUND, "the word SPACE");
	check(one_pair(&t, "x", "\"\\\n\t\r\x01\x7F", DSL_SHELL).status == EXACT_FOUND, "characters to be escaped");

	arena_free(&t.arena);
	t = pairs_make(3);
	set_pair(&t, 0, STR("ab"), STR("a")), set_pair(&t, 1, STR("cd"), STR("c")), set_pair(&t, 2, STR("ab"), STR("b"));
	r = search("contradiction", &t, &o);
	check(r.status == EXACT_NONE && r.proven && r.steps == 0, "one input with two outputs: status %d after %.0f steps", r.status, r.steps);
	set_pair(&t, 2, STR("ab"), STR("a"));
	steps = search("a pair twice", &t, &o).steps;
	t.n = 2;
	r = search("each pair once", &t, &o);
	check(r.status == EXACT_FOUND && steps == r.steps, "a pair that comes twice takes %.0f steps, not %.0f", steps, r.steps);
	arena_free(&t.arena);

	/* a program that could not be read again is none; one that can is one */
	for (size_t n = DSL_PARTS - 2; n <= DSL_PARTS + 1; n++) {
		t = pairs_make(1);
		set_pair(&t, 0, STR("a"), repeated(&t.arena, ".", n));
		o = (struct exact_options){ .dialect = DSL_PAPER, .best = 1, .steps = 1e8 };
		r = search("as long as a program may be", &t, &o);
		check(n < DSL_PARTS - 1 ? r.n == 1 : n < DSL_PARTS || r.n == 0, "%zu expressions: %zu programs", n, r.n);
		arena_free(&t.arena);
	}
}

/* ---- large and adversarial tasks: an end within the budget, and in bounded memory ---- */

static void many_matches(void)
{
	struct exact_options o = { .dialect = DSL_SHELL, .best = 1, .steps = 1e8 };
	struct pairs t = pairs_make(2);
	struct buf text = { 0 };

	for (size_t i = 0; i < 2; i++) {
		text.n = 0;
		for (int w = 0; w < 80000 + (int)i; w++)
			buf_puts(&text, "an ");
		buf_puts(&text, i ? "end; then" : "last; more");
		set_pair(&t, i, buf_view(&text), i ? STR("end") : STR("last"));
	}
	check(search("80,000 words", &t, &o).status == EXACT_FOUND, "80,000 words: the last but one was not found");
	buf_free(&text);
	arena_free(&t.arena);
}

static void hard(const char *what, struct pairs *t, enum dsl_dialect d, double steps, bool must)
{
	for (size_t best = 1; best <= 20; best += 19) {
		struct exact_options o = { .dialect = d, .best = best, .steps = steps };
		struct exact_result r = search(what, t, &o);

		check(r.status == EXACT_FOUND || !must, "%s: %zu pairs, best %zu: status %d", what, t->n, best, r.status);
	}
	arena_free(&t->arena);
}

static void adversarial(void)
{
	static const size_t counts[] = { 1, 2, 3, 10, 500 };
	static const char *const units[] = { "a", "ab.", "aB1 " };
	static const char *const letters[] = { "a", "b", "c", "D", "E", "1", "2", " ", "-", "." };
	struct rng r = rng_at(1, "adversarial", 0);
	struct pairs t;

	for (int d = DSL_PAPER; d <= DSL_SHELL; d++)
		for (size_t u = 0; u < sizeof units / sizeof *units; u++)
			for (size_t c = 0; c < sizeof counts / sizeof *counts - (u > 0); c++) {
				/* the same out as in: the paper's dialect can't take the last character */
				t = pairs_make(counts[c]);
				for (size_t i = 0; i < t.n; i++)
					t.in[i] = t.out[i] = repeated(&t.arena, units[u], 1000 - i);
				hard("the same unit a thousand times", &t, (enum dsl_dialect)d, 3e6, d == DSL_SHELL && counts[c] < 500);
				/* far more out than in */
				t = pairs_make(counts[c]);
				for (size_t i = 0; i < t.n; i++)
					t.in[i] = repeated(&t.arena, units[u], 40 + i % 7), t.out[i] = repeated(&t.arena, units[u], 990 + i % 11);
				hard("a thousand out of forty", &t, (enum dsl_dialect)d, 3e6, false);
			}
	for (size_t n = 1; n <= 500; n += 499) {
		t = pairs_make(n);
		for (size_t i = 0; i < n; i++)
			t.in[i] = t.out[i] = random_text(&r, &t.arena, letters, 10, 1000);
		hard("random text", &t, DSL_SHELL, 3e7, true);
		t = pairs_make(n);
		for (size_t i = 0; i < n; i++) {
			t.in[i] = random_text(&r, &t.arena, letters, 10, 1000);
			t.out[i] = random_text(&r, &t.arena, letters, 10, 1000);
		}
		hard("random text out of other random text", &t, DSL_SHELL, 1e7, false);
		t = pairs_make(n);
		for (size_t i = 0; i < n; i++) {
			t.in[i] = random_text(&r, &t.arena, letters, 10, 1000);
			t.out[i] = repeated(&t.arena, "the same long text ", 1000);
		}
		hard("one literal", &t, DSL_SHELL, 3e7, true);
	}
	for (size_t n = 1; n <= 10; n += 9) {
		t = pairs_make(n);
		for (size_t i = 0; i < n; i++)
			t.in[i] = t.out[i] = repeated(&t.arena, "aB1 ", 1000000 - i);
		hard("a megabyte", &t, DSL_SHELL, 5e7, true);
		t = pairs_make(n);
		for (size_t i = 0; i < n; i++)
			t.in[i] = repeated(&t.arena, "aB1 ", 1000 - i), t.out[i] = repeated(&t.arena, "aaaa.", 1000000 - i);
		hard("a megabyte out of a thousand characters", &t, DSL_PAPER, 1e7, false);
	}
	t = pairs_make(100000);
	for (size_t i = 0; i < t.n; i++) {
		t.in[i] = random_text(&r, &t.arena, letters, 10, 30);
		t.out[i] = (struct str){ t.in[i].p + 3, t.in[i].n - 3 };
	}
	hard("100,000 pairs", &t, DSL_SHELL, 1e8, true);
}

/* ---- explain ---- */

/* With few steps there may be no program, or one that fits fewer; then it is not told to be the most. */
static size_t explain_soon(const struct pairs *t, struct exact_options o, size_t most)
{
	size_t fewer = 0;

	for (o.steps = 100; o.steps < 1e5; o.steps *= 2) {
		struct arena a = { 0 };
		bool fits[8];
		const struct explained e = explain(x, t->in, t->out, t->n, &o, &a, fits);

		check(e.n <= most && (e.n == most || !e.largest), "explain: %zu of %zu, which is said to be the most, with %.0f steps: %s", e.n, most, o.steps, shown(t));
		fewer += e.n > 0 && e.n < most;
		arena_free(&a);
	}
	return fewer;
}

static void explain_small(long tasks)
{
	size_t fewer = 0;

	for (long k = 0; k < tasks; k++) {
		struct rng r = rng_at(1, "explain-small", (uint64_t)k);
		struct exact_options o = { .dialect = k % 4 ? DSL_PAPER : DSL_SHELL, .best = 1, .steps = 1e9 };
		struct pairs t = pairs_make(2 + rng_below(&r, 4)), sub = pairs_make(t.n);
		size_t most = 0, marked = 0, n;
		struct arena a = { 0 };
		struct explained e;
		bool fits[8];

		for (size_t i = 0; i < t.n; i++) {
			t.in[i] = random_text(&r, &t.arena, few, 8, rng_below(&r, 7));
			t.out[i] = random_text(&r, &t.arena, few, 8, rng_below(&r, 3));
			if (t.in[i].n > 2 && rng_below(&r, 3))
				t.out[i] = (struct str){ t.in[i].p, 1 + rng_below(&r, 2) };
		}
		for (uint32_t set = 1; set < 1u << t.n; set++) {
			sub.n = 0;
			for (size_t i = 0; i < t.n; i++)
				if (set >> i & 1)
					sub.in[sub.n] = t.in[i], sub.out[sub.n++] = t.out[i];
			if (sub.n > most && exact_search(x, sub.in, sub.out, sub.n, &o).status == EXACT_FOUND)
				most = sub.n;
		}
		e = explain(x, t.in, t.out, t.n, &o, &a, fits);
		check(e.n == most && e.largest, "explain: %zu of %zu, not %zu: %s", e.n, t.n, most, shown(&t));
		fewer += explain_soon(&t, o, most);
		sub.n = 0;
		for (size_t i = 0; i < t.n; i++)
			if (fits[i])
				marked++, sub.in[sub.n] = t.in[i], sub.out[sub.n++] = t.out[i];
		n = sub.n;
		check(marked == e.n && (n == 0 || right_on(&e.program, &sub)), "explain: the program is not right on what it fits: %s", shown(&t));
		arena_free(&a), arena_free(&t.arena), arena_free(&sub.arena);
	}
	check(fewer > 0 || tasks < 20, "explain: no search of these ended early with a program that fits fewer");
}

static void explain_large(void)
{
	enum { N = 50, WRONG = 5 };
	static const char *const names[] = { "Ada", "Alan", "Grace", "Kurt", "Emmy", "Noam", "Edsger", "Barbara", "Donald", "John" };
	struct exact_options o = { .dialect = DSL_SHELL, .best = 1, .steps = 3e8 };
	struct rng r = rng_at(1, "explain-large", 0);
	struct pairs t = pairs_make(N);
	struct arena a = { 0 };
	struct explained e;
	bool fits[N], good = true;

	for (size_t i = 0; i < N; i++) {
		const char *given = names[rng_below(&r, 10)], *last = names[i % 10];
		struct buf in = { 0 }, out = { 0 };

		buf_printf(&in, "%s %s %zu", given, last, i);
		buf_printf(&out, "%s, %c.", last, *given);
		if (i % 10 == 3)
			out.p[rng_below(&r, (uint32_t)out.n)] = '#';
		set_pair(&t, i, buf_view(&in), buf_view(&out));
		buf_free(&in), buf_free(&out);
	}
	e = explain(x, t.in, t.out, N, &o, &a, fits);
	for (size_t i = 0; i < N; i++)
		good = good && fits[i] == (i % 10 != 3);
	check(e.n == N - WRONG && good, "explain: %zu of 50, of which 5 are wrong", e.n);
	o.steps = 1000;
	e = explain(x, t.in, t.out, N, &o, &a, fits);
	for (size_t i = 0; i < N; i++)
		e.n -= fits[i];
	check(e.n == 0, "explain: marks other examples than it counts");
	arena_free(&a), arena_free(&t.arena);
}

int main(int argc, char **argv)
{
	long tasks = argc > 1 ? atol(argv[1]) : 0;
	struct rusage usage;

	x = exact_make();
	scratch = dsl_scratch_make();
	against_brute_force(DSL_PAPER, tasks ? tasks : 400 / FEWER);
	against_brute_force(DSL_SHELL, tasks ? tasks : 40 / FEWER);
	random_programs(tasks ? tasks : 200 / FEWER);
	other_inputs();
	one_budget();
	budgets();
	small_tasks();
	explain_small(tasks ? tasks : 100 / FEWER);
	explain_large();
	if (!tasks) {
		many_matches();
		adversarial();
		getrusage(RUSAGE_SELF, &usage);
		check(SANITIZED || usage.ru_maxrss < 1 << 20, "%ld KiB of memory", usage.ru_maxrss);
	}
	exact_free(x);
	dsl_scratch_free(scratch);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
