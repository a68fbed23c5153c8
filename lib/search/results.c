/* results - what a program makes of many inputs
 * SPDX-License-Identifier: MIT */
#include "search/results.h"

#include "dsl/dsl_run.h"

struct str *results_of(const struct dsl_program *p, const struct str *inputs, size_t n, struct arena *a)
{
	struct str *made = arena_get(a, (n + 1) * sizeof *made);
	struct dsl_scratch *scratch = dsl_scratch_make();
	struct dsl_ready *ready = dsl_ready(p);
	struct buf text = { 0 };

	for (size_t i = 0; i < n; i++, text.n = 0)
		made[i] = dsl_run(ready, scratch, inputs[i], &text) ? STR("") : arena_copy(a, buf_view(&text));
	dsl_done(ready);
	dsl_scratch_free(scratch);
	buf_free(&text);
	return made;
}
