/* report - what is told of the program that was learnt
 * SPDX-License-Identifier: MIT */
#include "fill/report.h"

#include "fill/concern.h"
#include "fill/shown.h"

void report_header(struct remarks *out, const struct learnt *t, const struct examples *all, const char *name)
{
	struct buf text = { 0 };

	if (!t->headed)
		return;
	shown_place(&text, name, 1);
	buf_puts(&text, ": ");
	shown_example(&text, t->header_input, t->header_output, all);
	buf_puts(&text, " goes with no other and is taken for a header; --no-header says that it is none");
	remarks_take(out, &text);
}

void report_program(struct remarks *out, const struct learnt *t, const struct examples *all)
{
	struct buf text = { 0 };

	shown_program(&text, &t->found->program, all);
	remarks_take(out, &text);
}

void report_unproven(struct remarks *out, const struct learnt *t)
{
	struct buf text = { 0 };

	if (t->proven)
		return;
	buf_puts(&text, "the search ran out of steps or time before it had looked at all programs: a better one may "
	                "exist; --steps and --seconds give it more");
	remarks_take(out, &text);
}

void report_alone(struct remarks *out, const struct learnt *t, const struct given *g)
{
	struct buf text = { 0 };

	if (t->n == 1)
		buf_puts(&text, "no other program that fits was found");
	else
		buf_printf(&text, "all %zu programs that were found do the same to the %zu line%s that %s looked at", t->n, g->nothers,
		           g->nothers == 1 ? "" : "s", g->nothers == 1 ? "was" : "were");
	remarks_take(out, &text);
}

void report_doubt(struct remarks *out, const struct learnt *t, const struct given *g, const struct examples *all,
                  bool edits)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	const struct concern concern = concern_find(g, all, t, edits, &a);

	if (!concern_is_none(&concern)) {
		buf_puts(&text, "not sure: ");
		concern_put(&text, &concern, all, t);
		concern_advise(&text, &concern);
		remarks_take(out, &text);
	}
	arena_free(&a);
}
