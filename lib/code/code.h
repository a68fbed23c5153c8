/* code - programs as code in other languages, which does exactly what apply does
 * SPDX-License-Identifier: MIT
 *
 * Each language is one entry of the table in code.c and one file. What it can't say is refused. */
#ifndef HNPS_CODE_H
#define HNPS_CODE_H

#include "dsl/dsl.h"

/* The languages that there are, NULL behind the last; all in one line; and of a name its place there, or -1. */
extern const char *const code_languages[];
extern const char *const code_known;
int code_find(const char *name);

/* What a program makes of some inputs; they become a part of the code where the language has a place for them. Inputs
 * of several columns are joined
 * (cells.h). */
struct code_examples { const struct str *in, *out; size_t n; };

/* Appends the program as code of a language. 0, or -1 with one line in `why`, which names what the language can't
 * say; then nothing is appended. */
int code_write(struct buf *out, int language, const struct dsl_program *p, const struct code_examples *examples,
    struct buf *why);

#endif
