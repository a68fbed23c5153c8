/* dsl_test - conditions on an input, which say what branch of a program decides
 * SPDX-License-Identifier: MIT
 *
 * A condition is one entry of the table in dsl_test.c: its name, its arguments, the function that says whether it holds. Checker, parser, printer and
 * executor go by the table. */
#ifndef HNPS_DSL_TEST_H
#define HNPS_DSL_TEST_H

#include "dsl/dsl_op.h"

enum { TEST_HAS, TEST_STARTS, TEST_ENDS, TEST_IS, TEST_LESS, TEST_MORE, TEST_LONGER, TEST_FITS, TESTS };

struct dsl_predicate {
	const char *name;
	enum dsl_arg_kind args[3];           /* ARG_NONE behind the last */
	/* NULL of Fits, which asks whether the branch itself can handle the input (dsl_run.c) */
	bool (*holds)(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e);
};

extern const struct dsl_predicate dsl_predicates[TESTS];

/* Does the condition, which is not Fits, hold of valid UTF-8? DSL_UNKNOWN is no encoding here. Of a column that the input hasn't got none does. */
static inline bool dsl_holds(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	return (!t->column || dsl_cell(s, in, t->column, &in)) && t->is->holds(t, s, in, e);
}

/* Has it a number that can't be missing? */
bool dsl_test_counts(const struct dsl_predicate *p);

struct dsl_test dsl_copy_test(struct arena *a, const struct dsl_test *t);

#endif
