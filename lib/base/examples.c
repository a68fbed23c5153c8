/* examples - the inputs and outputs that people wrote into a table
 * SPDX-License-Identifier: MIT */
#include "base/examples.h"

#include <stdlib.h>

struct columns { size_t input, output, group, most; };   /* most: the last that each row must have */

static int find_columns(const struct examples_from *from, const struct table_row *header, struct columns *c, struct buf *why)
{
	const char *wanted[] = { from->input, from->output, from->group };
	size_t *at[] = { &c->input, &c->output, &c->group };

	*c = (struct columns){ 0 };
	for (int i = 0; i < 3 && wanted[i]; i++) {
		const size_t length = why->n;
		long column = table_column(header, wanted[i], why);

		if (column == -1 && header && from->added && wanted[i] == from->output) {
			column = (long)header->n;
			why->n = length;
		}
		if (column < 0)
			return -1;
		*at[i] = (size_t)column;
	}
	c->most = c->group > c->input ? c->group : c->input;
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

static int add_row(struct examples *all, const struct examples_from *from, const struct columns *c, const struct table_row *row)
{
	struct arena *a = &all->arena;
	struct example *e;

	if (table_row_empty(row))
		return 0;
	if (from->partial && (row->n <= c->most || !table_row_fits(row, all->nnames, c->input, c->output))) {
		if (all->odd++ == 0)
			all->first_odd = row->line;
		return 0;
	}
	if (row->n <= c->most)
		return -1;
	all->rows = mem_room(all->rows, all->n, &all->cap, sizeof *all->rows);
	e = &all->rows[all->n++];
	*e = (struct example){
		.input = arena_copy(a, row->fields[c->input]),
		.output = c->output < row->n ? arena_copy(a, row->fields[c->output]) : STR(""),
		.group = from->group ? arena_copy(a, row->fields[c->group]) : STR(""),
		.line = row->line,
	};
	if (all->kept[e->output.n > 0] < from->whole) {
		all->kept[e->output.n > 0]++;
		e->cells = copy_cells(a, row);
		e->ncells = row->n;
	}
	return 0;
}

int examples_read(struct examples *all, struct source *table, const struct examples_from *from, size_t most, struct buf *why)
{
	struct table_reader *t = table_open(table, from->format);
	bool header = from->header || table_by_name(from->input) || table_by_name(from->output) || (from->group && table_by_name(from->group));
	struct table_row row = { 0 };
	struct columns columns = { 0 };
	struct buf reason = { 0 };
	int got = table_next(t, &row);

	if (got > 0 && find_columns(from, header ? &row : NULL, &columns, &reason) < 0) {
		buf_printf(why, "%s: %s", source_name(table), buf_cstr(&reason));
		got = -1;
	} else if (got > 0 && header) {
		all->names = copy_cells(&all->arena, &row);
		all->nnames = row.n;
		got = table_next(t, &row);
	}
	all->input = columns.input, all->output = columns.output;
	for (; got > 0 && most; got = --most ? table_next(t, &row) : 0)
		if (add_row(all, from, &columns, &row) < 0) {
			buf_printf(why, "%s: line %ld: no column %zu: the row has %zu", source_name(table), row.line, columns.most + 1, row.n);
			got = -1;
			break;
		}
	if (got < 0 && why->n == 0)
		buf_puts(why, table_error(t));
	table_row_free(&row);
	table_close(t);
	buf_free(&reason);
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
