/* exact_cost - the simplicity prior: which of the programs that explain the examples is the likeliest to be meant
 * SPDX-License-Identifier: MIT
 *
 * Costs add up over a program; less is better. In the paper dialect the number of expressions decides first. All of the prior's
 * numbers are in exact_cost.c. */
#ifndef HNPS_EXACT_COST_H
#define HNPS_EXACT_COST_H

#include "dsl/dsl_test.h"

double cost_position(const struct dsl_pos *p, bool until);               /* as the begin of a piece, or as its end */
double cost_literal(const uint32_t *points, int n, enum dsl_dialect d);  /* a ConstStr of n code points */
double cost_between(const uint32_t *points, int n);                      /* the same text within something that is there already */
double cost_written(struct str text);                                    /* the same of UTF-8, in the shell dialect */
double cost_piece(enum dsl_dialect d, enum dsl_case to);                 /* a SubStr, beside its positions */
double cost_token(const struct dsl_pos *from);                           /* in place of both positions, when they are the two edges of one match */
double cost_call(const struct dsl_call *call);                           /* of an operator, beside the piece that it is of */
bool cost_is_percent(const struct dsl_call *call);                         /* a quotient, or a product, in percent; or how many percent more one number is */
double cost_conversion(const char *conversion);                          /* of one in a format of Date; "%" is Date itself */
double cost_idle(void);                                                  /* of an operator that does nothing to some of the inputs */
double cost_column(int away);                                            /* of what reads a column that has so many between it and the outputs */
double cost_over(void);                                                  /* of going over to another column */
double cost_failing(double share);                                       /* of a position that this share of the other inputs lacks */

/* ---- of programs with conditions ---- */
double cost_branch(void);                                                /* of a branch more, beside its condition and its expressions */
bool cost_tested(int token);                                             /* is it a class or a character that conditions may look for? */
double cost_test(const struct dsl_test *t);
double cost_lookup(const struct dsl_expr *lookup);                       /* an expression that looks its piece up */

#endif
