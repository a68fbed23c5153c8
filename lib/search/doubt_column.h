/* doubt_column - text of the outputs that stands in a column which no program reads
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DOUBT_COLUMN_H
#define HNPS_DOUBT_COLUMN_H

#include "base/examples.h"
#include "dsl/dsl.h"

/* A column whose text the outputs have, though it is not one that programs read. */
struct doubt_column {
	size_t column;       /* from 0 */
	struct str text;     /* what it says in the first example */
	long line;           /* of a row that has no output, and other text there */
	struct str other;    /* that text */
};

/* Is a literal of the program, or a part of it, the text of another cell in each example's row, while other rows have another text there? Then it
 * is wrong on those. Of rows whose cells were kept (examples.h). */
bool doubt_literal_of_column(const struct examples *all, const struct dsl_program *p, struct doubt_column *d);

/* Does each example's output have the text of another cell of its row, which differs from row to row and that not every input has? */
bool doubt_output_of_column(const struct examples *all, struct doubt_column *d);

#endif
