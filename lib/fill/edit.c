/* edit - programs that change one piece of a line, and leave lines alone that have no such piece
 * SPDX-License-Identifier: MIT */
#include "fill/edit.h"

#include <stdint.h>

#include "base/ascii.h"
#include "dsl/dsl_run.h"
#include "dsl/dsl_test.h"
#include "fill/spot.h"
#include "search/doubt.h"
#include "search/results.h"

enum {
	ROUNDS = 12,                     /* lines that are made examples, one after the other */
	CERTAIN = 1000,                  /* so many lines that seem to have to stay weigh as much as one that has to */
	/* of those that should change, and of those that should stay, on which programs are tried */
	LOOKED = 200,
};

struct edit {
	struct learner *l;
	const struct learn_options *o;
	const struct given *g;
	struct look *looks; size_t nlooks;   /* of the pieces that the examples change */
	int place;                           /* which of the pieces that look so: 0 the first, -1 the last */
	struct given lines;                  /* of the other lines those that have such a piece, with what they should become; its
	                                      * `lines` says which they are */
	struct str *stay; size_t nstay;      /* lines without one; the first of them are examples */
	size_t nexamples;
	/* one of the other lines of which something else may be meant, and that; empty: there is none */
	size_t unlike; struct str meant;
	struct arena *a;
};

static struct str joined(struct str begin, struct str middle, struct str end, struct arena *a)
{
	char *p = arena_get(a, begin.n + middle.n + end.n + 1);

	memcpy(p, begin.p, begin.n);
	if (middle.n)
		memcpy(p + begin.n, middle.p, middle.n);
	if (end.n)
		memcpy(p + begin.n + middle.n, end.p, end.n);
	return (struct str){ p, begin.n + middle.n + end.n };
}

static struct str piece(struct str line, struct spot s)
{
	return (struct str){ line.p + s.from, s.until - s.from };
}

/* The examples of which something changes; the others are lines that stay. */
static struct given without_stays(struct edit *e)
{
	struct given changed = { 0 };

	for (size_t i = 0; i < e->g->n; i++)
		if (str_eq(e->g->inputs[i], e->g->outputs[i]))
			e->stay[e->nstay++] = e->g->inputs[i];
		else
			given_add(&changed, e->g->inputs[i], e->g->outputs[i], e->g->lines[i]);
	return changed;
}

/* Is it always the first of the pieces that look so, the last, or the n-th? */
static bool find_place(struct edit *e, const struct given *changed, const struct spot *spots)
{
	static const int places[] = { 0, -1, 1, -2, 2, -3 };
	struct spot s;
	size_t all;

	for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
		bool always = true;

		for (size_t i = 0; i < changed->n && always; i++)
			always = spot_find(e->looks, e->nlooks, changed->inputs[i], places[k], &s, &all) &&
			    s.from == spots[i].from &&
			         s.until == spots[i].until;
		e->place = places[k];
		if (always)
			return true;
	}
	return false;
}

/* The line with another text in place of a piece. */
static struct str replaced(struct str line, struct spot s, struct str text, struct arena *a)
{
	return joined((struct str){ line.p, s.from }, text, (struct str){ line.p + s.until, line.n - s.until }, a);
}

/* Notes a line of which another program for the pieces would make something else. */
static void note_rival(struct edit *e, const struct given *pieces, const struct spot *spots, const struct learnt *t)
{
	const struct str *made = results_of(&t->found->program, pieces->others, pieces->nothers, e->a);
	const struct doubt d = doubt_find(pieces->inputs, pieces->outputs, pieces->n, pieces->others, made,
	                                  pieces->nothers, t->found, t->n, e->a);

	if (d.kind != DOUBT_RIVAL)
		return;
	e->unlike = (size_t)pieces->other_lines[d.input];
	e->meant = replaced(e->g->others[e->unlike], spots[d.input],
	                    *results_of(&t->found[d.rival].program, &pieces->others[d.input], 1, e->a), e->a);
}

/* Notes a line that has several such pieces, as no example has. */
static void note_several(struct edit *e, const struct given *changed, size_t line, const struct dsl_program *p,
                         bool removed)
{
	const struct str text = e->g->others[line];
	struct spot s;
	size_t all;

	for (size_t i = 0; i < changed->n; i++)
		if (spot_find(e->looks, e->nlooks, changed->inputs[i], 0, &s, &all) && all > 1)
			return;
	if (e->meant.n || !spot_find(e->looks, e->nlooks, text, e->place < 0 ? 0 : -1, &s, &all))
		return;
	e->unlike = line;
	e->meant = replaced(text, s, removed ? STR("") : *results_of(p, &(struct str){ text.p + s.from,
	                                                             s.until - s.from }, 1, e->a), e->a);
}

/* What becomes of the pieces, a program; false when there is none. `removed`: nothing does. */
static bool learn_pieces(struct edit *e, const struct given *pieces, const struct spot *spots, struct dsl_program *p,
                         bool *removed)
{
	struct learn_options o = *e->o;
	struct given copy = *pieces;
	struct learnt t;

	*removed = true;
	for (size_t i = 0; i < pieces->n; i++)
		*removed &= !pieces->outputs[i].n;
	if (*removed)
		return true;
	for (size_t i = 0; i < pieces->n; i++)
		if (!pieces->outputs[i].n)
			return false;
	o.edit = false, o.header = HEADER_NEVER, o.away = NULL;
	t = learn(e->l, &copy, &o);
	if (t.status == EXACT_FOUND) {
		*p = dsl_copy(&t.found->program, e->a);
		note_rival(e, pieces, spots, &t);
	}
	return t.status == EXACT_FOUND;
}

/* The other lines that have such a piece, and what they become; those that have none. False when it shows of no line.
 * */
static bool find_lines(struct edit *e, const struct given *changed)
{
	struct spot *spots = arena_get(e->a, (changed->n + e->g->nothers) * sizeof *spots);
	struct given pieces = { 0 };
	struct dsl_program p;
	const struct str *made;
	bool removed, found;

	e->looks = arena_get(e->a, changed->n * sizeof *e->looks), e->nlooks = changed->n;
	for (size_t i = 0; i < changed->n; i++) {
		struct str becomes;

		spots[i] = spot_changed(changed->inputs[i], changed->outputs[i], &becomes);
		e->looks[i] = spot_look(changed->inputs[i], spots[i], e->a);
		given_add(&pieces, piece(changed->inputs[i], spots[i]), becomes, 0);
	}
	pieces.others = arena_get(e->a, (e->g->nothers + 1) * sizeof *pieces.others);
	pieces.other_lines = arena_get(e->a, (e->g->nothers + 1) * sizeof *pieces.other_lines);
	found = find_place(e, changed, spots);
	for (size_t i = 0; found && i < e->g->nothers; i++) {
		size_t all;

		if (!spot_find(e->looks, e->nlooks, e->g->others[i], e->place, &spots[pieces.nothers], &all)) {
			e->stay[e->nstay++] = e->g->others[i];
			continue;
		}
		pieces.others[pieces.nothers] = piece(e->g->others[i], spots[pieces.nothers]);
		pieces.other_lines[pieces.nothers++] = (long)i;
	}
	found = found && learn_pieces(e, &pieces, spots, &p, &removed);
	made = found && !removed ? results_of(&p, pieces.others, pieces.nothers, e->a) : NULL;
	for (size_t i = 0; found && i < pieces.nothers; i++) {
		const struct str line = e->g->others[pieces.other_lines[i]];
		struct spot s;
		size_t all;

		if (!removed && !made[i].n)
			continue;
		given_add(&e->lines, line, replaced(line, spots[i], removed ? STR("") : made[i], e->a),
		          pieces.other_lines[i]);
		if (spot_find(e->looks, e->nlooks, line, 0, &s, &all) && all > 1)
			note_several(e, changed, (size_t)pieces.other_lines[i], &p, removed);
	}
	pieces.others = NULL, pieces.other_lines = NULL;
	given_free(&pieces);
	return found && e->lines.n;
}

/* How many of the first lines a program has wrong: those that should become something else, and those that should stay.
 * *first: the first that should become something else; SIZE_MAX: there is none. */
static size_t count_wrong(const struct edit *e, const struct dsl_program *p, size_t *first)
{
	const size_t nlines = e->lines.n < LOOKED ? e->lines.n : LOOKED, nstay = e->nstay < LOOKED ? e->nstay : LOOKED;
	struct arena a = { 0 };
	const struct str *made = results_of(p, e->lines.inputs, nlines, &a), *kept = results_of(p, e->stay, nstay, &a);
	size_t wrong = 0;

	*first = SIZE_MAX;
	for (size_t i = nlines; i-- > 0; )
		if (!str_eq(made[i], e->lines.outputs[i]))
			wrong++, *first = i;
	for (size_t i = 0; i < nstay; i++)
		wrong += kept[i].n && !str_eq(kept[i], e->stay[i]);
	arena_free(&a);
	return wrong;
}

/* Of the programs that were found keeps those that have the fewest lines wrong: so many. */
static size_t keep_best(const struct edit *e, struct learnt *t, size_t *first)
{
	size_t fewest = SIZE_MAX, n = 0;

	for (size_t p = 0; p < t->n; p++) {
		size_t one;
		const size_t wrong = count_wrong(e, &t->found[p].program, &one);

		if (wrong < fewest)
			fewest = wrong, n = 0, *first = one;
		if (wrong == fewest)
			t->found[n++] = t->found[p];
	}
	t->n = n;
	return fewest;
}

/* Makes examples of lines, one after the other, that a program for fewer of them has wrong. `best`: of how many the
 * program has the fewest wrong, *fewest. Returns that program. */
static struct learnt learn_rounds(struct edit *e, struct given *examples, struct learn_options *o, size_t *fewest,
                                  size_t *best)
{
	struct learnt t = learn(e->l, examples, o);
	size_t first = SIZE_MAX;

	for (size_t round = 0; t.status == EXACT_FOUND && round < ROUNDS; round++) {
		const size_t wrong = keep_best(e, &t, &first);

		if (wrong < *fewest)
			*fewest = wrong, *best = examples->n;
		if (first == SIZE_MAX)
			break;
		given_add(examples, e->lines.inputs[first], e->lines.outputs[first], 0);
		t = learn(e->l, examples, o);
	}
	if (*best != examples->n) {
		examples->n = *best;
		t = learn(e->l, examples, o);
		if (t.status == EXACT_FOUND)
			keep_best(e, &t, &first);
	}
	return t;
}

/* Learns from the examples and from lines: first without conditions, and with them when lines are wrong then, and fewer
 * with them. */
static struct learnt learn_lines(struct edit *e, struct given *examples)
{
	const size_t n = examples->n;
	struct learn_options o = *e->o;
	size_t simple = SIZE_MAX, best = n, parted;
	struct learnt t;

	o.edit = false, o.header = HEADER_NEVER, o.simple = true;
	examples->others = e->lines.inputs, examples->nothers = e->lines.n;
	t = learn_rounds(e, examples, &o, &simple, &best);
	if (simple) {
		const size_t before = best;

		parted = simple, o.simple = false;
		t = learn_rounds(e, examples, &o, &parted, &best);
		if (parted == simple) {
			examples->n = best = before, o.simple = true;
			simple = SIZE_MAX;
			t = learn_rounds(e, examples, &o, &simple, &best);
		}
	}
	examples->others = NULL, examples->nothers = 0;
	return t;
}

/* How many of the lines that are to stay a program changes. `has`: of those that have this text; the whole text is
 * empty. */
static size_t changed_stays(const struct edit *e, const struct str *made, struct str has)
{
	size_t n = 0;

	for (size_t i = 0; i < e->nstay; i++)
		if (made[i].n && !str_eq(made[i], e->stay[i]) && (!has.n || memmem(e->stay[i].p, e->stay[i].n, has.p,
		                                                                   has.n)))
			n += i < e->nexamples ? CERTAIN : 1;
	return n;
}

/* How many of the lines that are to change have not this text. */
static size_t lost_lines(const struct edit *e, const struct given *changed, struct str has)
{
	size_t n = 0;

	for (size_t i = 0; i < changed->n; i++)
		if (!memmem(changed->inputs[i].p, changed->inputs[i].n, has.p, has.n))
			return SIZE_MAX / 2;     /* not even the examples */
	for (size_t i = 0; i < e->lines.n; i++)
		n += !memmem(e->lines.inputs[i].p, e->lines.inputs[i].n, has.p, has.n);
	return n;
}

/* A text that the lines have that are to change, and those hardly have that are to stay: a delimiter in the piece or
 * beside it, or the word before it. */
static struct str find_sign(const struct edit *e, const struct given *changed, const struct str *made)
{
	const struct str line = changed->inputs[0];
	size_t best = changed_stays(e, made, STR(""));
	struct str sign = STR(""), becomes;
	const struct spot s = spot_changed(line, changed->outputs[0], &becomes);
	const size_t from = s.from ? s.from - 1 : 0, until = s.until < line.n ? s.until + 1 : line.n;

	for (size_t i = 0; i <= until - from && best; i++) {
		struct str text = { line.p + from + i, 1 };
		size_t wrong;

		if (i == until - from) {          /* the word before it, with what is between */
			text.p = line.p + s.from, text.n = 0;
			while (text.p > line.p && !is_word_byte((unsigned char)text.p[-1]))
				text.p--, text.n++;
			while (text.p > line.p && is_word_byte((unsigned char)text.p[-1]))
				text.p--, text.n++;
			if (!is_word_byte((unsigned char)*text.p) || text.p == line.p + s.from)
				continue;
		} else if ((unsigned char)*text.p >= 128 || (*text.p | 32) == ' ' ||
		    !memchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", *text.p, 32))
			continue;
		wrong = changed_stays(e, made, text) + lost_lines(e, changed, text);
		if (wrong < best)
			best = wrong, sign = text;
	}
	return sign;
}

/* Forgets the lines that have not this text. */
static void drop_lines(struct edit *e, struct str has)
{
	size_t n = 0;

	for (size_t i = 0; i < e->lines.n; i++) {
		if (!memmem(e->lines.inputs[i].p, e->lines.inputs[i].n, has.p, has.n))
			continue;
		e->lines.inputs[n] = e->lines.inputs[i], e->lines.outputs[n] = e->lines.outputs[i];
		e->lines.lines[n++] = e->lines.lines[i];
	}
	e->lines.n = n;
}

/* Has the program say which lines it is for, when it would change others. False when it still changes an example that
 * is to stay. */
static bool add_condition(struct edit *e, const struct given *changed, struct learnt *t)
{
	struct arena a = { 0 };
	const struct str *made = results_of(&t->found->program, e->stay, e->nstay, &a);
	const struct str sign = find_sign(e, changed, made);
	struct dsl_program *p = &t->found->program;
	const bool good = changed_stays(e, made, sign) < CERTAIN;

	if (sign.n && !p->nbranches) {
		struct dsl_branch *branch = arena_get(&e->l->arena, sizeof *branch);
		struct dsl_arg *item = arena_get(&e->l->arena, sizeof *item);

		*item = (struct dsl_arg){ dsl_text_id(sign), arena_copy(&e->l->arena, sign) };
		*branch = (struct dsl_branch){ { .is = &dsl_predicates[TEST_HAS], .items = item, .n = 1 }, p->n };
		p->branches = branch, p->nbranches = 1;
		drop_lines(e, sign);
	}
	arena_free(&a);
	return good;
}

/* Finds the program. False when it changes what is to stay. */
static bool learn_edit(struct edit *e, struct given *changed, struct learnt *t)
{
	const size_t examples = changed->n;
	size_t first;

	*t = learn_lines(e, changed);
	changed->n = examples;
	if (t->status != EXACT_FOUND)
		return true;
	if (!add_condition(e, changed, t))
		return false;
	count_wrong(e, &t->found->program, &first);
	if (first != SIZE_MAX)
		e->unlike = (size_t)e->lines.lines[first], e->meant = e->lines.outputs[first];
	if (e->meant.n)
		t->unlike = e->g->other_lines[e->unlike], t->meant = arena_copy(&e->l->arena, e->meant);
	return true;
}

struct learnt edit_learn(struct learner *l, struct given *g, const struct learn_options *o)
{
	struct arena a = { 0 };
	struct edit e = { .l = l, .o = o, .g = g, .a = &a };
	struct given changed;
	struct learnt t;

	e.stay = arena_get(&a, (g->n + g->nothers + 1) * sizeof *e.stay);
	changed = without_stays(&e);
	e.nexamples = e.nstay;
	arena_reset(&l->arena);
	if (!changed.n || !find_lines(&e, &changed) || !learn_edit(&e, &changed, &t)) {
		struct learn_options plain = *o;

		plain.edit = false;
		t = learn(l, g, &plain);
	}
	given_free(&e.lines);
	given_free(&changed);
	arena_free(&a);
	return t;
}

struct given edit_changed(const struct given *g, const struct str *made, struct arena *a)
{
	struct given some = *g;

	some.others = arena_get(a, (g->nothers + 1) * sizeof *some.others);
	some.other_lines = arena_get(a, (g->nothers + 1) * sizeof *some.other_lines);
	some.nothers = 0;
	for (size_t i = 0; i < g->nothers; i++) {
		if (!made[i].n || str_eq(made[i], g->others[i]))
			continue;
		some.others[some.nothers] = g->others[i];
		some.other_lines[some.nothers++] = g->other_lines[i];
	}
	return some;
}
