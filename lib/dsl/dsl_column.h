/* dsl_column - which columns of its input a program reads
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DSL_COLUMN_H
#define HNPS_DSL_COLUMN_H

#include "dsl/dsl.h"

/* Marks the columns that a program reads, of DSL_COLUMNS + 1: 0 is the whole input. */
void dsl_columns(const struct dsl_program *p, bool *read);

/* Marks, of an input's n columns, those that must be there for the program: those that it reads; all, when it reads the whole input; the first, when it
 * reads none. From 0. */
void dsl_columns_needed(const struct dsl_program *p, size_t n, bool *needed);

/* The same program for inputs of the marked columns alone. When that is one column, it is the whole input. In the arena, but for the operators. */
struct dsl_program dsl_narrow(const struct dsl_program *p, size_t n, const bool *needed, struct arena *a);

#endif
