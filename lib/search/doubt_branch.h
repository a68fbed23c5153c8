/* doubt_branch - what few examples can't show of conditions and tables
 * SPDX-License-Identifier: MIT
 *
 * A part of doubt.h. */
#ifndef HNPS_DOUBT_BRANCH_H
#define HNPS_DOUBT_BRANCH_H

#include "search/doubt.h"

/* Of a program with conditions: each branch is a program of its own, which only the examples show that go there. */
struct doubt doubt_branches(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                            const struct str *made, size_t nothers, struct arena *a);

/* Of a program that looks a piece of the input up: a line whose piece one example alone has. */
struct doubt doubt_listed(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others, const struct str *made,
                          size_t nothers, struct arena *a);

#endif
