/* dsl_op_text - operators on a text as a whole: on each of its fields
 * SPDX-License-Identifier: MIT
 *
 * A part of dsl_op.h's table: each is one entry's `run`. */
#ifndef HNPS_DSL_OP_TEXT_H
#define HNPS_DSL_OP_TEXT_H

#include "dsl/dsl_op.h"

enum dsl_error dsl_run_map(const struct dsl_call *call, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out);

#endif
