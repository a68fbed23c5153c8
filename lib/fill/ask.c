/* ask - a column that is filled by answers: which line is in doubt, what it may become, and what an answer changes
 * SPDX-License-Identifier: MIT */
#include "fill/ask.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/results.h"

static bool is_answered(const struct ask *a, size_t other)
{
	for (size_t i = 0; i < a->nanswers; i++)
		if (a->answers[i].other == other)
			return true;
	return false;
}

/* The other inputs about which something can still be asked. From these all is learnt: an answer doesn't speak for the
 * line that it was given for. */
static void list_open(struct ask *a)
{
	const struct given *g = a->given;
	struct given *open = &a->open;

	open->inputs = g->inputs, open->outputs = g->outputs, open->lines = g->lines, open->n = g->n;
	open->nothers = 0;
	for (size_t i = 0; i < g->nothers; i++) {
		if (is_answered(a, i))
			continue;
		open->others[open->nothers] = g->others[i];
		open->other_lines[open->nothers] = g->other_lines[i];
		a->open_at[open->nothers++] = i;
	}
}

/* Adds what the line may become that is asked about, if it is another text. */
static void add_choice(struct ask *a, struct str made)
{
	if (!made.n || a->nchoices == ASK_CHOICES)
		return;
	for (size_t i = 0; i < a->nchoices; i++)
		if (str_eq(a->choices[i], made))
			return;
	a->choices[a->nchoices++] = made;
}

/* What there is to ask. */
static void find_question(struct ask *a)
{
	const struct learnt *t = &a->learnt;
	const struct doubt *d = &a->concern.doubt;

	a->state = ASK_SURE, a->line = SIZE_MAX, a->nchoices = 0;
	a->concern = concern_find(&a->open, a->all, t, a->how.edit, &a->arenas[a->turn]);
	if (!concern_is_none(&a->concern)) {
		a->line = ask_find(a, concern_line(&a->concern));
		a->state = a->line == SIZE_MAX || is_answered(a, a->line) ? ASK_SURE : ASK_DOUBT;
	}
	for (size_t i = 0; i < a->open.nothers && a->state == ASK_SURE && !a->how.edit; i++)
		if (!a->made[a->open_at[i]].n)
			a->state = ASK_FAILS, a->line = a->open_at[i];
	if (a->state == ASK_SURE) {
		a->line = SIZE_MAX;
		return;
	}
	add_choice(a, *results_of(&t->found->program, &a->given->others[a->line], 1, &a->arenas[a->turn]));
	if (a->concern.edited)
		add_choice(a, a->concern.meant);
	if (a->state == ASK_DOUBT && d->kind == DOUBT_RIVAL)
		add_choice(a, *results_of(&t->found[d->rival].program, &a->given->others[a->line], 1,
		                          &a->arenas[a->turn]));
	for (size_t p = 1; p < t->n; p++)
		add_choice(a, *results_of(&t->found[p].program, &a->given->others[a->line], 1, &a->arenas[a->turn]));
	if (a->how.edit)
		add_choice(a, a->given->others[a->line]);
}

/* After the examples have changed, or what is passed over. */
static void look(struct ask *a)
{
	if (a->learnt.status != EXACT_FOUND) {
		a->state = ASK_CONFLICT, a->line = SIZE_MAX, a->nchoices = 0;
		return;
	}
	a->before = a->made;
	a->turn = !a->turn;
	arena_reset(&a->arenas[a->turn]);
	a->made = results_of(&a->learnt.found->program, a->given->others, a->given->nothers, &a->arenas[a->turn]);
	find_question(a);
}

void ask_begin(struct ask *a, struct learner *l, struct given *g, const struct examples *all,
               const struct learn_options *how, const struct learnt *learnt)
{
	*a = (struct ask){ .learner = l, .given = g, .all = all, .how = *how, .learnt = *learnt };
	a->open.others = mem_get((g->nothers + 1) * sizeof *a->open.others);
	a->open.other_lines = mem_get((g->nothers + 1) * sizeof *a->open.other_lines);
	a->open_at = mem_get((g->nothers + 1) * sizeof *a->open_at);
	a->how.header = HEADER_NEVER;             /* what the first example is has been found out */
	list_open(a);
	look(a);
}

static void add_answer(struct ask *a, size_t other, struct str output)
{
	a->answers = mem_room(a->answers, a->nanswers, &a->cap, sizeof *a->answers);
	a->answers[a->nanswers++] = (struct ask_answer){ other, output };
}

static void learn_again(struct ask *a)
{
	list_open(a);
	a->learnt = learn(a->learner, &a->open, &a->how);
	look(a);
}

int ask_answer(struct ask *a, size_t other, struct str output, struct buf *why)
{
	struct given *g = a->given;

	if (is_answered(a, other))
		buf_printf(why, "line %ld has been answered; u takes answers back", g->other_lines[other]);
	else if (!output.n)
		buf_puts(why, "an empty output can't be an example");
	else if (utf8_check(output) == UTF8_BROKEN)
		buf_puts(why, "not UTF-8");
	if (why->n)
		return -1;
	output = arena_copy(&a->strings, output);
	add_answer(a, other, output);
	given_add(g, g->others[other], output, -g->other_lines[other]);
	learn_again(a);
	return 0;
}

void ask_pass(struct ask *a)
{
	if (a->line == SIZE_MAX)
		return;
	add_answer(a, a->line, (struct str){ 0 });
	learn_again(a);
}

bool ask_undo(struct ask *a)
{
	if (a->nanswers == 0)
		return false;
	if (a->answers[--a->nanswers].output.n)
		a->given->n--;
	learn_again(a);
	return true;
}

size_t ask_find(const struct ask *a, long line)
{
	for (size_t i = 0; i < a->given->nothers; i++)
		if (a->given->other_lines[i] == line)
			return i;
	return SIZE_MAX;
}

void ask_free(struct ask *a)
{
	free(a->answers);
	free(a->open.others);
	free(a->open.other_lines);
	free(a->open_at);
	arena_free(&a->arenas[0]);
	arena_free(&a->arenas[1]);
	arena_free(&a->strings);
}
