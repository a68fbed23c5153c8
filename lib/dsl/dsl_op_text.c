/* dsl_op_text - operators on a text as a whole: its fields, its accents, its ends
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_op_text.h"

#include "base/plain.h"
#include "base/utf8.h"
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

enum dsl_error dsl_run_unaccent(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	(void)c, (void)s;
	if (e == DSL_UTF8)
		plain_put_unaccented(out, in);
	else
		buf_str(out, in);
	return RUN_OK;
}

enum dsl_error dsl_run_narrow(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	(void)c, (void)s;
	if (e == DSL_UTF8)
		plain_put_narrow(out, in);
	else
		buf_str(out, in);
	return RUN_OK;
}

enum dsl_error dsl_run_strip(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	size_t begin = 0, last = 0, end = in.n;          /* last: where the matches that touch one another, and of which the last is one, begin */
	struct dsl_hit hit;

	for (size_t at = 0; dsl_next(&c->arg[0], in, e, at, s, &hit); at = hit.after) {
		begin = hit.start == begin ? hit.after : begin;
		last = hit.start == at ? last : hit.start;
		end = hit.after == in.n ? last : in.n;
	}
	if (begin >= end)
		return RUN_EMPTY;
	buf_put(out, in.p + begin, end - begin);
	return RUN_OK;
}

enum dsl_error dsl_run_pad(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	const long length = (long)(e == DSL_UTF8 ? utf8_length(in) : in.n);
	int width;

	(void)s;
	dsl_op_number(c->arg[0].text, &width);
	for (long n = length; width < 0 && n < -width; n++)
		buf_str(out, c->arg[1].text);
	buf_str(out, in);
	for (long n = length; n < width; n++)
		buf_str(out, c->arg[1].text);
	return RUN_OK;
}
