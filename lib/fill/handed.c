/* handed - a program that was learnt, to be kept or to be code: for the columns alone that it reads
 * SPDX-License-Identifier: MIT */
#include "fill/handed.h"

#include "dsl/dsl_column.h"

/* Of an input the cells that are needed. */
static struct str cells_of(struct str input, size_t columns, const bool *needed, struct arena *a)
{
	struct buf joined = { 0 };
	struct str cell;
	size_t n = 0;

	for (size_t k = 0; k < columns && cells_find(input, k, &cell); k++)
		if (needed[k])
			cells_put(&joined, n++, cell);
	return arena_take(a, &joined);
}

struct handed handed_of(const struct dsl_program *p, const struct given *g, const struct inputs *inputs, size_t most,
    struct arena *a)
{
	const size_t n = g->n < most ? g->n : most;
	struct handed h = { .program = *p, .in = arena_get(a, (n + 1) * sizeof *h.in) };
	bool needed[CELLS_MOST] = { true };

	if (inputs->n > 1) {
		dsl_columns_needed(p, inputs->n, needed);
		h.program = dsl_narrow(p, inputs->n, needed, a);
	}
	for (size_t i = 0; i < n; i++)
		h.in[i] = inputs->n > 1 ? cells_of(g->inputs[i], inputs->n, needed, a) : g->inputs[i];
	h.examples = (struct code_examples){ h.in, g->outputs, n };
	return h;
}
