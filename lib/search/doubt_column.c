/* doubt_column - text of the outputs that stands in a column which no program reads
 * SPDX-License-Identifier: MIT */
#include "search/doubt_column.h"

#include "base/ascii.h"

static struct str trimmed(struct str s)
{
	for (; s.n && s.p[0] == ' '; s.p++, s.n--)
		;
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* Is `part` in a text, as words of its own? */
static bool has_words(struct str text, struct str part)
{
	for (size_t i = 0; part.n && i + part.n <= text.n; i++)
		if (memcmp(text.p + i, part.p, part.n) == 0 && (i == 0 || !is_word_byte((unsigned char)text.p[i - 1])) &&
		    (i + part.n == text.n || !is_word_byte((unsigned char)text.p[i + part.n])))
			return true;
	return false;
}

static bool literal_has(const struct dsl_program *p, struct str text)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].kind == EXPR_CONST && has_words(p->exprs[i].text, text))
			return true;
	return false;
}

static struct str cell(const struct example *e, size_t column)
{
	return column < e->ncells ? trimmed(e->cells[column]) : (struct str){ 0 };
}

/* Do all examples' rows pass, and are there any? `p`: the literals must have the cell's text; NULL: the output must. */
static bool all_have(const struct examples *all, size_t column, const struct dsl_program *p, struct doubt_column *d)
{
	size_t n = 0, in_inputs = 0, same = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct example *e = &all->rows[i];
		const struct str text = cell(e, column);

		if (!e->output.n || !e->ncells)
			continue;
		if (!(p ? literal_has(p, text) : has_words(e->output, text)))
			return false;
		if (n++ == 0)
			d->text = text;
		same += str_eq(text, d->text);
		in_inputs += has_words(e->input, text);
	}
	if (!p)
		return n > 1 && same < n && in_inputs < n;
	return n > 1 || (n == 1 && d->text.n > 1);       /* one character may be there by chance */
}

static bool is_read(const struct examples *all, size_t column)
{
	for (size_t k = 0; k < all->inputs.n; k++)
		if (all->inputs.at[k] == column)
			return true;
	return false;
}

static bool find_column(const struct examples *all, const struct dsl_program *p, struct doubt_column *d)
{
	for (d->column = 0; d->column < (all->n ? all->rows->ncells : 0); d->column++) {
		if (is_read(all, d->column) || d->column == all->output || !all_have(all, d->column, p, d))
			continue;
		if (!p)
			return true;
		for (size_t i = 0; i < all->n; i++) {
			const struct example *e = &all->rows[i];

			d->line = e->line;
			d->other = cell(e, d->column);
			if (!e->output.n && d->other.n && !str_eq(d->other, d->text))
				return true;
		}
	}
	return false;
}

bool doubt_literal_of_column(const struct examples *all, const struct dsl_program *p, struct doubt_column *d)
{
	return find_column(all, p, d);
}

bool doubt_output_of_column(const struct examples *all, struct doubt_column *d)
{
	return find_column(all, NULL, d);
}
