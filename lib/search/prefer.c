/* prefer - of the programs that fit the examples, first those that run on the other inputs
 * SPDX-License-Identifier: MIT */
#include "search/prefer.h"

#include "dsl/dsl_run.h"
#include "search/exact_cost.h"

static double share_failing(const struct dsl_program *p, struct dsl_scratch *scratch, const struct str *inputs, size_t n)
{
	struct dsl_ready *ready = dsl_ready(p);
	struct buf made = { 0 };
	size_t failing = 0;

	for (size_t i = 0; i < n; i++, made.n = 0)
		failing += dsl_run(ready, scratch, inputs[i], &made) != RUN_OK;
	dsl_done(ready);
	buf_free(&made);
	return (double)failing / (double)n;
}

void prefer_running(struct exact_found *found, size_t n, const struct str *inputs, size_t ninputs)
{
	struct dsl_scratch *scratch;

	if (ninputs > PREFER_INPUTS)
		ninputs = PREFER_INPUTS;
	if (ninputs == 0)
		return;
	scratch = dsl_scratch_make();
	for (size_t i = 0; i < n; i++) {
		struct exact_found one = found[i];
		size_t at = i;

		one.cost += cost_failing(share_failing(&one.program, scratch, inputs, ninputs));
		for (; at > 0 && found[at - 1].cost > one.cost; at--)
			found[at] = found[at - 1];
		found[at] = one;
	}
	dsl_scratch_free(scratch);
}
