/* dsl_op_text - operators on a text as a whole: its fields, its accents, its ends
 * SPDX-License-Identifier: MIT
 *
 * A part of dsl_op.h's table: each is one entry's `run`. */
#ifndef HNPS_DSL_OP_TEXT_H
#define HNPS_DSL_OP_TEXT_H

#include "dsl/dsl_op.h"

#define DSL_RUN(name) \
	enum dsl_error name(const struct dsl_call *call, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)

DSL_RUN(dsl_run_map);
DSL_RUN(dsl_run_unaccent);
DSL_RUN(dsl_run_narrow);
DSL_RUN(dsl_run_strip);
DSL_RUN(dsl_run_pad);

#undef DSL_RUN

#endif
