/* bustle - does it find whatever program there is that weighs so much, the lightest first, and count as it says? And the edit distance.
 * SPDX-License-Identifier: MIT
 *
 * `bustle 5` checks fewer random tasks and leaves out the large ones: for valgrind. */
#include "search/bustle.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/rng.h"
#include "base/utf8.h"
#include "dsl/dsl_draw.h"
#include "dsl/dsl_run.h"
#include "search/distance.h"
#include "../lib/check.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
enum { SANITIZED = 1, FEWER = 4 };
#else
enum { SANITIZED = 0, FEWER = 1 };
#endif

enum { MOST_PAIRS = 3, SHORT = 8, NEVER = 1 << 20 };

static struct bustle *x;
static struct dsl_scratch *scratch;

/* ---- distance ---- */

static size_t plain_distance(struct str a, struct str b)
{
	size_t row[DISTANCE_MOST + 2];

	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 0; i < a.n; i++) {
		size_t corner = row[0]++;

		for (size_t j = 0; j < b.n; j++) {
			size_t other = corner + (a.p[i] != b.p[j]);

			corner = row[j + 1];
			if (corner + 1 < other)
				other = corner + 1;
			row[j + 1] = row[j] + 1 < other ? row[j] + 1 : other;
		}
	}
	return row[b.n];
}

static void random_bytes(struct rng *r, uint32_t letters, char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(rng_below(r, 4) ? 'a' + rng_below(r, letters) : rng_below(r, 256));
}

static void distances(long tasks)
{
	static char one[DISTANCE_MOST + 1], two[DISTANCE_MOST + 1];
	struct arena a = { 0 };

	for (long t = 0; t < tasks; t++, arena_reset(&a)) {
		struct rng r = rng_at(1, "distances", (uint64_t)t);
		uint32_t most = t % 4 == 0 ? DISTANCE_MOST : t % 4 == 1 ? 140 : 20, letters = 1 + rng_below(&r, 6);
		size_t n = rng_below(&r, most + 1), m = rng_below(&r, most + 1), same;
		struct distance d;

		if (t % 4 < 2 && t % 3 == 0)     /* whole words */
			n = 64 * (1 + rng_below(&r, 2));
		random_bytes(&r, letters, one, n);
		random_bytes(&r, letters, two, m);
		if (t % 8 < 4) {                 /* near each other */
			same = (n < m ? n : m) * 3 / 4;
			memcpy(two + (m - same) / 2, one, same);
		}
		d = distance_prepare((struct str){ one, n }, &a);
		same = plain_distance((struct str){ one, n }, (struct str){ two, m });
		check(distance_to(&d, (struct str){ two, m }) == same, "distance: task %ld, %zu and %zu bytes: %zu, not %zu", t, n, m,
		      distance_to(&d, (struct str){ two, m }), same);
	}
	/* too long, on either side */
	memset(one, 'a', sizeof one);
	for (int longer = 0; longer < 2; longer++) {
		struct str s[2] = { STR("bcd"), { one, sizeof one } };
		struct distance d = distance_prepare(s[longer], &a);

		check(distance_to(&d, s[!longer]) == sizeof one - 3, "distance: a string that is too long: %zu", distance_to(&d, s[!longer]));
	}
	arena_free(&a);
}

/* ---- tasks ---- */

struct pairs { struct str in[20], out[20]; size_t n; struct arena arena; };

static const char *shown(const struct pairs *p)
{
	static struct buf text;

	text.n = 0;
	for (size_t i = 0; i < p->n && i < 4; i++)
		buf_printf(&text, "%s'%.*s' -> '%.*s'", i ? ", " : "", (int)p->in[i].n, p->in[i].p, (int)p->out[i].n, p->out[i].p);
	return buf_cstr(&text);
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

static int weight_of(const struct dsl_program *p)
{
	int weight = (int)p->n - 1;

	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];

		weight += e->kind == EXPR_CONST ? 2 : 1 + (e->from.kind == POS_CONST ? 2 : 4) + (e->until.kind == POS_CONST ? 2 : 4);
	}
	return weight;
}

/* Searches, and checks what must be true of any answer. */
static struct bustle_result search(const char *what, const struct pairs *task, const struct bustle_options *o)
{
	struct bustle_result r = bustle_search(x, task->in, task->out, task->n, o);

	check(r.expressions <= o->expressions && (!o->weight || r.weight <= o->weight), "%s: %.0f expressions, weight %d", what, r.expressions, r.weight);
	if (r.status == BUSTLE_FOUND) {
		struct buf text = { 0 }, again = { 0 };
		struct arena a = { 0 };
		struct dsl_program p = { 0 };

		dsl_print(&text, &r.program);
		if (check(dsl_parse(buf_view(&text), DSL_PAPER, &a, &p, NULL) == 0, "%s: does not parse: %.200s", what, buf_cstr(&text))) {
			dsl_print(&again, &p);
			check(str_eq(buf_view(&again), buf_view(&text)), "%s: prints otherwise when parsed: %.200s", what, buf_cstr(&text));
			check(right_on(&p, task), "%s: wrong: %.200s for %s", what, buf_cstr(&text), shown(task));
			if (o->plain)
				check(weight_of(&p) == r.weight, "%s: weighs %d, found at %d: %.200s", what, weight_of(&p), r.weight, buf_cstr(&text));
			else
				check(weight_of(&p) <= r.weight, "%s: weighs %d, found at %d: %.200s", what, weight_of(&p), r.weight, buf_cstr(&text));
		}
		buf_free(&text), buf_free(&again);
		arena_free(&a);
	}
	return r;
}

/* ---- the lightest program by trying everything, with nothing but dsl_run ---- */

struct brute {
	const struct pairs *task;
	struct arena arena;
	struct { int at[MOST_PAIRS]; int weight; } *places; size_t nplaces, cap_places;
	struct choice { struct str out[MOST_PAIRS]; int weight; } *choices; size_t nchoices, cap_choices;
	struct str pieces[MOST_PAIRS][SHORT + 1][SHORT + 1];
	int len[MOST_PAIRS];
};

/* Where a position is in each input, by the length of the piece from there to the end; false when it is nowhere. */
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

static void add_place(struct brute *b, const struct dsl_pos *pos, int weight)
{
	int at[MOST_PAIRS] = { 0 };
	size_t p = 0;

	if (!locate(b, pos, at))
		return;
	while (p < b->nplaces && memcmp(b->places[p].at, at, sizeof at))
		p++;
	if (p == b->nplaces) {
		b->places = mem_room(b->places, b->nplaces++, &b->cap_places, sizeof *b->places);
		memcpy(b->places[p].at, at, sizeof at);
		b->places[p].weight = weight;
	}
	b->places[p].weight = weight < b->places[p].weight ? weight : b->places[p].weight;
}

static void add_choice(struct brute *b, const struct choice *c)
{
	for (size_t k = 0; k < b->nchoices; k++) {
		bool same = true;

		for (size_t i = 0; i < b->task->n && same; i++)
			same = str_eq(c->out[i], b->choices[k].out[i]);
		if (same) {
			b->choices[k].weight = c->weight < b->choices[k].weight ? c->weight : b->choices[k].weight;
			return;
		}
	}
	b->choices = mem_room(b->choices, b->nchoices, &b->cap_choices, sizeof *b->choices);
	b->choices[b->nchoices++] = *c;
}

static void all_choices(struct brute *b)
{
	for (int k = -20; k <= 20; k++)
		add_place(b, &(struct dsl_pos){ .kind = POS_CONST, .k = k }, 2);
	for (int token = 1; token < DSL_VOCABULARY; token++)
		for (int n = -3; n <= 3 && (dsl_table[token].role == ROLE_TYPE || dsl_table[token].role == ROLE_CHAR); n++)
			for (int bound = BOUND_START; bound <= BOUND_END; bound++)
				add_place(b, &(struct dsl_pos){ .kind = POS_REGEX, .type = token, .n = n, .bound = (enum dsl_bound)bound }, 4);
	for (size_t i = 0; i < b->task->n; i++)
		for (int from = 0; from < b->len[i]; from++)
			for (int until = from + 1; until <= b->len[i]; until++) {
				struct dsl_expr e = { .kind = EXPR_SUBSTR, .from.k = from, .until.k = until };
				struct dsl_ready *ready = dsl_ready(&(struct dsl_program){ .exprs = &e, .n = 1 });
				struct buf out = { 0 };

				dsl_run(ready, scratch, b->task->in[i], &out);
				b->pieces[i][from][until] = arena_copy(&b->arena, buf_view(&out));
				dsl_done(ready);
				buf_free(&out);
			}
	for (size_t p = 0; p < b->nplaces; p++)
		for (size_t q = 0; q < b->nplaces; q++) {
			struct choice c = { .weight = 1 + b->places[p].weight + b->places[q].weight };
			bool good = true;

			for (size_t i = 0; i < b->task->n && good; i++)
				if ((good = b->places[p].at[i] < b->places[q].at[i]))
					c.out[i] = b->pieces[i][b->places[p].at[i]][b->places[q].at[i]];
			if (good)
				add_choice(b, &c);
		}
	for (int token = 1; token < DSL_VOCABULARY; token++)
		if (dsl_table[token].role == ROLE_CHAR) {
			struct choice c = { .weight = 2 };
			char text = (char)dsl_table[token].value;

			for (size_t i = 0; i < b->task->n; i++)
				c.out[i] = arena_copy(&b->arena, (struct str){ &text, 1 });
			add_choice(b, &c);
		}
}

/* What the lightest program for the rest of the outputs from `at` on (bytes) weighs, and a Concat before it. */
static int lightest(const struct brute *b, int *known, const size_t *at)
{
	const struct pairs *t = b->task;
	size_t number = 0, whole = 0, next[MOST_PAIRS];
	int best = NEVER;

	for (size_t i = 0; i < t->n; i++) {
		number = number * (t->out[i].n + 1) + at[i];
		whole += at[i] == t->out[i].n;
	}
	if (whole)
		return whole == t->n ? 0 : NEVER;
	if (known[number])
		return known[number];
	for (size_t k = 0; k < b->nchoices; k++) {
		bool good = true;

		for (size_t i = 0; i < t->n && good; i++) {
			struct str piece = b->choices[k].out[i];

			next[i] = at[i] + piece.n;
			good = next[i] <= t->out[i].n && memcmp(piece.p, t->out[i].p + at[i], piece.n) == 0;
		}
		if (good) {
			int weight = 1 + b->choices[k].weight + lightest(b, known, next);

			best = weight < best ? weight : best;
		}
	}
	return known[number] = best;
}

static int brute_force(const struct pairs *task)
{
	struct brute b = { .task = task };
	size_t states = 1, zero[MOST_PAIRS] = { 0 };
	int *known, best;

	for (size_t i = 0; i < task->n; i++) {
		b.len[i] = (int)utf8_length(task->in[i]);
		states *= task->out[i].n + 1;
	}
	all_choices(&b);
	known = mem_zero(states, sizeof *known);
	best = lightest(&b, known, zero) - 1;
	free(known), free(b.places), free(b.choices);
	arena_free(&b.arena);
	return best < NEVER / 2 ? best : NEVER;
}

static struct str random_text(struct rng *r, struct arena *a, size_t n)
{
	static const char *const letters[] = { "a", "b", "C", "D", "1", "2", " ", ",", "-", "\xc3\xa9", "\xe4\xb8\xad" };
	struct buf text = { 0 };
	struct str copy;
	uint32_t kinds = rng_below(r, 3) ? 9 : 11;

	for (size_t i = 0; i < n; i++)
		buf_puts(&text, letters[rng_below(r, kinds)]);
	copy = arena_copy(a, buf_view(&text));
	buf_free(&text);
	return copy;
}

/* Outputs by a random program, or at random; false when it doesn't run. */
static bool random_outputs(struct rng *r, struct pairs *task)
{
	static const struct dsl_rates rates = { .conststr = 0.4, .constpos = 0.5, .type = 0.7 };
	struct dsl_program p = dsl_draw_program(r, 1 + rng_below(r, 3), &rates, &task->arena);
	struct dsl_ready *ready;
	bool good = true;

	if (rng_below(r, 20) == 0) {
		for (size_t i = 0; i < task->n; i++)
			task->out[i] = random_text(r, &task->arena, 1 + rng_below(r, 3));
		return true;
	}
	for (size_t k = 0; k < p.n; k++)         /* short inputs have few characters */
		for (int j = 0; j < 2 && p.exprs[k].kind == EXPR_SUBSTR; j++) {
			struct dsl_pos *pos = j ? &p.exprs[k].until : &p.exprs[k].from;

			if (pos->kind == POS_CONST)
				pos->k %= 5;
		}
	ready = dsl_ready(&p);
	for (size_t i = 0; i < task->n && good; i++) {
		struct buf out = { 0 };

		good = dsl_run(ready, scratch, task->in[i], &out) == RUN_OK;
		task->out[i] = arena_copy(&task->arena, buf_view(&out));
		buf_free(&out);
	}
	dsl_done(ready);
	return good;
}

static void against_brute_force(long tasks)
{
	static long none, found, guided;

	for (long t = 0; t < tasks; t++) {
		struct rng r = rng_at(1, "bustle", (uint64_t)t);
		struct pairs task = { .n = 1 + rng_below(&r, MOST_PAIRS) };
		struct bustle_result result;
		const char *what;
		int least;

		do
			for (size_t i = 0; i < task.n; i++)
				task.in[i] = random_text(&r, &task.arena, rng_below(&r, SHORT + 1));
		while (!random_outputs(&r, &task));
		what = shown(&task);
		least = brute_force(&task);

		/* nothing lighter; at its weight it is there; and where there is none it says so */
		result = search(what, &task, &(struct bustle_options){ .expressions = 1e6, .weight = least == NEVER ? 9 : least - 1, .plain = true });
		what = shown(&task);
		check(result.status != BUSTLE_FOUND, "%s: weighs %d, and a program of %d was found", what, least, result.weight);
		none += result.status == BUSTLE_NONE;
		if (result.status == BUSTLE_NONE && least < NEVER) {
			result = search(what, &task, &(struct bustle_options){ .expressions = 5e6, .weight = least, .plain = true });
			check(result.status == BUSTLE_FOUND || result.expressions >= 5e6, "%s: there is one of %d, not found", what, least);
			check(result.status != BUSTLE_FOUND || result.weight == least, "%s: found at %d, not %d", what, result.weight, least);
			found += result.status == BUSTLE_FOUND;
		}
		/* what the heuristics make heavier is 3 more, each of at most 2 m - 2 strings, m the parts */
		if (least < NEVER) {
			int parts = (least + 1) / 3;

			result = search(what, &task, &(struct bustle_options){ .expressions = 2e6, .weight = least + 3 * (2 * parts - 2) });
			check(result.status != BUSTLE_NONE, "%s: there is one of %d, not found with heuristics", what, least);
			guided += result.status == BUSTLE_FOUND;
		} else {
			result = search(what, &task, &(struct bustle_options){ .expressions = 1e5 });
			check(result.status == BUSTLE_RAN_OUT, "%s: there is none, status %d", what, result.status);
		}
		arena_free(&task.arena);
	}
	/* most tasks are small enough to tell */
	check(none >= tasks * 7 / 10 && found >= tasks / 2 && guided >= tasks / 2, "%ld tasks: %ld told, %ld found, %ld with heuristics", tasks, none,
	      found, guided);
}

/* ---- what it counts ---- */

static struct bustle_result small(const char *in, const char *out, double expressions, int weight, bool plain)
{
	struct pairs task = { .in = { str_of(in) }, .out = { str_of(out) }, .n = 1 };

	return search(in, &task, &(struct bustle_options){ .expressions = expressions, .weight = weight, .plain = plain });
}

static void counts(void)
{
	struct bustle_result r;

	/* 20 ConstStr, 41 ConstPos, 28 * 7 * 2 Regex; an empty input has one position, so one SubStr, which fails; then Concat */
	for (int plain = 0; plain < 2; plain++) {
		r = small("", "&", 1e6, 0, plain);
		check(r.status == BUSTLE_FOUND && r.expressions == 1 && r.weight == 2, "the first character: %.0f expressions", r.expressions);
		r = small("", " ", 1e6, 0, plain);
		check(r.status == BUSTLE_FOUND && r.expressions == 20, "the last character: %.0f expressions", r.expressions);
		r = small("", "&&", 1e6, 0, plain);
		check(r.status == BUSTLE_FOUND && r.expressions == 20 + 41 + 392 + 1 + 1 && r.weight == 5, "two characters: %.0f expressions", r.expressions);
		r = small("", "&&", 455, 0, plain);
		check(r.status == BUSTLE_FOUND, "with just enough expressions");
		r = small("", "&&", 454, 0, plain);
		check(r.status == BUSTLE_RAN_OUT && r.expressions == 454, "with one too few: %.0f", r.expressions);
		for (int most = 0; most < 500; most++) {
			r = small("a,b", "b,a", most, 0, plain);
			check(r.status == BUSTLE_RAN_OUT && r.expressions == most, "%d expressions: %.0f", most, r.expressions);
		}
		r = small("ab", "", 1e6, 0, plain);
		check(r.status == BUSTLE_NONE, "nothing gives the empty string");
		r = small("ab", "c", 1e6, 6, plain);
		check(r.status == BUSTLE_NONE && r.weight == 6, "a weight limit");
	}
	/* positions 0 and 1, both by ConstPos: of the Regexes, those that find the a are no new ones; SubStr 4; the piece is among the 21 strings */
	r = small("a", ".", 1e6, 5, true);
	check(r.status == BUSTLE_FOUND && r.values == 3, "values: %zu", r.values);
	r = small("a", "b", 1e6, 5, true);
	check(r.status == BUSTLE_NONE && r.expressions == 20 + 41 + 392 + 4 + 400 && r.values == 20 + 2 + 1 + 400, "one letter: %.0f expressions, %zu values",
	      r.expressions, r.values);

	/* three literals, either two of them joined first: 8,000 of 16,000 are new; SubStr of Regexes, which have no match, and of ConstPos 0 */
	r = small("", "b", 1e6, 8, true);
	check(r.status == BUSTLE_NONE && r.expressions == 20 + 41 + 392 + 1 + 400 + 16000 && r.values == 1 + 20 + 400 + 8000,
	      "three literals: %.0f expressions, %zu values", r.expressions, r.values);

	/* A literal of ",.;" is far (2 * 2 / 6, two thirds) but inside: 3. Two of them are a third away and inside: 7, as found. */
	r = small("x", ",.;", 1e6, 0, true);
	check(r.status == BUSTLE_FOUND && r.weight == 8, "plain: found at %d", r.weight);
	r = small("x", ",.;", 1e6, 0, false);
	check(r.status == BUSTLE_FOUND && r.weight == 11, "with heuristics: found at %d", r.weight);
	r = small("x", ",.", 1e6, 0, false);      /* half away and inside: 2 */
	check(r.status == BUSTLE_FOUND && r.weight == 5, "with heuristics: found at %d", r.weight);
	/* just two thirds away, all of them: 5, and no two weigh 10 */
	r = small("", "b", 1e6, 10, false);
	check(r.status == BUSTLE_NONE && r.expressions == 20 + 41 + 392 + 1, "two thirds away: %.0f expressions", r.expressions);
}

/* The heuristics look at every pair, whichever comes first. */
static void every_pair(void)
{
	for (int first = 0; first < 2; first++) {
		struct pairs task = { .n = 2 };
		struct bustle_result r;

		/* the literal is half away from "a,", but three quarters from "bcd,": so 3, not 2; and the piece 5 */
		task.in[first] = STR("a;"), task.out[first] = STR("a,");
		task.in[!first] = STR("bcd;"), task.out[!first] = STR("bcd,");
		r = search("every pair", &task, &(struct bustle_options){ .expressions = 1e6 });
		check(r.status == BUSTLE_FOUND && r.weight == 1 + 5 + 3, "every pair: found at %d", r.weight);

		/* "," is a part of both, so 2; "." and ";" are of one alone, so 5: no two weigh 2 and 3 */
		task.in[first] = task.in[!first] = STR("");
		task.out[first] = STR(",."), task.out[!first] = STR(",;");
		r = search("parts of one", &task, &(struct bustle_options){ .expressions = 1e6, .weight = 6 });
		check(r.status == BUSTLE_NONE && r.expressions == 20 + 41 + 392 + 1 + 1, "parts of one: %.0f expressions", r.expressions);
	}
}

/* ---- larger ones ---- */

static struct str repeated(struct arena *a, const char *unit, size_t n)
{
	size_t size = strlen(unit);
	char *p = arena_get(a, n);

	for (size_t i = 0; i < n; i++)
		p[i] = unit[i % size];
	return (struct str){ p, n };
}

static void random_programs(long tasks)
{
	static const struct dsl_rates rates = { 0.4, 0.3, 0.5 };
	long found = 0, again = 0;

	for (long t = 0; t < tasks; t++) {
		struct rng r = rng_at(1, "programs", (uint64_t)t);
		struct pairs task = { .n = 5 };
		struct dsl_program p = dsl_draw_program(&r, 2, &rates, &task.arena);
		struct dsl_needs needs = dsl_needs(&p);
		struct dsl_ready *ready = dsl_ready(&p);
		size_t n = 0;

		for (int try = 0; try < 1000 && n < task.n; try++) {
			char in[DRAW_ROOM];
			struct buf out = { 0 };

			task.in[n] = arena_copy(&task.arena, (struct str){ in, (size_t)dsl_draw_input(&r, &needs, in) });
			if (dsl_run(ready, scratch, task.in[n], &out) == RUN_OK)
				task.out[n++] = arena_copy(&task.arena, buf_view(&out));
			buf_free(&out);
		}
		dsl_done(ready);
		if (n == task.n) {
			struct bustle_options o = { .expressions = 2e5 };
			struct bustle_result one = search("random program", &task, &o), two;
			struct buf first = { 0 }, second = { 0 };
			struct bustle *fresh = bustle_make();

			/* what was searched before changes nothing */
			if (one.status == BUSTLE_FOUND)
				dsl_print(&first, &one.program);
			two = bustle_search(fresh, task.in, task.out, task.n, &o);
			if (two.status == BUSTLE_FOUND)
				dsl_print(&second, &two.program);
			check(one.status == two.status && one.expressions == two.expressions && one.values == two.values &&
			      str_eq(buf_view(&first), buf_view(&second)), "random program %ld: another result the second time", t);
			found += one.status == BUSTLE_FOUND, again++;
			bustle_free(fresh);
			buf_free(&first), buf_free(&second);
		}
		arena_free(&task.arena);
	}
	check(tasks < 20 || (again > tasks / 2 && found > 0), "%ld random programs, %ld tasks, %ld found", tasks, again, found);
}

static void large(void)
{
	struct pairs task = { .n = 2 };
	struct bustle_result r;

	/* an output longer than the limit on strings, of which it has to be made */
	task.in[0] = repeated(&task.arena, "ab1 ", 300), task.in[1] = repeated(&task.arena, "xyz1 ", 400);
	for (size_t i = 0; i < 2; i++) {
		struct buf out = { 0 };

		buf_putc(&out, '('), buf_str(&out, (struct str){ task.in[i].p, task.in[i].n - 10 }), buf_putc(&out, ')');
		task.out[i] = arena_copy(&task.arena, buf_view(&out));
		buf_free(&out);
	}
	r = search("long outputs", &task, &(struct bustle_options){ .expressions = 1e6 });
	check(r.status == BUSTLE_FOUND, "long outputs: status %d", r.status);
	/* longer than what is compared by edits */
	task.in[0] = repeated(&task.arena, "ab1 ", 100000), task.in[1] = repeated(&task.arena, "xyz\xc3\xa9 1 ", 80000);
	task.out[0] = (struct str){ task.in[0].p + 5, task.in[0].n - 6 }, task.out[1] = (struct str){ task.in[1].p + 6, task.in[1].n - 7 };
	r = search("very long outputs", &task, &(struct bustle_options){ .expressions = 1e5 });
	check(r.status == BUSTLE_FOUND, "very long outputs: status %d", r.status);
	arena_free(&task.arena);
}

static void many_pairs(void)
{
	enum { MANY = 3000 };
	struct arena a = { 0 };
	struct str *in = arena_get(&a, MANY * sizeof *in), *out = arena_get(&a, MANY * sizeof *out);
	struct rng r = rng_at(1, "many", 0);
	struct bustle_result result;

	for (size_t i = 0; i < MANY; i++) {
		in[i] = random_text(&r, &a, 30);
		out[i] = random_text(&r, &a, 30);
	}
	result = bustle_search(x, in, out, MANY, &(struct bustle_options){ .expressions = 1e9, .plain = true });
	check(result.status == BUSTLE_RAN_OUT && result.expressions < 1e8, "%d pairs: memory did not run out", MANY);
	for (size_t i = 0; i < MANY; i++)
		out[i] = (struct str){ in[i].p, 1 };
	out[0] = STR("?");
	result = bustle_search(x, in, out, MANY, &(struct bustle_options){ .expressions = 1e4 });
	check(result.status == BUSTLE_RAN_OUT, "%d pairs", MANY);
	arena_free(&a);
}

int main(int argc, char **argv)
{
	long tasks = argc > 1 ? atol(argv[1]) : 0;
	struct rusage usage;

	x = bustle_make();
	scratch = dsl_scratch_make();
	distances(tasks ? tasks * 8 : 4000 / FEWER);
	counts();
	every_pair();
	against_brute_force(tasks ? tasks : 800 / FEWER);
	random_programs(tasks ? tasks : 30 / FEWER);
	if (!tasks) {
		large();
		many_pairs();
		getrusage(RUSAGE_SELF, &usage);
		check(SANITIZED || usage.ru_maxrss < 1 << 20, "%ld KiB of memory", usage.ru_maxrss);
	}
	bustle_free(x);
	dsl_scratch_free(scratch);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
