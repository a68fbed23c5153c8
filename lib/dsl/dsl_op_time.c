/* dsl_op_time - the operators on dates, times of day and spans of time, and what rounds numbers and times alike
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_op_time.h"

#include "base/decimal_format.h"
#include "base/moment.h"
#include "base/notation.h"
#include "base/span.h"

static int order_of(struct str text)
{
	int order;

	moment_order_read(text, &order);
	return order;
}

enum dsl_error dsl_run_date(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                            enum dsl_encoding e, struct buf *out)
{
	const int order = order_of(c->arg[1].text);
	struct moment m;

	(void)s, (void)e;
	if (!moment_find(in, order, &m) || !moment_print_in(out, &m, c->arg[0].text, moment_written_in(order)))
		return RUN_NO_DATE;
	return RUN_OK;
}

/* To a multiple of a number, or of a span of time from midnight. */
static enum dsl_error to_multiple(const struct dsl_call *c, struct str in, enum decimal_way way, struct buf *out)
{
	struct decimal x, step;
	struct moment m;
	long seconds;

	if (!moment_span(c->arg[0].text, &seconds)) {
		decimal_read(c->arg[0].text, &step);
		if (!decimal_find(in, &x).n || !decimal_to_multiple(&x, &step, way))
			return RUN_NO_NUMBER;
		decimal_print_plain(out, &x);
		return RUN_OK;
	}
	if (!moment_find(in, order_of(c->arg[1].text), &m) || !moment_to_multiple(&m, seconds, (int)way))
		return RUN_NO_DATE;
	moment_print_plain(out, &m);
	return RUN_OK;
}

enum dsl_error dsl_run_floor(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                             enum dsl_encoding e, struct buf *out)
{
	(void)s, (void)e;
	return to_multiple(c, in, DECIMAL_DOWN, out);
}

enum dsl_error dsl_run_ceil(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                            enum dsl_encoding e, struct buf *out)
{
	(void)s, (void)e;
	return to_multiple(c, in, DECIMAL_UP, out);
}

enum dsl_error dsl_run_round(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                             enum dsl_encoding e, struct buf *out)
{
	(void)s, (void)e;
	return to_multiple(c, in, DECIMAL_NEAREST, out);
}

enum dsl_error dsl_run_shift(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                             enum dsl_encoding e, struct buf *out)
{
	struct moment m;
	long seconds = 0;

	(void)s, (void)e;
	moment_span(c->arg[0].text, &seconds);
	if (!moment_find(in, order_of(c->arg[1].text), &m) || !moment_shift(&m, seconds))
		return RUN_NO_DATE;
	moment_print_plain(out, &m);
	return RUN_OK;
}

enum dsl_error dsl_run_span(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                            enum dsl_encoding e, struct buf *out)
{
	int64_t seconds;

	(void)s, (void)e;
	if (!span_find(in, span_unit_of(c->arg[1].text), &seconds))
		return RUN_NO_DATE;
	span_print(out, seconds, c->arg[0].text);
	return RUN_OK;
}

enum dsl_error dsl_run_zone(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                            enum dsl_encoding e, struct buf *out)
{
	struct moment m;
	int minutes;

	(void)s, (void)e;
	moment_zone(c->arg[0].text, &minutes);
	if (!moment_find(in, order_of(c->arg[1].text), &m) || !moment_to_zone(&m, minutes))
		return RUN_NO_DATE;
	moment_print_plain(out, &m);
	return RUN_OK;
}

enum dsl_error dsl_run_between(const struct dsl_call *c, struct dsl_scratch *s, struct str in,
                               enum dsl_encoding e, struct buf *out)
{
	struct moment first, second;
	long n;

	(void)s, (void)e;
	if (!moment_pair(in, order_of(c->arg[1].text), &first, &second) ||
	    !moment_passed(&first, &second, moment_passed_of(c->arg[0].text), &n))
		return RUN_NO_DATE;
	buf_printf(out, "%ld", n);
	return RUN_OK;
}
