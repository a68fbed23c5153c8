/* concern - what speaks against the program that is chosen, in words, and the line that would decide
 * SPDX-License-Identifier: MIT */
#include "fill/concern.h"

#include "fill/edit.h"
#include "fill/shown.h"
#include "search/results.h"

/* `line 3, 'input'` (or the input alone, when it stands on no line) BEFORE ` gives 'output'` AFTER `; an example of it
 * would decide` ADVICE. In BEFORE and AFTER,
 *     %t is the doubt's text as it is, %q in quotes
 *     %r what the rival gives
 *     %n the number of examples, %e one example or two */
static const struct { const char *before, *after, *advice; } words[] = {
	[DOUBT_CONSTANT] = { ",", ", as every line does", "" },
	[DOUBT_RIVAL] = { ",", ", perhaps %r is meant", " (--alternatives 5 shows more)" },
	[DOUBT_LITERAL] = { ",", ", and %e can't show that all lines have %q", "" },
	[DOUBT_RULE] = { ",", ", and %n can't show the rule: %t", "" },
	[DOUBT_NUMBER] = { ",", ", and only %q of it is read as the number", "" },
	[DOUBT_AGAIN] = { ", has %q already, and", "", "" },
	[DOUBT_NO_DATE] = { ", is no date, and", "", "" },
	[DOUBT_MIDNIGHT] = { ",", ", on another day, as with no example", "" },
	[DOUBT_LACKS] = { ", has no '%t', which all examples have, and", "", "" },
	[DOUBT_STRANGE] = { ",", ", with a '%t' that no example's output has", "" },
	[DOUBT_BRANCH] = { ",", ", and one example alone shows that some lines are treated otherwise", "" },
	[DOUBT_UNSEEN] = { ",", ", and looks unlike the examples that are treated so", "" },
	[DOUBT_LISTED] = { ",", ", as the one example with %q does", "" },
	[DOUBT_FORM] = { ",", ", which looks unlike the examples", "" },
};

struct concern concern_find(const struct given *g, const struct examples *all, const struct learnt *t, bool edits,
                            struct arena *a)
{
	const struct dsl_program *p = &t->found->program;
	struct concern c = { .about = *g, .made = results_of(p, g->others, g->nothers, a) };

	c.by_column = doubt_literal_of_column(all, p, &c.column);
	if (c.by_column)
		return c;
	for (size_t i = 0; i < g->nothers && t->meant.n; i++)
		if (g->other_lines[i] == t->unlike) {
			c.edited = t->unlike;
			c.input = g->others[i], c.gives = c.made[i], c.meant = t->meant;
			return c;
		}
	if (edits) {
		c.about = edit_changed(g, c.made, a);
		c.made = results_of(p, c.about.others, c.about.nothers, a);
	}
	c.doubt = doubt_find(g->inputs, g->outputs, g->n, c.about.others, c.made, c.about.nothers, t->found, t->n, a);
	return c;
}

long concern_line(const struct concern *c)
{
	return c->by_column ? c->column.line : c->edited ? c->edited : c->about.other_lines[c->doubt.input];
}

static void put_column(struct buf *out, const struct doubt_column *other, const struct examples *all)
{
	shown_text(out, other->text, SHOWN_WHOLE);
	shown_column(out, all, other->column);
	buf_printf(out, " becomes the same on every line, though line %ld has ", other->line);
	shown_text(out, other->other, SHOWN_WHOLE);
	buf_puts(out, " there; ");
	shown_offer(out, all, other->column);
}

/* What one letter of a template stands for. */
static void put_value(struct buf *out, char letter, const struct doubt *d, const struct given *g,
                      const struct exact_found *found)
{
	struct arena a = { 0 };

	if (letter == 't')
		buf_str(out, d->text);
	else if (letter == 'q')
		shown_text(out, d->text, SHOWN_WHOLE);
	else if (letter == 'r')
		shown_text(out, *results_of(&found[d->rival].program, &g->others[d->input], 1, &a), SHOWN_WHOLE);
	else if (g->n == 1)
		buf_puts(out, "one example");
	else if (letter == 'e' && g->n == 2)
		buf_puts(out, "two examples");
	else
		buf_printf(out, "%zu examples", g->n);
	arena_free(&a);
}

static void put_template(struct buf *out, const char *text, const struct doubt *d, const struct given *g,
                         const struct exact_found *found)
{
	for (; *text; text++)
		if (*text == '%')
			put_value(out, *++text, d, g, found);
		else
			buf_putc(out, *text);
}

static void put_edited(struct buf *out, const struct concern *c, const struct examples *all)
{
	buf_printf(out, "line %ld, ", c->edited);
	shown_input(out, c->input, all, NULL, SHOWN_WHOLE);
	if (c->gives.n) {
		buf_puts(out, ", gives ");
		shown_text(out, c->gives, SHOWN_WHOLE);
	} else
		buf_puts(out, ", stays as it is");
	buf_puts(out, ", perhaps ");
	shown_text(out, c->meant, SHOWN_WHOLE);
	buf_puts(out, " is meant");
}

static void put_doubt(struct buf *out, const struct concern *c, const struct examples *all, const struct learnt *t)
{
	const struct doubt *d = &c->doubt;
	bool needed[CELLS_MOST] = { false };

	shown_mark(&t->found->program, all, needed);
	if (d->kind == DOUBT_RIVAL)
		shown_mark(&t->found[d->rival].program, all, needed);
	if (c->about.other_lines[d->input])
		buf_printf(out, "line %ld, ", c->about.other_lines[d->input]);
	shown_input(out, c->about.others[d->input], all, needed, SHOWN_WHOLE);
	put_template(out, words[d->kind].before, d, &c->about, t->found);
	if (c->made[d->input].n) {
		buf_puts(out, " gives ");
		shown_text(out, c->made[d->input], SHOWN_WHOLE);
	} else
		buf_puts(out, " gives nothing");
	put_template(out, words[d->kind].after, d, &c->about, t->found);
}

void concern_put(struct buf *out, const struct concern *c, const struct examples *all, const struct learnt *t)
{
	if (c->by_column)
		put_column(out, &c->column, all);
	else if (c->edited)
		put_edited(out, c, all);
	else if (c->doubt.kind != DOUBT_NONE)
		put_doubt(out, c, all, t);
}

void concern_advise(struct buf *out, const struct concern *c)
{
	if (!c->by_column && !concern_is_none(c))
		buf_printf(out, "; an example of it would decide%s", c->edited ? "" : words[c->doubt.kind].advice);
}
