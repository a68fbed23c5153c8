/* dsl_op - operators on a text: every match of something removed, replaced, joined; its number or date written otherwise
 * SPDX-License-Identifier: MIT
 *
 * An operator is one entry of the table in dsl_op.c: its name, its arguments, and the function that does it. Checker, parser, printer and executor
 * go by the table. */
#ifndef HNPS_DSL_OP_H
#define HNPS_DSL_OP_H

#include "dsl/dsl_run.h"

enum dsl_arg_kind {
	ARG_NONE,                    /* behind the last */
	ARG_CASE,                    /* Lower, Allcaps, ... */
	ARG_COLUMNS,                 /* the numbers of one column or more; the only one */
	ARG_MATCH,                   /* what is looked for: a class, or a text */
	ARG_TEXT,
	ARG_TEXT_OR_NOTHING,         /* it may be missing; the last one, or the last but for a Concat */
	ARG_EACH,                    /* a Concat, which is done to each field (struct dsl_each); the last one */
	ARG_ROWS,                    /* a table: rows of `text -> text`, and perhaps a text for all that is not in it; the only one */
	ARG_ITEMS,                   /* any number of ARG_MATCH; the last one */
	ARG_MOST,                    /* a whole number, 0 to 20 */
	ARG_NTH_OR_NOTHING,          /* 1 to 20; it may be missing; the last one */
	ARG_NUMBER,                  /* a text that is a number or a quotient (ratio.h) */
	ARG_LIMIT,                   /* a text that is a number (decimal.h) */
	ARG_NOTATION,                /* a text that says how a number is read (notation.h) */
	ARG_FORMAT,                  /* a text that says how a number is written (decimal_format.h) */
	ARG_MOMENT,                  /* a text that says how a date or a time is written (moment.h) */
	ARG_STEP,                    /* a number, or a span of time, above 0 */
	ARG_SPAN,                    /* a span of time */
	ARG_PASSED,                  /* a text that is a unit of time that has passed (moment.h) */
	ARG_SPAN_FORMAT,             /* a text that says how a span of time is written (span.h) */
	ARG_UNIT_OR_NOTHING,         /* what a number alone is as a span; the last one */
	ARG_ZONE,                    /* the offset of a zone (moment.h) */
	ARG_COUNT,                   /* a text that is a whole number, 1 to 99 */
	ARG_INDEX,                   /* the same, -99 to 99 */
	ARG_CHARACTER,               /* a text of one character */
	ARG_ORDER_OR_NOTHING,        /* how a date's numbers are meant (moment.h); the last one */
};

enum { OP_TOCASE, OP_REMOVE, OP_REPLACE, OP_JOIN, OP_SEPARATE, OP_INITIALS, OP_FORMAT, OP_LINEAR, OP_DATE, OP_FLOOR, OP_CEIL, OP_ROUND, OP_SHIFT,
       OP_ZONE, OP_SPAN, OP_NUMBER, OP_SUM, OP_DIFFERENCE, OP_PRODUCT, OP_QUOTIENT, OP_RAISE, OP_REDUCE, OP_LARGEST, OP_SMALLEST,
       OP_BETWEEN, OP_COUNT, OP_LENGTH,
       OP_EVERY, OP_PICK, OP_BEFORE, OP_COLUMN, OP_LOOKUP, OP_MAP,
       OP_UNACCENT, OP_NARROW, OP_STRIP, OP_PAD, OPS };

struct dsl_op {
	const char *name;
	enum dsl_arg_kind args[DSL_ARGS + 1];
	/* Appends what the operator makes of valid UTF-8; nothing on an error. NULL of Column, which stands outermost and is a part of the expression. */
	enum dsl_error (*run)(const struct dsl_call *call, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out);
};

extern const struct dsl_op dsl_ops[OPS];

struct dsl_call dsl_to_case(enum dsl_case to);       /* a ToCase of something inner, which is to be set */

/* Is a token what the argument may be? */
bool dsl_op_takes(enum dsl_arg_kind kind, const struct dsl_token *t);

/* Which of two texts comes first in order of bytes: < 0 the first, 0 they are equal. */
int dsl_text_order(struct str a, struct str b);

/* Reads a whole number of two digits at most, without zeros in front. */
bool dsl_op_number(struct str text, int *n);

/* Is a text what the argument may be? */
bool dsl_op_fits(enum dsl_arg_kind kind, struct str text);

#endif
