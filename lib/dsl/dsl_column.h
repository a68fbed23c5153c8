/* dsl_column - which columns of its input a program reads
 * SPDX-License-Identifier: MIT
 *
 * What an expression or a condition reads is one number: the columns of the input (cells.h) from 1, in order, five bits each, the first lowest. So a
 * column alone is its own number, and 0 is the whole input. What several columns say is their cells, joined as those of an input are. */
#ifndef HNPS_DSL_COLUMN_H
#define HNPS_DSL_COLUMN_H

#include "dsl/dsl.h"

/* Takes the first of some columns out of them, and returns it. */
static inline int dsl_columns_next(int *columns)
{
	const int first = *columns & 31;

	*columns >>= 5;
	return first;
}

/* These columns and one behind them; as they are when they are DSL_JOINED. */
int dsl_columns_with(int columns, int column);

/* What an input says in some columns: a part of it, or, of several, what is put into the buffer. False when it hasn't got one of them. */
bool dsl_columns_cell(struct str input, int columns, struct buf *joined, struct str *cell);

/* Marks the columns that a program reads, of DSL_COLUMNS + 1: 0 is the whole input. */
void dsl_columns(const struct dsl_program *p, bool *read);

/* Marks, of an input's n columns, those that must be there for the program: those that it reads; all, when it reads the whole input; the first, when it
 * reads none. From 0. */
void dsl_columns_needed(const struct dsl_program *p, size_t n, bool *needed);

/* The same program for inputs of the marked columns alone. When that is one column, it is the whole input. In the arena, but for the operators. */
struct dsl_program dsl_narrow(const struct dsl_program *p, size_t n, const bool *needed, struct arena *a);

#endif
