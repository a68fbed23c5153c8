/* header - may the first row of a table be its header line, though nobody said that it has one?
 * SPDX-License-Identifier: MIT */
#include "fill/header.h"

#include "search/doubt.h"

/* Is the first string of another form than all others? */
static bool stands_out(const struct str *strings, size_t n, struct arena *a)
{
	const struct str first = doubt_form(strings[0], a);

	for (size_t i = 1; i < n; i++)
		if (str_eq(first, doubt_form(strings[i], a)))
			return false;
	return true;
}

/* May it be the name of a column: up to three words without digits? */
static bool may_be_name(struct str s)
{
	size_t blanks = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] > 0 && !memchr("_-. ()", s.p[i], 6) && ((s.p[i] | 32) < 'a' || (s.p[i] | 32) > 'z'))
			return false;
		blanks += s.p[i] == ' ';
	}
	return s.n && blanks < 3;
}

/* May each cell be one, and does the output have none of them? */
static bool may_be_names(struct str input, struct str output)
{
	struct str cell;

	for (size_t k = 0; cells_find(input, k, &cell); k++)
		if (!may_be_name(cell) || memmem(output.p, output.n, cell.p, cell.n) || memmem(cell.p, cell.n,
		                                                                               output.p, output.n))
			return false;
	return may_be_name(output);
}

bool header_may_be(const struct given *g, bool usual)
{
	struct arena a = { 0 };
	bool in, out;

	if (g->n < 2 || g->lines[0] != 1)
		return false;
	in = stands_out(g->inputs, g->n, &a);
	out = stands_out(g->outputs, g->n, &a);
	arena_free(&a);
	if (usual && cells_count(g->inputs[0]) == 1)
		return in || out;
	return ((in && out) || usual) && g->n > 2 && may_be_names(g->inputs[0], g->outputs[0]);
}
