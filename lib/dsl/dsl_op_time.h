/* dsl_op_time - the operators on dates, times of day and spans of time, and what rounds numbers and times alike
 * SPDX-License-Identifier: MIT
 *
 * A part of dsl_op.h's table: each is one entry's `run`. */
#ifndef HNPS_DSL_OP_TIME_H
#define HNPS_DSL_OP_TIME_H

#include "dsl/dsl_op.h"

#define DSL_RUN(name) \
	enum dsl_error name(const struct dsl_call *call, struct dsl_scratch *s, struct str in, \
	                    enum dsl_encoding e, struct buf *out)

DSL_RUN(dsl_run_date);
DSL_RUN(dsl_run_floor);
DSL_RUN(dsl_run_ceil);
DSL_RUN(dsl_run_round);
DSL_RUN(dsl_run_shift);
DSL_RUN(dsl_run_span);
DSL_RUN(dsl_run_zone);
DSL_RUN(dsl_run_between);

#undef DSL_RUN

#endif
