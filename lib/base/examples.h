/* examples - the inputs and outputs that people wrote into a table
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_EXAMPLES_H
#define HNPS_EXAMPLES_H

#include "base/inputs.h"

/* Which columns of which kind of table; a name for a column implies a header line. */
struct examples_from {
	struct table_format format;
	bool header;
	const char *input;              /* a column or a list of them (inputs.h); NULL: all but those below */
	const char *output;             /* a column: a number or a name; NULL: the last */
	const char *group;              /* NULL: there is none */
	bool partial;                   /* rows may lack the output; those that don't fit the table (table_row_fits) are passed over */
	bool added;                     /* of a partial one: the header may lack the output's column, and all rows then do */
	size_t whole;                   /* not 0: of so many rows with an output, and so many without, all cells are kept; when so many without one have an
	                                 * input, no more of these are looked for */
};

/* One row: strings that live in the arena of the struct below. An output that is missing or empty has n = 0. */
struct example {
	struct str input, output, group;
	long line;
	struct str *cells; size_t ncells;       /* of the whole row; none: they were not kept */
};

/* Starts as all zeros; freed by examples_free. */
struct examples {
	struct example *rows; size_t n, cap;
	struct str *names; size_t nnames;       /* what the header line calls the columns; none without a header line */
	struct inputs inputs;                   /* the columns, from 0 */
	size_t output, width;                   /* width: how many columns the first row has */
	long odd, first_odd;                    /* rows that were passed over, and the line of the first */
	const char *odd_reason;                 /* of JSON lines: what was wrong with it */
	long plain, first_plain;                /* rows whose backslashes are no escapes, though those of the first rows could be */
	bool texts, numbers;                    /* of JSON lines: some output is a string, some is a number */
	size_t kept[2];                         /* rows without and with an output whose cells were kept */
	size_t others;                          /* rows without an output that have an input */
	struct arena arena;
};

/* Adds all rows of a table in which something stands: 0, or -1 with one line in `why`. At most `most` rows are
 * looked at, SIZE_MAX for all. Unless it is partial,
 * a row that lacks a column is trouble. */
int examples_read(struct examples *all, struct source *table, const struct examples_from *from, size_t most, struct buf *why);

/* The first row turned out to be the header line. */
void examples_take_header(struct examples *all);
void examples_free(struct examples *all);

#endif
