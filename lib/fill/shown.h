/* shown - how messages and previews write strings, inputs, columns and programs
 * SPDX-License-Identifier: MIT
 *
 * `all` is the table that the inputs came from: which of its columns they are, and what these are called. All zeros
 * but inputs.n = 1 for inputs of one column without a table. */
#ifndef HNPS_SHOWN_H
#define HNPS_SHOWN_H

#include "base/examples.h"
#include "dsl/dsl.h"

/* bytes of a string: enough to tell it; all, so that it can be an example */
enum { SHOWN_CUT = 60, SHOWN_WHOLE = 2000 };

/* A string in quotes, as an example's field would be written, and cut when it is longer than `most` bytes. */
void shown_text(struct buf *out, struct str s, size_t most);

/* An input in quotes: its cells that are marked (NULL: all), with bars between. */
void shown_input(struct buf *out, struct str input, const struct examples *all, const bool *marked, size_t most);

/* An example: `'input' to 'output'`, each cut. */
void shown_example(struct buf *out, struct str input, struct str output, const struct examples *all);

/* A program as apply takes it: for the columns that it reads, which follow when there are others, too. */
void shown_program(struct buf *out, const struct dsl_program *p, const struct examples *all);

/* Which column it is, and that --from can name it so that it is read, too. */
void shown_column(struct buf *out, const struct examples *all, size_t column);
void shown_offer(struct buf *out, const struct examples *all, size_t column);

/* Where an example stands (given.h): `name: line 3`, or what it is otherwise. */
void shown_place(struct buf *out, const char *name, long line);

/* ---- cells of a table that is printed: TSV ---- */

/* Marks the columns that a program needs, beside those that are marked. */
void shown_mark(const struct dsl_program *p, const struct examples *all, bool *marked);

void shown_field(struct buf *out, struct str s);

/* An input: each cell that is marked is a field. */
void shown_fields(struct buf *out, struct str input, size_t columns, const bool *marked);

/* What those fields are called. */
void shown_names(struct buf *out, const struct examples *all, const bool *marked);

#endif
