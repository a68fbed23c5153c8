/* shown - how messages and previews write strings, inputs, columns and programs
 * SPDX-License-Identifier: MIT */
#include "fill/shown.h"

#include "base/table.h"
#include "dsl/dsl_column.h"

void shown_text(struct buf *out, struct str s, size_t most)
{
	struct str head = s;

	if (head.n > most)
		for (head.n = most; head.n && ((unsigned char)s.p[head.n] & 0xC0) == 0x80; head.n--)
			;
	buf_putc(out, '\'');
	table_put(out, TABLE_TSV, head);
	buf_puts(out, head.n < s.n ? "...'" : "'");
}

void shown_input(struct buf *out, struct str input, const struct examples *all, const bool *marked, size_t most)
{
	struct buf text = { 0 };

	if (all->inputs.n > 1)
		inputs_show(&text, input, marked);
	shown_text(out, all->inputs.n > 1 ? buf_view(&text) : input, most);
	buf_free(&text);
}

void shown_example(struct buf *out, struct str input, struct str output, const struct examples *all)
{
	shown_input(out, input, all, NULL, SHOWN_CUT);
	buf_puts(out, " to ");
	shown_text(out, output, SHOWN_CUT);
}

void shown_program(struct buf *out, const struct dsl_program *p, const struct examples *all)
{
	bool needed[CELLS_MOST];
	struct arena a = { 0 };
	struct dsl_program narrow;

	dsl_columns_needed(p, all->inputs.n, needed);
	narrow = dsl_narrow(p, all->inputs.n, needed, &a);
	dsl_print_readable(out, all->inputs.n > 1 ? &narrow : p);
	if (all->inputs.n > 1) {
		buf_puts(out, " --from ");
		inputs_put_list(out, &all->inputs, needed, all->names, all->nnames);
	}
	arena_free(&a);
}

void shown_column(struct buf *out, const struct examples *all, size_t column)
{
	buf_printf(out, " of column %zu", column + 1);
	if (column < all->nnames) {
		buf_puts(out, ", ");
		shown_text(out, all->names[column], SHOWN_CUT);
		buf_putc(out, ',');
	}
}

void shown_offer(struct buf *out, const struct examples *all, size_t column)
{
	struct inputs more = all->inputs;

	if (more.n < CELLS_MOST)
		more.at[more.n++] = column;
	buf_puts(out, "--from ");
	inputs_put_list(out, &more, NULL, all->names, all->nnames);
	buf_puts(out, " reads it, too");
}

void shown_place(struct buf *out, const char *name, long line)
{
	if (line > 0)
		buf_printf(out, "%s: line %ld", name, line);
	else if (line < 0)
		buf_printf(out, "the answer for line %ld", -line);
	else
		buf_puts(out, "-e");
}

void shown_mark(const struct dsl_program *p, const struct examples *all, bool *marked)
{
	bool needed[CELLS_MOST];

	dsl_columns_needed(p, all->inputs.n, needed);
	for (size_t k = 0; k < all->inputs.n; k++)
		marked[k] |= needed[k];
}

void shown_field(struct buf *out, struct str s)
{
	table_put(out, TABLE_TSV, s);
}

void shown_fields(struct buf *out, struct str input, size_t columns, const bool *marked)
{
	cells_put_marked(out, input, columns, marked, shown_field);
}

void shown_names(struct buf *out, const struct examples *all, const bool *marked)
{
	bool first = true;

	if (all->inputs.n == 1)
		buf_puts(out, "input");
	for (size_t k = 0; k < all->inputs.n && all->inputs.n > 1; k++) {
		const size_t at = all->inputs.at[k];

		if (!marked[k])
			continue;
		if (!first)
			buf_putc(out, '\t');
		if (at < all->nnames)
			shown_field(out, all->names[at]);
		else
			buf_printf(out, "column %zu", at + 1);
		first = false;
	}
}
