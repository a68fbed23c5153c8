/* examples - the inputs and outputs that people wrote into a table
 * SPDX-License-Identifier: MIT */
#include "base/examples.h"

#include <stdlib.h>

#include "base/json_text.h"

/* most: the last that each row must have; width: how many it must have, 0: that doesn't
 * matter; first: how many the first has. */
struct columns { struct inputs inputs; size_t output, group, most, width, first; };

static int find_columns(const struct examples_from *from, const struct table_row *first, bool header, struct columns *c, struct buf *why)
{
	const size_t length = why->n;
	const struct table_row *names = header ? first : NULL;
	long output = from->output ? table_column(names, from->output, why) : (long)first->n - 1, group;

	if (output == -1 && header && from->added) {
		output = (long)first->n;
		why->n = length;
	}
	group = from->group && output >= 0 ? table_column(names, from->group, why) : (long)first->n;
	*c = (struct columns){ .output = (size_t)output, .group = (size_t)group, .width = from->output ? 0 : first->n,
	                          .first = first->n };
	if (output < 0 || group < 0 || (from->input && inputs_find(&c->inputs, names, from->input, why) < 0))
		return -1;
	if (!from->input)
		inputs_all_but(&c->inputs, first->n, c->output, c->group);
	if (!c->inputs.n) {
		buf_puts(why, "no column is left for the inputs");
		return -1;
	}
	c->most = from->group ? c->group : 0;
	for (size_t k = 0; k < c->inputs.n; k++)
		if (c->inputs.at[k] > c->most && (from->input || !from->partial))
			c->most = c->inputs.at[k];
	if (!from->partial && c->output > c->most)
		c->most = c->output;
	return 0;
}

static struct str *copy_cells(struct arena *a, const struct table_row *row)
{
	struct str *cells = arena_get(a, row->n * sizeof *cells);

	for (size_t c = 0; c < row->n; c++)
		cells[c] = arena_copy(a, row->fields[c]);
	return cells;
}

/* 0, or -1 with the reason. */
static int add_row(struct examples *all, const struct examples_from *from, const struct columns *c, const struct table_row *row, struct buf *joined,
                   struct buf *why)
{
	const bool has_output = c->output < row->n && row->fields[c->output].n;
	struct arena *a = &all->arena;
	struct str input = { 0 };
	struct example *e;
	const char *reason;

	if (row->plain && all->plain++ == 0)
		all->first_plain = row->line;
	if (table_row_empty(row))
		return 0;
	if (from->partial && (row->n <= c->most || !table_row_fits(row, all->nnames, c->most, c->output))) {
		if (all->odd++ == 0) {
			all->first_odd = row->line;
			all->odd_reason = row->wrong;
		}
		return 0;
	}
	if (row->wrong) {
		buf_puts(why, row->wrong);
		return -1;
	}
	if (c->width && row->n != c->width) {
		buf_printf(why, "%zu columns, but the first row has %zu", row->n, c->width);
		return -1;
	}
	if (row->n <= c->most) {
		buf_printf(why, "no column %zu: the row has %zu", c->most + 1, row->n);
		return -1;
	}
	if (from->whole && !has_output && all->others >= from->whole)
		return 0;
	if (!inputs_of(&c->inputs, row, joined, &input, &reason)) {
		buf_puts(why, reason);
		return -1;
	}
	all->others += !has_output && input.n;
	all->rows = mem_room(all->rows, all->n, &all->cap, sizeof *all->rows);
	e = &all->rows[all->n++];
	*e = (struct example){
		.input = arena_copy(a, input),
		.output = c->output < row->n ? arena_copy(a, row->fields[c->output]) : STR(""),
		.group = from->group ? arena_copy(a, row->fields[c->group]) : STR(""),
		.line = row->line,
	};
	if (has_output && from->format.json) {
		all->numbers |= json_text_is_number(row->raw[c->output]);
		all->texts |= !json_text_is_number(row->raw[c->output]);
	}
	if (all->kept[has_output] < from->whole) {
		all->kept[has_output]++;
		e->cells = copy_cells(a, row);
		e->ncells = row->n;
	}
	return 0;
}

int examples_read(struct examples *all, struct source *table, const struct examples_from *from, size_t most, struct buf *why)
{
	struct table_reader *t = table_open(table, from->format);
	bool header = from->header || (from->input && inputs_by_name(from->input)) || (from->output && table_by_name(from->output)) ||
	              (from->group && table_by_name(from->group));
	struct table_row row = { 0 };
	struct columns columns = { 0 };
	struct buf reason = { 0 }, joined = { 0 };
	int got = table_next(t, &row);

	if (got > 0 && find_columns(from, &row, header, &columns, &reason) < 0) {
		buf_printf(why, "%s: %s", source_name(table), buf_cstr(&reason));
		got = -1;
	} else if (got > 0 && header) {
		all->names = copy_cells(&all->arena, &row);
		all->nnames = row.n;
		got = table_next(t, &row);
	}
	all->inputs = columns.inputs, all->output = columns.output;
	all->width = columns.first;
	for (; got > 0 && most; got = --most ? table_next(t, &row) : 0)
		if (add_row(all, from, &columns, &row, &joined, &reason) < 0) {
			buf_printf(why, "%s: line %ld: %s", source_name(table), row.line, buf_cstr(&reason));
			got = -1;
			break;
		}
	if (got < 0 && why->n == 0)
		buf_puts(why, table_error(t));
	table_row_free(&row);
	table_close(t);
	buf_free(&reason);
	buf_free(&joined);
	return got < 0 ? -1 : 0;
}

void examples_take_header(struct examples *all)
{
	all->names = all->rows[0].cells;
	all->nnames = all->rows[0].ncells;
	all->n--;
	memmove(all->rows, all->rows + 1, all->n * sizeof *all->rows);
}

void examples_free(struct examples *all)
{
	free(all->rows);
	arena_free(&all->arena);
	*all = (struct examples){ 0 };
}
