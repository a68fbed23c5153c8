/* handed - a program that was learnt, to be kept or to be code: for the columns alone that it reads
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_HANDED_H
#define HNPS_HANDED_H

#include "base/given.h"
#include "code/code.h"

/* The program as apply takes it with these columns, and the examples for them. */
struct handed { struct dsl_program program; struct str *in; struct code_examples examples; };

/* At most so many examples. In the arena, but for what lives in the program and in `given`. */
struct handed handed_of(const struct dsl_program *p, const struct given *g, const struct inputs *inputs, size_t most,
    struct arena *a);

#endif
