/* dsl_op_text - operators on a text as a whole: on each of its fields
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_op_text.h"

#include "dsl/dsl_match.h"

enum dsl_error dsl_run_map(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	const struct str separator = c->arg[0].text, joiner = c->arg[1].text;
	const size_t begin = out->n;

	if (!s->fields)
		s->fields = dsl_scratch_make();
	for (size_t at = 0;;) {
		const char *end = memmem(in.p + at, in.n - at, separator.p, separator.n);
		const struct str field = { in.p + at, end ? (size_t)(end - in.p) - at : in.n - at };
		const enum dsl_error error = dsl_run_as(c->each->ready, s->fields, field, e, out);

		if (error) {
			out->n = begin;
			return error;
		}
		if (!end)
			return out->n > begin ? RUN_OK : RUN_EMPTY;
		buf_str(out, joiner);
		at += field.n + separator.n;
	}
}
