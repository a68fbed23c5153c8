/* given - what a program is to be found from: the examples, and the first of the other inputs, which say what it will be used on
 * SPDX-License-Identifier: MIT */
#include "base/given.h"

#include <stdlib.h>

#include "base/utf8.h"

void given_add(struct given *g, struct str input, struct str output, long line)
{
	if (g->n == g->cap) {
		size_t cap = g->cap, same = g->cap;

		g->inputs = mem_room(g->inputs, g->n, &cap, sizeof *g->inputs);
		g->outputs = mem_room(g->outputs, g->n, &same, sizeof *g->outputs);
		g->lines = mem_room(g->lines, g->n, &g->cap, sizeof *g->lines);
	}
	g->inputs[g->n] = input, g->outputs[g->n] = output, g->lines[g->n++] = line;
}

size_t given_typed_columns(const char *input)
{
	size_t n = 1;

	for (const char *p = input; (p = strchr(p, '\t')); p++)
		n++;
	return n;
}

int given_add_typed(struct given *g, const char *input, const char *output, size_t columns, struct buf *why)
{
	const struct str in = arena_copy(&g->arena, str_of(input)), out = arena_copy(&g->arena, str_of(output));

	if (columns > 1 && !cells_may_hold(in))
		buf_puts(why, "an input with the character U+001F, which separates the columns of an input");
	else if (columns > 1 && given_typed_columns(input) != columns)
		buf_printf(why, "the input '%s' has %zu columns, not %zu (a tab is between two)", input, given_typed_columns(input), columns);
	if (why->n)
		return -1;
	for (char *p = (char *)in.p; columns > 1 && (p = strchr(p, '\t')); )
		*p = CELLS_SEPARATOR;
	given_add(g, in, out, 0);
	return 0;
}

void given_put_typed(struct buf *out, struct str input, size_t columns, const bool *marked)
{
	cells_put_marked(out, input, columns, marked, buf_str);
}

void given_drop_first(struct given *g)
{
	g->n--;
	memmove(g->inputs, g->inputs + 1, g->n * sizeof *g->inputs);
	memmove(g->outputs, g->outputs + 1, g->n * sizeof *g->outputs);
	memmove(g->lines, g->lines + 1, g->n * sizeof *g->lines);
}

void given_add_other(struct given *g, struct str input, long line)
{
	if (g->nothers == GIVEN_LINES)
		return;
	if (!g->others) {
		g->others = mem_get(GIVEN_LINES * sizeof *g->others);
		g->other_lines = mem_get(GIVEN_LINES * sizeof *g->other_lines);
	}
	g->others[g->nothers] = input;
	g->other_lines[g->nothers++] = line;
}

long given_add_examples(struct given *g, const struct examples *all, bool partial)
{
	size_t empty = 0;
	long first = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct example *e = &all->rows[i];

		if (!e->output.n && empty++ == 0)
			first = e->line;
		if (e->output.n || !partial)
			given_add(g, e->input, e->output, e->line);
	}
	return !partial && 2 * empty > all->n ? first : 0;
}

bool given_shows_nothing(const struct given *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->outputs[i].n)
			return false;
	return true;
}

bool given_empty_input(const struct given *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->inputs[i].n == 0)
			return true;
	return false;
}

void given_add_others(struct given *g, const struct examples *all)
{
	const bool empty = given_empty_input(g);

	for (size_t i = 0; i < all->n && g->nothers < GIVEN_LINES; i++)
		if (!all->rows[i].output.n && (all->rows[i].input.n || empty))
			given_add_other(g, all->rows[i].input, all->rows[i].line);
}

/* The rows that a text begins with, which has been cut off unless it is whole. */
static void look_at_rows(struct given *g, struct str text, bool whole, struct table_format format, size_t columns)
{
	struct table_row row = { 0 };
	struct buf joined = { 0 };
	struct inputs all;
	struct str input;
	const char *why;

	inputs_all_but(&all, columns, columns, columns);
	for (long number = 1; text.n && g->nothers < GIVEN_LINES; number += row.lines) {
		struct table_scan scan = { 0 };
		size_t n = table_row_end(format, &scan, text);

		if (n == 0 && !whole)
			break;
		n = n ? n : text.n;
		if (table_parse(format, (struct str){ text.p, n }, &row, &why) < 0)
			break;
		if (!table_row_empty(&row) && utf8_check((struct str){ text.p, n }) != UTF8_BROKEN && inputs_of(&all, &row, &joined, &input, &why))
			given_add_other(g, arena_copy(&g->arena, input), number);
		text.p += n, text.n -= n;
	}
	table_row_free(&row);
	buf_free(&joined);
}

int given_look(struct given *g, struct source *text, const struct table_format *format, size_t columns)
{
	const struct str begin = source_at_terminal(text) ? STR("") : source_look(text, GIVEN_BYTES);
	long number = 1;

	if (!begin.p)
		return -1;
	if (format) {
		const size_t mark = table_begins_marked(begin) ? TABLE_MARK.n : 0;

		look_at_rows(g, (struct str){ begin.p + mark, begin.n - mark }, begin.n < GIVEN_BYTES, *format, columns);
		return 0;
	}
	for (size_t at = table_begins_marked(begin) ? TABLE_MARK.n : 0; at < begin.n && g->nothers < GIVEN_LINES; number++) {
		const char *p = begin.p + at, *end = memchr(p, '\n', begin.n - at);
		struct str line = { p, end ? (size_t)(end - p) : begin.n - at };

		at += line.n + 1;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if ((end || begin.n < GIVEN_BYTES) && line.n && utf8_check(line) != UTF8_BROKEN)
			given_add_other(g, arena_copy(&g->arena, line), number);
	}
	return 0;
}

void given_free(struct given *g)
{
	free(g->inputs);
	free(g->outputs);
	free(g->lines);
	free(g->others);
	free(g->other_lines);
	arena_free(&g->arena);
	*g = (struct given){ 0 };
}
