/* preview - what becomes of the first lines, and what else could, as tables of text
 * SPDX-License-Identifier: MIT */
#include "fill/preview.h"

#include <stdlib.h>

#include "fill/distinct.h"
#include "fill/shown.h"
#include "search/results.h"

/* The inputs that tell n programs apart, by what they make of them; all, when it is one. */
static void put_differences(struct buf *out, const struct given *g, const struct examples *all,
                            struct str *const *made, size_t n, const bool *needed)
{
	size_t rows = 0;

	for (size_t i = 0; i < g->nothers && rows < PREVIEW_LINES; i++) {
		bool same = n > 1;

		for (size_t p = 1; p < n && same; p++)
			same = str_eq(made[0][i], made[p][i]);
		if (same)
			continue;
		if (rows++ == 0) {
			buf_putc(out, '\n');
			shown_names(out, all, needed);
			for (size_t p = 0; p < n; p++)
				buf_printf(out, "\t%zu", p + 1);
			buf_putc(out, '\n');
		}
		shown_fields(out, g->others[i], all->inputs.n, needed);
		for (size_t p = 0; p < n; p++) {
			buf_putc(out, '\t');
			shown_field(out, made[p][i]);
		}
		buf_putc(out, '\n');
	}
}

size_t preview_alternatives(struct buf *out, const struct given *g, const struct examples *all,
                            const struct exact_found *found, size_t nfound, size_t most)
{
	bool needed[CELLS_MOST] = { false };
	struct str **made = mem_get((most + 1) * sizeof *made);
	size_t *chosen = mem_get((most + 1) * sizeof *chosen), n;
	struct arena a = { 0 };

	n = distinct_programs(g, found, nfound, most, chosen, made, &a);
	buf_puts(out, "program\tcost\t\n");
	for (size_t k = 0; k < n; k++) {
		const struct exact_found *one = &found[chosen[k]];

		buf_printf(out, "%zu\t%.1f\t", k + 1, one->cost);
		shown_program(out, &one->program, all);
		buf_putc(out, '\n');
		shown_mark(&one->program, all, needed);
	}
	put_differences(out, g, all, made, n, needed);
	free(made);
	free(chosen);
	arena_free(&a);
	return n;
}

void preview_put(struct buf *out, const struct given *g, const struct examples *all, const struct dsl_program *p,
                 size_t most, bool edits)
{
	bool needed[CELLS_MOST] = { false };
	const size_t n = g->nothers < most ? g->nothers : most;
	struct arena a = { 0 };
	const struct str *made = results_of(p, g->others, n, &a);

	shown_mark(p, all, needed);
	for (size_t i = 0; i < n; i++) {
		shown_fields(out, g->others[i], all->inputs.n, needed);
		buf_putc(out, '\t');
		shown_field(out, edits && !made[i].n ? g->others[i] : made[i]);
		buf_putc(out, '\n');
	}
	arena_free(&a);
}
