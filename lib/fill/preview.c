/* preview - what becomes of the first lines, and what else could, as tables of text
 * SPDX-License-Identifier: MIT */
#include "fill/preview.h"

#include <stdlib.h>

#include "fill/shown.h"
#include "search/results.h"

/* Do two programs give the same on all other inputs? */
static bool same_results(const struct given *g, const struct str *a, const struct str *b)
{
	for (size_t i = 0; i < g->nothers; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

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
	struct arena a = { 0 };
	size_t n = 0;

	buf_puts(out, "program\tcost\t\n");
	for (size_t p = 0; p < nfound && n < most; p++) {
		bool fresh = true;

		made[n] = results_of(&found[p].program, g->others, g->nothers, &a);
		for (size_t q = 0; q < n && fresh && g->nothers; q++)
			fresh = !same_results(g, made[q], made[n]);
		if (!fresh)
			continue;
		buf_printf(out, "%zu\t%.1f\t", ++n, found[p].cost);
		shown_program(out, &found[p].program, all);
		buf_putc(out, '\n');
		shown_mark(&found[p].program, all, needed);
	}
	put_differences(out, g, all, made, n, needed);
	free(made);
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
