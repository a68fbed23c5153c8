/* conflict - why no program fits all the examples
 * SPDX-License-Identifier: MIT */
#include "fill/conflict.h"

#include <stdlib.h>

#include "fill/shown.h"
#include "search/doubt.h"
#include "search/doubt_column.h"
#include "search/explain.h"

enum { BLAMED = 5 };                     /* examples that are named */

/* What no program of the language can do, and where the examples need it, as far as that shows. */
static void put_limits(struct remarks *out, const struct given *g, const struct examples *all, const char *name)
{
	struct doubt_column other;
	struct buf text = { 0 };

	if (doubt_output_of_column(all, &other)) {
		buf_printf(&text, "%s: the outputs have text of another column, such as ", name);
		shown_text(&text, other.text, SHOWN_CUT);
		shown_column(&text, all, other.column);
		buf_puts(&text, other.column < all->nnames ? " and " : ", and ");
		shown_offer(&text, all, other.column);
		remarks_take(out, &text);
		return;
	}
	for (size_t i = 0; i < g->n; i++) {
		const struct str foreign = explain_foreign(g->inputs, g->outputs, g->n, i);

		if (!foreign.n)
			continue;
		shown_place(&text, name, g->lines[i]);
		buf_puts(&text, ": ");
		shown_text(&text, foreign, SHOWN_CUT);
		buf_puts(&text, " is not in ");
		shown_input(&text, g->inputs[i], all, NULL, SHOWN_CUT);
		buf_puts(&text, ", nor the same in all outputs");
		remarks_take(out, &text);
		break;
	}
	buf_puts(&text, "programs take pieces of the line, change their case, replace, join, count, write numbers and dates "
	                "otherwise, add fixed text, and tell lines apart by what they have; these examples need more "
	                "(\"Limits\" in fill's man page)");
	remarks_take(out, &text);
}

/* The examples that contradict the program that fits most of them. */
static void put_blame(struct remarks *out, const struct given *g, const struct examples *all,
                      const struct explained *e, const bool *fits, const char *name)
{
	struct buf text = { 0 };
	size_t blamed = 0;

	buf_printf(&text, "%s fits %zu of them: ", e->largest ? "the most that one program does: it" : "one program",
	           e->n);
	shown_program(&text, &e->program, all);
	remarks_take(out, &text);
	for (size_t i = 0; i < g->n && blamed < BLAMED; i++) {
		if (fits[i])
			continue;
		shown_place(&text, name, g->lines[i]);
		buf_puts(&text, ": ");
		shown_example(&text, g->inputs[i], g->outputs[i], all);
		buf_puts(&text, " contradicts it");
		remarks_take(out, &text);
		blamed++;
	}
	if (g->n - e->n > BLAMED) {
		buf_printf(&text, "%s: and %zu more", name, g->n - e->n - BLAMED);
		remarks_take(out, &text);
	}
}

void conflict_begin(struct remarks *out, const struct given *g, const struct learnt *t, const char *name)
{
	struct buf text = { 0 };

	if (t->status == EXACT_RAN_OUT)
		buf_printf(&text, "%s: the search ran out of steps or time before it found a program; --steps and --seconds "
		                  "give it more", name);
	else if (g->n == 1)
		buf_printf(&text, "%s: no program fits the example", name);
	else
		buf_printf(&text, "%s: no program fits all %zu examples", name, g->n);
	remarks_take(out, &text);
}

void conflict_explain(struct remarks *out, struct learner *l, const struct given *g, const struct examples *all,
                      const struct learnt *t, const char *name)
{
	struct arena a = { 0 };
	struct explained e;
	bool *fits;

	if (g->n == 1 || t->status == EXACT_RAN_OUT)
		return;
	fits = mem_zero(g->n, sizeof *fits);
	e = explain(l->exact, g->inputs, g->outputs, g->n, &t->left, &a, fits);
	if (e.n > 1 && 2 * e.n > g->n && doubt_explains(&e.program, e.n))
		put_blame(out, g, all, &e, fits, name);
	else
		put_limits(out, g, all, name);
	free(fits);
	arena_free(&a);
}
